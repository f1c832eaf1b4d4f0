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
  type Read,
} from '../actor-critic.js';
import type { RecurrentPPOConfig } from './config.js';
import type { MemoryCore } from './memory-core.js';

export type RecurrentOptions = ActorCriticOptions &
  Pick<RecurrentPPOConfig, 'memorySize' | 'criticMemory'> & {
    /** A memory that reads so many features and gives `memorySize`. */
    makeCore: (inputs: number) => MemoryCore;
  };

/** What policy and critic see after a sequence, and the memory it leaves. */
interface Recalled extends Read {
  memory: Tensor;
}

/** States → memory (one for the policy, one for the critic unless shared) → the layers of `ActorCritic`. */
export class RecurrentActorCritic extends ActorCritic {
  /** Numbers of memory per environment. */
  readonly memoryWidth: number;
  readonly policyCore: MemoryCore;
  readonly valueCore: MemoryCore | undefined;

  constructor(actions: Space, options: RecurrentOptions) {
    const { memorySize, criticMemory, makeCore } = options;
    super(actions, options, memorySize);
    this.policyCore = makeCore(this.extractor.size);
    if (criticMemory === 'separate') this.valueCore = makeCore(this.extractor.size);
    this.memoryWidth = this.policyCore.stateSize + (this.valueCore?.stateSize ?? 0);
  }

  /**
   * @param states `[T · B, inputs]`, time first
   * @param memory `[B, memoryWidth]`, before the first step
   * @param starts `[T, B]`
   */
  private recall(states: Tensor, memory: Tensor, starts?: Tensor): Recalled {
    const { policyCore, valueCore, memoryWidth } = this;
    const read = this.read(states);
    if (!valueCore) {
      const { features, state } = policyCore.forward(read.policy, memory, starts);
      return { policy: features, value: features, memory: state };
    }
    const split = policyCore.stateSize;
    const policy = policyCore.forward(read.policy, memory.slice(1, 0, split), starts);
    const value = valueCore.forward(read.value, memory.slice(1, split, memoryWidth), starts);
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
        const acted = this.actOn(recalled, rng, options);
        return { ...acted, memory: recalled.memory.toArray() as Float32Array };
      }),
    );
  }

  /** V of the states that follow the memories; these stay as they are. */
  valuesFrom(memory: Tensor, states: Tensor): Float32Array {
    return scope(() => noGrad(() => this.valuesOn(this.recall(states, memory))));
  }

  /** Sequences of `T` steps from the memories at their beginning, `[B, memoryWidth]`. */
  evaluateFrom(
    memory: Tensor,
    starts: Tensor,
    { states, actions, mask }: { states: Tensor; actions: Tensor; mask?: Tensor | undefined },
  ): Evaluated {
    return this.evaluateOn(this.recall(states, memory, starts), actions, mask);
  }
}
