// Whether contenders compute the same thing: their losses and gradient norms, iteration by iteration.

/** What an iteration computed: a loss, or a loss and gradient norms. */
export type Check = number | number[];

export interface Difference {
  /** The largest deviation from the first contender, relative to the largest value of the same iteration. */
  largest: number;
  /** Contenders that do not compute the same as the first. */
  unequal: string[];
}

/**
 * Results differ by rounding, and an optimiser amplifies rounding with every update (Adam divides a gradient by its own
 * size, however small): before the first update values must agree closely, afterwards they may drift.
 */
const FIRST_TOLERANCE = 1e-4;
const LATER_TOLERANCE = 1e-2;

/** Compares every contender's checks with those of the first in `checks`. */
export function compare(checks: ReadonlyMap<string, Check[]>): Difference {
  const [[, first], ...others] = [...checks] as [[string, Check[]], ...[string, Check[]][]];
  const result: Difference = { largest: 0, unequal: [] };
  for (const [id, other] of others) {
    const deviations = first.map((expected, i) =>
      deviation([expected].flat(), [other[i] ?? Number.NaN].flat()),
    );
    const equal =
      other.length === first.length &&
      deviations.every((value, i) => value <= (i === 0 ? FIRST_TOLERANCE : LATER_TOLERANCE));
    if (!equal) result.unequal.push(id);
    result.largest = Math.max(result.largest, ...deviations);
  }
  return result;
}

/** Relative to the largest value of both: a gradient that should be zero is only rounding. NaN where a value is missing. */
function deviation(expected: number[], actual: number[]): number {
  if (expected.length !== actual.length) return Number.NaN;
  const distance = Math.max(...expected.map((value, j) => Math.abs(value - actual[j]!)));
  const scale = Math.max(...expected.map(Math.abs), ...actual.map(Math.abs));
  return distance === 0 ? 0 : distance / scale;
}
