// The step arena hands out memory of its own, also after the first step has ended.
import { expect, it } from 'vitest';
import { endStep, tensor } from './index.js';
import { KERNEL_RESERVED_BYTES, KERNEL_SCRATCH_BYTES } from './kernels/kernels.js';

it('never hands out memory that belongs to the kernels', () => {
  for (let step = 0; step < 3; step++) {
    const result = tensor([1, 2, 3]).add(1);
    expect(result.ptr).toBeGreaterThanOrEqual(KERNEL_RESERVED_BYTES + KERNEL_SCRATCH_BYTES);
    endStep();
  }
});
