// Means of what several gradient steps measured.
import type { Metrics, Snapshot, Stateful } from './agent.js';

export class MeanMetrics implements Stateful {
  private sums: Metrics = {};
  private counts: Metrics = {};

  /** Adds one row; each name has a mean of its own, over the rows that hold it. */
  add(row: Metrics): void {
    for (const name in row) {
      this.sums[name] = (this.sums[name] ?? 0) + row[name]!;
      this.counts[name] = (this.counts[name] ?? 0) + 1;
    }
  }

  means(): Metrics {
    const { sums, counts } = this;
    return Object.fromEntries(Object.entries(sums).map(([name, sum]) => [name, sum / counts[name]!]));
  }

  /** The means, and a fresh start. */
  take(): Metrics {
    const means = this.means();
    this.sums = {};
    this.counts = {};
    return means;
  }

  saveState(): Snapshot {
    return { meta: { sums: { ...this.sums }, counts: { ...this.counts } }, arrays: {} };
  }

  loadState({ meta }: Snapshot): void {
    this.sums = { ...(meta.sums as Metrics) };
    this.counts = { ...(meta.counts as Metrics) };
  }
}
