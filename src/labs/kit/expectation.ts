// What a lab expects of a number: in words for its table, and as a test. A quick run may expect less of what chance decides.

export interface Expectation {
  /** As the table shows it, e.g. `≥ 0.89`. */
  text: string;
  /** Of quick runs, where it is looser. */
  quickText?: string;
  holds(value: number, quick: boolean): boolean;
}

export interface Loosened {
  /** The bound of quick runs, which have too few seeds or steps for the other. */
  quick?: number;
}

/** At least `bound`. */
export function atLeast(bound: number, { quick }: Loosened = {}): Expectation {
  return bounded('≥', bound, quick, (value, limit) => value >= limit);
}

/** At most `bound`. */
export function atMost(bound: number, { quick }: Loosened = {}): Expectation {
  return bounded('≤', bound, quick, (value, limit) => value <= limit);
}

/** Within `tolerance` of `target`, both ends included. */
export function near(target: number, tolerance: number, { quick }: Loosened = {}): Expectation {
  const text = (limit: number) => `${formatNumber(target)} ± ${formatNumber(limit)}`;
  return {
    text: text(tolerance),
    ...(quick !== undefined && { quickText: text(quick) }),
    holds: (value, isQuick) => Math.abs(value - target) <= (isQuick ? (quick ?? tolerance) : tolerance),
  };
}

/** Exactly `target`. */
export function exactly(target: number): Expectation {
  return { text: formatNumber(target), holds: (value) => value === target };
}

function bounded(
  sign: string,
  bound: number,
  quick: number | undefined,
  holds: (value: number, limit: number) => boolean,
): Expectation {
  return {
    text: `${sign} ${formatNumber(bound)}`,
    ...(quick !== undefined && { quickText: `${sign} ${formatNumber(quick)}` }),
    holds: (value, isQuick) => holds(value, isQuick ? (quick ?? bound) : bound),
  };
}

/** Five digits that count, powers of ten beyond a million and below a ten-thousandth. */
export function formatNumber(value: number): string {
  if (!Number.isFinite(value)) return String(value).replace('Infinity', '∞');
  const size = Math.abs(value);
  if (Number.isInteger(value) && size < 1e7) return value.toLocaleString('en-US');
  if (size >= 1e7 || size < 1e-4) return value.toExponential(1).replace('e+', 'e');
  return String(Number(value.toPrecision(5)));
}
