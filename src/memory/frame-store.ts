// Frames of images, each kept once however many rows show it.
import { UserError } from '../io/errors.js';
import type { Snapshot, Stateful } from '../io/snapshot.js';
import type { PackedArray, PackedType } from '../spaces/index.js';
import { FixedColumn } from './fixed-column.js';

/**
 * Frames by number, with a count of the rows that show each. In a stack of four, three frames were in the row before,
 * and the next observation of a step is the observation of the following one: a frame is found again by its content.
 * An 84x84x4 observation and its successor so take 7 kB instead of 56 kB.
 */
export class FrameStore implements Stateful {
  private readonly frames: FixedColumn;
  /** Frames that there is room for. */
  private room = 0;
  /** Per frame: how many rows show it, and the hash of its content. */
  private uses: number[] = [];
  private hashes: number[] = [];
  private free: number[] = [];
  private readonly byHash = new Map<number, number>();

  constructor(
    private readonly dtype: PackedType,
    /** Numbers per frame. */
    readonly size: number,
  ) {
    this.frames = new FixedColumn('frames', dtype, size);
  }

  get bytes(): number {
    return this.frames.bytes + 16 * this.uses.length;
  }

  /** The number of the frame whose numbers lie `step` apart from `from` on; it is stored unless it is there already. */
  acquire(source: ArrayLike<number>, from: number, step: number): number {
    const hash = this.hash(source, from, step);
    const known = this.byHash.get(hash);
    if (known !== undefined && this.equals(known, source, from, step)) {
      this.uses[known]!++;
      return known;
    }
    const frame = this.free.pop() ?? this.uses.length;
    if (frame >= this.room) {
      this.room += Math.max(64, Math.min(this.room, 4096));
      this.frames.reserve(this.room);
    }
    const target = this.frames.source(frame);
    const at = this.frames.offset(frame);
    if (step === 1 && ArrayBuffer.isView(source))
      target.set((source as PackedArray).subarray(from, from + this.size), at);
    else for (let i = 0; i < this.size; i++) target[at + i] = source[from + i * step]!;
    this.uses[frame] = 1;
    this.hashes[frame] = hash;
    this.byHash.set(hash, frame);
    return frame;
  }

  /** A row less shows the frame; one that nobody shows makes room. */
  release(frame: number): void {
    if (--this.uses[frame]! > 0) return;
    this.free.push(frame);
    const hash = this.hashes[frame]!;
    if (this.byHash.get(hash) === frame) this.byHash.delete(hash);
  }

  copyTo(frame: number, out: PackedArray, to: number, step: number): void {
    const source = this.frames.source(frame);
    const at = this.frames.offset(frame);
    if (step === 1) out.set(source.subarray(at, at + this.size), to);
    else for (let i = 0; i < this.size; i++) out[to + i * step] = source[at + i]!;
  }

  /** FNV-1a over the numbers, as integers; of bytes, over four at once. */
  private hash(source: ArrayLike<number>, from: number, step: number): number {
    let [hash, i] = [0x811c9dc5, 0];
    if (this.dtype === 'uint8') {
      for (let at = from; i + 4 <= this.size; i += 4, at += 4 * step) {
        const [a, b, c, d] = [
          source[at]!,
          source[at + step]!,
          source[at + 2 * step]!,
          source[at + 3 * step]!,
        ];
        hash = Math.imul(hash ^ (a | (b << 8) | (c << 16) | (d << 24)), 0x01000193);
      }
    }
    for (; i < this.size; i++) hash = Math.imul(hash ^ source[from + i * step]!, 0x01000193);
    return hash >>> 0;
  }

  private equals(frame: number, source: ArrayLike<number>, from: number, step: number): boolean {
    const known = this.frames.source(frame);
    const at = this.frames.offset(frame);
    const [mine, theirs] = [words(known, at, this.size), step === 1 && words(source, from, this.size)];
    if (mine && theirs) {
      for (let i = 0; i < mine.length; i++) if (mine[i] !== theirs[i]) return false;
      return true;
    }
    for (let i = 0; i < this.size; i++) if (known[at + i] !== source[from + i * step]) return false;
    return true;
  }

  clear(): void {
    this.uses = [];
    this.hashes = [];
    this.free = [];
    this.byHash.clear();
  }

  saveState(): Snapshot {
    const frames = this.frames.saveState(this.uses.length);
    const { uses, free } = this;
    const counts = { uses: Uint32Array.from(uses), free: Uint32Array.from(free) };
    return { meta: {}, arrays: { ...frames.arrays, ...counts } };
  }

  loadState({ arrays: { uses, free, ...frames }, owned }: Snapshot): void {
    if (!uses || !free) throw new UserError('The saved frames of a memory are incomplete.');
    this.clear();
    this.frames.loadState({ meta: {}, arrays: frames, owned }, uses.length);
    this.room = uses.length;
    this.uses = [...uses];
    this.free = [...free];
    this.hashes = this.uses.map((_, frame) =>
      this.hash(this.frames.source(frame), this.frames.offset(frame), 1),
    );
    for (const [frame, hash] of this.hashes.entries())
      if (this.uses[frame]! > 0) this.byHash.set(hash, frame);
  }
}

/** `count` bytes of an array as 32-bit words, where they lie so that they can be read as such. */
function words(source: ArrayLike<number>, from: number, count: number): Int32Array | null {
  if (!(source instanceof Uint8Array) || ((source.byteOffset + from) | count) & 3) return null;
  return new Int32Array(source.buffer, source.byteOffset + from, count >> 2);
}
