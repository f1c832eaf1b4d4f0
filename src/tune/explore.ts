// How members of a population get other hyperparameters: perturbed, or drawn anew (Jaderberg et al. 2017, section 4.1).
import type { Generator } from '../random/index.js';
import { coordinateOf, type Dimension, type Params, randomPoint, valueAt } from './dimensions.js';

export interface ExploreOptions {
  /** Chance that a parameter is drawn anew. */
  resample: number;
  /** Numbers are multiplied or divided by it. */
  factor: number;
}

export function explored(
  dimensions: readonly Dimension[],
  params: Params,
  { resample, factor }: ExploreOptions,
  rng: Generator,
): Params {
  return Object.fromEntries(
    dimensions.map((dimension) => {
      const value = params[dimension.key];
      const anew = rng.random() < resample;
      const up = rng.random() < 0.5;
      const drawn = valueAt(dimension, randomPoint([dimension], rng)[0]!);
      return [dimension.key, anew ? drawn : perturbed(dimension, value, up, factor)];
    }),
  );
}

/** A number within its range; the next value of those that have an order; any other stays as it is. */
function perturbed(dimension: Dimension, value: unknown, up: boolean, factor: number): unknown {
  const { parameter, levels, ordered } = dimension;
  if (parameter.type === 'choice') {
    if (!ordered) return value;
    const at = coordinateOf(dimension, value) + (up ? 1 : -1) / levels;
    return valueAt(dimension, Math.min(Math.max(at, 0), 1));
  }
  const { type, low, high } = parameter;
  const moved = up ? (value as number) * factor : (value as number) / factor;
  const whole = up ? Math.ceil(moved) : Math.floor(moved);
  return Math.min(Math.max(type === 'int' ? whole : Number(moved.toPrecision(6)), low), high);
}
