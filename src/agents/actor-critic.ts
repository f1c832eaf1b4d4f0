// The network of policy-gradient learners: a policy over actions and an estimate of the state's value.

import { UserError } from '../io/errors.js';
import {
  type DiagNormal,
  type Distribution,
  init,
  LayerNorm,
  Linear,
  Module,
  type Sequential,
  SquashedNormal,
} from '../nn/index.js';
import type { Generator } from '../random/index.js';
import type { Space } from '../spaces/index.js';
import { noGrad, scope, type Tensor, tensor } from '../tensor/index.js';
import { ActionHead, actionHead, BoxHead, type HeadOptions } from './action-heads.js';
import type { Extractor } from './features/extractor.js';
import { type ActivationName, hiddenLayers, mlp } from './networks.js';
import type { OwnParts } from './own-parts.js';
import type { StateDependentNoise } from './state-dependent-noise.js';

/** Units of hidden layers: the same for policy and value, or their own. */
export type HiddenSizes = readonly number[] | { policy: readonly number[]; value: readonly number[] };

export interface ActorCriticOptions extends HeadOptions {
  /** Makes what reads the states; called once more for the value where that reads for itself. */
  makeExtractor: () => Extractor;
  /** Whether policy and value read states through the same extractor. */
  shareFeatures: boolean;
  hiddenSizes: HiddenSizes;
  activation: ActivationName;
  /** The value has its own network, shares the policy's hidden layers, or does not exist. */
  critic: 'separate' | 'shared' | 'none';
  /** Orthogonal initial weights: √2 in hidden layers, 0.01 for actions, 1 for the value. */
  orthoInit: boolean;
  /** In place of the head that the action space asks for. */
  makeHead?: OwnParts['head'];
}

export interface ActOptions {
  /** `[B, n]`, 1 = legal. */
  mask?: Tensor;
  /** The most probable action instead of a draw. */
  deterministic?: boolean;
  noise?: StateDependentNoise;
}

/** Features of states, `[B, width]`, as the policy and the value see them. */
export interface Read {
  policy: Tensor;
  value: Tensor;
}

/** What the policy did in a batch of states. Rows are states. */
export interface Acted {
  /** Actions as drawn, `rows × actionSize`. */
  actions: Float32Array;
  /** log π(a|s). */
  logProbs: Float32Array;
  /** V(s); zeros without a critic. */
  values: Float32Array;
}

/** A batch of stored experience as the network sees it again in an update. */
export interface Evaluated {
  distribution: Distribution;
  /** log π(a|s), `[B]`. */
  logProbs: Tensor;
  /** V(s), `[B]`; absent without a critic. */
  values: Tensor | undefined;
}

/**
 * Policy and value of encoded states `[B, inputs]`. Defaults give Stable-Baselines3's `ActorCriticPolicy`; see also
 * Engstrom et al. (2020), "Implementation matters in deep policy gradients", for the initial weights.
 */
export class ActorCritic extends Module {
  readonly extractor: Extractor;
  readonly valueExtractor: Extractor | undefined;
  readonly policyNet: Sequential;
  readonly valueNet: Sequential | Linear | undefined;
  readonly head: ActionHead;

  /** @param width features that the hidden layers read; default: those of the extractor */
  constructor(
    actions: Space,
    private readonly options: ActorCriticOptions,
    width?: number,
  ) {
    super();
    const { activation, critic, orthoInit, rng, makeExtractor, shareFeatures, makeHead } = options;
    this.extractor = makeExtractor();
    const inputs = width ?? this.extractor.size;
    const { policy, value } = sizesOf(options.hiddenSizes);
    const features = policy.at(-1) ?? inputs;
    this.policyNet = hiddenLayers(inputs, policy, { activation, rng });
    this.head = requireHead(makeHead?.(features, actions, rng) ?? actionHead(actions, features, options));
    if (critic === 'separate') this.valueNet = mlp(inputs, value, 1, { activation, rng });
    if (critic === 'shared') this.valueNet = new Linear(features, 1, { rng });
    if (critic === 'separate' && !shareFeatures) this.valueExtractor = makeExtractor();
    if (orthoInit) this.initialiseOrthogonally(rng);
  }

  private initialiseOrthogonally(rng: Generator): void {
    const { extractor, valueExtractor, policyNet, valueNet, head } = this;
    for (const module of [extractor, valueExtractor, policyNet, valueNet, head]) {
      // Weights of norms start at 1.
      const norms = [...(module?.modules() ?? [])].filter((layer) => layer instanceof LayerNorm);
      const kept = new Set(norms.flatMap((layer) => layer.parameters()));
      for (const [name, weight] of module?.namedParameters() ?? []) {
        if (kept.has(weight)) continue;
        if (name.endsWith('bias')) init.zeros(weight);
        else if (name.endsWith('weight')) init.orthogonal(weight, { gain: Math.SQRT2, rng });
      }
    }
    for (const [name, weight] of head.namedParameters()) {
      if (name.endsWith('weight')) init.orthogonal(weight, { gain: 0.01, rng });
    }
    const valueWeights = [...(valueNet?.namedParameters() ?? [])].filter(([name]) => name.endsWith('weight'));
    if (valueWeights.length > 0) init.orthogonal(valueWeights.at(-1)![1], { gain: 1, rng });
  }

  /** What the policy's and the value's hidden layers read of states `[B, inputs]`. */
  read(states: Tensor): Read {
    const policy = this.extractor.forward(states);
    return { policy, value: this.valueExtractor?.forward(states) ?? policy };
  }

  /** π(·|s). */
  distribution(states: Tensor, mask?: Tensor): Distribution {
    return this.head.distribution(this.policyNet.forward(this.read(states).policy), mask);
  }

  /** Draws an action for every state, or takes the most probable one. */
  act(states: Tensor, rng: Generator, options?: ActOptions): Acted {
    return scope(() => noGrad(() => this.actOn(this.read(states), rng, options)));
  }

  /** The same from what has been read of the states. */
  protected actOn(
    read: Read,
    rng: Generator,
    { mask, deterministic = false, noise }: ActOptions = {},
  ): Acted {
    const features = this.policyNet.forward(read.policy);
    const distribution = this.head.distribution(features, mask);
    const actions = noise
      ? explore(distribution as DiagNormal | SquashedNormal, noise, features)
      : deterministic
        ? distribution.mode()
        : distribution.sample(rng);
    const values = this.valuesOf(read.value, features);
    return {
      actions: actions.toArray() as Float32Array,
      logProbs: distribution.logProb(actions).toArray() as Float32Array,
      values: (values?.toArray() as Float32Array | undefined) ?? new Float32Array(features.shape[0]!),
    };
  }

  /** V(s) of every state, without gradient. */
  values(states: Tensor): Float32Array {
    return scope(() => noGrad(() => this.valuesOn(this.read(states))));
  }

  protected valuesOn(read: Read): Float32Array {
    const { critic } = this.options;
    const features = critic === 'shared' ? this.policyNet.forward(read.policy) : read.policy;
    return this.valuesOf(read.value, features)!.toArray() as Float32Array;
  }

  /** Log-probabilities of stored actions and values of their states, with gradient. */
  evaluate(states: Tensor, actions: Tensor, mask?: Tensor): Evaluated {
    return this.evaluateOn(this.read(states), actions, mask);
  }

  protected evaluateOn(read: Read, actions: Tensor, mask?: Tensor): Evaluated {
    const features = this.policyNet.forward(read.policy);
    const distribution = this.head.distribution(features, mask);
    return {
      distribution,
      logProbs: distribution.logProb(actions),
      values: this.valuesOf(read.value, features),
    };
  }

  private valuesOf(read: Tensor, features: Tensor): Tensor | undefined {
    const { critic } = this.options;
    return this.valueNet?.forward(critic === 'shared' ? features : read).squeeze(1);
  }

  /** The parameter that scales the noise of continuous actions, if there is one. */
  get logStd(): Tensor | undefined {
    return this.head instanceof BoxHead ? this.head.logStd : undefined;
  }
}

/** Those of the policy and those of the value. */
export function sizesOf(sizes: HiddenSizes): { policy: readonly number[]; value: readonly number[] } {
  return 'policy' in sizes ? sizes : { policy: sizes, value: sizes };
}

function requireHead(head: Module): ActionHead {
  if (head instanceof ActionHead) return head;
  throw new UserError(
    'head: the last layer of a policy extends ActionHead, which gives a distribution over actions.',
  );
}

/** The mean action plus the current state-dependent noise. */
function explore(
  distribution: DiagNormal | SquashedNormal,
  noise: StateDependentNoise,
  features: Tensor,
): Tensor {
  const squashed = distribution instanceof SquashedNormal;
  const { mean } = squashed ? distribution.normal : distribution;
  const actions = mean.toArray();
  noise.addTo(actions, features.data);
  return tensor(squashed ? actions.map(Math.tanh) : actions, { shape: mean.shape });
}
