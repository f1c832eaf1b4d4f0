// The agent of policy iteration.
import { PolicyIteration } from '../../envs/mdp/index.js';
import type { EnvSource } from '../env-agent.js';
import { Planner, planned } from './planner.js';
import {
  type PolicyIterationConfig,
  type PolicyIterationOptions,
  policyIterationSpec,
} from './planning-config.js';

/**
 * Exact values by Howard's policy iteration. A step values the policy and improves it; when no action changes any more,
 * the rest of the budget is let go.
 *
 * @example const agent = await new PolicyIterationAgent('Taxi-v4').learn({ totalSteps: 100 });
 */
export class PolicyIterationAgent<E extends EnvSource = EnvSource> extends Planner<PolicyIterationConfig, E> {
  static override readonly spec = policyIterationSpec;

  constructor(env: E, options: PolicyIterationOptions = {}) {
    super(env, options, (mdp, { gamma, tolerance, evaluation }) => {
      const planner = new PolicyIteration(mdp, { gamma, tolerance, evaluation });
      return planned(planner, () => planner.improve(), planner);
    });
  }
}
