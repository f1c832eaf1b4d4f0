// Optimisers by name, and their state inside an agent's snapshot.
import type { Module } from '../nn/index.js';
import { Adam, AdamW, type Optimizer, RMSprop, SGD } from '../optim/index.js';
import type { Snapshot } from './agent.js';

const OPTIMIZERS = { adam: Adam, adamw: AdamW, rmsprop: RMSprop, sgd: SGD };

/** The optimiser called `name` over all parameters of `module`, with PyTorch's defaults. */
export function makeOptimizer(name: keyof typeof OPTIMIZERS, module: Module, lr: number): Optimizer {
  return new OPTIMIZERS[name](module, { lr });
}

/** Adds the optimiser's state to `snapshot`, under `name`. */
export function saveOptimizer(snapshot: Snapshot, optimizer: Optimizer, name = 'optimizer'): Snapshot {
  const { meta, arrays } = optimizer.stateDict();
  const named = Object.entries(arrays).map(([key, array]) => [`${name}.${key}`, array]);
  return {
    meta: { ...snapshot.meta, [name]: meta },
    arrays: { ...snapshot.arrays, ...Object.fromEntries(named) },
  };
}

/** The inverse of `saveOptimizer`. */
export function restoreOptimizer({ meta, arrays }: Snapshot, optimizer: Optimizer, name = 'optimizer'): void {
  const own = Object.entries(arrays)
    .filter(([key]) => key.startsWith(`${name}.`))
    .map(([key, array]) => [key.slice(name.length + 1), array]);
  optimizer.loadStateDict({
    meta: meta[name] as { steps: number; lr: number },
    arrays: Object.fromEntries(own),
  });
}
