// The base of samplers that change what the rows drawn by another one count as.
import type { Snapshot } from '../../io/snapshot.js';
import type { Generator } from '../../random/index.js';
import type { Draw, Sampler } from './sampler.js';

/** Passes everything on to the sampler inside; `fill` completes its draws. */
export abstract class DecoratedSampler implements Sampler {
  readonly onAdd?: (row: number) => void;
  readonly onErrors?: (rows: Int32Array, errors: ArrayLike<number>) => void;

  constructor(protected readonly inner: Sampler) {
    if (inner.onAdd) this.onAdd = (row) => inner.onAdd!(row);
    if (inner.onErrors) this.onErrors = (rows, errors) => inner.onErrors!(rows, errors);
  }

  /** Fills other fields of a draw; its rows stay. */
  protected abstract fill(draw: Draw, rng: Generator): void;

  draw(count: number, rng: Generator): Draw {
    const draw = this.inner.draw(count, rng);
    this.fill(draw, rng);
    return draw;
  }

  saveState(): Snapshot {
    return this.inner.saveState();
  }

  loadState(snapshot: Snapshot): void {
    this.inner.loadState(snapshot);
  }
}
