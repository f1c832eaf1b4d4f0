// Draws from Gamma and Beta distributions.
import type { Generator } from '../../random/index.js';

/** Gamma(shape, 1) for a shape of at least 1 (Marsaglia & Tsang 2000). */
export function drawGamma(shape: number, rng: Generator): number {
  const d = shape - 1 / 3;
  const c = 1 / Math.sqrt(9 * d);
  for (;;) {
    const x = rng.standardNormal();
    const v = (1 + c * x) ** 3;
    if (v > 0 && Math.log(1 - rng.random()) < 0.5 * x * x + d - d * v + d * Math.log(v)) return d * v;
  }
}

/** Beta(a, b) for a, b of at least 1. */
export function drawBeta(a: number, b: number, rng: Generator): number {
  const x = drawGamma(a, rng);
  return x / (x + drawGamma(b, rng));
}
