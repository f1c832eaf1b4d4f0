// The reference backend: every kernel in plain TypeScript, one file per family as in `assembly/`.
import type { Kernels, LinearMemory } from '../kernels.js';
import { arrayReference } from './array.js';
import { attentionReference } from './attention.js';
import { gemmReference } from './gemm.js';
import { MemoryViews } from './memory.js';
import { normReference } from './norm.js';
import { optimReference } from './optim.js';
import { rnnReference } from './rnn.js';

export function referenceKernels(memory: LinearMemory): Omit<Kernels, 'backend'> {
  const views = new MemoryViews(memory);
  return {
    ...arrayReference(views),
    ...attentionReference(views),
    ...gemmReference(views),
    ...normReference(views),
    ...optimReference(views),
    ...rnnReference(views),
  };
}
