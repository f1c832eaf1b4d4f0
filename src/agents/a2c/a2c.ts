// Synchronous advantage actor-critic: the policy gradient of Mnih et al. (2016), with all workers in step.
import type { Env, VectorEnv } from '../../envs/index.js';
import { scheduleValue } from '../../explore/index.js';
import { mseLoss } from '../../nn/index.js';
import { Adam, clipGradNorm, type Optimizer, RMSprop } from '../../optim/index.js';
import { scope } from '../../tensor/index.js';
import type { Metrics } from '../agent.js';
import { readAgentFile } from '../agent-file.js';
import { parseConfig } from '../config.js';
import { assertFinite } from '../diagnosis.js';
import { OnPolicyAgent } from '../on-policy.js';
import { standardize } from '../statistics.js';
import { type A2CConfig, type A2COptions, a2cSchema } from './config.js';

/**
 * A2C for every action space: one gradient step per rollout of `nSteps` in each sub-environment.
 *
 * @example
 * const agent = new A2C(makeVec('CartPole-v1', { numEnvs: 8 }), { seed: 1 });
 * await agent.learn({ totalSteps: 500_000 });
 */
export class A2C extends OnPolicyAgent<A2CConfig> {
  readonly algo = 'a2c';
  protected readonly optimizer: Optimizer;
  private readonly allRows: Int32Array;

  constructor(env: string | Env | VectorEnv, options: A2COptions = {}) {
    super(env, parseConfig('a2c', a2cSchema, options));
    const { optimizer, optimizerEps: eps, rmspropAlpha: alpha, learningRate } = this.config;
    const lr = scheduleValue(learningRate, 0);
    this.optimizer =
      optimizer === 'adam'
        ? new Adam(this.policy, { lr, eps })
        : new RMSprop(this.policy, { lr, eps, alpha });
    this.allRows = Int32Array.from({ length: this.rollout.size }, (_, i) => i);
  }

  /** Reads an agent written by `save`. */
  static async load(path: string, env: string | Env | VectorEnv): Promise<A2C> {
    const { config } = await readAgentFile(path);
    return new A2C(env, config as A2COptions).restore(path);
  }

  protected update(): Metrics {
    const { normalizeAdvantage, entCoef, vfCoef, maxGradNorm } = this.config;
    const { states, actions, mask, advantages, returns } = this.batch(this.allRows);
    if (normalizeAdvantage && advantages.size > 1) standardize(advantages.data);
    this.updates++;
    return scope(() => {
      const { distribution, logProbs, values } = this.policy.evaluate(states, actions, mask);
      // ∇J = E[∇log π(a|s)·A], with A = n-step return - V(s) held fixed.
      const policyLoss = logProbs.mul(advantages).mean().neg();
      const valueLoss = mseLoss(values!, returns);
      const entropy = distribution.entropy().mean();
      const loss = policyLoss.add(valueLoss.mul(vfCoef)).sub(entropy.mul(entCoef));
      const value = assertFinite('loss', loss, { states, advantages, returns }, this.policy);
      this.optimizer.zeroGrad();
      loss.backward();
      clipGradNorm(this.optimizer, maxGradNorm);
      this.optimizer.step();
      return {
        'train/loss': value,
        'train/policy_loss': policyLoss.item(),
        'train/value_loss': valueLoss.item(),
        'train/entropy_loss': -entropy.item(),
      };
    });
  }
}
