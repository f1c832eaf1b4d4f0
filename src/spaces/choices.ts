// Draws among numbered choices with a mask or with probabilities, as Gymnasium 1.x does: the same draws for a seed.
import type { Generator } from '../random/index.js';
import type { SampleOptions } from './space.js';

/** @throws TypeError when mask and probability are both given. */
export function requireOneOf({ mask, probability }: SampleOptions): void {
  if (mask != null && probability != null)
    throw new TypeError('sample() takes a mask or a probability, not both.');
}

/**
 * The index of a choice that `mask` allows, each as likely; 0 when it allows none.
 *
 * @throws RangeError when the mask has not n flags of 0 or 1.
 */
export function drawMasked(rng: Generator, what: string, mask: unknown, n: number): number {
  const flags = requireFlags(`The mask of ${what}`, mask, n);
  const allowed: number[] = [];
  for (let i = 0; i < n; i++) if (flags[i] === 1) allowed.push(i);
  return allowed.length === 0 ? 0 : allowed[rng.integers(0, allowed.length)]!;
}

/** @throws RangeError when these are not n flags of 0 or 1. */
export function requireFlags(what: string, value: unknown, n: number): ArrayLike<number> {
  const flags = requireWeights(what, value, n);
  for (let i = 0; i < n; i++) {
    if (flags[i] === 0 || flags[i] === 1) continue;
    throw new RangeError(`${what} must hold 0 and 1, got ${flags[i]} at element ${i}.`);
  }
  return flags;
}

/** @throws RangeError when the probabilities are not n numbers from 0 to 1 of sum 1. */
export function drawWeighted(rng: Generator, what: string, probability: unknown, n: number): number {
  return rng.choice(n, { p: requireProbabilities(`The probability of ${what}`, probability, n) });
}

/** @throws RangeError when these are not n numbers from 0 to 1. */
export function requireProbabilities(what: string, value: unknown, n: number): ArrayLike<number> {
  const weights = requireWeights(what, value, n);
  for (let i = 0; i < n; i++) {
    if (!(weights[i]! >= 0 && weights[i]! <= 1)) {
      throw new RangeError(`${what} must hold numbers from 0 to 1, got ${weights[i]} at element ${i}.`);
    }
  }
  return weights;
}

/**
 * A mask or probability of two parts, `null` for what is free; none: both are.
 *
 * @param form the parts in words: `length, characters`.
 * @throws TypeError when it is no such pair.
 */
export function requirePair(what: string, form: string, value: unknown): readonly [unknown, unknown] {
  if (value == null) return [null, null];
  if (Array.isArray(value) && value.length === 2) return value as [unknown, unknown];
  throw new TypeError(`${what} must be [${form}], null for what is free.`);
}

/** @throws TypeError, RangeError when this is not an array of n entries. */
export function requireWeights(what: string, value: unknown, n: number): ArrayLike<number> {
  const { length } = Object(value) as { length?: unknown };
  if (typeof value !== 'object' || typeof length !== 'number') {
    throw new TypeError(`${what} must be an array of ${n} numbers, got ${typeof value}.`);
  }
  if (length !== n) throw new RangeError(`${what} must hold ${n} numbers, got ${length}.`);
  return value as ArrayLike<number>;
}
