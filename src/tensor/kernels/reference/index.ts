// The reference backend: every kernel in plain TypeScript, one file per family as in `assembly/`.
import type { Kernels, LinearMemory } from '../kernels.js';
import { composedLinearGrad } from '../linear-grad.js';
import { arrayReference } from './array.js';
import { attentionReference } from './attention.js';
import { convReference } from './conv.js';
import { gemmReference } from './gemm.js';
import { MemoryViews } from './memory.js';
import { normReference } from './norm.js';
import { optimReference } from './optim.js';
import { poolReference } from './pool.js';
import { rnnReference } from './rnn.js';
import { sparseReference } from './sparse.js';

export function referenceKernels(memory: LinearMemory): Omit<Kernels, 'backend'> {
  const views = new MemoryViews(memory);
  const kernels = {
    ...arrayReference(views),
    ...attentionReference(views),
    ...convReference(views),
    ...gemmReference(views),
    ...normReference(views),
    ...optimReference(views),
    ...poolReference(views),
    ...rnnReference(views),
    ...sparseReference(views),
  };
  return { ...kernels, linearGrad: composedLinearGrad(() => kernels) };
}
