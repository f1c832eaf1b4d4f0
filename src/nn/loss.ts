// Losses: names, reductions and defaults as in torch.nn.functional.
import type { Tensor } from '../tensor/index.js';
import { BCE_WITH_LOGITS, HUBER, KL_DIV, L1, MSE, type Reduction, SMOOTH_L1 } from '../tensor/ops/loss.js';

export type { Reduction } from '../tensor/ops/loss.js';

interface Options {
  reduction?: Reduction;
}

/** (input − target)². */
export function mseLoss(input: Tensor, target: Tensor, { reduction = 'mean' }: Options = {}): Tensor {
  return MSE.apply(input, target, reduction);
}

/** |input − target|. */
export function l1Loss(input: Tensor, target: Tensor, { reduction = 'mean' }: Options = {}): Tensor {
  return L1.apply(input, target, reduction);
}

/** d²/(2β) for |d| < β, |d| − β/2 beyond. */
export function smoothL1Loss(
  input: Tensor,
  target: Tensor,
  { reduction = 'mean', beta = 1 }: Options & { beta?: number } = {},
): Tensor {
  return SMOOTH_L1.apply(input, target, reduction, beta);
}

/** d²/2 for |d| < δ, δ(|d| − δ/2) beyond. */
export function huberLoss(
  input: Tensor,
  target: Tensor,
  { reduction = 'mean', delta = 1 }: Options & { delta?: number } = {},
): Tensor {
  return HUBER.apply(input, target, reduction, delta);
}

/** Binary cross-entropy of logits against probabilities. */
export function bceWithLogits(input: Tensor, target: Tensor, { reduction = 'mean' }: Options = {}): Tensor {
  return BCE_WITH_LOGITS.apply(input, target, reduction);
}

/** target·(log target − input), where `input` holds log-probabilities; `batchmean` divides by the rows. */
export function klDiv(
  input: Tensor,
  target: Tensor,
  { reduction = 'mean' }: { reduction?: Reduction | 'batchmean' } = {},
): Tensor {
  if (reduction === 'batchmean') return KL_DIV.apply(input, target, 'sum').div(input.shape[0]!);
  return KL_DIV.apply(input, target, reduction);
}

/** −logProbabilities[i, target[i]]; `target` holds class indices, int32 [N]. */
export function nllLoss(
  logProbabilities: Tensor,
  target: Tensor,
  { reduction = 'mean' }: Options = {},
): Tensor {
  const losses = logProbabilities.gather(1, target.unsqueeze(1)).squeeze(1).neg();
  if (reduction === 'none') return losses;
  return reduction === 'mean' ? losses.mean() : losses.sum();
}

/** −log softmax(logits)[i, target[i]]; logits [N, classes], target int32 [N]. */
export function crossEntropy(logits: Tensor, target: Tensor, options: Options = {}): Tensor {
  return nllLoss(logits.logSoftmax(1), target, options);
}
