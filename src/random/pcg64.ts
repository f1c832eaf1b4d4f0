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
 * NumPy's default bit generator, bit for bit. After a call of {@link next} the 64 bits stand in `high` and `low`, as
 * signed numbers: such are stored without being boxed.
 *
 * Source: M. O'Neill, PCG: A Family of Simple Fast Space-Efficient Statistically Good Algorithms, 2014.
 */
export class Pcg64 {
  high = 0;
  low = 0;
  private readonly state = new Uint32Array(4);
  private readonly increment = new Uint32Array(4);
  /** Whether `buffer` holds the high half of a word of which only the low half was used. */
  private isBuffered = false;
  private buffer = 0;

  constructor(seeds: SeedSequence) {
    const words = seeds.generateState(8);
    // The 64-bit words come high half first, each with its low 32 bits first.
    const start = [words[2]!, words[3]!, words[0]!, words[1]!];
    const stream = [words[6]!, words[7]!, words[4]!, words[5]!];
    for (let i = 0; i < 4; i++) {
      this.increment[i] = (stream[i]! << 1) | (i === 0 ? 1 : stream[i - 1]! >>> 31);
    }
    this.next();
    let carry = 0;
    for (let i = 0; i < 4; i++) {
      const sum = this.state[i]! + start[i]! + carry;
      this.state[i] = sum;
      carry = sum >= TWO_32 ? 1 : 0;
    }
    this.next();
  }

  /**
   * Advances the state and leaves 64 random bits in `high` and `low`.
   *
   * The columns of the long multiplication are sums of unsigned 32-bit numbers, which stay integers below 2^35; their
   * carries are counted by comparisons, which need no branch: what is carried is as random as the result.
   */
  next(): void {
    const { state, increment } = this;
    const s0 = state[0]!;
    const s1 = state[1]!;
    const s2 = state[2]!;
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
    const c0 = l00 + increment[0]!;
    const c1 = h00 + l01 + l10 + increment[1]! + Number(c0 >= TWO_32);
    const k1 = Number(c1 >= TWO_32) + Number(c1 >= 2 * TWO_32) + Number(c1 >= 3 * TWO_32);
    const c2 = h01 + h10 + l02 + l11 + l20 + increment[2]! + k1;
    const k2 =
      Number(c2 >= TWO_32) +
      Number(c2 >= 2 * TWO_32) +
      Number(c2 >= 3 * TWO_32) +
      Number(c2 >= 4 * TWO_32) +
      Number(c2 >= 5 * TWO_32);
    const l3 = Math.imul(s0, M3) + Math.imul(s1, M2) + Math.imul(s2, M1) + Math.imul(state[3]!, M0);
    const r0 = c0 | 0;
    const r1 = c1 | 0;
    const r2 = c2 | 0;
    const r3 = (h2 + k2 + l3 + increment[3]!) | 0;
    state[0] = r0;
    state[1] = r1;
    state[2] = r2;
    state[3] = r3;
    // XSL-RR: fold the halves together and rotate by the top six bits, of which the first swaps the halves.
    const high = r3 ^ r1;
    const low = r2 ^ r0;
    const swap = (high ^ low) & (r3 >> 31);
    const a = high ^ swap;
    const b = low ^ swap;
    const turn = (r3 >>> 26) & 31;
    // By 32 - turn in two steps: turn may be 0.
    this.high = (a >>> turn) | ((b << 1) << (31 - turn));
    this.low = (b >>> turn) | ((a << 1) << (31 - turn));
  }

  /** A double in [0, 1) with 53 random bits. */
  nextDouble(): number {
    this.next();
    return ((this.high >>> 0) * 2097152 + (this.low >>> 11)) / 9007199254740992;
  }

  /** 32 random bits: the low half of a new word first, its high half on the next call. */
  nextUint32(): number {
    this.isBuffered = !this.isBuffered;
    if (!this.isBuffered) return this.buffer >>> 0;
    this.next();
    this.buffer = this.high;
    return this.low >>> 0;
  }

  nextBigInt(): bigint {
    this.next();
    return (BigInt(this.high >>> 0) << 32n) | BigInt(this.low >>> 0);
  }

  getState(): Pcg64State {
    const buffered = this.isBuffered ? this.buffer >>> 0 : null;
    return { state: [...this.state], increment: [...this.increment], buffered };
  }

  setState({ state, increment, buffered }: Pcg64State): void {
    this.state.set(state);
    this.increment.set(increment);
    this.isBuffered = buffered !== null;
    this.buffer = (buffered ?? 0) | 0;
  }
}
