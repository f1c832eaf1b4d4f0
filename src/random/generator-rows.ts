// Many generators side by side, one for each row of a vector, that can draw together.
import { Generator } from './generator.js';
import { advance, doubleOf, PCG64_SIZE } from './pcg64.js';
import type { Seed } from './seed-sequence.js';

/** Row i draws what a {@link Generator} of its own draws, whether alone or with the others. */
export class GeneratorRows {
  /** Each row's generator. */
  readonly rows: readonly Generator[];
  private readonly words: Uint32Array;

  /** @param count how many; each begins with system entropy */
  constructor(count: number) {
    this.words = new Uint32Array(count * PCG64_SIZE);
    this.rows = Array.from(
      { length: count },
      (_, i) => new Generator(undefined, this.words.subarray(i * PCG64_SIZE, (i + 1) * PCG64_SIZE)),
    );
  }

  /** Restarts the stream of a row, as `new Generator(seed)` begins. */
  seed(row: number, seed: Seed): void {
    this.rows[row]!.setState(new Generator(seed).getState());
  }

  /** Moves each of the rows `from` … `to - 1` on by a draw that nobody needs. */
  skip(from: number, to: number): void {
    advance(this.words, from, to);
  }

  /** Writes one double in [0, 1) of each of the rows `from` … `to - 1` to its place in `out`. */
  random(out: Float64Array, from: number, to: number): void {
    this.skip(from, to);
    for (let i = from; i < to; i++) out[i] = doubleOf(this.words, i);
  }
}
