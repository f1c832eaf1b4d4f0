// Persistent memory of one or several tensors, with room for their gradients; freed when nothing refers to it.
import { heap } from './engine.js';

export class Storage {
  /** Byte address of the values, zero at first. */
  readonly ptr: number;
  /** Byte address of the gradients, laid out like the values; 0 until one is needed. */
  gradPtr = 0;

  /** @param size elements of four bytes */
  constructor(readonly size: number) {
    this.ptr = heap.allocateFor(this, size * 4);
  }

  /** Where the gradient of the value at `ptr` belongs. */
  gradAt(ptr: number): number {
    if (this.gradPtr === 0) this.gradPtr = heap.allocateFor(this, this.size * 4);
    return this.gradPtr + (ptr - this.ptr);
  }
}
