// Truncated quantile critics (Kuznetsov et al. 2020): soft actor-critic whose critics learn distributions of the return, and
// whose targets leave out what is promised at their upper end.
import { UserError } from '../../io/errors.js';
import { buffer, cat, noGrad, stack, type Tensor, tensor } from '../../tensor/index.js';
import type { AgentSpec } from '../config.js';
import type { CriticGradients } from '../continuous-agent.js';
import type { EnvSource, OnlyBox } from '../env-agent.js';
import type { OwnParts } from '../own-parts.js';
import { quantileHuberLoss } from '../qrdqn/quantile-loss.js';
import { SAC } from '../sac/sac.js';
import type { TransitionBatch } from '../transition-batch.js';
import { type TQCConfig, type TQCOptions, tqcSpec } from './config.js';

/**
 * TQC for continuous actions.
 *
 * @example
 * const agent = new TQC('Pendulum-v1', { learningRate: 1e-3, nCritics: 2, seed: 1 });
 * await agent.learn({ totalSteps: 20_000 });
 * agent.predict(observation);
 */
export class TQC<E extends EnvSource = EnvSource> extends SAC<E, TQCConfig> {
  static override readonly spec: AgentSpec = tqcSpec;
  /** τ_i = (2i + 1)/2N, the middle of each part. */
  private readonly levels: Tensor;

  constructor(env: E & OnlyBox<E>, options: TQCOptions = {}, own: OwnParts = {}) {
    super(env, options, own);
    const { quantiles, dropPerNet } = this.config;
    if (dropPerNet >= quantiles) {
      throw new UserError(
        `dropPerNet: of ${quantiles} quantiles per critic ${dropPerNet} are left out, which leaves none; lower it or raise quantiles.`,
      );
    }
    this.levels = buffer([quantiles]);
    this.levels.data.set(Float32Array.from({ length: quantiles }, (_, i) => (2 * i + 1) / (2 * quantiles)));
    this.recordSteps(new.target === TQC, own);
  }

  protected override get numCritics(): number {
    return this.config.nCritics;
  }

  protected override get criticOutputs(): number {
    return this.config.quantiles;
  }

  /** Quantile regression of every critic towards r + γ·(θ_j(s', a') - α·log π(a'|s')), θ the quantiles that are kept. */
  protected override criticGradients(batch: TransitionBatch): CriticGradients {
    const { states, actions, rewards, nextStates, discounts, weights } = batch;
    const { nCritics, quantiles, dropPerNet } = this.config;
    const targets = noGrad(() => {
      const next = this.actor.forward(nextStates).rsampleFrom(this.nextDraws);
      const all = cat(this.criticTarget.forward(nextStates, next.value), 1);
      const kept = smallestOfRows(all, (quantiles - dropPerNet) * nCritics);
      const soft = kept.sub(next.logProb.mul(this.temperature.alpha()).unsqueeze(1));
      return soft.mul(discounts.unsqueeze(1)).add(rewards.unsqueeze(1));
    });
    const outputs = this.critic.forward(states, actions);
    const losses = outputs
      .map((each) => quantileHuberLoss(each, targets, this.levels, 1))
      .reduce((a, b) => a.add(b));
    // The loss of a row sums over quantiles; theirs is the mean over critics and quantiles.
    const loss = (weights ? losses.mul(weights) : losses).mean().mul(1 / (nCritics * quantiles));
    this.criticOptimizer.zeroGrad();
    loss.backward();
    const means = (values: Tensor) => values.mean(1);
    return { loss, values: outputs.map(means), targets: means(targets) };
  }

  /** The mean of all quantiles of all critics. */
  protected override actionValue(states: Tensor, actions: Tensor): Tensor {
    return stack(this.critic.forward(states, actions)).mean([0, 2]);
  }
}

/** The `count` smallest values of each row, in rising order. @param values `[B, n]` */
export function smallestOfRows(values: Tensor, count: number): Tensor {
  const [rows, n] = values.shape as [number, number];
  const sorted = values.toArray();
  for (let row = 0; row < rows; row++) sorted.subarray(row * n, (row + 1) * n).sort();
  const kept = new Float32Array(rows * count);
  for (let row = 0; row < rows; row++) kept.set(sorted.subarray(row * n, row * n + count), row * count);
  return tensor(kept, { shape: [rows, count] });
}
