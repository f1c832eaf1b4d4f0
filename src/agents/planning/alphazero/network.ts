// The network of AlphaZero: what to play and who will win, from one body (Silver et al. 2017, "Neural network architecture").
import { Linear, Module, type Sequential } from '../../../nn/index.js';
import type { Generator } from '../../../random/index.js';
import type { Space } from '../../../spaces/index.js';
import type { Tensor } from '../../../tensor/index.js';
import type { Extractor, Features } from '../../features/extractor.js';
import { extractor } from '../../features/index.js';
import { type ActivationName, hiddenLayers } from '../../networks.js';
import type { OwnParts } from '../../own-parts.js';

export interface PolicyValueOptions {
  features: Features;
  hiddenSizes: readonly number[];
  activation: ActivationName;
}

export class PolicyValueNetwork extends Module {
  readonly extractor: Extractor;
  readonly body: Sequential;
  readonly policy: Linear;
  readonly value: Linear;

  constructor(
    observations: Space,
    actions: number,
    { features, hiddenSizes, activation }: PolicyValueOptions,
    rng: Generator,
    own: OwnParts = {},
  ) {
    super();
    this.extractor = own.extractor?.(observations, rng) ?? extractor(observations, features, rng);
    this.body = hiddenLayers(this.extractor.size, hiddenSizes, { activation, rng });
    const width = hiddenSizes.at(-1) ?? this.extractor.size;
    this.policy = new Linear(width, actions, { rng });
    this.value = new Linear(width, 1, { rng });
  }

  /** Encoded observations `[B, inputs]` → logits `[B, n]`, and the value to who is to move `[B]`, in [-1, 1]. */
  override forward(states: Tensor): { logits: Tensor; values: Tensor } {
    const read = this.body.forward(this.extractor.forward(states));
    return { logits: this.policy.forward(read), values: this.value.forward(read).tanh().squeeze(1) };
  }
}
