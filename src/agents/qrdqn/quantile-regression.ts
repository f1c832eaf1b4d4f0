// What learners of quantiles compare: those of the actions taken with those of the best next ones.
import { noGrad, type Tensor } from '../../tensor/index.js';
import { type Comparison, weightedMean } from '../q-learning-agent.js';
import type { TransitionBatch } from '../transition-batch.js';
import { quantileHuberLoss } from './quantile-loss.js';

/**
 * What a batch costs by the quantile Huber loss, with the targets T_j = r + γ·θ_j(s', a*).
 *
 * @param taken θ(s, a), `[B, N]`, at `levels`
 * @param next θ(s', a*), `[B, M]`
 */
export function quantileRegression(
  { rewards, discounts, weights, wantsErrors }: TransitionBatch,
  taken: Tensor,
  next: Tensor,
  levels: Tensor,
  kappa: number,
): Comparison {
  const targets = noGrad(() => next.mul(discounts.unsqueeze(1)).add(rewards.unsqueeze(1)));
  const losses = quantileHuberLoss(taken, targets, levels, kappa);
  return { loss: weightedMean(losses, weights), errors: wantsErrors ? losses : undefined };
}
