// Draws of sequences for recurrent learners (Kapturowski et al. 2019, "Recurrent Experience Replay in Distributed RL").
import type { Snapshot } from '../../io/snapshot.js';
import type { Generator } from '../../random/index.js';
import type { ReplayMemory } from '../replay-memory.js';
import type { Draw, Sampler } from './sampler.js';

interface SequenceOptions {
  /** Steps before those that are learnt from, which only bring the recurrent state up to date. */
  burnIn: number;
  /** Steps that are learnt from. */
  length: number;
}

/**
 * Draws `count` rows uniformly and, around each, its sequence: up to `burnIn` steps of the same episode before it, the row
 * itself and up to `length - 1` steps after it. The rows lie time first, `[burnIn + length, count]`; where an episode begins
 * later or ends before, its first or last row stands in with the weight 0, all others have the weight 1.
 */
export class SequenceSampler implements Sampler {
  private rows = new Int32Array(0);
  private weights = new Float32Array(0);

  /** @param memory one that is `linked` */
  constructor(
    private readonly memory: ReplayMemory,
    private readonly options: SequenceOptions,
  ) {}

  draw(count: number, rng: Generator): Draw {
    const { memory } = this;
    if (memory.size === 0) throw new RangeError('cannot draw from an empty memory; add transitions first');
    const size = count * (this.options.burnIn + this.options.length);
    if (this.rows.length !== size) {
      this.rows = new Int32Array(size);
      this.weights = new Float32Array(size);
    }
    for (let i = 0; i < count; i++) this.fill(i, count, rng.integers(0, memory.size));
    return { rows: this.rows, weights: this.weights };
  }

  /** Writes the sequence whose first learnt row is `row` as column `i` of `count`. */
  private fill(i: number, count: number, row: number): void {
    const { memory, rows, weights } = this;
    const { burnIn, length } = this.options;
    const episodes = memory.episodes!;
    const put = (t: number, value: number, weight: number) => {
      rows[t * count + i] = value;
      weights[t * count + i] = weight;
    };
    let first = row;
    let begun = true;
    for (let t = burnIn - 1; t >= 0; t--) {
      const before: number = begun ? episodes.before(first, memory.size) : -1;
      begun = before >= 0;
      if (begun) first = before;
      put(t, first, begun ? 1 : 0);
    }
    put(burnIn, row, 1);
    let last = row;
    let goesOn = true;
    for (let t = burnIn + 1; t < burnIn + length; t++) {
      const after: number = goesOn ? episodes.after(last) : -1;
      goesOn = after >= 0;
      if (goesOn) last = after;
      put(t, last, goesOn ? 1 : 0);
    }
  }

  saveState(): Snapshot {
    return { meta: {}, arrays: {} };
  }

  loadState(): void {}
}
