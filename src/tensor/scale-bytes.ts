// Bytes of images to floats: by a kernel where the result belongs to the engine's memory.
import { heap, kernels } from './engine.js';

/** Fewer numbers than this are sooner converted than handed over. */
const WORTHWHILE = 256;
/** Where bytes wait for the kernel. */
let stage = { ptr: 0, bytes: 0 };

/** Makes room for `count` bytes at once; done beforehand, as it may replace the memory that views show. */
export function reserveBytes(count: number): void {
  if (count < WORTHWHILE || count <= stage.bytes) return;
  if (stage.bytes > 0) heap.release(stage.ptr, stage.bytes);
  stage = { ptr: heap.allocate(count), bytes: count };
}

/**
 * `out[to + i] = scale · bytes[from + i]` for i below `count`.
 *
 * @param out a tensor's `data`, or any other array
 */
export function scaleBytes(
  bytes: Uint8Array,
  from: number,
  count: number,
  scale: number,
  out: Float32Array,
  to: number,
): void {
  if (count < WORTHWHILE || count > stage.bytes || out.buffer !== heap.f32.buffer) {
    for (let i = 0; i < count; i++) out[to + i] = bytes[from + i]! * scale;
    return;
  }
  new Uint8Array(out.buffer, stage.ptr, count).set(bytes.subarray(from, from + count));
  kernels.bytesToFloats(stage.ptr, out.byteOffset + to * 4, count, scale);
}
