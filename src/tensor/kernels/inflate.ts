// Unpacks deflated bytes (RFC 1951) without waiting: browsers have it as a stream only, and the first tensor needs the
// kernels at once.

/** A tree of codes: how many there are of each length, and their symbols in the order of the codes. */
interface Huffman {
  counts: Uint16Array;
  symbols: Uint16Array;
}

const MAX_BITS = 15;
const END_OF_BLOCK = 256;
/** RFC 1951, 3.2.7: the order in which lengths of the code-length code are written. */
const ORDER = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15];

/** RFC 1951, 3.2.5: where the values of each code begin, and how many bits tell the rest. */
function ranges(codes: number, first: number, group: number): { base: number[]; extra: number[] } {
  const [base, extra]: [number[], number[]] = [[], []];
  for (let code = 0, next = first; code < codes; code++) {
    const bits = Math.max(0, Math.floor(code / group) - 1);
    base.push(next);
    extra.push(bits);
    next += 1 << bits;
  }
  return { base, extra };
}

/** The tree in which `symbol` has a code of `lengths[symbol]` bits; 0: it has none. */
function huffman(lengths: Uint8Array): Huffman {
  const counts = new Uint16Array(MAX_BITS + 1);
  for (const length of lengths) if (length > 0) counts[length]! += 1;
  const symbols = [...lengths.keys()].filter((symbol) => lengths[symbol]! > 0);
  return { counts, symbols: Uint16Array.from(symbols.sort((a, b) => lengths[a]! - lengths[b]! || a - b)) };
}

class Bits {
  private at = 0;
  private held = 0;
  private buffer = 0;

  constructor(private readonly bytes: Uint8Array) {}

  /** The next `count` bits, the lowest first. */
  take(count: number): number {
    while (this.held < count) {
      if (this.at === this.bytes.length) throw new Error('inflate: the data ends too soon.');
      this.buffer |= this.bytes[this.at++]! << this.held;
      this.held += 8;
    }
    const value = this.buffer & ((1 << count) - 1);
    this.buffer >>>= count;
    this.held -= count;
    return value;
  }

  /** The next symbol: codes are read bit by bit until one of their length exists. */
  symbol({ counts, symbols }: Huffman): number {
    let [code, first, index] = [0, 0, 0];
    for (let length = 1; length <= MAX_BITS; length++) {
      code |= this.take(1);
      const count = counts[length]!;
      if (code - first < count) return symbols[index + code - first]!;
      index += count;
      first = (first + count) << 1;
      code <<= 1;
    }
    throw new Error('inflate: the data holds a code that it does not define.');
  }

  /** A block that is stored as it is begins at a whole byte. */
  skipToByte(): void {
    this.take(this.held % 8);
  }
}

/** The trees of literals and lengths, and of distances, that stand before a block. */
function readTrees(bits: Bits): [Huffman, Huffman] {
  const [literals, distances, given] = [bits.take(5) + 257, bits.take(5) + 1, bits.take(4) + 4];
  const short = new Uint8Array(ORDER.length);
  for (let i = 0; i < given; i++) short[ORDER[i]!] = bits.take(3);
  const tree = huffman(short);
  const lengths: number[] = [];
  const repeat = (value: number, times: number) => {
    for (let i = 0; i < times; i++) lengths.push(value);
  };
  while (lengths.length < literals + distances) {
    const code = bits.symbol(tree);
    if (code < 16) lengths.push(code);
    else if (code === 16) repeat(lengths.at(-1) ?? 0, 3 + bits.take(2));
    else repeat(0, code === 17 ? 3 + bits.take(3) : 11 + bits.take(7));
  }
  const all = Uint8Array.from(lengths);
  return [huffman(all.subarray(0, literals)), huffman(all.subarray(literals, literals + distances))];
}

function fixedTrees(): [Huffman, Huffman] {
  const literals = new Uint8Array(288).fill(8).fill(9, 144, 256).fill(7, 256, 280);
  return [huffman(literals), huffman(new Uint8Array(30).fill(5))];
}

/**
 * @param packed a raw deflate stream
 * @param size bytes of what is packed
 * @throws Error when the stream is damaged or does not hold `size` bytes.
 */
export function inflate(packed: Uint8Array, size: number): Uint8Array<ArrayBuffer> {
  const bits = new Bits(packed);
  const out = new Uint8Array(size);
  const [lengths, distances] = [ranges(28, 3, 4), ranges(30, 1, 2)];
  let [at, last] = [0, false];

  const put = (byte: number) => {
    if (at === size) throw new Error(`inflate: the data holds more than ${size} bytes.`);
    out[at++] = byte;
  };

  const readBlock = ([literals, places]: [Huffman, Huffman]) => {
    for (let symbol = bits.symbol(literals); symbol !== END_OF_BLOCK; symbol = bits.symbol(literals)) {
      if (symbol < END_OF_BLOCK) {
        put(symbol);
        continue;
      }
      const code = symbol - END_OF_BLOCK - 1;
      const length = code === 28 ? 258 : lengths.base[code]! + bits.take(lengths.extra[code]!);
      const place = bits.symbol(places);
      const distance = distances.base[place]! + bits.take(distances.extra[place]!);
      if (!(distance <= at)) throw new Error('inflate: the data points before its beginning.');
      for (let i = 0; i < length; i++) put(out[at - distance]!);
    }
  };

  const copyBlock = () => {
    bits.skipToByte();
    const length = bits.take(16);
    bits.take(16);
    for (let i = 0; i < length; i++) put(bits.take(8));
  };

  while (!last) {
    last = bits.take(1) === 1;
    const kind = bits.take(2);
    if (kind === 3) throw new Error('inflate: the data holds a block of no known kind.');
    if (kind === 0) copyBlock();
    else readBlock(kind === 1 ? fixedTrees() : readTrees(bits));
  }
  if (at !== size) throw new Error(`inflate: the data holds ${at} bytes, not ${size}.`);
  return out;
}
