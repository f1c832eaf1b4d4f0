// Turns one seed into as many well-mixed words and independent child seeds as needed, exactly as NumPy does.
import { show } from '../io/describe.js';

/** A non-negative integer of any size; numbers must be safe integers. `undefined` asks the system for entropy. */
export type Seed = number | bigint;

const POOL_SIZE = 4;
const INIT_A = 0x43b0d7e5;
const MULT_A = 0x931e8875;
const INIT_B = 0x8b51f9dd;
const MULT_B = 0x58f38ded;
const MIX_LEFT = 0xca01f9dd;
const MIX_RIGHT = 0x4973f715;

/**
 * NumPy's `SeedSequence` (after M. O'Neill's `seed_seq_fe`): hashes entropy of any length into a pool of four
 * words from which generators are seeded and children are spawned.
 */
export class SeedSequence {
  readonly entropy: bigint;
  readonly spawnKey: readonly number[];
  /** The four mixed 32-bit words. */
  readonly pool: Uint32Array;
  private childrenSpawned = 0;

  /** @throws RangeError when the entropy is negative or not an integer. */
  constructor(entropy?: Seed, spawnKey: readonly number[] = []) {
    this.entropy = entropy === undefined ? systemEntropy() : toBigInt(entropy);
    this.spawnKey = spawnKey;
    const words = toWords(this.entropy);
    if (spawnKey.length > 0) {
      // A short entropy is padded, so that (entropy, key) never collides with a longer entropy.
      while (words.length < POOL_SIZE) words.push(0);
      for (const key of spawnKey) words.push(...toWords(toBigInt(key)));
    }
    this.pool = mixEntropy(words);
  }

  /** `words` pseudo-random words of 32 bits, or of 64 bits as a BigUint64Array. */
  generateState(words: number): Uint32Array;
  generateState(words: number, bits: 32): Uint32Array;
  generateState(words: number, bits: 64): BigUint64Array;
  generateState(words: number, bits: 32 | 64 = 32): Uint32Array | BigUint64Array {
    const state = new Uint32Array(bits === 64 ? 2 * words : words);
    let hash = INIT_B;
    for (let i = 0; i < state.length; i++) {
      let value = this.pool[i % POOL_SIZE]! ^ hash;
      hash = Math.imul(hash, MULT_B);
      value = Math.imul(value, hash);
      state[i] = value ^ (value >>> 16);
    }
    if (bits === 32) return state;
    return BigUint64Array.from({ length: words }, (_, i) => {
      return (BigInt(state[2 * i + 1]!) << 32n) | BigInt(state[2 * i]!);
    });
  }

  /** `n` independent children; calling it again continues with new ones. */
  spawn(n: number): SeedSequence[] {
    const first = this.childrenSpawned;
    this.childrenSpawned += n;
    return Array.from({ length: n }, (_, i) => new SeedSequence(this.entropy, [...this.spawnKey, first + i]));
  }
}

function toBigInt(seed: Seed): bigint {
  if (typeof seed !== 'bigint' && !Number.isSafeInteger(seed)) {
    throw new RangeError(
      `A seed must be a non-negative integer, got ${show(seed)}. Use a bigint beyond 2^53.`,
    );
  }
  if (seed < 0) throw new RangeError(`A seed must be a non-negative integer, got ${seed}.`);
  return BigInt(seed);
}

/** Little-endian 32-bit words; zero is one word. */
function toWords(value: bigint): number[] {
  const words: number[] = [];
  do {
    words.push(Number(value & 0xffffffffn));
    value >>= 32n;
  } while (value > 0n);
  return words;
}

function systemEntropy(): bigint {
  const words = crypto.getRandomValues(new Uint32Array(POOL_SIZE));
  return words.reduce((sum, word) => (sum << 32n) | BigInt(word), 0n);
}

function mixEntropy(words: readonly number[]): Uint32Array {
  let hash = INIT_A;
  const hashed = (value: number): number => {
    value ^= hash;
    hash = Math.imul(hash, MULT_A);
    value = Math.imul(value, hash);
    return value ^ (value >>> 16);
  };
  const mixed = (x: number, y: number): number => {
    const value = (Math.imul(MIX_LEFT, x) - Math.imul(MIX_RIGHT, y)) | 0;
    return value ^ (value >>> 16);
  };
  const pool = new Uint32Array(POOL_SIZE);
  for (let i = 0; i < POOL_SIZE; i++) pool[i] = hashed(words[i] ?? 0);
  for (let source = 0; source < POOL_SIZE; source++) {
    for (let target = 0; target < POOL_SIZE; target++) {
      if (source !== target) pool[target] = mixed(pool[target]!, hashed(pool[source]!));
    }
  }
  for (let source = POOL_SIZE; source < words.length; source++) {
    for (let target = 0; target < POOL_SIZE; target++) {
      pool[target] = mixed(pool[target]!, hashed(words[source]!));
    }
  }
  return pool;
}
