// What arms of bandits pay: their means and the rewards drawn around them, in functions that environments and studies call.
import type { Generator } from '../../random/index.js';

export type ArmKind = 'gaussian' | 'bernoulli';

export interface ArmOptions {
  kind: ArmKind;
  /** Gaussian: means are drawn from N(0, meanStd²), … */
  meanStd: number;
  /** … rewards from N(mean, noise²), … */
  noise: number;
  /** … and after every play each mean moves by a draw from N(0, drift²). */
  drift: number;
  /** Bernoulli: chances are drawn from U(0, 1); a play is so many trials, and pays how many succeed. */
  trials: number;
}

export const ARM_DEFAULTS: ArmOptions = { kind: 'gaussian', meanStd: 1, noise: 1, drift: 0, trials: 1 };

/** Draws the mean reward of each arm. */
export function drawMeans(out: Float64Array, { kind, meanStd, trials }: ArmOptions, rng: Generator): void {
  for (let i = 0; i < out.length; i++)
    out[i] = kind === 'gaussian' ? meanStd * rng.standardNormal() : trials * rng.random();
}

/** Draws the reward of an arm with this mean. */
export function drawReward(mean: number, { kind, noise, trials }: ArmOptions, rng: Generator): number {
  if (kind === 'gaussian') return mean + noise * rng.standardNormal();
  const chance = mean / trials;
  let successes = 0;
  for (let i = 0; i < trials; i++) if (rng.random() < chance) successes++;
  return successes;
}

/** Moves all means on. */
export function drift(means: Float64Array, { drift: step }: ArmOptions, rng: Generator): void {
  if (step > 0) for (let i = 0; i < means.length; i++) means[i]! += step * rng.standardNormal();
}

/** The largest of the `n` means from `from` on. */
export function bestMean(means: ArrayLike<number>, from: number, n: number): number {
  let best = means[from]!;
  for (let a = from + 1; a < from + n; a++) if (means[a]! > best) best = means[a]!;
  return best;
}
