// The network of recurrent PPO: what `ActorCritic` is to a state, this is to a history of states.
import type { Generator } from '../../random/index.js';
import type { Space } from '../../spaces/index.js';
import { cat, noGrad, scope, type Tensor } from '../../tensor/index.js';
import {
  type Acted,
  type ActOptions,
  ActorCritic,
  type ActorCriticOptions,
  type Evaluated,
} from '../actor-critic.js';
import type { RecurrentPPOConfig } from './config.js';
import { RecurrentCore } from './recurrent-core.js';

export type RecurrentOptions = ActorCriticOptions &
  Pick<RecurrentPPOConfig, 'cell' | 'memorySize' | 'criticMemory'>;

/** What policy and critic see after a sequence, and the memory it leaves. */
interface Recalled {
  policy: Tensor;
  value: Tensor;
  memory: Tensor;
}

/** States → memory (one for the policy, one for the critic unless shared) → the layers of `ActorCritic`. */
export class RecurrentActorCritic extends ActorCritic {
  /** Numbers of memory per environment. */
  readonly memoryWidth: number;
  readonly policyCore: RecurrentCore;
  readonly valueCore: RecurrentCore | undefined;

  constructor(inputs: number, actions: Space, options: RecurrentOptions) {
    const { cell, memorySize, criticMemory, rng } = options;
    super(memorySize, actions, options);
    this.policyCore = new RecurrentCore(cell, inputs, memorySize, rng);
    if (criticMemory === 'separate') this.valueCore = new RecurrentCore(cell, inputs, memorySize, rng);
    this.memoryWidth = this.policyCore.stateSize + (this.valueCore?.stateSize ?? 0);
  }

  /**
   * @param states `[T · B, inputs]`, time first
   * @param memory `[B, memoryWidth]`, before the first step
   * @param starts `[T, B]`
   */
  private recall(states: Tensor, memory: Tensor, starts?: Tensor): Recalled {
    const { policyCore, valueCore, memoryWidth } = this;
    if (!valueCore) {
      const { features, state } = policyCore.forward(states, memory, starts);
      return { policy: features, value: features, memory: state };
    }
    const split = policyCore.stateSize;
    const policy = policyCore.forward(states, memory.slice(1, 0, split), starts);
    const value = valueCore.forward(states, memory.slice(1, split, memoryWidth), starts);
    return {
      policy: policy.features,
      value: value.features,
      memory: cat([policy.state, value.state], 1),
    };
  }

  /** One step of every environment; their memories, `[B, memoryWidth]`, move on with it. */
  actFrom(
    memory: Tensor,
    states: Tensor,
    rng: Generator,
    options: ActOptions,
  ): Acted & { memory: Float32Array } {
    return scope(() =>
      noGrad(() => {
        const recalled = this.recall(states, memory);
        const acted = this.act(recalled.policy, rng, { ...options, valueStates: recalled.value });
        return { ...acted, memory: recalled.memory.toArray() as Float32Array };
      }),
    );
  }

  /** V of the states that follow the memories; these stay as they are. */
  valuesFrom(memory: Tensor, states: Tensor): Float32Array {
    return scope(() => noGrad(() => this.values(this.recall(states, memory).value)));
  }

  /** Sequences of `T` steps from the memories at their beginning, `[B, memoryWidth]`. */
  evaluateFrom(
    memory: Tensor,
    starts: Tensor,
    { states, actions, mask }: { states: Tensor; actions: Tensor; mask?: Tensor | undefined },
  ): Evaluated {
    const { policy, value } = this.recall(states, memory, starts);
    return this.evaluate(policy, actions, mask, value);
  }
}
