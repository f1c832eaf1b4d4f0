// The region kernels pack panels into. It belongs to the instance, so every thread has its own.

export let scratch: usize = 0;
export let scratchBytes: usize = 0;

export function setScratch(ptr: usize, bytes: usize): void {
  scratch = ptr;
  scratchBytes = bytes;
}
