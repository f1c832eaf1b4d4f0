// Dirichlet noise, which makes self-play try what the network would not (Silver et al. 2017, "Self-play").
import type { Generator } from '../../../random/index.js';
import { drawGamma } from '../../draw-gamma.js';

/** Mixes priors with noise, in place: (1 - fraction)·P + fraction·Dir(alpha). */
export function addDirichlet(priors: Float32Array, alpha: number, fraction: number, rng: Generator): void {
  const noise = Float64Array.from(priors, () => drawGamma(alpha, rng));
  const sum = noise.reduce((a, b) => a + b, 0);
  // So small an alpha that all draws are 0: nothing to mix in.
  if (sum === 0) return;
  for (let i = 0; i < priors.length; i++)
    priors[i] = (1 - fraction) * priors[i]! + (fraction * noise[i]!) / sum;
}
