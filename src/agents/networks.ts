// Networks that agents are made of.
import { Linear, type Module, ReLU, Sequential, Tanh } from '../nn/index.js';
import type { Generator } from '../random/index.js';

export const ACTIVATIONS = { relu: ReLU, tanh: Tanh } as const;
export type ActivationName = keyof typeof ACTIVATIONS;

/** `inputs → hiddenSizes… → outputs` with an activation between the layers and a linear output. */
export function mlp(
  inputs: number,
  hiddenSizes: readonly number[],
  outputs: number,
  { activation = 'relu', rng }: { activation?: ActivationName; rng: Generator },
): Sequential {
  const layers: Module[] = [];
  let width = inputs;
  for (const units of hiddenSizes) {
    layers.push(new Linear(width, units, { rng }), new ACTIVATIONS[activation]());
    width = units;
  }
  layers.push(new Linear(width, outputs, { rng }));
  return new Sequential(...layers);
}
