// The agent of value iteration.
import { ValueIteration } from '../../envs/mdp/index.js';
import type { EnvSource } from '../env-agent.js';
import { Planner, planned } from './planner.js';
import {
  type ValueIterationConfig,
  type ValueIterationOptions,
  valueIterationSpec,
} from './planning-config.js';

/**
 * Exact values of an environment that tells its transition table `P` (FrozenLake, Taxi, CliffWalking, Gridworld, …), by
 * sweeps of T* over all states. A step is a sweep; when values are within `tolerance`, the rest of the budget is let go.
 *
 * @example const agent = await new ValueIterationAgent('FrozenLake-v1').learn({ totalSteps: 10_000 });
 */
export class ValueIterationAgent<E extends EnvSource = EnvSource> extends Planner<ValueIterationConfig, E> {
  static override readonly spec = valueIterationSpec;

  constructor(env: E, options: ValueIterationOptions = {}) {
    super(env, options, (mdp, { gamma, tolerance, method }) => {
      const planner = new ValueIteration(mdp, { gamma, tolerance, method });
      return planned(planner, () => planner.sweep(), planner);
    });
  }
}
