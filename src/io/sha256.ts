// SHA-256 of bytes, without Node and without waiting.

const ROUNDS = 64;

/** The first primes; their roots' fractions are the constants of the algorithm. */
function primes(count: number): number[] {
  const found: number[] = [];
  for (let n = 2; found.length < count; n++) if (found.every((prime) => n % prime !== 0)) found.push(n);
  return found;
}

/** The first 32 bits after the point. */
const fraction = (x: number) => ((x - Math.floor(x)) * 2 ** 32) | 0;
const rotate = (x: number, bits: number) => (x >>> bits) | (x << (32 - bits));

/**
 * @returns 64 hexadecimal digits. Source: FIPS 180-4.
 */
export function sha256(bytes: Uint8Array): string {
  const constants = primes(ROUNDS).map((prime) => fraction(Math.cbrt(prime)));
  const hash = Int32Array.from(primes(8), (prime) => fraction(Math.sqrt(prime)));
  // A bit of 1, zeros, and the number of bits, up to whole blocks of 64 bytes.
  const padded = new Uint8Array(Math.ceil((bytes.length + 9) / 64) * 64);
  padded.set(bytes);
  padded[bytes.length] = 0x80;
  const view = new DataView(padded.buffer);
  view.setBigUint64(padded.length - 8, BigInt(bytes.length) * 8n);
  const words = new Int32Array(ROUNDS);
  for (let block = 0; block < padded.length; block += 64) {
    for (let i = 0; i < 16; i++) words[i] = view.getInt32(block + 4 * i);
    for (let i = 16; i < ROUNDS; i++) {
      const [early, late] = [words[i - 15]!, words[i - 2]!];
      const s0 = rotate(early, 7) ^ rotate(early, 18) ^ (early >>> 3);
      const s1 = rotate(late, 17) ^ rotate(late, 19) ^ (late >>> 10);
      words[i] = words[i - 16]! + s0 + words[i - 7]! + s1;
    }
    mix(hash, words, constants);
  }
  return Array.from(hash, (word) => (word >>> 0).toString(16).padStart(8, '0')).join('');
}

/** Takes one block into the hash. */
function mix(hash: Int32Array, words: Int32Array, constants: readonly number[]): void {
  let [a, b, c, d, e, f, g, h] = hash as unknown as [
    number,
    number,
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  for (let i = 0; i < ROUNDS; i++) {
    const s1 = rotate(e, 6) ^ rotate(e, 11) ^ rotate(e, 25);
    const first = (h + s1 + ((e & f) ^ (~e & g)) + constants[i]! + words[i]!) | 0;
    const s0 = rotate(a, 2) ^ rotate(a, 13) ^ rotate(a, 22);
    const second = (s0 + ((a & b) ^ (a & c) ^ (b & c))) | 0;
    [h, g, f, e, d, c, b, a] = [g, f, e, (d + first) | 0, c, b, a, (first + second) | 0];
  }
  [a, b, c, d, e, f, g, h].forEach((value, i) => {
    hash[i]! += value;
  });
}
