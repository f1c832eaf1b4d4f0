// Weighted picks and samples without replacement, in the order in which NumPy draws them.
import type { Generator } from './generator.js';

export interface WeightsOption {
  /** Probability of each index; non-negative, of sum 1. */
  p?: ArrayLike<number>;
}

/**
 * Cumulative sums of the distribution `p`, the last exactly 1.
 *
 * @throws RangeError when `p` has not n non-negative entries of sum 1 (as loose as a softmax in float32).
 */
export function cumulative(p: ArrayLike<number>, n: number): Float64Array {
  if (p.length !== n)
    throw new RangeError(`p needs one probability for each of ${n} indices, got ${p.length}.`);
  let sum = 0;
  for (let i = 0; i < n; i++) {
    if (!(p[i]! >= 0)) throw new RangeError(`p[${i}] must be a probability, got ${p[i]}.`);
    sum += p[i]!;
  }
  if (!(Math.abs(sum - 1) <= 1e-6)) throw new RangeError(`The probabilities p must sum to 1, got ${sum}.`);
  return normalisedSums(p);
}

function normalisedSums(weights: ArrayLike<number>): Float64Array {
  const sums = Float64Array.from(weights);
  for (let i = 1; i < sums.length; i++) sums[i] = sums[i]! + sums[i - 1]!;
  const total = sums[sums.length - 1]!;
  return sums.map((sum) => sum / total);
}

/** The first index whose cumulative probability exceeds `draw`. */
export function pickIndex(sums: Float64Array, draw: number): number {
  let low = 0;
  let high = sums.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (sums[middle]! <= draw) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** `size` different indices below `n`, in random order. */
export function sampleIndices(rng: Generator, n: number, size: number, p?: ArrayLike<number>): number[] {
  const available = p === undefined ? n : Array.from(p).filter((x) => x > 0).length;
  if (size > available) {
    throw new RangeError(`Cannot draw ${size} of ${available} indices without replacement.`);
  }
  if (p !== undefined) return sampleWeighted(rng, n, size, p);
  // NumPy shuffles the tail of the whole range when the sample is a large part of a large range.
  if (n > 10_000 && size > Math.floor(n / 50)) {
    const all = Array.from({ length: n }, (_, i) => i);
    shuffleDownTo(rng, all, Math.max(n - size, 1));
    return all.slice(n - size);
  }
  return sampleFloyd(rng, n, size);
}

/** R. Floyd's sampling: one draw per element, then a shuffle. */
function sampleFloyd(rng: Generator, n: number, size: number): number[] {
  const chosen = new Set<number>();
  for (let last = n - size; last < n; last++) {
    const draw = rng.integers(0, last + 1);
    chosen.add(chosen.has(draw) ? last : draw);
  }
  const sample = [...chosen];
  shuffleDownTo(rng, sample, 1);
  return sample;
}

/** Shuffles the places from the last down to `first`, with bounded integers (unlike `Generator.shuffle`). */
function shuffleDownTo(rng: Generator, array: number[], first: number): void {
  for (let i = array.length - 1; i >= first; i--) swap(array, i, rng.integers(0, i + 1));
}

export function swap<T>(array: { [index: number]: T }, i: number, j: number): void {
  const held = array[i]!;
  array[i] = array[j]!;
  array[j] = held;
}

/** Draws what is still missing, the found indices' weight removed, until `size` different ones are found. */
function sampleWeighted(rng: Generator, n: number, size: number, p: ArrayLike<number>): number[] {
  let sums = cumulative(p, n);
  const weights = Float64Array.from(p);
  const found = new Set<number>();
  for (;;) {
    const draws = Array.from({ length: size - found.size }, () => rng.random());
    for (const draw of draws) found.add(pickIndex(sums, draw));
    if (found.size === size) return [...found];
    for (const index of found) weights[index] = 0;
    sums = normalisedSums(weights);
  }
}
