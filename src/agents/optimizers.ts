// Optimisers by name.
import type { Module } from '../nn/index.js';
import { Adam, AdamW, type Optimizer, RMSprop, SGD } from '../optim/index.js';

const OPTIMIZERS = { adam: Adam, adamw: AdamW, rmsprop: RMSprop, sgd: SGD };

export type OptimizerName = keyof typeof OPTIMIZERS;

/** The optimiser called `name` over all parameters of `module`, with PyTorch's defaults. @param momentum of `sgd` */
export function makeOptimizer(name: OptimizerName, module: Module, lr: number, momentum = 0): Optimizer {
  if (name === 'sgd') return new SGD(module, { lr, momentum });
  return new OPTIMIZERS[name](module, { lr });
}
