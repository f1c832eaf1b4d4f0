// Means of what several gradient steps measured.
import type { Metrics } from './agent.js';

export class MeanMetrics {
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

  saveState(): { sums: Metrics; count: number } {
    return { sums: { ...this.sums }, count: this.count };
  }

  loadState({ sums, count }: { sums: Metrics; count: number }): void {
    this.sums = { ...sums };
    this.count = count;
  }
}
