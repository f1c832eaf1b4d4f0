// How far tanh, sigmoid and exp of the WASM modules lie from the true values, in units of the last place, and what they
// make of zeros, infinities and NaN.
import { describe, expect, it } from 'vitest';
import { Workbench } from '../../../test/kernels.js';
import { Unary } from './assembly/codes.js';

const COUNT = 100_000;
const FUNCTIONS = [
  { op: Unary.tanh, f: Math.tanh, reach: 12, ulps: 3 },
  { op: Unary.sigmoid, f: (x: number) => 1 / (1 + Math.exp(-x)), reach: 85, ulps: 3 },
  { op: Unary.exp, f: Math.exp, reach: 86, ulps: 3 },
];

/** Distance of neighbouring floats at x. */
const ulp = (x: number) => 2 ** Math.max(Math.floor(Math.log2(Math.abs(x))) - 23, -149);

function evaluate(bench: Workbench, op: number, values: readonly number[]): [Float32Array, Float32Array] {
  const x = bench.floats(values.length, (i) => values[i]!);
  const y = bench.floats(values.length);
  bench.kernels.unary(op, x, y, values.length, 0, 0);
  return [bench.read(x, values.length), bench.read(y, values.length)];
}

describe.each(['wasm', 'wasm-fma'] as const)('%s', (backend) => {
  it.each(FUNCTIONS)('is accurate to the last places (function $op)', ({ op, f, reach, ulps }) => {
    const bench = new Workbench(backend, 1);
    const values = Array.from({ length: COUNT }, (_, i) => {
      const sign = bench.random() < 0.5 ? -1 : 1;
      return sign * (i % 2 ? reach * bench.random() : Math.exp(-20 * bench.random()));
    });
    const [x, y] = evaluate(bench, op, values);
    let worst = 0;
    for (let i = 0; i < COUNT; i++) {
      const exact = f(x[i]!);
      worst = Math.max(worst, Math.abs(y[i]! - exact) / ulp(exact));
    }
    expect(worst).toBeLessThan(ulps);
  });

  it('keeps signs of zero, limits and NaN', () => {
    const bench = new Workbench(backend, 1);
    const values = [0, -0, 1e-40, -1e-40, 3e38, -3e38, Infinity, -Infinity, Number.NaN, -89, -104];
    const of = (op: number) => [...evaluate(bench, op, values)[1]];
    const tiny = Math.fround(1e-40);
    expect(of(Unary.tanh)).toEqual([0, -0, tiny, -tiny, 1, -1, 1, -1, Number.NaN, -1, -1]);
    expect(of(Unary.sigmoid)).toEqual([0.5, 0.5, 0.5, 0.5, 1, 0, 1, 0, Number.NaN, 0, 0]);
    expect(of(Unary.exp).slice(0, 9)).toEqual([1, 1, 1, 1, Infinity, 0, Infinity, 0, Number.NaN]);
  });
});
