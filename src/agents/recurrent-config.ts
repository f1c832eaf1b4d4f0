// Hyperparameters of networks that remember.
import * as z from 'zod';
import { lazily } from '../io/lazily.js';

export const recurrentShape = /* @__PURE__ */ lazily(() => ({
  cell: z
    .enum(['lstm', 'gru'])
    .default('lstm')
    .describe('Kind of memory: LSTM (Hochreiter & Schmidhuber 1997) or GRU (Cho et al. 2014).'),
  memorySize: z.number().int().positive(),
}));
