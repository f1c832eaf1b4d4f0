// Schedules: a value that changes with training progress (learning rate, clip range) or with steps and episodes (ε).

/**
 * A constant, or a change over training progress.
 * Short text form for the command line: `linear:1e-3:0`, `exponential:1:0.05`, with shares `linear:1:0:fraction:begin`.
 */
export type ScheduleSpec =
  | number
  | {
      type: 'linear' | 'exponential';
      start: number;
      end: number;
      /** Share of the training that the change takes; `end` is held after it. Default: what follows `begin`. */
      fraction?: number;
      /** Share of the training before it, over which `start` is held; default 0. */
      begin?: number;
    };

/**
 * Value of a schedule at `progress` in [0, 1] (0 = start of training).
 * Linear: `start + (end - start)·p`; exponential: `start·(end/start)^p`, with `p = (progress - begin) / fraction` within [0, 1].
 */
export function scheduleValue(spec: ScheduleSpec, progress: number): number {
  if (typeof spec === 'number') return spec;
  const { type, start, end, begin = 0, fraction = 1 - begin } = spec;
  const p = fraction <= 0 ? 1 : Math.min(Math.max(progress - begin, 0) / fraction, 1);
  if (p === 1) return end;
  return type === 'linear' ? start + (end - start) * p : start * (end / start) ** p;
}

/** Shares such as 0.7 and 0.3 may add up to a little more than 1. */
const ROUNDING = 1e-12;

/** Whether a value is a schedule that has a value everywhere: `start·(end/start)^p` has none from or to 0. */
export function isSchedule(value: unknown): value is ScheduleSpec {
  const from = (least: number, x: unknown) => typeof x === 'number' && Number.isFinite(x) && x >= least;
  if (typeof value !== 'object' || value === null) return from(0, value);
  const {
    type,
    start,
    end,
    begin = 0,
    fraction = 1 - Number(begin),
    ...rest
  } = value as Record<string, unknown>;
  const least = type === 'exponential' ? Number.MIN_VALUE : 0;
  return (
    (type === 'linear' || type === 'exponential') &&
    from(least, start) &&
    from(least, end) &&
    from(Number.MIN_VALUE, fraction) &&
    from(0, begin) &&
    (begin as number) + (fraction as number) <= 1 + ROUNDING &&
    Object.keys(rest).length === 0
  );
}

/** Reads the short text form; returns `undefined` when the text is not one. */
export function parseSchedule(text: string): ScheduleSpec | undefined {
  const [type, ...words] = text.split(':');
  if (type !== 'linear' && type !== 'exponential') return undefined;
  const numbers = words.map((word) => (word.trim() === '' ? Number.NaN : Number(word)));
  const [start, end, fraction, begin] = numbers;
  if (start === undefined || end === undefined || numbers.length > 4 || numbers.some(Number.isNaN)) {
    return undefined;
  }
  return {
    ...{ type, start, end },
    ...(fraction !== undefined && { fraction }),
    ...(begin !== undefined && { begin }),
  };
}
