// Schedules: a value that changes with training progress (learning rate, clip range) or with steps and episodes (ε).

/**
 * A constant, or a change over training progress.
 * Short text form for the command line: `linear:1e-3:0`, `exponential:1:0.05`.
 */
export type ScheduleSpec =
  | number
  | {
      type: 'linear' | 'exponential';
      start: number;
      end: number;
      /** Share of the training after which `end` is held; default 1. */
      fraction?: number;
    };

/**
 * Value of a schedule at `progress` in [0, 1] (0 = start of training).
 * Linear: `start + (end - start)·p`; exponential: `start·(end/start)^p`, with `p = min(progress / fraction, 1)`.
 */
export function scheduleValue(spec: ScheduleSpec, progress: number): number {
  if (typeof spec === 'number') return spec;
  const { type, start, end, fraction = 1 } = spec;
  const p = fraction <= 0 ? 1 : Math.min(Math.max(progress, 0) / fraction, 1);
  if (p === 1) return end;
  return type === 'linear' ? start + (end - start) * p : start * (end / start) ** p;
}

/** Whether a value is a schedule that has a value everywhere: `start·(end/start)^p` has none from or to 0. */
export function isSchedule(value: unknown): value is ScheduleSpec {
  const from = (least: number, x: unknown) => typeof x === 'number' && Number.isFinite(x) && x >= least;
  if (typeof value !== 'object' || value === null) return from(0, value);
  const { type, start, end, fraction = 1, ...rest } = value as Record<string, unknown>;
  const least = type === 'exponential' ? Number.MIN_VALUE : 0;
  return (
    (type === 'linear' || type === 'exponential') &&
    from(least, start) &&
    from(least, end) &&
    from(Number.MIN_VALUE, fraction) &&
    (fraction as number) <= 1 &&
    Object.keys(rest).length === 0
  );
}

/** Reads the short text form; returns `undefined` when the text is not one. */
export function parseSchedule(text: string): ScheduleSpec | undefined {
  const [type, ...words] = text.split(':');
  if (type !== 'linear' && type !== 'exponential') return undefined;
  const numbers = words.map((word) => (word.trim() === '' ? Number.NaN : Number(word)));
  const [start, end, fraction] = numbers;
  if (start === undefined || end === undefined || numbers.length > 3 || numbers.some(Number.isNaN)) {
    return undefined;
  }
  return fraction === undefined ? { type, start, end } : { type, start, end, fraction };
}
