// Means of what several gradient steps measured.
import type { Metrics, Snapshot, Stateful } from './agent.js';

export class MeanMetrics implements Stateful {
  private sums: Metrics = {};
  private count = 0;

  /** Adds one row; every row has the same names. */
  add(row: Metrics): void {
    for (const name in row) this.sums[name] = (this.sums[name] ?? 0) + row[name]!;
    this.count++;
  }

  means(): Metrics {
    return Object.fromEntries(Object.entries(this.sums).map(([name, sum]) => [name, sum / this.count]));
  }

  /** The means, and a fresh start. */
  take(): Metrics {
    const means = this.means();
    this.sums = {};
    this.count = 0;
    return means;
  }

  saveState(): Snapshot {
    return { meta: { sums: { ...this.sums }, count: this.count }, arrays: {} };
  }

  loadState({ meta }: Snapshot): void {
    this.sums = { ...(meta.sums as Metrics) };
    this.count = meta.count as number;
  }
}
