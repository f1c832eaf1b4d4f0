// Draws in proportion to weights, and the weights of a softmax.
import type { Generator } from '../random/index.js';
import { noLegalAction } from './masking.js';

type Mask = ArrayLike<number> | undefined;

/** An index below `n`, drawn in proportion to weights that sum to `total`; one of weight 0 never is. */
export function drawIndex(weights: ArrayLike<number>, n: number, total: number, rng: Generator): number {
  let left = rng.random() * total;
  let last = 0;
  for (let i = 0; i < n; i++) {
    if (weights[i] === 0) continue;
    last = i;
    left -= weights[i]!;
    if (left < 0) break;
  }
  return last;
}

/** exp(x/τ) / Σ exp(x/τ) over the legal ones of `values[from]` …, into `out`. */
export function softmaxChances(
  values: ArrayLike<number>,
  from: number,
  n: number,
  masks: Mask,
  maskFrom: number,
  temperature: number,
  out: Float64Array,
): void {
  const isLegal = (a: number) => !(masks && masks[maskFrom + a] === 0);
  let legal = 0;
  let top = -Infinity;
  for (let a = 0; a < n; a++) {
    if (!isLegal(a)) continue;
    legal++;
    if (values[from + a]! > top) top = values[from + a]!;
  }
  if (legal === 0) throw noLegalAction(maskFrom / n);
  let sum = 0;
  for (let a = 0; a < n; a++) {
    out[a] = isLegal(a) ? Math.exp((values[from + a]! - top) / temperature) : 0;
    sum += out[a]!;
  }
  for (let a = 0; a < n; a++) out[a]! /= sum;
}

let scratch = new Float64Array(0);

/** A draw by those chances. */
export function drawSoftmax(
  values: ArrayLike<number>,
  from: number,
  n: number,
  masks: Mask,
  maskFrom: number,
  temperature: number,
  rng: Generator,
): number {
  if (scratch.length < n) scratch = new Float64Array(n);
  softmaxChances(values, from, n, masks, maskFrom, temperature, scratch);
  return drawIndex(scratch, n, 1, rng);
}
