// Proximal policy optimisation with the clipped objective (Schulman et al. 2017, Algorithm 1).
import { scheduleValue } from '../../explore/index.js';
import { Adam, clipGradNorm } from '../../optim/index.js';
import { type RecordedStep, scope } from '../../tensor/index.js';
import type { Evaluated } from '../actor-critic.js';
import type { Metrics } from '../agent.js';
import { assertFinite } from '../diagnosis.js';
import type { ActionIn, EnvSource, ObservationIn } from '../env-agent.js';
import { MeanMetrics } from '../mean-metrics.js';
import { OnPolicyAgent } from '../on-policy-agent.js';
import type { OwnParts } from '../own-parts.js';
import { recordedStep } from '../repeatable.js';
import type { Batch } from '../rollout-batches.js';
import { standardize } from '../statistics.js';
import { type PPOConfig, type PPOOptions, ppoSpec } from './config.js';
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
export class PPO<E extends EnvSource = EnvSource, C extends PPOConfig = PPOConfig> extends OnPolicyAgent<
  C,
  ObservationIn<E>,
  ActionIn<E>
> {
  static override readonly spec = ppoSpec;
  /** Of a class itself, not of its subclasses: its loss depends on nothing but the batch, the network and `config`. */
  static readonly repeatable: boolean = true;
  protected readonly optimizer: Adam;
  private readonly recorded: RecordedStep;
  /** How far ratios and values may move, now. */
  private clipRange = 0;
  private clipRangeVf: number | null = null;

  constructor(env: E, options: PPOOptions = {}, own: OwnParts = {}) {
    super(env, options, own);
    const { learningRate, adamEps: eps } = this.config;
    this.recorded = recordedStep(
      Object.hasOwn(new.target, 'repeatable') && new.target.repeatable,
      [this.policy],
      own,
    );
    this.optimizer = this.parts.optimizer(
      'optimizer',
      new Adam(this.policy, { lr: scheduleValue(learningRate, 0), eps }),
    );
  }

  protected override applySchedules(): void {
    super.applySchedules();
    const { clipRange, clipRangeVf } = this.config;
    this.clipRange = scheduleValue(clipRange, this.progress);
    this.clipRangeVf = clipRangeVf && scheduleValue(clipRangeVf, this.progress);
  }

  protected update(): Metrics {
    const { nEpochs, targetKl } = this.config;
    const metrics = new MeanMetrics();
    let tooFar = false;
    for (let epoch = 0; epoch < nEpochs && !tooFar; epoch++) {
      for (const batch of this.minibatches()) {
        const measured = this.step(batch);
        metrics.add(measured);
        tooFar = targetKl !== null && measured['train/approx_kl']! > 1.5 * targetKl;
        if (tooFar) break;
      }
      this.learnt.updates++;
    }
    return { ...metrics.means(), 'train/clip_range': this.clipRange };
  }

  /** One pass over the rollout. */
  protected *minibatches(): Iterable<Batch> {
    const { rollout, config } = this;
    const living = this.env.alive && this.livingRows();
    for (const rows of rollout.minibatches(this.rng.replay, config.batchSize, living)) yield this.take(rows);
  }

  /** These rows of the rollout. */
  protected take(rows: Int32Array): Batch {
    return this.batches.take(rows);
  }

  /** The current policy's view of a batch. */
  protected evaluate({ states, actions, mask }: Batch): Evaluated {
    return this.policy.evaluate(states, actions, mask);
  }

  /** The loss, its parts, and its gradient. */
  private differentiate(batch: Batch) {
    const { clipRange, clipRangeVf } = this;
    const { entCoef, vfCoef } = this.config;
    const { distribution, logProbs, values } = this.evaluate(batch);
    const ratio = probabilityRatio(logProbs, batch.logProbs);
    const policyLoss = clippedSurrogateLoss(ratio, batch.advantages, clipRange);
    const valueLoss = clippedValueLoss(values!, batch.values, batch.returns, clipRangeVf);
    const entropy = distribution.entropy().mean();
    const loss = policyLoss.add(valueLoss.mul(vfCoef)).sub(entropy.mul(entCoef));
    this.optimizer.zeroGrad();
    loss.backward();
    return { loss, policyLoss, valueLoss, entropy, logProbs, ratio };
  }

  /** One gradient step, unless it starts from a policy that has already moved too far. */
  private step(batch: Batch): Metrics {
    const { clipRange, clipRangeVf } = this;
    const { states, logProbs: oldLogProbs, values: oldValues, advantages, returns } = batch;
    const { normalizeAdvantage, entCoef, vfCoef, maxGradNorm, targetKl } = this.config;
    if (normalizeAdvantage && advantages.size > 1) standardize(advantages.data);
    return scope(() => {
      const numbers = [clipRange, clipRangeVf, entCoef, vfCoef];
      const { loss, policyLoss, valueLoss, entropy, logProbs, ratio } = this.recorded.run(
        [batch, ...numbers],
        () => this.differentiate(batch),
      );
      const value = assertFinite(
        'loss',
        loss,
        { states, oldLogProbs, oldValues, advantages, returns },
        this.policy,
      );
      const approxKl = approximateKl(logProbs.data, oldLogProbs.data);
      if (targetKl === null || approxKl <= 1.5 * targetKl) {
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
