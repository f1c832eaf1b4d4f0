// A search space as axes: numbers in [0, 1] or one of n, and back to values. Samplers know nothing else.
import { isDeepStrictEqual } from 'node:util';
import type { SearchParameter, SearchSpace } from '../agents/index.js';
import type { Generator } from '../random/index.js';

/** One parameter as samplers see it. */
export interface Dimension {
  key: string;
  parameter: SearchParameter;
  /** How many values there are; 0 = a continuum, of which coordinates in [0, 1] tell the place. */
  levels: number;
  /** Whether neighbouring levels are alike: their coordinates are middles of equal parts of [0, 1]. Else they are indices. */
  ordered: boolean;
}

/** A place in the space: a coordinate for each dimension. */
export type Point = readonly number[];

/** What a parameter is set to: a number before it takes its place in a text, or the value of a choice. */
export type Params = Record<string, unknown>;

export function dimensionsOf(space: SearchSpace): Dimension[] {
  return Object.entries(space).map(([key, parameter]) => {
    if (parameter.type === 'choice') {
      return { key, parameter, levels: parameter.values.length, ordered: parameter.ordered === true };
    }
    return { key, parameter, levels: parameter.type === 'int' ? levelsOf(parameter) : 0, ordered: true };
  });
}

/** Whole numbers on a logarithmic axis are as wide as they are there, so the axis is not cut into equal parts. */
function levelsOf({ low, high, log }: { low: number; high: number; log?: boolean }): number {
  return log ? 0 : high - low + 1;
}

/** The value at a coordinate. */
export function valueAt({ parameter, levels, ordered }: Dimension, at: number): unknown {
  const level = ordered ? Math.min(Math.floor(at * levels), levels - 1) : at;
  if (parameter.type === 'choice') return parameter.values[level];
  const { type, low, high, log } = parameter;
  if (levels > 0) return low + level;
  // Half a step on either side: the first and the last number are as likely as their neighbours.
  const [from, to] = type === 'int' ? [low - 0.5, high + 0.5] : [low, high];
  const value = log ? Math.exp(Math.log(from) + at * Math.log(to / from)) : from + at * (to - from);
  const rounded = type === 'int' ? Math.round(value) : Number(value.toPrecision(6));
  return Math.min(Math.max(rounded, low), high);
}

/** The coordinate of a value; the inverse of `valueAt` up to rounding. */
export function coordinateOf({ parameter, levels, ordered }: Dimension, value: unknown): number {
  if (parameter.type === 'choice') {
    const level = parameter.values.findIndex((each) => isDeepStrictEqual(each, value));
    return ordered ? (level + 0.5) / levels : level;
  }
  const { type, low, high, log } = parameter;
  const number = value as number;
  if (levels > 0) return (number - low + 0.5) / levels;
  const [from, to] = type === 'int' ? [low - 0.5, high + 0.5] : [low, high];
  if (from === to) return 0.5;
  return log ? Math.log(number / from) / Math.log(to / from) : (number - from) / (to - from);
}

/** A place drawn uniformly. */
export function randomPoint(dimensions: readonly Dimension[], rng: Generator): number[] {
  return dimensions.map(({ levels, ordered }) => (ordered ? rng.random() : rng.integers(0, levels)));
}

export function paramsAt(dimensions: readonly Dimension[], point: Point): Params {
  return Object.fromEntries(dimensions.map((each, i) => [each.key, valueAt(each, point[i]!)]));
}

export function pointOf(dimensions: readonly Dimension[], params: Params): number[] {
  return dimensions.map((each) => coordinateOf(each, params[each.key]));
}

/** Where the number goes in a text; the letter in `exponential` is none. */
export const PLACE = /\bx\b/;

/** What `train` is told: numbers in their texts. */
export function settingsOf(space: SearchSpace, params: Params): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(params).map(([key, value]) => {
      const parameter = space[key];
      const text = parameter?.type === 'float' ? parameter.as : undefined;
      return [key, text === undefined ? value : text.replace(PLACE, String(value))];
    }),
  );
}

/** The values of a dimension that a grid visits: all of a few, or `points` of them, evenly spread from end to end. */
export function gridValues(dimension: Dimension, points: number): unknown[] {
  const { levels, parameter, ordered } = dimension;
  if (parameter.type === 'choice') return [...parameter.values];
  if (parameter.low === parameter.high) return [parameter.low];
  const count = levels > 0 ? Math.min(levels, points) : points;
  if (count === 1) return [valueAt(dimension, 0.5)];
  const values = Array.from({ length: count }, (_, i) => {
    const share = i / (count - 1);
    return valueAt(dimension, levels > 0 && ordered ? (share * (levels - 1) + 0.5) / levels : share);
  });
  return [...new Set(values)];
}
