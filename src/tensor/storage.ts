// Persistent memory of one or several tensors, with room for their gradients; freed when nothing refers to it, or at once
// when the last of its tensors is disposed of.
import { heap } from './engine.js';

export class Storage {
  /** Byte address of the values, zero at first. */
  readonly ptr: number;
  /** Byte address of the gradients, laid out like the values; 0 until one is needed. */
  gradPtr = 0;
  /** Tensors that live here. */
  private owners = 0;

  /** @param size elements of four bytes */
  constructor(readonly size: number) {
    this.ptr = heap.allocateFor(this, size * 4);
  }

  /** Where the gradient of the value at `ptr` belongs. */
  gradAt(ptr: number): number {
    if (this.gradPtr === 0) this.gradPtr = heap.allocateFor(this, this.size * 4);
    return this.gradPtr + (ptr - this.ptr);
  }

  /** One more tensor lives here. */
  retain(): this {
    this.owners++;
    return this;
  }

  /** One tensor less; with the last one, or when there were none, the memory is freed. */
  release(): void {
    if (--this.owners > 0) return;
    const bytes = this.size * 4;
    const spans = [{ ptr: this.ptr, bytes }];
    if (this.gradPtr !== 0) spans.push({ ptr: this.gradPtr, bytes });
    heap.releaseFor(this, spans);
  }
}
