// Choosing among the legal actions of one row: `masks` holds 1 or 0 per action, absent = all are legal.
import { UserError } from '../io/errors.js';
import type { Generator } from '../random/index.js';

type Mask = ArrayLike<number> | undefined;

/** Index of the largest legal value in row `row` of a `rows × n` array; the first of equals. */
export function argmaxRow(values: ArrayLike<number>, row: number, n: number, masks: Mask): number {
  let best = -1;
  for (let a = 0; a < n; a++) {
    if (masks && masks[row * n + a] === 0) continue;
    if (best < 0 || values[row * n + a] > values[row * n + best]) best = a;
  }
  if (best < 0) throw noLegalAction(row);
  return best;
}

/** A uniformly drawn legal action of row `row`. */
export function randomAction(rng: Generator, row: number, n: number, masks: Mask): number {
  if (!masks) return rng.integers(0, n);
  const legal: number[] = [];
  for (let a = 0; a < n; a++) if (masks[row * n + a] !== 0) legal.push(a);
  if (legal.length === 0) throw noLegalAction(row);
  return legal[rng.integers(0, legal.length)];
}

function noLegalAction(row: number): UserError {
  return new UserError(
    `The action mask of environment ${row} allows no action; end the episode instead (terminated: true).`,
  );
}
