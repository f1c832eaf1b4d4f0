// The objective of PPO (Schulman et al. 2017) and what is measured of it.
import { mseLoss } from '../../nn/index.js';
import type { Tensor } from '../../tensor/index.js';

/** `r = π(a|s) / π_old(a|s)`, `[B]`. */
export function probabilityRatio(logProbs: Tensor, oldLogProbs: Tensor): Tensor {
  return logProbs.sub(oldLogProbs).exp();
}

/** `-E[min(r·A, clip(r, 1 - ε, 1 + ε)·A)]`, equation 7. */
export function clippedSurrogateLoss(ratio: Tensor, advantages: Tensor, clipRange: number): Tensor {
  const unclipped = ratio.mul(advantages);
  const clipped = ratio.clamp(1 - clipRange, 1 + clipRange).mul(advantages);
  return unclipped.minimum(clipped).mean().neg();
}

/** `E[(V - R)²]`, where V may have moved from its old value by at most `clipRange` (null: freely). */
export function clippedValueLoss(
  values: Tensor,
  oldValues: Tensor,
  returns: Tensor,
  clipRange: number | null,
): Tensor {
  if (clipRange === null) return mseLoss(values, returns);
  return mseLoss(oldValues.add(values.sub(oldValues).clamp(-clipRange, clipRange)), returns);
}

/**
 * KL(old ‖ new) by the low-variance estimator `E[(r - 1) - log r]` (Schulman 2020, "Approximating KL divergence"), from
 * the logarithms: r itself may be 0 or infinite where they are finite.
 */
export function approximateKl(logProbs: ArrayLike<number>, oldLogProbs: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < logProbs.length; i++) {
    const logRatio = logProbs[i]! - oldLogProbs[i]!;
    sum += Math.expm1(logRatio) - logRatio;
  }
  return sum / logProbs.length;
}

/** Share of the ratios that lie outside 1 ± `clipRange`. */
export function clipFraction(ratio: ArrayLike<number>, clipRange: number): number {
  let count = 0;
  for (let i = 0; i < ratio.length; i++) if (Math.abs(ratio[i]! - 1) > clipRange) count++;
  return count / ratio.length;
}
