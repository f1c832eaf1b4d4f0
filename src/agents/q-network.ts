// Networks of action values: features, hidden layers, one or several numbers per action.
import { type Layer, type Linear, NoisyLinear, Sequential } from '../nn/index.js';
import type { Generator } from '../random/index.js';
import type { Discrete, Space } from '../spaces/index.js';
import { DuelingHead } from './dueling-head.js';
import type { Features } from './features/extractor.js';
import { FlattenExtractor } from './features/flatten.js';
import { extractor } from './features/index.js';
import { type ActivationName, hiddenLayers, mlp } from './networks.js';
import type { OwnParts } from './own-parts.js';

export interface QNetworkOptions {
  features: Features;
  hiddenSizes: readonly number[];
  activation: ActivationName;
  rng: Generator;
  /** Numbers per action: 1 for values, atoms or quantiles of distributions. Default 1. */
  outputs?: number;
  /** Streams of value and advantages, each with a last hidden layer of its own (Wang et al. 2016). */
  dueling?: boolean;
  /** Noisy layers in place of linear ones (Fortunato et al. 2018), with this σ₀ at first. */
  noisy?: boolean;
  noisySigma?: number;
}

/** Observations `[B, inputs]` → `[B, n · outputs]`: for each action its numbers, Q(s, ·) where there is one. */
export function qNetwork(
  observations: Space,
  actions: Discrete,
  options: QNetworkOptions,
  own: OwnParts = {},
): Sequential {
  const { features, hiddenSizes, activation, rng, outputs = 1, dueling = false } = options;
  const reader = own.extractor?.(observations, rng) ?? extractor(observations, features, rng);
  const first: Layer[] = reader instanceof FlattenExtractor ? [] : [reader];
  const layers = { activation, rng, linear: linearLayers(options) };
  if (own.head) {
    const width = hiddenSizes.at(-1) ?? reader.size;
    const hidden = hiddenLayers(reader.size, hiddenSizes, layers);
    return new Sequential(...first, ...hidden.layers, own.head(width, actions, rng) as Layer);
  }
  if (dueling) {
    const shared = hiddenLayers(reader.size, hiddenSizes.slice(0, -1), layers);
    const stream = (size: number) =>
      mlp(hiddenSizes.at(-2) ?? reader.size, hiddenSizes.slice(-1), size, layers);
    const head = new DuelingHead(stream(outputs), stream(actions.n * outputs), actions.n, outputs);
    return new Sequential(...first, ...shared.layers, head);
  }
  const net = mlp(reader.size, hiddenSizes, actions.n * outputs, layers);
  return first.length === 0 ? net : new Sequential(...first, ...net.layers);
}

/** What makes layers with weights, where they are to be noisy. */
export function linearLayers({ noisy = false, noisySigma: sigma, rng }: QNetworkOptions) {
  if (!noisy) return undefined;
  return (inputs: number, outputs: number): Linear => new NoisyLinear(inputs, outputs, { rng, sigma });
}
