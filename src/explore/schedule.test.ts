import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { epsilonAt } from './epsilon.js';
import { isSchedule, parseSchedule, scheduleValue } from './schedule.js';

const rate = fc.double({ min: 1e-6, max: 1, noNaN: true });

describe('scheduleValue', () => {
  it('interpolates linearly and exponentially', () => {
    expect(scheduleValue(0.3, 0.7)).toBe(0.3);
    expect(scheduleValue({ type: 'linear', start: 1, end: 0 }, 0.25)).toBeCloseTo(0.75, 12);
    expect(scheduleValue({ type: 'linear', start: 1, end: 0, fraction: 0.5 }, 0.25)).toBeCloseTo(0.5, 12);
    expect(scheduleValue({ type: 'exponential', start: 1, end: 0.01 }, 0.5)).toBeCloseTo(0.1, 12);
  });

  it('stays between its ends, hits them exactly and moves one way only', () => {
    const spec = fc.record({
      type: fc.constantFrom('linear' as const, 'exponential' as const),
      start: rate,
      end: rate,
      fraction: fc.double({ min: 0.01, max: 1, noNaN: true }),
    });
    fc.assert(
      fc.property(
        spec,
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (s, a, b) => {
          const [early, late] = [Math.min(a, b), Math.max(a, b)].map((p) => scheduleValue(s, p)) as [
            number,
            number,
          ];
          const slack = 1e-12;
          expect(scheduleValue(s, 0)).toBe(s.start);
          expect(scheduleValue(s, 1)).toBe(s.end);
          expect(early).toBeGreaterThanOrEqual(Math.min(s.start, s.end) - slack);
          expect(early).toBeLessThanOrEqual(Math.max(s.start, s.end) + slack);
          if (s.start >= s.end) expect(late).toBeLessThanOrEqual(early + slack);
          else expect(late).toBeGreaterThanOrEqual(early - slack);
        },
      ),
    );
  });

  it('reads the text form and refuses others', () => {
    expect(parseSchedule('linear:1e-3:0')).toEqual({ type: 'linear', start: 1e-3, end: 0 });
    expect(parseSchedule('exponential:1:0.05:0.5')).toEqual({
      type: 'exponential',
      start: 1,
      end: 0.05,
      fraction: 0.5,
    });
    expect(parseSchedule('linear:1:0:0.5:0.25')).toEqual({
      ...{ type: 'linear', start: 1, end: 0, fraction: 0.5, begin: 0.25 },
    });
    expect(parseSchedule('linear:1:0:0.5:0.25:1')).toBeUndefined();
    expect(parseSchedule('cosine:1:0')).toBeUndefined();
    expect(parseSchedule('linear:1')).toBeUndefined();
    expect(parseSchedule('linear:a:b')).toBeUndefined();
  });
});

describe('a schedule that begins later', () => {
  const late = { type: 'exponential' as const, start: 1, end: 0.01, fraction: 0.5, begin: 0.25 };

  it('holds its ends before and after', () => {
    const values = [0, 0.25, 0.5, 0.75, 1].map((progress) => scheduleValue(late, progress));
    for (const [i, value] of [1, 1, 0.1, 0.01, 0.01].entries()) expect(values[i]).toBeCloseTo(value, 12);
    const { fraction: _, ...open } = late;
    expect(scheduleValue(open, 1)).toBe(0.01);
    expect(scheduleValue(open, 0.625)).toBeCloseTo(0.1, 12);
  });

  it('must have room in the training', () => {
    expect(isSchedule(late)).toBe(true);
    expect(isSchedule({ ...late, begin: 0.7, fraction: 0.3 })).toBe(true);
    for (const wrong of [{ begin: 0.6 }, { begin: 1, fraction: undefined }, { begin: -0.1 }, { begin: '0' }])
      expect(isSchedule({ ...late, ...wrong }), JSON.stringify(wrong)).toBe(false);
  });
});

describe('epsilonAt', () => {
  const base = { initial: 1, final: 0.1, horizon: 100, decay: 0.95, unit: 'step' as const };

  it('is linear to the horizon and then constant', () => {
    const options = { ...base, schedule: 'linear' as const };
    expect(epsilonAt(options, 0)).toBe(1);
    expect(epsilonAt(options, 50)).toBeCloseTo(0.55, 12);
    expect(epsilonAt(options, 100)).toBe(0.1);
    expect(epsilonAt(options, 1e9)).toBe(0.1);
  });

  it('decays by a factor per unit down to the floor', () => {
    const options = { ...base, schedule: 'exponential' as const };
    expect(epsilonAt(options, 1)).toBeCloseTo(0.95, 12);
    expect(epsilonAt(options, 10)).toBeCloseTo(0.95 ** 10, 12);
    expect(epsilonAt(options, 1000)).toBe(0.1);
  });
});
