// The random engine of MAgent's C++ side, minstd_rand0: x ← 16807 x mod (2^31 - 1).
import type { Seed } from '../../../random/index.js';

const MODULUS = 2147483647;

export class Minstd {
  constructor(private x = 1) {}

  seed(seed: Seed): void {
    // A multiple of the modulus would stay 0 for ever.
    this.x = Number(BigInt(seed) % BigInt(MODULUS)) || 1;
  }

  /** A whole number from 1 to 2^31 - 2. */
  next(): number {
    this.x = (this.x * 16807) % MODULUS;
    return this.x;
  }

  get state(): number {
    return this.x;
  }

  set state(x: number) {
    this.x = x;
  }
}
