// Draws from Beta distributions.
import type { Generator } from '../../random/index.js';
import { drawGamma } from '../draw-gamma.js';

/** Beta(a, b) for a, b of at least 1. */
export function drawBeta(a: number, b: number, rng: Generator): number {
  const x = drawGamma(a, rng);
  return x / (x + drawGamma(b, rng));
}
