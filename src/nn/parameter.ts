// A tensor that training changes: persistent memory, gradients collected by `backward`.
import { PERSISTENT } from '../tensor/arena.js';
import { Storage } from '../tensor/storage.js';
import { Tensor } from '../tensor/tensor.js';

export class Parameter extends Tensor {
  /** A copy of `values` in persistent memory. */
  constructor(values: Tensor) {
    super([...values.shape], values.size, 'float32', PERSISTENT);
    this.storage = new Storage(this.size).retain();
    this.ptr = this.storage.ptr;
    this.requiresGrad = true;
    this.data.set(values.data);
  }

  /** Moves the values to `ptr` in a larger block shared with other parameters; the gradient follows. @internal */
  moveTo(storage: Storage, ptr: number): void {
    const values = this.data.slice();
    const grad = this.grad?.data.slice();
    this.storage?.release();
    this.storage = storage.retain();
    this.ptr = ptr;
    this.gradPtr = 0;
    this.hasGrad = 0;
    this.data.set(values);
    if (!grad) return;
    this.gradPtr = storage.gradAt(ptr);
    this.hasGrad = 1;
    this.grad!.data.set(grad);
  }
}
