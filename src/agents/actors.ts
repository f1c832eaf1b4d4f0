// Policies over continuous actions in [-1, 1]: an action per state, or a distribution squashed by tanh.
import { UserError } from '../io/errors.js';
import { type Layer, Linear, Module, Sequential, SquashedNormal, Tanh } from '../nn/index.js';
import type { Generator } from '../random/index.js';
import type { Space } from '../spaces/index.js';
import type { Tensor } from '../tensor/index.js';
import { ActionHead, actionHead, BoxHead } from './action-heads.js';
import type { Extractor } from './features/extractor.js';
import { requireLayerRoom } from './memory-size.js';
import { type ActivationName, hiddenLayers } from './networks.js';
import type { OwnParts } from './own-parts.js';

/** Means of unsquashed actions lie within ±2 where their noise follows the state (Stable-Baselines3's `clip_mean`). */
const SDE_MEAN_LIMIT = 2;

export interface ActorOptions {
  actions: Space;
  hiddenSizes: readonly number[];
  activation: ActivationName;
  rng: Generator;
  /** In place of the last layer. */
  makeHead?: OwnParts['head'];
}

/** μ(s). Names of weights are those of Stable-Baselines3: `mu.0.weight`, … */
export class DeterministicActor extends Module {
  readonly mu: Sequential;

  /** @param options.makeHead makes a layer whose outputs lie in [-1, 1] */
  constructor(
    readonly extractor: Extractor,
    { actions, hiddenSizes, activation, rng, makeHead }: ActorOptions,
  ) {
    super();
    const hidden = hiddenLayers(extractor.size, hiddenSizes, { activation, rng });
    const width = hiddenSizes.at(-1) ?? extractor.size;
    requireLayerRoom('action space', width, actions.packedSize);
    const head = makeHead
      ? [makeHead(width, actions, rng) as Layer]
      : [new Linear(width, actions.packedSize, { rng }), new Tanh()];
    this.mu = new Sequential(...hidden.layers, ...head);
  }

  /** Actions of states `[B, inputs]`: `[B, n]`. */
  override forward(states: Tensor): Tensor {
    return this.mu.forward(this.extractor.forward(states));
  }
}

export interface GaussianActorOptions extends ActorOptions {
  /** Where the deviation comes from: an output of the network, or state-dependent exploration. */
  actionStd: 'network' | 'sde';
  /** With `sde`: logarithm of the deviation at the start. */
  logStdInit: number;
  /** Makes the hidden layers. Default: linear ones, each with an activation. */
  makeLayers?: typeof hiddenLayers;
}

/** π(·|s) = tanh(N(μ(s), σ(s)²)) (Haarnoja et al. 2018). */
export class GaussianActor extends Module {
  readonly latentPi: Sequential;
  readonly head: ActionHead;
  private readonly isStateDependent: boolean;

  /** @param given.makeHead makes an `ActionHead` whose distribution is a `SquashedNormal` */
  constructor(
    readonly extractor: Extractor,
    given: GaussianActorOptions,
  ) {
    super();
    const { actions, hiddenSizes, activation, rng, makeHead, actionStd, logStdInit } = given;
    const { makeLayers = hiddenLayers } = given;
    this.latentPi = makeLayers(extractor.size, hiddenSizes, { activation, rng });
    const width = hiddenSizes.at(-1) ?? extractor.size;
    const options = { rng, actionStd, logStdInit, squashActions: true };
    const head = makeHead?.(width, actions, rng) ?? actionHead(actions, width, options);
    if (!(head instanceof ActionHead))
      throw new UserError('head: the last layer of a policy extends ActionHead, which gives a distribution.');
    this.head = head;
    this.isStateDependent = this.logStd?.ndim === 2;
  }

  /** Of state-dependent exploration: `[features, n]`. */
  get logStd(): Tensor | undefined {
    return this.head instanceof BoxHead ? this.head.logStd : undefined;
  }

  /** What the last layer reads of states `[B, inputs]`: `[B, width]`. */
  features(states: Tensor): Tensor {
    return this.latentPi.forward(this.extractor.forward(states));
  }

  /** π(·|s) from {@link features}. */
  distributionOf(features: Tensor): SquashedNormal {
    const distribution = this.head.distribution(features);
    if (!(distribution instanceof SquashedNormal))
      throw new UserError('head: its distribution must be a SquashedNormal: actions lie in [-1, 1] here.');
    if (!this.isStateDependent) return distribution;
    const { mean, logStd } = distribution.normal;
    return new SquashedNormal(mean.hardtanh(-SDE_MEAN_LIMIT, SDE_MEAN_LIMIT), logStd);
  }

  /** π(·|s). */
  override forward(states: Tensor): SquashedNormal {
    return this.distributionOf(this.features(states));
  }
}
