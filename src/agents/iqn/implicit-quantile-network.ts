// The network of IQN (Dabney et al. 2018b, section 3): features of a state times features of a level τ, then action values.
import { Linear, Module, Sequential } from '../../nn/index.js';
import { Box, type Discrete, type Space } from '../../spaces/index.js';
import type { Tensor } from '../../tensor/index.js';
import { FlattenExtractor } from '../features/flatten.js';
import { extractor } from '../features/index.js';
import { requireLayerRoom } from '../memory-size.js';
import { hiddenLayers } from '../networks.js';
import type { OwnParts } from '../own-parts.js';
import { linearLayers, type QNetworkOptions, qNetwork } from '../q-network.js';

export interface ImplicitQuantileOptions extends QNetworkOptions {
  /** Cosines of a level that `embedding` reads. */
  cosines: number;
}

/**
 * Z_τ(s, ·) = f(ψ(s) ⊙ φ(τ)). ψ is the extractor and all hidden layers but the last, which belongs to f: in the paper the
 * convolutions, and a layer of 512. Where observations are plain numbers ψ has a layer at least, if there is one.
 */
export class ImplicitQuantileNetwork extends Module {
  /** ψ: `[B, inputs]` → `[B, width]`. */
  readonly features: Sequential;
  /** φ before its ReLU: `[B, K, cosines]` → `[B, K, width]`. */
  readonly embedding: Linear;
  /** f: `[B · K, width]` → `[B · K, n]`. */
  readonly values: Sequential;

  constructor(observations: Space, actions: Discrete, options: ImplicitQuantileOptions, own: OwnParts = {}) {
    super();
    const { features, hiddenSizes, activation, cosines, rng } = options;
    const reader = own.extractor?.(observations, rng) ?? extractor(observations, features, rng);
    const isPlain = reader instanceof FlattenExtractor;
    const shared = hiddenSizes.slice(0, Math.max(hiddenSizes.length - 1, isPlain ? 1 : 0));
    const hidden = hiddenLayers(reader.size, shared, { activation, rng, linear: linearLayers(options) });
    this.features = new Sequential(...(isPlain ? [] : [reader]), ...hidden.layers);
    const width = shared.at(-1) ?? reader.size;
    requireLayerRoom('cosines', cosines, width);
    this.embedding = new Linear(cosines, width, { rng });
    this.values = qNetwork(
      new Box({ low: -Infinity, high: Infinity, shape: [width] }) as Space,
      actions,
      { ...options, features: 'flatten', hiddenSizes: hiddenSizes.slice(shared.length) },
      { head: own.head },
    );
  }

  /**
   * @param states `[B, inputs]`
   * @param cosines of K levels per row (`Levels`), `[B, K, cosines]`
   * @returns `[B, n · K]`: for each action its K numbers
   */
  override forward(states: Tensor, cosines: Tensor): Tensor {
    const [rows, count] = cosines.shape as [number, number];
    const merged = this.features.forward(states).unsqueeze(1).mul(this.embedding.forward(cosines, 'relu'));
    const values = this.values.forward(merged.reshape([rows * count, -1]));
    return values.reshape([rows, count, -1]).transpose(1, 2).reshape([rows, -1]);
  }
}
