// Step-scoped memory: results of operations are bump-allocated and freed together, at the end of the innermost
// scope, or at top level when an optimiser's step has ended the training step. A step at top level that never ends (a
// loop of inferences) is paged out now and then: its results move to JavaScript memory, where those that nobody refers
// to any more are garbage like everything else.
import { heap } from './engine.js';

const FIRST_CHUNK_BYTES = 1 << 20;
/** What a step may hold outside any scope before it is paged out: at first, and at most. */
const FIRST_BUDGET_BYTES = 16 << 20;
const MAX_BUDGET_BYTES = 2 ** 30;

/** What one training step at top level is to all of its frames. */
interface Step {
  ended: boolean;
}

/** A stretch of arena memory as it was when it was paged out. */
interface Page {
  ptr: number;
  words: Float32Array;
}

/** The lifetime of the tensors made between the start of a scope (or step) and its end. */
export class Frame {
  /** Tensors of this frame may be used. */
  alive = true;
  /** Their values may still be read: also after the end of a step, until its memory is needed. */
  readable = true;
  /** What the frame held, once it has been paged out. */
  pages: Page[] | null = null;
  constructor(
    readonly parent: Frame | null,
    /** Where the arena stood when the frame began; -1 is its beginning, wherever its memory will be by the end. */
    readonly chunk: number,
    readonly top: number,
    readonly step: Step = { ended: false },
  ) {}

  /** The four-byte words at `ptr` when the frame was paged out, copied; null where it held nothing. */
  paged(ptr: number, n: number): Float32Array | null {
    if (n === 0 && this.pages) return new Float32Array(0);
    const page = this.pages?.find(
      ({ ptr: start, words }) => ptr >= start && ptr + n * 4 <= start + words.byteLength,
    );
    if (!page) return null;
    const start = (ptr - page.ptr) >>> 2;
    return page.words.slice(start, start + n);
  }
}

/** The frame of tensors whose memory belongs to themselves. */
export const PERSISTENT = new Frame(null, 0, 0);
/** The frame of tensors that have no engine memory now. */
export const NOWHERE = new Frame(null, 0, 0);
NOWHERE.alive = false;
NOWHERE.readable = false;
/** The frame of persistent tensors that have been disposed of. */
export const DISPOSED = new Frame(null, 0, 0);
DISPOSED.alive = false;
DISPOSED.readable = false;

interface Chunk {
  ptr: number;
  bytes: number;
}

export class Arena {
  /** The innermost frame. */
  frame = new Frame(null, -1, 0);
  private readonly chunks: Chunk[] = [];
  private current = -1;
  private top = 0;
  private limit = 0;
  /** The step at top level holds more than its budget: it is to be paged out when no operation is under way. */
  full = false;
  private budget = FIRST_BUDGET_BYTES;
  /** Chunks from this one on exist only until the step is paged out. */
  private surplus = Infinity;
  /** What this step needed again after it had been paged out. */
  private bytesRestored = 0;

  /** Bytes of all chunks: the most any step has needed so far, rounded up. */
  get capacity(): number {
    return this.chunks.reduce((sum, chunk) => sum + chunk.bytes, 0);
  }

  /** Room for n elements of four bytes in the innermost frame, 16-byte aligned, not cleared. */
  allocate(n: number): number {
    if (!this.frame.alive) this.recycle();
    const ptr = this.top;
    const top = ptr + ((n + 3) & ~3) * 4;
    if (top > this.limit) return this.allocateInNextChunk(n);
    this.top = top;
    return ptr;
  }

  /** The innermost frame, a fresh one when the last step has ended. */
  live(): Frame {
    if (!this.frame.alive) this.recycle();
    return this.frame;
  }

  enter(): Frame {
    const parent = this.live();
    this.frame = this.begin(parent, parent.step);
    return this.frame;
  }

  /** Ends `frame` (the innermost one) and frees its tensors. */
  leave(frame: Frame): void {
    frame.alive = false;
    frame.readable = false;
    this.frame = frame.parent!;
    this.rewind(frame);
  }

  /** Gives its memory back; nothing of it may be used afterwards. */
  dispose(): void {
    for (const chunk of this.chunks.splice(0)) heap.release(chunk.ptr, chunk.bytes);
  }

  /** Ends the step at top level; does nothing inside a scope, whose end will free everything anyway. */
  endStep(): boolean {
    if (this.frame.parent) return false;
    this.frame.alive = false;
    this.frame.step.ended = true;
    // A step that was paged out in vain gets more room the next time.
    if (this.bytesRestored * 4 > this.budget) this.budget = Math.min(this.budget * 2, MAX_BUDGET_BYTES);
    this.bytesRestored = 0;
    return true;
  }

  /** Moves everything the step at top level holds to JavaScript memory; its tensors come back when they are used. */
  pageOut(): void {
    const { frame } = this;
    frame.pages = this.chunks.slice(0, this.current + 1).map(({ ptr, bytes }, i) => {
      const end = i === this.current ? this.top : ptr + bytes;
      return { ptr, words: heap.f32.slice(ptr >>> 2, end >>> 2) };
    });
    frame.alive = false;
    frame.readable = false;
    for (const chunk of this.chunks.splice(this.surplus)) heap.release(chunk.ptr, chunk.bytes);
    this.surplus = Infinity;
    this.full = false;
    this.select(this.chunks.length ? 0 : -1);
    this.frame = this.begin(null, frame.step);
  }

  /** Room for n elements that had been paged out. */
  allocateAgain(n: number): number {
    this.bytesRestored += n * 4;
    return this.allocate(n);
  }

  private recycle(): void {
    const ended = this.frame;
    ended.readable = false;
    this.full = false;
    this.surplus = Infinity;
    this.rewind(ended);
    this.frame = this.begin(null);
  }

  private begin(parent: Frame | null, step?: Step): Frame {
    const empty = this.current < 0 || (this.current === 0 && this.top === this.chunks[0]!.ptr);
    return new Frame(parent, empty ? -1 : this.current, this.top, step);
  }

  private rewind(frame: Frame): void {
    if (frame.chunk >= 0) {
      this.select(frame.chunk);
      this.top = frame.top;
      return;
    }
    if (this.chunks.length > 1) this.mergeChunks();
    this.select(this.chunks.length ? 0 : -1);
  }

  /** One chunk that holds what a whole step needed, so that the next step runs without a seam. */
  private mergeChunks(): void {
    const bytes = this.capacity;
    for (const chunk of this.chunks.splice(0)) heap.release(chunk.ptr, chunk.bytes);
    this.chunks.push({ ptr: heap.allocate(bytes), bytes });
  }

  private select(index: number): void {
    const chunk = this.chunks[index];
    this.current = index;
    this.top = chunk ? chunk.ptr : 0;
    this.limit = chunk ? chunk.ptr + chunk.bytes : 0;
  }

  private allocateInNextChunk(n: number): number {
    const bytes = Math.ceil(n / 4) * 16;
    const next = this.current + 1;
    const free = this.chunks[next];
    if (free && free.bytes < bytes) {
      for (const chunk of this.chunks.splice(next)) heap.release(chunk.ptr, chunk.bytes);
    }
    if (next === this.chunks.length) {
      const exceeded = this.frame.parent === null && this.capacity + bytes > this.budget;
      if (exceeded) {
        this.full = true;
        this.surplus = Math.min(this.surplus, next);
      }
      const size = Math.max(bytes, FIRST_CHUNK_BYTES, exceeded ? 0 : this.capacity);
      this.chunks.push({ ptr: heap.allocate(size), bytes: size });
    }
    this.select(next);
    const ptr = this.top;
    this.top += bytes;
    return ptr;
  }
}

/** Where results of operations go now. */
export let arena = new Arena();

/** Lets results go elsewhere; answers where they went before. */
export function useArena(other: Arena): Arena {
  const before = arena;
  arena = other;
  return before;
}

/** How much engine memory is in use, in bytes. */
export function memoryUsage(): { memory: number; persistent: number; arena: number } {
  return { memory: heap.size, persistent: heap.used - arena.capacity, arena: arena.capacity };
}
