// Multi-agent PPO: policies that see for themselves, a critic that sees the whole world while they train (Yu et al. 2022).
import type { PackedArray } from '../../../spaces/index.js';
import type { Tensor } from '../../../tensor/index.js';
import type { Acted, ActOptions, ActorCriticOptions, Evaluated } from '../../actor-critic.js';
import type { EnvSource } from '../../env-agent.js';
import type { OwnParts } from '../../own-parts.js';
import { tensorState } from '../../parts.js';
import type { PPOConfig } from '../../ppo/config.js';
import { PPO } from '../../ppo/ppo.js';
import type { Batch } from '../../rollout-batches.js';
import { CentralActorCritic } from './central-critic.js';
import { type MAPPOOptions, mappoSpec } from './config.js';
import { WorldRollout, worldStates } from './world-rollout.js';

/**
 * The critic reads what an agent sees and `state()` of its world, or, where worlds have none, what all agents see. It is
 * for training alone: predictions need observations only. Agents share their weights.
 *
 * @example const agent = new MAPPO(makeVec('ising_2d_v0'), { nSteps: 32, seed: 1 });
 */
export class MAPPO<E extends EnvSource = EnvSource> extends PPO<E, PPOConfig> {
  static override readonly spec = mappoSpec;
  declare readonly policy: CentralActorCritic;
  // Written by the constructor of the base class: a field with a value would forget it.
  declare private worlds: WorldRollout | undefined;
  private drawn: ArrayLike<number> = [];

  constructor(env: E, options: MAPPOOptions = {}, own: OwnParts = {}) {
    super(env, options as never, own);
    if (this.worlds)
      this.parts.state('worlds', tensorState(this.worlds.states), { perEnv: true, memory: true });
  }

  protected override makePolicy(options: ActorCriticOptions): CentralActorCritic {
    const { env, config } = this;
    const states = worldStates(this.algo, env);
    const layout = { steps: config.nSteps, numEnvs: env.numEnvs };
    this.worlds = states && new WorldRollout(states, env.agentsPerWorld!, layout);
    const shared = { ...options, shareFeatures: true };
    return new CentralActorCritic(env.singleActionSpace, shared, this.worlds?.size ?? 0);
  }

  protected override act(states: Tensor, options: ActOptions): Acted {
    this.worlds?.keep(this.rollout.length);
    return { ...super.act(states, options), values: this.valuesOf(states, 'current') };
  }

  protected override estimate(observations: PackedArray): Float32Array {
    const when = observations === this.env.finalObservations ? 'final' : 'current';
    return this.valuesOf(this.encode(observations), when);
  }

  private valuesOf(states: Tensor, when: 'current' | 'final'): Float32Array {
    return this.policy.estimate(states, this.worlds?.ofRows(when));
  }

  protected override take(rows: Int32Array): Batch {
    this.drawn = rows;
    return super.take(rows);
  }

  protected override evaluate(batch: Batch): Evaluated {
    const worlds = this.worlds?.take(this.drawn);
    return { ...super.evaluate(batch), values: this.policy.valuesIn(batch.states, worlds) };
  }
}
