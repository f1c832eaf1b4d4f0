// Choosing among the legal actions of one row: `masks` holds 1 or 0 per action, absent = all are legal.
import { UserError } from '../io/errors.js';
import type { Generator } from '../random/index.js';
import { MultiDiscrete, type Space } from '../spaces/index.js';

type Mask = ArrayLike<number> | undefined;

/** Index of the largest legal value in row `row` of a `rows × n` array; the first of equals. */
export function argmaxRow(values: ArrayLike<number>, row: number, n: number, masks: Mask): number {
  return bestAction(values, row * n, n, masks, row * n);
}

/**
 * The legal action of the largest value among `values[from]` … `values[from + n - 1]`; its mask begins at `maskFrom`.
 *
 * @param rng draws among equals; absent: the first of them
 */
export function bestAction(
  values: ArrayLike<number>,
  from: number,
  n: number,
  masks: Mask,
  maskFrom: number,
  rng?: Generator,
): number {
  let best = -1;
  for (let a = 0; a < n; a++) {
    if (masks && masks[maskFrom + a] === 0) continue;
    if (best < 0 || values[from + a]! > values[from + best]!) best = a;
  }
  if (best < 0) throw noLegalAction(maskFrom / n);
  if (!rng) return best;
  const top = values[from + best]!;
  const isEqual = (a: number) => values[from + a] === top && !(masks && masks[maskFrom + a] === 0);
  let equals = 0;
  for (let a = best; a < n; a++) if (isEqual(a)) equals++;
  if (equals <= 1) return best;
  let chosen = rng.integers(equals);
  for (let a = best; ; a++) if (isEqual(a) && chosen-- === 0) return a;
}

/** A uniformly drawn legal action of row `row`. */
export function randomAction(rng: Generator, row: number, n: number, masks: Mask): number {
  if (!masks) return rng.integers(0, n);
  const legal: number[] = [];
  for (let a = 0; a < n; a++) if (masks[row * n + a] !== 0) legal.push(a);
  if (legal.length === 0) throw noLegalAction(row);
  return legal[rng.integers(0, legal.length)]!;
}

/**
 * Checks `count` action masks: one flag per discrete action, for MultiDiscrete one per value of each entry.
 *
 * @throws UserError for masks of a wrong length, or that allow nothing.
 */
export function requireMasks(masks: ArrayLike<number>, count: number, space: Space): void {
  const width = space.flatdim;
  if (masks.length !== count * width) {
    throw new UserError(
      `An action mask of ${space} has ${width} flags, 1 or 0 per action; for ${count} observations ${count * width} are needed, got ${masks.length}.`,
    );
  }
  const choices = space instanceof MultiDiscrete ? space.nvec : [width];
  let at = 0;
  for (let row = 0; row < count; row++) {
    for (const n of choices) {
      let legal = false;
      for (let a = 0; a < n; a++) if (masks[at + a] !== 0) legal = true;
      if (!legal) throw noLegalAction(row);
      at += n;
    }
  }
}

export function noLegalAction(row: number): UserError {
  return new UserError(
    `The action mask of environment ${row} allows no action; end the episode instead (terminated: true).`,
  );
}
