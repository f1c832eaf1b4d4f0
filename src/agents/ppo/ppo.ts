// Proximal policy optimisation with the clipped objective (Schulman et al. 2017, Algorithm 1).
import type { Env, VectorEnv } from '../../envs/index.js';
import { scheduleValue } from '../../explore/index.js';
import { Adam, clipGradNorm } from '../../optim/index.js';
import { scope } from '../../tensor/index.js';
import type { Metrics } from '../agent.js';
import { readAgentFile } from '../agent-file.js';
import { parseConfig } from '../config.js';
import { assertFinite } from '../diagnosis.js';
import { MeanMetrics } from '../mean-metrics.js';
import { type Batch, OnPolicyAgent } from '../on-policy.js';
import { standardize } from '../statistics.js';
import { type PPOConfig, type PPOOptions, ppoSchema } from './config.js';
import {
  approximateKl,
  clipFraction,
  clippedSurrogateLoss,
  clippedValueLoss,
  probabilityRatio,
} from './losses.js';

/**
 * PPO for every action space.
 *
 * @example
 * const agent = new PPO(makeVec('CartPole-v1', { numEnvs: 8 }), { nSteps: 32, batchSize: 256, seed: 1 });
 * await agent.learn({ totalSteps: 100_000 });
 * agent.predict(observation);
 */
export class PPO extends OnPolicyAgent<PPOConfig> {
  readonly algo = 'ppo';
  protected readonly optimizer: Adam;

  constructor(env: string | Env | VectorEnv, options: PPOOptions = {}) {
    super(env, parseConfig('ppo', ppoSchema, options));
    this.optimizer = new Adam(this.policy, {
      lr: scheduleValue(this.config.learningRate, 0),
      eps: this.config.adamEps,
    });
  }

  /** Reads an agent written by `save`. */
  static async load(path: string, env: string | Env | VectorEnv): Promise<PPO> {
    const { config } = await readAgentFile(path);
    return new PPO(env, config as PPOOptions).restore(path);
  }

  protected update(): Metrics {
    const { nEpochs, batchSize, targetKl } = this.config;
    const clipRange = scheduleValue(this.config.clipRange, this.progress);
    const metrics = new MeanMetrics();
    let tooFar = false;
    for (let epoch = 0; epoch < nEpochs && !tooFar; epoch++) {
      for (const rows of this.rollout.minibatches(this.rng.replay, batchSize)) {
        const measured = this.step(this.batch(rows), clipRange);
        metrics.add(measured);
        tooFar = targetKl !== null && measured['train/approx_kl']! > 1.5 * targetKl;
        if (tooFar) break;
      }
      this.updates++;
    }
    return { ...metrics.means(), 'train/clip_range': clipRange };
  }

  /** One gradient step, unless it starts from a policy that has already moved too far. */
  private step({ states, actions, mask, ...old }: Batch, clipRange: number): Metrics {
    const { normalizeAdvantage, entCoef, vfCoef, maxGradNorm, targetKl } = this.config;
    const clipRangeVf = this.config.clipRangeVf && scheduleValue(this.config.clipRangeVf, this.progress);
    if (normalizeAdvantage && old.advantages.size > 1) standardize(old.advantages.data);
    return scope(() => {
      const { distribution, logProbs, values } = this.policy.evaluate(states, actions, mask);
      const ratio = probabilityRatio(logProbs, old.logProbs);
      const policyLoss = clippedSurrogateLoss(ratio, old.advantages, clipRange);
      const valueLoss = clippedValueLoss(values!, old.values, old.returns, clipRangeVf);
      const entropy = distribution.entropy().mean();
      const loss = policyLoss.add(valueLoss.mul(vfCoef)).sub(entropy.mul(entCoef));
      const value = assertFinite('loss', loss, { states, ...old }, this.policy);
      const approxKl = approximateKl(ratio.data);
      if (targetKl === null || approxKl <= 1.5 * targetKl) {
        this.optimizer.zeroGrad();
        loss.backward();
        clipGradNorm(this.optimizer, maxGradNorm);
        this.optimizer.step();
      }
      return {
        'train/loss': value,
        'train/policy_gradient_loss': policyLoss.item(),
        'train/value_loss': valueLoss.item(),
        'train/entropy_loss': -entropy.item(),
        'train/approx_kl': approxKl,
        'train/clip_fraction': clipFraction(ratio.data, clipRange),
      };
    });
  }
}
