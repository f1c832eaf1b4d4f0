// Typed views of a linear memory that stay valid when it grows, for the reference kernels.
import type { LinearMemory } from '../kernels.js';

export class MemoryViews {
  private f32View = new Float32Array(0);
  private i32View = new Int32Array(0);

  constructor(private readonly memory: LinearMemory) {}

  /** The whole memory as float32; take it once per kernel call and index with `ptr >>> 2`. */
  get f32(): Float32Array {
    if (this.f32View.buffer !== this.memory.buffer)
      this.f32View = new Float32Array(this.memory.buffer as ArrayBuffer);
    return this.f32View;
  }

  /** The whole memory as int32. */
  get i32(): Int32Array {
    if (this.i32View.buffer !== this.memory.buffer)
      this.i32View = new Int32Array(this.memory.buffer as ArrayBuffer);
    return this.i32View;
  }
}
