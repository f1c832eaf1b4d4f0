// How a search chooses its move when it is to be a draw.
import type { Generator } from '../../random/index.js';
import { drawIndex } from '../draws.js';

/**
 * An action drawn with probability ~ visits^(1/temperature) (Silver et al. 2017, "Search": τ).
 *
 * @param visits of the actions, `n` numbers from `offset` on, not all 0
 */
export function drawVisits(
  visits: ArrayLike<number>,
  offset: number,
  n: number,
  temperature: number,
  rng: Generator,
): number {
  let most = 0;
  for (let a = 0; a < n; a++) most = Math.max(most, visits[offset + a]!);
  // Divided by the largest, so that no power overflows.
  let total = 0;
  const weights = Float64Array.from({ length: n }, (_, a) => {
    const weight = (visits[offset + a]! / most) ** (1 / temperature);
    total += weight;
    return weight;
  });
  return drawIndex(weights, n, total, rng);
}
