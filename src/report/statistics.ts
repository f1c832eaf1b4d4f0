// Curves over several seeds: common grid, mean, and a bootstrap confidence interval of the mean.
import { Generator, type Seed } from '../random/index.js';

export interface Curve {
  x: readonly number[];
  y: readonly number[];
}

export interface MeanCurve extends Curve {
  /** Lower and upper end of the interval at each x. */
  low: readonly number[];
  high: readonly number[];
}

export interface BootstrapOptions {
  /** Default 0.95. */
  confidence?: number;
  /** Default 2000. */
  resamples?: number;
  seed?: Seed;
}

export interface Interval {
  mean: number;
  low: number;
  high: number;
}

/** Percentile bootstrap interval of the mean (Efron 1979), the same for the same seed. */
export function bootstrapMean(
  values: readonly number[],
  { confidence = 0.95, resamples = 2000, seed = 0 }: BootstrapOptions = {},
): Interval {
  const rng = new Generator(seed);
  const means = new Float64Array(resamples);
  for (let r = 0; r < resamples; r++) {
    let sum = 0;
    for (let i = 0; i < values.length; i++) sum += values[rng.integers(0, values.length) as number]!;
    means[r] = sum / values.length;
  }
  means.sort();
  const tail = (1 - confidence) / 2;
  return { mean: average(values), low: quantile(means, tail), high: quantile(means, 1 - tail) };
}

/**
 * Mean of several runs on `points` common x values, from the latest first point to the earliest last one, with a
 * bootstrap interval over the runs at each.
 */
export function meanCurve(
  runs: readonly Curve[],
  { points = 100, ...bootstrap }: BootstrapOptions & { points?: number } = {},
): MeanCurve {
  const from = Math.max(...runs.map(({ x }) => x[0]!));
  const to = Math.min(...runs.map(({ x }) => x[x.length - 1]!));
  const x = Array.from({ length: points }, (_, i) => from + ((to - from) * i) / (points - 1));
  const columns = runs.map((run) => x.map((at) => interpolate(run, at)));
  const intervals = x.map((_, i) =>
    bootstrapMean(
      columns.map((column) => column[i]!),
      bootstrap,
    ),
  );
  return {
    x,
    y: intervals.map(({ mean }) => mean),
    low: intervals.map(({ low }) => low),
    high: intervals.map(({ high }) => high),
  };
}

/** Linear between the points, constant outside. */
export function interpolate({ x, y }: Curve, at: number): number {
  if (at <= x[0]!) return y[0]!;
  const right = x.findIndex((value) => value >= at);
  if (right === -1) return y[y.length - 1]!;
  const left = right - 1;
  return y[left]! + ((y[right]! - y[left]!) * (at - x[left]!)) / (x[right]! - x[left]!);
}

/** Mean of the last `window` values at every position; fewer at the beginning. */
export function movingMean(values: readonly number[], window: number): number[] {
  let sum = 0;
  return values.map((value, i) => {
    sum += value - (i >= window ? values[i - window]! : 0);
    return sum / Math.min(i + 1, window);
  });
}

function quantile(sorted: Float64Array, share: number): number {
  const at = share * (sorted.length - 1);
  const [below, above] = [sorted[Math.floor(at)]!, sorted[Math.ceil(at)]!];
  return below + (above - below) * (at - Math.floor(at));
}

function average(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
