// Step-scoped memory: results of operations are bump-allocated and freed together, at the end of the innermost
// scope, or at top level when an optimiser's step has ended the training step.
import { heap } from './engine.js';

const FIRST_CHUNK_BYTES = 1 << 20;
/** What one step may hold outside any scope before we suspect a loop that never ends its step. */
const TOP_LEVEL_LIMIT_BYTES = 2 ** 30;

/** The lifetime of the tensors made between the start of a scope (or step) and its end. */
export class Frame {
  /** Tensors of this frame may be used. */
  alive = true;
  /** Their values may still be read: also after the end of a step, until its memory is needed. */
  readable = true;
  constructor(
    readonly parent: Frame | null,
    /** Where the arena stood when the frame began. */
    readonly chunk: number,
    readonly top: number,
  ) {}
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

class Arena {
  /** The innermost frame. */
  frame = new Frame(null, -1, 0);
  private readonly chunks: Chunk[] = [];
  private current = -1;
  private top = 0;
  private limit = 0;

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
    this.frame = new Frame(this.live(), this.current, this.top);
    return this.frame;
  }

  /** Ends `frame` (the innermost one) and frees its tensors. */
  leave(frame: Frame): void {
    frame.alive = false;
    frame.readable = false;
    this.frame = frame.parent!;
    this.rewind(frame);
  }

  /** Ends the step at top level; does nothing inside a scope, whose end will free everything anyway. */
  endStep(): boolean {
    if (this.frame.parent) return false;
    this.frame.alive = false;
    return true;
  }

  private recycle(): void {
    const ended = this.frame;
    ended.readable = false;
    this.rewind(ended);
    this.frame = new Frame(null, this.current, this.top);
  }

  private rewind(frame: Frame): void {
    const empty = frame.chunk < 0 || (frame.chunk === 0 && frame.top === this.chunks[0]!.ptr);
    if (empty && this.chunks.length > 1) this.mergeChunks();
    if (empty) this.select(this.chunks.length ? 0 : -1);
    else {
      this.select(frame.chunk);
      this.top = frame.top;
    }
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
      if (!this.frame.parent && this.capacity + bytes > TOP_LEVEL_LIMIT_BYTES) throw new Error(ENDLESS_STEP);
      const size = Math.max(bytes, FIRST_CHUNK_BYTES, this.capacity);
      this.chunks.push({ ptr: heap.allocate(size), bytes: size });
    }
    this.select(next);
    const ptr = this.top;
    this.top += bytes;
    return ptr;
  }
}

export const ENDLESS_STEP =
  'This step holds more than 1 GiB of tensors. Outside a scope, results are kept until an optimizer steps; ' +
  'wrap the body of a loop that does not train in `scope(() => …)`, which frees what it made at its end.';

export const arena = new Arena();

/** How much engine memory is in use, in bytes. */
export function memoryUsage(): { memory: number; persistent: number; arena: number } {
  return { memory: heap.size, persistent: heap.used - arena.capacity, arena: arena.capacity };
}
