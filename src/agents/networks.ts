// Networks that agents are made of.
import { type Layer, LeakyReLU, Linear, ReLU, Sequential, Tanh } from '../nn/index.js';
import type { Generator } from '../random/index.js';
import { requireLayerRoom } from './memory-size.js';

export const ACTIVATIONS = { relu: ReLU, tanh: Tanh, leakyRelu: LeakyReLU } as const;
export type ActivationName = keyof typeof ACTIVATIONS;

interface MlpOptions {
  activation?: ActivationName;
  rng: Generator;
  /** Makes the layers that have weights; default `Linear`. */
  linear?: ((inputs: number, outputs: number) => Linear) | undefined;
  /** The hyperparameter that the sizes are of, for errors; default `hiddenSizes`. */
  key?: string;
}

/** `inputs → hiddenSizes… → outputs` with an activation between the layers and a linear output. */
export function mlp(
  inputs: number,
  hiddenSizes: readonly number[],
  outputs: number,
  options: MlpOptions,
): Sequential {
  const width = hiddenSizes.at(-1) ?? inputs;
  requireLayerRoom('action space', width, outputs);
  return new Sequential(...layers(inputs, hiddenSizes, options), linearOf(options)(width, outputs));
}

/** `inputs → hiddenSizes…` with an activation after each layer: features for several heads. */
export function hiddenLayers(
  inputs: number,
  hiddenSizes: readonly number[],
  options: MlpOptions,
): Sequential {
  return new Sequential(...layers(inputs, hiddenSizes, options));
}

function layers(inputs: number, hiddenSizes: readonly number[], options: MlpOptions): Layer[] {
  const { activation = 'relu', key = 'hiddenSizes' } = options;
  const linear = linearOf(options);
  for (const [i, units] of hiddenSizes.entries()) {
    requireLayerRoom(key, hiddenSizes[i - 1] ?? inputs, units);
  }
  return hiddenSizes.flatMap((units, i) => [
    linear(hiddenSizes[i - 1] ?? inputs, units),
    new ACTIVATIONS[activation](),
  ]);
}

function linearOf({ linear, rng }: MlpOptions): (inputs: number, outputs: number) => Linear {
  return linear ?? ((inputs, outputs) => new Linear(inputs, outputs, { rng }));
}
