// Dirichlet noise, which makes self-play try what the network would not (Silver et al. 2017, "Self-play").
import type { Generator } from '../../../random/index.js';

/** Mixes priors with noise, in place: (1 - fraction)·P + fraction·Dir(alpha). */
export function addDirichlet(priors: Float32Array, alpha: number, fraction: number, rng: Generator): void {
  const noise = Float64Array.from(priors, () => gamma(alpha, rng));
  const sum = noise.reduce((a, b) => a + b, 0);
  // So small an alpha that all draws are 0: nothing to mix in.
  if (sum === 0) return;
  for (let i = 0; i < priors.length; i++)
    priors[i] = (1 - fraction) * priors[i]! + (fraction * noise[i]!) / sum;
}

/** A draw from the gamma distribution of this shape and scale 1 (Marsaglia and Tsang 2000). */
export function gamma(shape: number, rng: Generator): number {
  // Shapes below 1 by way of shape + 1 (their section 6).
  if (shape < 1) return gamma(shape + 1, rng) * rng.random() ** (1 / shape);
  const d = shape - 1 / 3;
  const c = 1 / Math.sqrt(9 * d);
  for (;;) {
    const x = rng.standardNormal();
    const v = (1 + c * x) ** 3;
    if (v > 0 && Math.log(1 - rng.random()) < 0.5 * x * x + d - d * v + d * Math.log(v)) return d * v;
  }
}
