// NumPy's legacy `RandomState` over the Mersenne Twister MT19937, for environments whose rules were fixed by it.

const N = 624;
const M = 397;

/** Plain JSON from which a {@link RandomState} goes on exactly. */
export interface RandomStateState {
  key: number[];
  position: number;
  gauss: number | null;
}

/**
 * `numpy.random.RandomState(seed)`, number for number.
 *
 * Source: M. Matsumoto and T. Nishimura, Mersenne Twister, ACM TOMACS 8(1), 1998.
 */
export class RandomState {
  private readonly key = new Uint32Array(N);
  private position = N;
  private gauss: number | null = null;

  /** @param seed integer from 0 to 2^32 - 1. */
  constructor(seed: number) {
    if (!Number.isInteger(seed) || seed < 0 || seed > 0xffffffff) {
      throw new RangeError(`A RandomState seed must be an integer from 0 to 2^32 - 1, got ${seed}.`);
    }
    this.key[0] = seed;
    for (let i = 1; i < N; i++) {
      const previous = this.key[i - 1]!;
      this.key[i] = Math.imul(1812433253, previous ^ (previous >>> 30)) + i;
    }
  }

  /** 32 random bits. */
  uint32(): number {
    if (this.position === N) this.twist();
    let y = this.key[this.position++]!;
    y ^= y >>> 11;
    y ^= (y << 7) & 0x9d2c5680;
    y ^= (y << 15) & 0xefc60000;
    return (y ^ (y >>> 18)) >>> 0;
  }

  private twist(): void {
    const { key } = this;
    for (let i = 0; i < N - M; i++) key[i] = mixed(key[i]!, key[i + 1]!, key[i + M]!);
    for (let i = N - M; i < N - 1; i++) key[i] = mixed(key[i]!, key[i + 1]!, key[i + M - N]!);
    key[N - 1] = mixed(key[N - 1]!, key[0]!, key[M - 1]!);
    this.position = 0;
  }

  /** A double in [0, 1): `rand()`. */
  random(): number {
    const a = this.uint32() >>> 5;
    const b = this.uint32() >>> 6;
    return (a * 67108864 + b) / 9007199254740992;
  }

  uniform(low = 0, high = 1): number {
    return low + (high - low) * this.random();
  }

  /** An integer in [low, high), high - low <= 2^32, by masked rejection: `randint(low, high)`. */
  integers(low: number, high: number): number {
    const last = high - low - 1;
    if (!(last >= 0 && last <= 0xffffffff)) {
      throw new RangeError(
        `integers(low, high) needs integers low < high at most 2^32 apart, got ${low}, ${high}.`,
      );
    }
    if (last === 0) return low;
    const shift = Math.clz32(last);
    let value = this.uint32();
    while ((value << shift) >>> shift > last) value = this.uint32();
    return low + ((value << shift) >>> shift);
  }

  /** A draw from N(0, 1) by the polar method, which makes two at a time: `randn()`. */
  standardNormal(): number {
    if (this.gauss !== null) {
      const value = this.gauss;
      this.gauss = null;
      return value;
    }
    let x: number;
    let y: number;
    let r: number;
    do {
      x = 2 * this.random() - 1;
      y = 2 * this.random() - 1;
      r = x * x + y * y;
    } while (r >= 1 || r === 0);
    const scale = Math.sqrt((-2 * Math.log(r)) / r);
    this.gauss = scale * x;
    return scale * y;
  }

  /** Shuffles in place: `shuffle(list)`. */
  shuffle<T>(array: T[]): void {
    for (let i = array.length - 1; i > 0; i--) {
      const j = this.integers(0, i + 1);
      [array[i], array[j]] = [array[j]!, array[i]!];
    }
  }

  getState(): RandomStateState {
    return { key: [...this.key], position: this.position, gauss: this.gauss };
  }

  setState({ key, position, gauss }: RandomStateState): void {
    this.key.set(key);
    this.position = position;
    this.gauss = gauss;
  }
}

/** The next word in place of `word`, from it, the word after it and the one M words on. */
function mixed(word: number, next: number, far: number): number {
  const y = (word & 0x80000000) | (next & 0x7fffffff);
  return far ^ (y >>> 1) ^ (-(y & 1) & 0x9908b0df);
}
