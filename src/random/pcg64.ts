// The bit generator PCG64 (XSL-RR 128/64): a 128-bit linear congruential step on 32-bit limbs, no BigInt.
import type { SeedSequence } from './seed-sequence.js';

// Limbs of the multiplier 0x2360ED051FC65DA4_4385DF649FCCF645, lowest first.
const M0 = 0x9fccf645;
const M1 = 0x4385df64;
const M2 = 0x1fc65da4;
const M3 = 0x2360ed05;
const TWO_32 = 4294967296;
const INV_32 = 1 / TWO_32;

/** Plain JSON of a {@link Pcg64}: 128-bit state and increment as four 32-bit limbs each, lowest first. */
export interface Pcg64State {
  state: number[];
  increment: number[];
  /** The high half of a 64-bit word of which only the low half was used. */
  buffered: number | null;
}

/**
 * Numbers of a generator in memory: state and increment as four limbs each, lowest first, then the last word that it
 * gave, high half first.
 */
export const PCG64_SIZE = 10;
const HIGH = 8;
const LOW = 9;

/** The double in [0, 1) with 53 random bits of the last word of generator `i`. */
export function doubleOf(words: Uint32Array, i: number): number {
  const k = i * PCG64_SIZE;
  return (words[k + HIGH]! * 2097152 + (words[k + LOW]! >>> 11)) / 9007199254740992;
}

/**
 * Advances the generators `from` … `to - 1` and leaves 64 random bits in the last word of each. Many at once take half
 * the time of one after another: none waits for the one before it.
 *
 * The columns of the long multiplication are sums of unsigned 32-bit numbers, which stay integers below 2^35, and
 * nothing branches: what is carried is as random as the result.
 */
export function advance(words: Uint32Array, from: number, to: number): void {
  for (let k = from * PCG64_SIZE; k < to * PCG64_SIZE; k += PCG64_SIZE) {
    const s0 = words[k]!;
    const s1 = words[k + 1]!;
    const s2 = words[k + 2]!;
    const l00 = Math.imul(s0, M0) >>> 0;
    const l01 = Math.imul(s0, M1) >>> 0;
    const l10 = Math.imul(s1, M0) >>> 0;
    const l02 = Math.imul(s0, M2) >>> 0;
    const l11 = Math.imul(s1, M1) >>> 0;
    const l20 = Math.imul(s2, M0) >>> 0;
    // Upper halves of products: from the rounded double (error below 2^11) and the exact lower half.
    const h00 = ((s0 * M0 - l00) * INV_32 + 0.5) >>> 0;
    const h01 = ((s0 * M1 - l01) * INV_32 + 0.5) >>> 0;
    const h10 = ((s1 * M0 - l10) * INV_32 + 0.5) >>> 0;
    const h2 = ((s0 * M2 - l02 + (s1 * M1 - l11) + (s2 * M0 - l20)) * INV_32 + 0.5) >>> 0;
    const c0 = l00 + words[k + 4]!;
    const c1 = h00 + l01 + l10 + words[k + 5]! + Number(c0 >= TWO_32);
    const c2 = h01 + h10 + l02 + l11 + l20 + words[k + 6]! + ((c1 * INV_32) >>> 0);
    const l3 = Math.imul(s0, M3) + Math.imul(s1, M2) + Math.imul(s2, M1) + Math.imul(words[k + 3]!, M0);
    const r0 = c0 | 0;
    const r1 = c1 | 0;
    const r2 = c2 | 0;
    const r3 = (h2 + ((c2 * INV_32) >>> 0) + l3 + words[k + 7]!) | 0;
    words[k] = r0;
    words[k + 1] = r1;
    words[k + 2] = r2;
    words[k + 3] = r3;
    // XSL-RR: fold the halves together and rotate by the top six bits, of which the first swaps the halves.
    const high = r3 ^ r1;
    const low = r2 ^ r0;
    const swap = (high ^ low) & (r3 >> 31);
    const a = high ^ swap;
    const b = low ^ swap;
    const turn = (r3 >>> 26) & 31;
    // By 32 - turn in two steps: turn may be 0.
    words[k + HIGH] = (a >>> turn) | ((b << 1) << (31 - turn));
    words[k + LOW] = (b >>> turn) | ((a << 1) << (31 - turn));
  }
}

/** As many steps are faster one by one. */
const FEW = 50;
const MASK_128 = (1n << 128n) - 1n;
/** What 1, 2, 4, … steps make of a state x: factor x + sum · increment. */
const STRIDES = [{ factor: bigintOf([M0, M1, M2, M3]), sum: 1n }];

/** A number of four limbs, lowest first, from place `at` on. */
function bigintOf(limbs: ArrayLike<number>, at = 0): bigint {
  const high = (BigInt(limbs[at + 3]!) << 32n) | BigInt(limbs[at + 2]!);
  return (high << 64n) | (BigInt(limbs[at + 1]!) << 32n) | BigInt(limbs[at]!);
}

/**
 * Advances generator `i` by `count` steps.
 *
 * Source: F. Brown, Random Number Generation with Arbitrary Strides, 1994.
 */
export function jump(words: Uint32Array, i: number, count: number): void {
  if (count <= FEW) {
    for (let step = 0; step < count; step++) advance(words, i, i + 1);
    return;
  }
  const k = i * PCG64_SIZE;
  const increment = bigintOf(words, k + 4);
  let state = bigintOf(words, k);
  // The last step leaves the word.
  for (let j = 0, left = count - 1; left > 0; j++, left = Math.floor(left / 2)) {
    const { factor, sum } = STRIDES[j]!;
    STRIDES[j + 1] ??= { factor: (factor * factor) & MASK_128, sum: (sum * (factor + 1n)) & MASK_128 };
    if (left % 2 === 1) state = (factor * state + sum * increment) & MASK_128;
  }
  for (let limb = 0; limb < 4; limb++) words[k + limb] = Number((state >> BigInt(32 * limb)) & 0xffffffffn);
  advance(words, i, i + 1);
}

/**
 * NumPy's default bit generator, bit for bit. After a call of {@link next} the 64 bits stand in `high` and `low`.
 *
 * Source: M. O'Neill, PCG: A Family of Simple Fast Space-Efficient Statistically Good Algorithms, 2014.
 */
export class Pcg64 {
  /** Whether `buffer` holds the high half of a word of which only the low half was used. */
  private isBuffered = false;
  /** Signed: such a number is stored without being boxed. */
  private buffer = 0;

  /** @param words where its numbers lie, `PCG64_SIZE` of them */
  constructor(
    seeds: SeedSequence,
    private readonly words: Uint32Array = new Uint32Array(PCG64_SIZE),
  ) {
    const seed = seeds.generateState(8);
    // The 64-bit words come high half first, each with its low 32 bits first.
    const start = [seed[2]!, seed[3]!, seed[0]!, seed[1]!];
    const stream = [seed[6]!, seed[7]!, seed[4]!, seed[5]!];
    for (let i = 0; i < 4; i++) {
      words[4 + i] = (stream[i]! << 1) | (i === 0 ? 1 : stream[i - 1]! >>> 31);
    }
    this.next();
    let carry = 0;
    for (let i = 0; i < 4; i++) {
      const sum = words[i]! + start[i]! + carry;
      words[i] = sum;
      carry = sum >= TWO_32 ? 1 : 0;
    }
    this.next();
  }

  /** The upper 32 bits of the last word, unsigned, … */
  get high(): number {
    return this.words[HIGH]!;
  }

  /** … and the lower ones. */
  get low(): number {
    return this.words[LOW]!;
  }

  /** Advances the state and leaves 64 random bits in `high` and `low`. */
  next(): void {
    advance(this.words, 0, 1);
  }

  /** A double in [0, 1) with 53 random bits. */
  nextDouble(): number {
    this.next();
    return doubleOf(this.words, 0);
  }

  /** 32 random bits: the low half of a new word first, its high half on the next call. */
  nextUint32(): number {
    this.isBuffered = !this.isBuffered;
    if (!this.isBuffered) return this.buffer >>> 0;
    this.next();
    this.buffer = this.high | 0;
    return this.low;
  }

  nextBigInt(): bigint {
    this.next();
    return (BigInt(this.high) << 32n) | BigInt(this.low);
  }

  getState(): Pcg64State {
    const buffered = this.isBuffered ? this.buffer >>> 0 : null;
    return { state: [...this.words.subarray(0, 4)], increment: [...this.words.subarray(4, 8)], buffered };
  }

  setState({ state, increment, buffered }: Pcg64State): void {
    this.words.set(state);
    this.words.set(increment, 4);
    this.isBuffered = buffered !== null;
    this.buffer = (buffered ?? 0) | 0;
  }
}
