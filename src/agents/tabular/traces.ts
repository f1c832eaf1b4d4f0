// Eligibility traces of running episodes: how much each state and action before now had to do with what comes.
import type { Snapshot, Stateful } from '../../io/snapshot.js';

/** A trace below it no longer counts. */
const LEAST = 1e-6;

export class Traces implements Stateful {
  /** Of each environment, by cell; in the order in which they were met. */
  private readonly traces: Map<number, number>[];

  constructor(numEnvs: number) {
    this.traces = Array.from({ length: numEnvs }, () => new Map());
  }

  /** @param accumulates adds 1 to what is left of earlier visits */
  visit(env: number, cell: number, accumulates: boolean): void {
    const traces = this.traces[env]!;
    traces.set(cell, (accumulates ? (traces.get(cell) ?? 0) : 0) + 1);
  }

  of(env: number): ReadonlyMap<number, number> {
    return this.traces[env]!;
  }

  decay(env: number, factor: number): void {
    const traces = this.traces[env]!;
    for (const [cell, trace] of traces) {
      if (trace * factor < LEAST) traces.delete(cell);
      else traces.set(cell, trace * factor);
    }
  }

  clear(env: number): void {
    this.traces[env]!.clear();
  }

  abandon(): void {
    for (const traces of this.traces) traces.clear();
  }

  saveState(): Snapshot {
    const { traces } = this;
    return {
      meta: { lengths: traces.map(({ size }) => size) },
      arrays: {
        cells: Int32Array.from(traces.flatMap((each) => [...each.keys()])),
        traces: Float64Array.from(traces.flatMap((each) => [...each.values()])),
      },
    };
  }

  loadState({ meta, arrays }: Snapshot): void {
    let at = 0;
    (meta.lengths as number[]).forEach((length, env) => {
      this.traces[env]!.clear();
      for (let k = 0; k < length; k++, at++) this.traces[env]!.set(arrays.cells![at]!, arrays.traces![at]!);
    });
  }
}
