// The engine's linear memory: one growable WebAssembly memory, typed views of it, and a free-list allocator for
// everything that outlives a training step (parameters, optimiser state, buffers, arena chunks).
import { KERNEL_RESERVED_BYTES } from './kernels/kernels.js';

const PAGE = 65536;
const MAX_PAGES = 65536;
const INITIAL_PAGES = 256;
const ALIGNMENT = 16;

export interface Span {
  ptr: number;
  bytes: number;
}

export class Heap {
  /** Replaced by `share`. */
  memory = new WebAssembly.Memory({ initial: INITIAL_PAGES, maximum: MAX_PAGES });
  /** The whole memory; replaced when it grows, so fetch it at each use. */
  f32 = new Float32Array(this.memory.buffer);
  i32 = new Int32Array(this.memory.buffer);
  /** Bytes handed out and not freed. */
  used = 0;
  private end = KERNEL_RESERVED_BYTES;
  /** Free spans below `end`, by address, never adjacent. */
  private readonly free: Span[] = [];
  private readonly collector = new FinalizationRegistry<Span>(({ ptr, bytes }) => this.release(ptr, bytes));

  /** Bytes of the linear memory. */
  get size(): number {
    return this.memory.buffer.byteLength;
  }

  /** A 16-byte aligned span, not cleared. @throws Error when 4 GiB are not enough. */
  allocate(bytes: number): number {
    const need = align(bytes);
    this.used += need;
    for (const [i, span] of this.free.entries()) {
      if (span.bytes < need) continue;
      const ptr = span.ptr;
      span.ptr += need;
      span.bytes -= need;
      if (span.bytes === 0) this.free.splice(i, 1);
      return ptr;
    }
    const ptr = this.end;
    this.reserve(ptr + need);
    this.end = ptr + need;
    return ptr;
  }

  /** Gives back what `allocate(bytes)` returned. */
  release(ptr: number, bytes: number): void {
    if (bytes === 0) return;
    const span = { ptr, bytes: align(bytes) };
    this.used -= span.bytes;
    let i = this.free.findIndex((other) => other.ptr > ptr);
    if (i < 0) i = this.free.length;
    this.free.splice(i, 0, span);
    this.mergeWithNext(i);
    if (i > 0) this.mergeWithNext(i - 1);
    const last = this.free.at(-1)!;
    if (last.ptr + last.bytes === this.end) this.end = this.free.pop()!.ptr;
  }

  /** A zeroed span that is released when `owner` is garbage-collected. */
  allocateFor(owner: object, bytes: number): number {
    const ptr = this.allocate(bytes);
    this.f32.fill(0, ptr >>> 2, (ptr + align(bytes)) >>> 2);
    this.collector.register(owner, { ptr, bytes }, owner);
    return ptr;
  }

  /** Releases at once what `allocateFor(owner, …)` returned; `spans`: all of it. */
  releaseFor(owner: object, spans: Span[]): void {
    this.collector.unregister(owner);
    for (const { ptr, bytes } of spans) this.release(ptr, bytes);
  }

  /** Moves everything into a memory that other threads can see too; addresses stay. Does nothing the second time. */
  share(): void {
    if (!(this.memory.buffer instanceof ArrayBuffer)) return;
    const bytes = new Uint8Array(this.memory.buffer);
    this.memory = new WebAssembly.Memory({ initial: this.size / PAGE, maximum: MAX_PAGES, shared: true });
    new Uint8Array(this.memory.buffer).set(bytes);
    this.f32 = new Float32Array(this.memory.buffer);
    this.i32 = new Int32Array(this.memory.buffer);
  }

  private mergeWithNext(i: number): void {
    const [span, next] = [this.free[i]!, this.free[i + 1]];
    if (!next || span.ptr + span.bytes !== next.ptr) return;
    span.bytes += next.bytes;
    this.free.splice(i + 1, 1);
  }

  private reserve(end: number): void {
    if (end <= this.size) return;
    const pages = Math.ceil((end - this.size) / PAGE);
    const current = this.size / PAGE;
    const generous = Math.min(MAX_PAGES - current, Math.max(pages, current >> 1));
    try {
      this.memory.grow(Math.max(pages, generous));
    } catch {
      const mebibytes = Math.ceil(end / 2 ** 20);
      throw new Error(
        `Tensors need ${mebibytes} MiB of engine memory and no more can be had (the limit is 4096 MiB). ` +
          'Use smaller batches or networks, or wrap parts of the step in `scope(() => …)` to free their tensors earlier.',
      );
    }
    this.f32 = new Float32Array(this.memory.buffer);
    this.i32 = new Int32Array(this.memory.buffer);
  }
}

export function align(bytes: number): number {
  return Math.ceil(bytes / ALIGNMENT) * ALIGNMENT;
}
