// Gradient clipping, as in torch.nn.utils.
import type { Parameter } from '../nn/index.js';
import { kernels } from '../tensor/engine.js';
import { Optimizer } from './optimizer.js';

interface GradientRun {
  gradPtr: number;
  n: number;
}

/** An optimiser's gradients lie side by side: passing it instead of a list makes clipping one kernel call. */
function gradients(of: Optimizer | readonly Parameter[]): GradientRun[] {
  if (of instanceof Optimizer) return of.block.runs();
  return of.filter((p) => p.hasGrad === 1).map((p) => ({ gradPtr: p.gradPtr, n: p.size }));
}

/**
 * Scales all gradients together so that their 2-norm is at most `maxNorm`.
 *
 * @returns the norm before clipping
 */
export function clipGradNorm(of: Optimizer | readonly Parameter[], maxNorm: number): number {
  if (!(maxNorm >= 0)) throw new RangeError(`clipGradNorm: maxNorm must be a number ≥ 0, got ${maxNorm}.`);
  const runs = gradients(of);
  const norm = Math.sqrt(runs.reduce((sum, { gradPtr, n }) => sum + kernels.sumSquares(gradPtr, n), 0));
  const scale = maxNorm / (norm + 1e-6);
  if (scale < 1) for (const { gradPtr, n } of runs) kernels.scale(gradPtr, n, scale);
  return norm;
}

/** Limits every gradient value to [−clipValue, clipValue]. */
export function clipGradValue(of: Optimizer | readonly Parameter[], clipValue: number): void {
  if (!(clipValue >= 0))
    throw new RangeError(`clipGradValue: clipValue must be a number ≥ 0, got ${clipValue}.`);
  for (const { gradPtr, n } of gradients(of)) kernels.clampInPlace(gradPtr, n, clipValue);
}
