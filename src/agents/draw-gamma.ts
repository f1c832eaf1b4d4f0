// Draws from gamma distributions.
import type { Generator } from '../random/index.js';

/** A draw from the gamma distribution of this shape and scale 1 (Marsaglia and Tsang 2000). */
export function drawGamma(shape: number, rng: Generator): number {
  // Shapes below 1 by way of shape + 1 (their section 6).
  if (shape < 1) return drawGamma(shape + 1, rng) * rng.random() ** (1 / shape);
  const d = shape - 1 / 3;
  const c = 1 / Math.sqrt(9 * d);
  for (;;) {
    const x = rng.standardNormal();
    const v = (1 + c * x) ** 3;
    if (v > 0 && Math.log(1 - rng.random()) < 0.5 * x * x + d - d * v + d * Math.log(v)) return d * v;
  }
}
