// The network of policy-gradient learners: a policy over actions and an estimate of the state's value.
import {
  type DiagNormal,
  type Distribution,
  init,
  Linear,
  Module,
  type Sequential,
  SquashedNormal,
} from '../nn/index.js';
import type { Generator } from '../random/index.js';
import type { Space } from '../spaces/index.js';
import { noGrad, scope, type Tensor, tensor } from '../tensor/index.js';
import { type ActionHead, actionHead, BoxHead, type HeadOptions } from './action-heads.js';
import { type ActivationName, hiddenLayers, mlp } from './networks.js';
import type { StateDependentNoise } from './state-dependent-noise.js';

export interface ActorCriticOptions extends HeadOptions {
  hiddenSizes: readonly number[];
  activation: ActivationName;
  /** The value has its own network, shares the policy's hidden layers, or does not exist. */
  critic: 'separate' | 'shared' | 'none';
  /** Orthogonal initial weights: √2 in hidden layers, 0.01 for actions, 1 for the value. */
  orthoInit: boolean;
}

export interface ActOptions {
  /** `[B, n]`, 1 = legal. */
  mask?: Tensor;
  /** The most probable action instead of a draw. */
  deterministic?: boolean;
  noise?: StateDependentNoise;
  /** The critic's own view of the states, where it differs from the policy's. */
  valueStates?: Tensor;
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
  readonly policyNet: Sequential;
  readonly valueNet: Sequential | Linear | undefined;
  readonly head: ActionHead;

  constructor(
    inputs: number,
    actions: Space,
    private readonly options: ActorCriticOptions,
  ) {
    super();
    const { hiddenSizes, activation, critic, orthoInit, rng } = options;
    const width = hiddenSizes.at(-1) ?? inputs;
    this.policyNet = hiddenLayers(inputs, hiddenSizes, { activation, rng });
    this.head = actionHead(actions, width, options);
    if (critic === 'separate') this.valueNet = mlp(inputs, hiddenSizes, 1, { activation, rng });
    if (critic === 'shared') this.valueNet = new Linear(width, 1, { rng });
    if (orthoInit) this.initialiseOrthogonally(rng);
  }

  private initialiseOrthogonally(rng: Generator): void {
    const { policyNet, valueNet, head } = this;
    for (const module of [policyNet, valueNet, head]) {
      for (const [name, weight] of module?.namedParameters() ?? []) {
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

  /** π(·|s). */
  distribution(states: Tensor, mask?: Tensor): Distribution {
    return this.head.distribution(this.policyNet.forward(states), mask);
  }

  /** Draws an action for every state, or takes the most probable one. */
  act(
    states: Tensor,
    rng: Generator,
    { mask, deterministic = false, noise, valueStates = states }: ActOptions = {},
  ): Acted {
    return scope(() =>
      noGrad(() => {
        const features = this.policyNet.forward(states);
        const distribution = this.head.distribution(features, mask);
        const actions = noise
          ? explore(distribution as DiagNormal | SquashedNormal, noise, features)
          : deterministic
            ? distribution.mode()
            : distribution.sample(rng);
        return {
          actions: actions.toArray(),
          logProbs: distribution.logProb(actions).toArray(),
          values: this.valuesOf(valueStates, features)?.toArray() ?? new Float32Array(states.shape[0]!),
        };
      }),
    );
  }

  /** V(s) of every state, without gradient. */
  values(states: Tensor): Float32Array {
    return scope(() =>
      noGrad(() => {
        const features = this.options.critic === 'shared' ? this.policyNet.forward(states) : states;
        return this.valuesOf(states, features)!.toArray();
      }),
    );
  }

  /** Log-probabilities of stored actions and values of their states, with gradient. */
  evaluate(states: Tensor, actions: Tensor, mask?: Tensor, valueStates = states): Evaluated {
    const features = this.policyNet.forward(states);
    const distribution = this.head.distribution(features, mask);
    return {
      distribution,
      logProbs: distribution.logProb(actions),
      values: this.valuesOf(valueStates, features),
    };
  }

  private valuesOf(states: Tensor, features: Tensor): Tensor | undefined {
    const { critic } = this.options;
    return this.valueNet?.forward(critic === 'shared' ? features : states).squeeze(1);
  }

  /** The parameter that scales the noise of continuous actions, if there is one. */
  get logStd(): Tensor | undefined {
    return this.head instanceof BoxHead ? this.head.logStd : undefined;
  }
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
