// The one engine of a thread: its memory and the kernels working on it.
import { Heap } from './heap.js';
import { KERNEL_SCRATCH_BYTES, type Kernels } from './kernels/kernels.js';
import { type LoadOptions, loadKernels } from './kernels/load.js';

export const heap = new Heap();

const scratch = heap.allocate(KERNEL_SCRATCH_BYTES);

/** The kernels in use. Pointers are byte addresses in `heap`. */
export let kernels: Kernels = loadKernels({ memory: heap.memory, scratch });

/** Which kernels compute: `wasm-fma`, `wasm`, `native` (matrix products; the rest as wasm) or `reference`. */
export function backend(): Kernels['backend'] {
  return kernels.backend;
}

/**
 * Chooses other kernels; tensors stay valid.
 *
 * @example
 * useBackend({ fma: false }); // the same last bits on every machine
 */
export function useBackend(options: Pick<LoadOptions, 'backend' | 'fma' | 'native'>): void {
  kernels = loadKernels({ ...options, memory: heap.memory, scratch });
}
