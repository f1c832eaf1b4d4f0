// The two-headed network of A3C: shared layers, a policy on top of them, and a critic that may only look on.
import { type Distribution, Linear, Module, Sequential, Tanh } from '../../nn/index.js';
import type { Generator } from '../../random/index.js';
import type { Space } from '../../spaces/index.js';
import { noGrad, scope, type Tensor } from '../../tensor/index.js';
import { type ActionHead, actionHead } from '../action-heads.js';
import type { Extractor } from '../features/extractor.js';
import { hiddenLayers } from '../networks.js';
import type { A3CConfig } from './config.js';

type NetworkOptions = Pick<
  A3CConfig,
  'hiddenSizes' | 'criticHiddenSizes' | 'activation' | 'stateNorm' | 'detachCritic' | 'valueActivation'
> & { rng: Generator };

/**
 * For CartPole with the defaults: 4 → 25 → 50, from there 2 logits and 50 → 25 → 1 value; 2,828 parameters
 * (listing 5.4 of the book).
 */
export class A3CNetwork extends Module {
  readonly shared: Sequential;
  readonly actor: ActionHead;
  readonly critic: Sequential;

  constructor(
    readonly extractor: Extractor,
    actions: Space,
    private readonly options: NetworkOptions,
  ) {
    super();
    const { hiddenSizes, criticHiddenSizes, activation, valueActivation, rng } = options;
    const inputs = extractor.size;
    const width = hiddenSizes.at(-1) ?? inputs;
    this.shared = hiddenLayers(inputs, hiddenSizes, { activation, rng });
    const headOptions = { actionStd: 'parameter', logStdInit: 0, squashActions: false, rng } as const;
    this.actor = actionHead(actions, width, headOptions);
    const { layers: hidden } = hiddenLayers(width, criticHiddenSizes, {
      activation,
      rng,
      key: 'criticHiddenSizes',
    });
    const layers = [...hidden];
    layers.push(new Linear(criticHiddenSizes.at(-1) ?? width, 1, { rng }));
    if (valueActivation === 'tanh') layers.push(new Tanh());
    this.critic = new Sequential(...layers);
  }

  private features(states: Tensor): Tensor {
    const { stateNorm } = this.options;
    const inputs = this.extractor.forward(states);
    return this.shared.forward(stateNorm === 'l2' ? unitLength(inputs) : inputs);
  }

  /** Policy and value of states `[B, inputs]`; `values` is `[B]`. */
  override forward(states: Tensor, mask?: Tensor): { policy: Distribution; values: Tensor } {
    const features = this.features(states);
    const seen = this.options.detachCritic ? features.detach() : features;
    return { policy: this.actor.distribution(features, mask), values: this.critic.forward(seen).squeeze(1) };
  }

  /** Actions drawn, or the most probable ones, `B × actionSize`. */
  act(states: Tensor, rng: Generator, mask?: Tensor, deterministic = false): Float32Array | Int32Array {
    return scope(() =>
      noGrad(() => {
        const policy = this.actor.distribution(this.features(states), mask);
        return (deterministic ? policy.mode() : policy.sample(rng)).toArray();
      }),
    );
  }

  /** V(s), without gradient. */
  values(states: Tensor): Float32Array {
    return scope(() => noGrad(() => this.critic.forward(this.features(states)).squeeze(1).toArray()));
  }
}

/** Every row divided by its Euclidean length (PyTorch's `F.normalize`). */
function unitLength(states: Tensor): Tensor {
  return states.div(states.square().sum(1, true).sqrt().clamp(1e-12, Infinity));
}
