// Synchronous advantage actor-critic: the policy gradient of Mnih et al. (2016), with all workers in step.
import { scheduleValue } from '../../explore/index.js';
import { mseLoss } from '../../nn/index.js';
import { Adam, clipGradNorm, type Optimizer, RMSprop } from '../../optim/index.js';
import { type RecordedStep, scope } from '../../tensor/index.js';
import type { Metrics } from '../agent.js';
import { assertFinite } from '../diagnosis.js';
import type { ActionIn, EnvSource, ObservationIn } from '../env-agent.js';
import { OnPolicyAgent } from '../on-policy-agent.js';
import type { OwnParts } from '../own-parts.js';
import { recordedStep } from '../repeatable.js';
import type { Batch } from '../rollout-batches.js';
import { standardize } from '../statistics.js';
import { type A2CConfig, type A2COptions, a2cSpec } from './config.js';

/**
 * A2C for every action space: one gradient step per rollout of `nSteps` in each sub-environment.
 *
 * @example
 * const agent = new A2C(makeVec('CartPole-v1', { numEnvs: 8 }), { seed: 1 });
 * await agent.learn({ totalSteps: 500_000 });
 */
export class A2C<E extends EnvSource = EnvSource> extends OnPolicyAgent<
  A2CConfig,
  ObservationIn<E>,
  ActionIn<E>
> {
  static override readonly spec = a2cSpec;
  protected readonly optimizer: Optimizer;
  private readonly allRows: Int32Array;
  private readonly recorded: RecordedStep;

  constructor(env: E, options: A2COptions = {}, own: OwnParts = {}) {
    super(env, options, own);
    const { optimizer, optimizerEps: eps, rmspropAlpha: alpha, learningRate } = this.config;
    this.requireRead(({ optimizer }) => ({ rmspropAlpha: [optimizer === 'rmsprop', 'optimizer "rmsprop"'] }));
    this.recorded = recordedStep(new.target === A2C, [this.policy], own);
    const lr = scheduleValue(learningRate, 0);
    this.optimizer = this.parts.optimizer(
      'optimizer',
      optimizer === 'adam'
        ? new Adam(this.policy, { lr, eps })
        : new RMSprop(this.policy, { lr, eps, alpha }),
    );
    this.allRows = Int32Array.from({ length: this.rollout.capacity }, (_, i) => i);
  }

  protected update(): Metrics {
    const { normalizeAdvantage, entCoef, vfCoef, maxGradNorm } = this.config;
    const rows = this.env.alive ? this.livingRows() : this.allRows;
    const batch = this.batches.take(rows);
    const { states, advantages, returns } = batch;
    if (normalizeAdvantage && advantages.size > 1) standardize(advantages.data);
    this.learnt.updates++;
    return scope(() => {
      const { loss, policyLoss, valueLoss, entropy } = this.recorded.run([batch, entCoef, vfCoef], () =>
        this.differentiate(batch),
      );
      const value = assertFinite('loss', loss, { states, advantages, returns }, this.policy);
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

  /** The loss, its parts, and its gradient. */
  private differentiate({ states, actions, mask, advantages, returns }: Batch) {
    const { entCoef, vfCoef } = this.config;
    const { distribution, logProbs, values } = this.policy.evaluate(states, actions, mask);
    // ∇J = E[∇log π(a|s)·A], with A = n-step return - V(s) held fixed.
    const policyLoss = logProbs.mul(advantages).mean().neg();
    const valueLoss = mseLoss(values!, returns);
    const entropy = distribution.entropy().mean();
    const loss = policyLoss.add(valueLoss.mul(vfCoef)).sub(entropy.mul(entCoef));
    this.optimizer.zeroGrad();
    loss.backward();
    return { loss, policyLoss, valueLoss, entropy };
  }
}
