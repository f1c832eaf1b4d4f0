// How a search chooses its move when it is to be a draw.
import type { Generator } from '../../random/index.js';

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
  const weight = (a: number) => (visits[offset + a]! / most) ** (1 / temperature);
  let total = 0;
  for (let a = 0; a < n; a++) total += weight(a);
  let left = rng.random() * total;
  let last = 0;
  for (let a = 0; a < n; a++) {
    if (visits[offset + a] === 0) continue;
    last = a;
    left -= weight(a);
    if (left < 0) break;
  }
  return last;
}
