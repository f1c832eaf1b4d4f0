// Linear layers whose inputs are normalised over the batch.
import { BatchRenorm1d, type BatchRenormOptions, type Layer, Linear, Sequential } from '../../nn/index.js';
import type { Generator } from '../../random/index.js';
import { requireLayerRoom } from '../memory-size.js';
import { ACTIVATIONS, type ActivationName } from '../networks.js';

interface LayerOptions {
  activation?: ActivationName;
  rng: Generator;
}

/** Makers of networks in place of `hiddenLayers` and `mlp`: each linear layer, the head included, reads normalised numbers. */
export function normalizedLayers(norm: BatchRenormOptions, key: string) {
  const layers = (inputs: number, hiddenSizes: readonly number[], options: LayerOptions): Layer[] => {
    const { activation = 'relu', rng } = options;
    const made = hiddenSizes.flatMap((units, i) => {
      const width = hiddenSizes[i - 1] ?? inputs;
      requireLayerRoom(key, width, units);
      return [
        new BatchRenorm1d(width, norm),
        new Linear(width, units, { rng }),
        new ACTIVATIONS[activation](),
      ];
    });
    return [...made, new BatchRenorm1d(hiddenSizes.at(-1) ?? inputs, norm)];
  };
  return {
    /** `inputs → hiddenSizes…`, normalised at the end too. */
    hidden: (inputs: number, hiddenSizes: readonly number[], options: LayerOptions) =>
      new Sequential(...layers(inputs, hiddenSizes, options)),
    /** `inputs → hiddenSizes… → outputs`. */
    network: (inputs: number, hiddenSizes: readonly number[], outputs: number, options: LayerOptions) => {
      const hidden = layers(inputs, hiddenSizes, options);
      const head = new Linear(hiddenSizes.at(-1) ?? inputs, outputs, { rng: options.rng });
      return new Sequential(...hidden, head);
    },
  };
}
