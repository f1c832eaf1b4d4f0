// Networks of action values: features, hidden layers, a value per action.
import { type Layer, Sequential } from '../nn/index.js';
import type { Generator } from '../random/index.js';
import type { Discrete, Space } from '../spaces/index.js';
import type { Features } from './features/extractor.js';
import { FlattenExtractor } from './features/flatten.js';
import { extractor } from './features/index.js';
import { type ActivationName, hiddenLayers, mlp } from './networks.js';
import type { OwnParts } from './own-parts.js';

interface QNetworkOptions {
  features: Features;
  hiddenSizes: readonly number[];
  activation: ActivationName;
  rng: Generator;
}

/** Observations `[B, inputs]` → Q(s, ·), `[B, n]`. */
export function qNetwork(
  observations: Space,
  actions: Discrete,
  { features, hiddenSizes, activation, rng }: QNetworkOptions,
  own: OwnParts = {},
): Sequential {
  const reader = own.extractor?.(observations, rng) ?? extractor(observations, features, rng);
  const first: Layer[] = reader instanceof FlattenExtractor ? [] : [reader];
  if (own.head) {
    const width = hiddenSizes.at(-1) ?? reader.size;
    const hidden = hiddenLayers(reader.size, hiddenSizes, { activation, rng });
    return new Sequential(...first, ...hidden.layers, own.head(width, actions, rng) as Layer);
  }
  const net = mlp(reader.size, hiddenSizes, actions.n, { activation, rng });
  return first.length === 0 ? net : new Sequential(...first, ...net.layers);
}
