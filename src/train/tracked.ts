// What wrappers tracked over episodes (`RecordEpisodeStatistics`, `track`), as a run's metrics hold it.
import type { MetricsRow } from './callbacks/metrics-writer.js';

const TRACKED = /^episode\/(?!(?:return|length|truncated)$)(.+)$/;

/** The name of what is tracked in a column of metrics. */
export function trackedName(column: string): string | undefined {
  return TRACKED.exec(column)?.[1];
}

/** Means over all episodes of the training, by name. */
export function trackedMeans(rows: Iterable<MetricsRow>): Record<string, number> {
  const sums = new Map<string, { sum: number; count: number }>();
  for (const row of rows) {
    for (const column in row) {
      const name = trackedName(column);
      if (name === undefined) continue;
      const { sum, count } = sums.get(name) ?? { sum: 0, count: 0 };
      sums.set(name, { sum: sum + row[column]!, count: count + 1 });
    }
  }
  return Object.fromEntries([...sums].map(([name, { sum, count }]) => [name, sum / count]));
}
