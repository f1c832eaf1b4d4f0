// A column whose rows have equal lengths, in typed arrays that grow as it fills: chunks, because a million images
// exceed one typed array.
import { UserError } from '../io/errors.js';
import type { Snapshot, TypedArray } from '../io/snapshot.js';
import { allocatePacked, type PackedArray, type PackedType } from '../spaces/index.js';
import type { Column } from './column.js';

/** A chunk is at most this long, so that growing never copies more, and a save never needs a larger buffer. */
const CHUNK_BYTES = 64 * 2 ** 20;

export class FixedColumn implements Column {
  private chunks: PackedArray[] = [];
  /** Rows of a full chunk are 2^shift. */
  private readonly shift: number;
  private readonly mask: number;
  /** Rows that there is room for. */
  private room = 0;

  constructor(
    private readonly name: string,
    readonly dtype: PackedType,
    /** Numbers per row. */
    readonly size: number,
  ) {
    const rowBytes = Math.max(1, size * allocatePacked(dtype, 0).BYTES_PER_ELEMENT);
    this.shift = Math.max(0, Math.floor(Math.log2(CHUNK_BYTES / rowBytes)));
    this.mask = 2 ** this.shift - 1;
  }

  get bytes(): number {
    return this.chunks.reduce((sum, chunk) => sum + chunk.byteLength, 0);
  }

  /** All rows in one array, for loops over a whole column: possible up to 64 MiB. */
  get array(): PackedArray {
    const [first, second] = this.chunks;
    if (second) throw new RangeError(`column ${this.name} does not lie in one piece`);
    return first ?? allocatePacked(this.dtype, 0);
  }

  reserve(rows: number): void {
    if (this.size === 0) return;
    const full = 2 ** this.shift;
    while (this.room < rows) {
      const last = this.chunks.length - 1;
      const before = this.room - Math.max(last, 0) * full;
      if (last >= 0 && before < full) {
        const larger = this.allocate(Math.min(rows - last * full, full));
        larger.set(this.chunks[last]!);
        this.chunks[last] = larger;
      } else this.chunks.push(this.allocate(Math.min(rows - this.room, full)));
      this.room = (this.chunks.length - 1) * full + this.chunks.at(-1)!.length / this.size;
    }
  }

  private allocate(rows: number): PackedArray {
    try {
      return allocatePacked(this.dtype, rows * this.size);
    } catch {
      throw new UserError(
        `The memory is full: ${rows} more rows of ${this.name} (${this.size} ${this.dtype} each) do not fit beside ` +
          `the ${(this.bytes / 2 ** 20).toFixed(0)} MiB there are. Lower bufferSize or nSteps.`,
        { kind: 'failure' },
      );
    }
  }

  write(row: number, source: ArrayLike<number>, from = 0, count = 1, stride = this.size): void {
    const { size, mask, shift } = this;
    const last = row + count - 1;
    if (stride === size && row >>> shift === last >>> shift) {
      // Without gaps on both sides, as most rows come: one loop.
      copy(source, from, this.chunks[row >>> shift]!, (row & mask) * size, count * size);
      return;
    }
    for (; row <= last; row++, from += stride) {
      copy(source, from, this.chunks[row >>> shift]!, (row & mask) * size, size);
    }
  }

  /** The number in a row of a column of single numbers. */
  get(row: number): number {
    return this.chunks[row >>> this.shift]![row & this.mask]!;
  }

  set(row: number, value: number): void {
    this.chunks[row >>> this.shift]![row & this.mask] = value;
  }

  /** Copies the given rows one after the other. */
  gather(rows: ArrayLike<number>, out: TypedArray): void {
    const { size, mask, shift, chunks } = this;
    for (let i = 0; i < rows.length; i++) {
      const row = rows[i]!;
      const chunk = chunks[row >>> shift]!;
      if (size === 1) out[i] = chunk[row & mask]!;
      else copy(chunk, (row & mask) * size, out, i * size, size);
    }
  }

  source(row: number): PackedArray {
    return this.chunks[row >>> this.shift]!;
  }

  offset(row: number): number {
    return (row & this.mask) * this.size;
  }

  length(): number {
    return this.size;
  }

  clear(): void {}

  saveState(rows: number): Snapshot {
    const full = 2 ** this.shift;
    const arrays: Snapshot['arrays'] = {};
    for (const [i, chunk] of this.chunks.entries()) {
      const held = Math.min(rows - i * full, full);
      if (held > 0) arrays[i] = chunk.subarray(0, held * this.size);
    }
    return { meta: {}, arrays };
  }

  loadState(snapshot: Snapshot, rows: number): void {
    if (snapshot.owned && this.adopt(snapshot, rows)) return;
    const { arrays } = snapshot;
    this.chunks = [];
    this.room = 0;
    this.reserve(rows);
    let loaded = 0;
    for (let i = 0; loaded < rows && this.size > 0; i++) {
      const saved = arrays[i];
      if (!saved || saved.length % this.size !== 0 || saved.length === 0) {
        throw new UserError(`The saved column ${this.name} holds ${loaded} rows, expected ${rows}.`);
      }
      const count = Math.min(saved.length / this.size, rows - loaded);
      this.write(loaded, saved, 0, count);
      loaded += count;
    }
  }

  /** Keeps the saved arrays themselves where they are the chunks that this column would make. */
  private adopt({ arrays }: Snapshot, rows: number): boolean {
    const full = 2 ** this.shift;
    const OwnArray = allocatePacked(this.dtype, 0).constructor;
    const chunks: PackedArray[] = [];
    for (let begin = 0; begin < rows; begin += full) {
      const saved = arrays[begin / full];
      const length = Math.min(rows - begin, full) * this.size;
      if (saved?.constructor !== OwnArray || saved.length !== length) return false;
      chunks.push(saved as PackedArray);
    }
    this.chunks = chunks;
    this.room = rows;
    return true;
  }
}

/** From so many numbers on, one call of the engine is quicker than a loop. */
const LONG_ROW = 32;

function copy(source: ArrayLike<number>, from: number, out: TypedArray, to: number, count: number): void {
  if (count >= LONG_ROW && ArrayBuffer.isView(source)) {
    out.set((source as TypedArray).subarray(from, from + count), to);
    return;
  }
  for (let i = 0; i < count; i++) out[to + i] = source[from + i]!;
}
