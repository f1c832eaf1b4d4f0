import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { linePlot } from './plot.js';
import { bootstrapMean, interpolate, meanCurve, movingMean } from './statistics.js';
import { axisTicks, formatTick } from './ticks.js';

describe('axisTicks', () => {
  it('gives round numbers inside the range', () => {
    expect(axisTicks(0, 500, 5)).toEqual([0, 100, 200, 300, 400, 500]);
    expect(axisTicks(-0.35, 0.35, 6)).toEqual([-0.2, 0, 0.2]);
    expect(axisTicks(0.1, 0.5, 4)).toEqual([0.1, 0.2, 0.3, 0.4, 0.5]);
    expect(axisTicks(3, 3, 6)).toEqual([3]);
  });

  it('stays inside and not far from the count asked for', () => {
    const finite = fc.double({ min: -1e6, max: 1e6, noNaN: true });
    fc.assert(
      fc.property(finite, fc.double({ min: 1e-3, max: 1e6, noNaN: true }), (from, size) => {
        const ticks = axisTicks(from, from + size, 6);
        expect(ticks.length).toBeGreaterThanOrEqual(2);
        expect(ticks.length).toBeLessThanOrEqual(8);
        expect(ticks[0]!).toBeGreaterThanOrEqual(from - size * 1e-6);
        expect(ticks.at(-1)!).toBeLessThanOrEqual(from + size * (1 + 1e-6));
      }),
    );
  });

  it('writes them short', () => {
    expect([0, 5, 1500, 25_000, 1.5e6, 0.25, -0.1, 2e-5].map(formatTick)).toEqual([
      '0',
      '5',
      '1,500',
      '25k',
      '1.5M',
      '0.25',
      '-0.1',
      '2e-5',
    ]);
  });
});

describe('statistics', () => {
  it('averages over a window that fills up', () => {
    expect(movingMean([1, 3, 5, 7], 2)).toEqual([1, 2, 4, 6]);
    expect(movingMean([], 3)).toEqual([]);
  });

  it('interpolates between points and holds the ends', () => {
    const curve = { x: [0, 10, 20], y: [0, 100, 0] };
    expect([-5, 0, 5, 10, 15, 99].map((x) => interpolate(curve, x))).toEqual([0, 0, 50, 100, 50, 0]);
  });

  it('gives an interval around the mean that shrinks with more values', () => {
    const values = (n: number) => Array.from({ length: n }, (_, i) => i % 10);
    const [few, many] = [bootstrapMean(values(10)), bootstrapMean(values(1000))];
    expect(few.mean).toBe(4.5);
    // The standard error of the mean of 0 … 9 is 0.908; 1.96 of them on each side.
    expect(few.low).toBeCloseTo(4.5 - 1.96 * 0.908, 0);
    expect(few.high).toBeCloseTo(4.5 + 1.96 * 0.908, 0);
    expect(many.high - many.low).toBeLessThan((few.high - few.low) / 5);
    expect(bootstrapMean([3])).toEqual({ mean: 3, low: 3, high: 3 });
    expect(bootstrapMean(values(10))).toEqual(few);
  });

  it('joins curves on the steps they share', () => {
    const curve = meanCurve(
      [
        { x: [0, 100], y: [0, 100] },
        { x: [20, 120], y: [40, 140] },
      ],
      { points: 5 },
    );
    expect(curve.x).toEqual([20, 40, 60, 80, 100]);
    for (const [i, x] of curve.x.entries()) {
      expect(curve.y[i]).toBeCloseTo(x + 10, 9);
      expect(curve.low[i]).toBeLessThan(curve.high[i]!);
    }
  });
});

describe('linePlot', () => {
  const line = { label: 'a < b', x: [0, 10], y: [1, 2] };

  it('is XML with everything asked for, escaped', () => {
    const svg = linePlot({
      title: 'A & B',
      xLabel: 'steps',
      yLabel: 'return',
      series: [line, { ...line, label: 'band', low: [0, 1], high: [2, 3] }],
      references: [{ y: 2.5, label: 'solved' }],
    });
    for (const text of ['A &amp; B', 'steps', 'return', 'a &lt; b', 'band', 'solved'])
      expect(svg).toContain(`>${text}</text>`);
    expect(svg.match(/<polyline/g)!.length).toBe(2);
    expect(svg.match(/<polygon/g)!.length).toBe(1);
    expect(svg).not.toContain('NaN');
  });

  it('keeps points inside the frame and puts larger values higher', () => {
    const svg = linePlot({ series: [{ label: 'a', x: [0, 5, 10], y: [0, 10, 5] }], width: 300, height: 200 });
    const points = /polyline points="([^"]+)"/
      .exec(svg)![1]!
      .split(' ')
      .map((pair) => pair.split(',').map(Number));
    for (const [x, y] of points) {
      expect(x).toBeGreaterThan(0);
      expect(x).toBeLessThan(300);
      expect(y).toBeGreaterThan(0);
      expect(y).toBeLessThan(200);
    }
    const [first, second, third] = points.map((point) => point[1]!);
    expect(second).toBeLessThan(third!);
    expect(third).toBeLessThan(first!);
  });

  it('draws a flat line and a single point', () => {
    expect(linePlot({ series: [{ label: 'a', x: [0, 1], y: [3, 3] }] })).not.toContain('NaN');
    expect(linePlot({ series: [{ label: 'a', x: [4], y: [3] }] })).not.toMatch(/NaN|Infinity/);
  });
});
