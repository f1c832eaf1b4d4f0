// Random numbers of every kind from one seed: NumPy's `Generator` over PCG64, sample for sample.
import { withDefaults } from '../io/options.js';
import { Pcg64, type Pcg64State } from './pcg64.js';
import { cumulative, pickIndex, sampleIndices, swap, type WeightsOption } from './sampling.js';
import { type Seed, SeedSequence } from './seed-sequence.js';
import {
  EXPONENTIAL_R,
  exponentialF,
  exponentialK,
  exponentialW,
  NORMAL_R,
  normalF,
  normalK,
  normalW,
} from './ziggurat-tables.js';

const TWO_32 = 4294967296;
/** Its products with 32-bit numbers are below 2^53. */
const EXACT_SPAN = 2 ** 21;

/** Plain JSON from which a {@link Generator} goes on exactly. */
export type GeneratorState = Pcg64State;

export interface ChoiceOptions extends WeightsOption {
  /** Draws this many indices as an array; absent: one index as a number. */
  size?: number;
  /** Whether an index may come twice (default true). */
  replace?: boolean;
}

interface Choice extends ChoiceOptions {
  replace: boolean;
}

const CHOICE: Choice = { p: undefined, size: undefined, replace: true };

/**
 * NumPy-compatible random generator: `new Generator(seed)` yields the numbers of `numpy.random.default_rng(seed)`.
 *
 * @example
 * const rng = new Generator(42);
 * rng.random();          // 0.7739560485559633
 * rng.integers(0, 10);   // same as default_rng(42)'s second draw
 */
export class Generator {
  private readonly bits: Pcg64;

  /**
   * @param seed non-negative integer of any size, or a {@link SeedSequence}; absent: system entropy.
   * @param words where the state lies; only {@link GeneratorRows} gives it
   */
  constructor(seed?: Seed | SeedSequence, words?: Uint32Array) {
    this.bits = new Pcg64(seed instanceof SeedSequence ? seed : new SeedSequence(seed), words);
  }

  /** A double in [0, 1). */
  random(): number {
    return this.bits.nextDouble();
  }

  /** A double in [low, high). */
  uniform(low = 0, high = 1): number {
    return low + (high - low) * this.bits.nextDouble();
  }

  /**
   * An integer in [low, high); `integers(n)` draws from [0, n). Unbiased (Lemire's method).
   *
   * @throws RangeError when the range is empty or its bounds are not safe integers.
   */
  integers(low: number, high?: number): number {
    if (high === undefined) {
      high = low;
      low = 0;
    }
    const span = high - low;
    if (!(span > 0) || !Number.isSafeInteger(low) || !Number.isSafeInteger(high)) {
      throw new RangeError(`integers(low, high) needs integers low < high, got ${low} and ${high}.`);
    }
    if (span <= TWO_32) return low + this.below(span);
    return Number(BigInt(low) + this.belowBig(BigInt(high) - BigInt(low)));
  }

  /** Integer in [0, span), 1 <= span <= 2^32; span 1 draws nothing. */
  private below(span: number): number {
    if (span === 1) return 0;
    if (span === TWO_32) return this.bits.nextUint32();
    // The 64-bit product of a 32-bit draw and the span: its upper half is the result.
    let draw = this.bits.nextUint32();
    let lower = Math.imul(draw, span) >>> 0;
    if (lower < span) {
      const threshold = (TWO_32 - span) % span;
      while (lower < threshold) {
        draw = this.bits.nextUint32();
        lower = Math.imul(draw, span) >>> 0;
      }
    }
    // Of small spans the product is exact, and of a power of two so is the quotient.
    if (span <= EXACT_SPAN) return ((draw * span) / TWO_32) >>> 0;
    return ((draw * span - lower) / TWO_32 + 0.5) >>> 0;
  }

  private belowBig(span: bigint): bigint {
    const mask = 0xffffffffffffffffn;
    let product = this.bits.nextBigInt() * span;
    if ((product & mask) < span) {
      const threshold = (mask + 1n - span) % span;
      while ((product & mask) < threshold) product = this.bits.nextBigInt() * span;
    }
    return product >> 64n;
  }

  /** `size` integers of 8 bits in [0, span), packed four draws to a word as NumPy does for `dtype=int8`. */
  bytes(span: number, size: number): Uint8Array {
    const out = new Uint8Array(size);
    if (span === 1) return out;
    const threshold = (256 - span) % span;
    let buffer = 0;
    let left = 0;
    for (let i = 0; i < size; i++) {
      let product: number;
      do {
        if (left === 0) {
          buffer = this.bits.nextUint32();
          left = 4;
        }
        product = (buffer & 0xff) * span;
        buffer >>>= 8;
        left--;
      } while ((product & 0xff) < threshold);
      out[i] = product >>> 8;
    }
    return out;
  }

  /** A draw from N(0, 1) by the ziggurat method. */
  standardNormal(): number {
    const { bits } = this;
    for (;;) {
      bits.next();
      const { high, low } = bits;
      const layer = low & 0xff;
      const negative = (low & 0x100) !== 0;
      const magnitude = (high & 0x1fffffff) * 8388608 + (low >>> 9);
      const x = magnitude * normalW[layer]!;
      if (magnitude < normalK[layer]!) return negative ? -x : x;
      if (layer === 0) {
        const tail = this.normalTail();
        return (high & 0x100000) !== 0 ? -tail : tail;
      }
      const below = normalF[layer]!;
      if ((normalF[layer - 1]! - below) * bits.nextDouble() + below < Math.exp(-0.5 * x * x)) {
        return negative ? -x : x;
      }
    }
  }

  private normalTail(): number {
    for (;;) {
      const x = -Math.log1p(-this.bits.nextDouble()) / NORMAL_R;
      const y = -Math.log1p(-this.bits.nextDouble());
      if (y + y > x * x) return NORMAL_R + x;
    }
  }

  normal(mean = 0, std = 1): number {
    return mean + std * this.standardNormal();
  }

  /** A draw from the exponential distribution of mean `scale`. */
  exponential(scale = 1): number {
    return scale * this.standardExponential();
  }

  /**
   * How many independent trials, each a success with probability `p`, until the first success: 1, 2, …
   *
   * @throws RangeError when p is not above 0 and at most 1.
   */
  geometric(p: number): number {
    if (!(p > 0 && p <= 1)) throw new RangeError(`geometric(p) needs 0 < p <= 1, got ${p}.`);
    // NumPy inverts the distribution, or where success is likely adds up its terms.
    if (p < 1 / 3) return Math.ceil(-this.standardExponential() / Math.log1p(-p));
    const u = this.random();
    let trials = 1;
    for (let term = p, sum = p; u > sum; sum += term) {
      term *= 1 - p;
      trials++;
    }
    return trials;
  }

  private standardExponential(): number {
    const { bits } = this;
    for (;;) {
      bits.next();
      const layer = (bits.low >>> 3) & 0xff;
      const magnitude = bits.high * 2097152 + (bits.low >>> 11);
      const x = magnitude * exponentialW[layer]!;
      if (magnitude < exponentialK[layer]!) return x;
      if (layer === 0) return EXPONENTIAL_R - Math.log1p(-bits.nextDouble());
      const below = exponentialF[layer]!;
      if ((exponentialF[layer - 1]! - below) * bits.nextDouble() + below < Math.exp(-x)) return x;
    }
  }

  /**
   * Indices from 0 to n - 1, uniformly or with probabilities `p`.
   *
   * @throws RangeError when `p` is not a distribution over n, or more is asked for than there is without replacement.
   */
  choice(n: number, options?: WeightsOption & { size?: undefined }): number;
  choice(n: number, options: ChoiceOptions & { size: number }): number[];
  choice(n: number, options: ChoiceOptions = {}): number | number[] {
    const { p, size, replace } = withDefaults<Choice>('choice', options, CHOICE);
    if (size !== undefined && !(Number.isSafeInteger(size) && size >= 0)) {
      throw new RangeError(`choice: size must be a whole number ≥ 0, got ${size}.`);
    }
    if (size === undefined) {
      return p === undefined ? this.integers(0, n) : pickIndex(cumulative(p, n), this.random());
    }
    if (!replace) return sampleIndices(this, n, size, p);
    if (p === undefined) return Array.from({ length: size }, () => this.integers(0, n));
    const sums = cumulative(p, n);
    return Array.from({ length: size }, () => pickIndex(sums, this.random()));
  }

  /** The integers 0 … n-1 in random order. */
  permutation(n: number): number[] {
    const order = Array.from({ length: n }, (_, i) => i);
    this.shuffle(order);
    return order;
  }

  /** Shuffles in place. */
  shuffle<T>(array: { readonly length: number; [index: number]: T }): void {
    for (let i = array.length - 1; i > 0; i--) swap(array, i, this.masked(i));
  }

  /** Integer in [0, last] by masked rejection, which NumPy keeps for shuffling. */
  private masked(last: number): number {
    const mask = -1 >>> Math.clz32(last);
    let draw = this.bits.nextUint32() & mask;
    while (draw > last) draw = this.bits.nextUint32() & mask;
    return draw;
  }

  fillUniform(out: Float32Array | Float64Array, low = 0, high = 1): void {
    for (let i = 0; i < out.length; i++) out[i] = low + (high - low) * this.bits.nextDouble();
  }

  fillNormal(out: Float32Array | Float64Array, mean = 0, std = 1): void {
    for (let i = 0; i < out.length; i++) out[i] = mean + std * this.standardNormal();
  }

  getState(): GeneratorState {
    return this.bits.getState();
  }

  setState(state: GeneratorState): void {
    this.bits.setState(state);
  }
}
