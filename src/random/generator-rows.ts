// Many generators side by side, one for each row of a vector, that can draw together.
import { Generator } from './generator.js';
import { advance, doubleOf, jump, PCG64_SIZE } from './pcg64.js';
import type { Seed } from './seed-sequence.js';

/** Row i draws what a {@link Generator} of its own draws, whether alone or with the others. */
export class GeneratorRows {
  /** Each row's generator. */
  readonly rows: readonly Generator[];
  private readonly words: Uint32Array;
  /** Draws by which each row is behind, … */
  private readonly owed: Float64Array;
  /** … and whether there may be any. */
  private owes = false;

  /** @param count how many; each begins with system entropy */
  constructor(count: number) {
    this.words = new Uint32Array(count * PCG64_SIZE);
    this.owed = new Float64Array(count);
    this.rows = Array.from(
      { length: count },
      (_, i) => new Generator(undefined, this.words.subarray(i * PCG64_SIZE, (i + 1) * PCG64_SIZE)),
    );
  }

  /** Restarts the stream of a row, as `new Generator(seed)` begins. */
  seed(row: number, seed: Seed): void {
    this.owed[row] = 0;
    this.rows[row]!.setState(new Generator(seed).getState());
  }

  /**
   * Moves each of the rows `from` … `to - 1` on by a draw that nobody needs: when the row draws next, so `settle` comes
   * before its generator is used alone.
   */
  skipLater(from: number, to: number): void {
    this.owes = true;
    const { owed } = this;
    for (let i = from; i < to; i++) owed[i]!++;
  }

  /** Makes up for what was skipped in a row. */
  settle(row: number): void {
    if (!this.owes || this.owed[row] === 0) return;
    jump(this.words, row, this.owed[row]!);
    this.owed[row] = 0;
  }

  /** Writes one double in [0, 1) of each of the rows `from` … `to - 1` to its place in `out`. */
  random(out: Float64Array, from: number, to: number): void {
    if (this.owes) for (let i = from; i < to; i++) this.settle(i);
    advance(this.words, from, to);
    for (let i = from; i < to; i++) out[i] = doubleOf(this.words, i);
  }
}
