// The reference kernels under arithmetic, reductions, softmax, copies and indexing.
import type { ArrayKernels } from '../array-kernels.js';
import { binaryReference } from './binary.js';
import { copyReference } from './copy.js';
import { elementwiseReference } from './elementwise.js';
import { indexingReference } from './indexing.js';
import type { MemoryViews } from './memory.js';
import { reduceReference } from './reduce.js';
import { softmaxReference } from './softmax.js';

export function arrayReference(memory: MemoryViews): ArrayKernels {
  return {
    ...elementwiseReference(memory),
    ...binaryReference(memory),
    ...reduceReference(memory),
    ...softmaxReference(memory),
    ...copyReference(memory),
    ...indexingReference(memory),
  };
}
