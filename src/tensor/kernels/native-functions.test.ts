// The native kernels where vectors are tried: elementary functions to the last places, NaN and infinities, no elements, and
// results written over their operands. Skipped, visibly, where the add-on has not been built.
import { describe, expect, it } from 'vitest';
import { Workbench } from '../../../test/kernels.js';
import { Binary, Unary } from './assembly/codes.js';
import type { Kernels } from './kernels.js';
import { loadNative } from './native.js';

const whereBuilt = describe.skipIf(loadNative() === null);
const { NaN: nan, POSITIVE_INFINITY: inf } = Number;
const SPECIAL = [nan, inf, -inf, 0, -0, 1, -1, 1e-40, -1e-40, 3e38, -3e38, 88.5, -88.5, -103, 20, -20, 1e-8];

/** The distance of `actual` from the float next to `exact`, in units of the last place. */
function ulps(actual: number, exact: number): number {
  if (Object.is(actual, Math.fround(exact))) return 0;
  const size = Math.max(Math.abs(exact), 2 ** -126);
  return Math.abs(actual - exact) / 2 ** (Math.floor(Math.log2(size)) - 23);
}

whereBuilt('elementary functions', () => {
  const sigmoid = (x: number) => 1 / (1 + Math.exp(-x));
  it.each([
    ['exp', Unary.exp, Math.exp, -87, 88],
    ['log', Unary.log, Math.log, 1e-30, 20],
    ['tanh', Unary.tanh, Math.tanh, -12, 12],
    ['sigmoid', Unary.sigmoid, sigmoid, -80, 80],
  ] as const)('%s is within three units of the last place', (_, op, exact, low, high) => {
    const bench = new Workbench('native', 5);
    const n = 40_003;
    const x = bench.floats(
      n,
      (i) => (i % 2 === 0 ? 1 : bench.random() ** 4) * (low + (high - low) * bench.random()),
    );
    const y = bench.floats(n);
    bench.kernels.unary(op, x, y, n, 0, 0);
    const [inputs, outputs] = [bench.read(x, n), bench.read(y, n)];
    let worst = 0;
    for (let i = 0; i < n; i++) worst = Math.max(worst, ulps(outputs[i]!, exact(inputs[i]!)));
    expect(worst).toBeLessThanOrEqual(3);
  });
});

/** What a kernel leaves of the same special values with the add-on and with the reference. */
function both(call: (kernels: Kernels, bench: Workbench) => void): [Float32Array, Float32Array] {
  const [actual, expected] = (['native', 'reference'] as const).map((backend) => {
    const bench = new Workbench(backend, 3);
    call(bench.kernels, bench);
    return bench.heap().slice();
  });
  return [actual!, expected!];
}

function expectAlike([actual, expected]: [Float32Array, Float32Array]): void {
  const at = expected.findIndex((y, i) => {
    const x = actual[i]!;
    return !Object.is(x, y) && !(Math.abs(x - y) <= 1e-37 + 2e-6 * Math.abs(y));
  });
  expect(at < 0 ? '' : `[${at}] is ${actual[at]}, reference ${expected[at]}`).toBe('');
}

const codes = (names: object) =>
  Object.entries(names).filter((entry): entry is [string, number] => typeof entry[1] === 'number');

whereBuilt('NaN and infinities, also in place', () => {
  const n = SPECIAL.length;

  it.each(codes(Unary))('unary %s', (_, op) => {
    expectAlike(
      both(({ unary }, bench) => {
        const [x, y] = [bench.floats(n, (i) => SPECIAL[i]!), bench.floats(n)];
        unary(op, x, y, n, 0.5, 2);
        unary(op, x, x, n, 0.5, 2);
      }),
    );
  });

  it.each(codes(Binary))('binary %s', (_, op) => {
    // The reference computes in float64, where differences of the largest numbers do not overflow.
    const values = SPECIAL.filter((x) => !(Math.abs(x) > 1e38 && Math.abs(x) < inf));
    const n = values.length;
    expectAlike(
      both(({ binary }, bench) => {
        const a = bench.floats(n * n, (i) => values[i % n]!);
        const b = bench.floats(n * n, (i) => values[Math.floor(i / n)]!);
        binary(op, a, 1, b, 1, bench.floats(n * n), n * n, 0.5);
        binary(op, a, 1, b, 0, a, n * n, 0.5);
      }),
    );
  });

  it('softmax and products', () => {
    expectAlike(
      both(({ logsumexp, gemm, reduceExtreme, firstNonFinite }, bench) => {
        for (const rows of [1, 5, 20]) {
          for (const width of [2, 9, 18]) {
            const x = bench.floats(rows * width, (i) => (i % 7 === 3 ? SPECIAL[i % 5]! : 0.25));
            logsumexp(x, bench.floats(rows), rows, width);
            reduceExtreme(x, bench.floats(rows), bench.floats(rows), rows, width, 1, -1);
            gemm(0, 1, rows, rows, width, x, width, x, width, bench.floats(rows * rows), rows, 0, 0, 0);
            bench.floats(1, () => firstNonFinite(x, rows * width));
          }
        }
      }),
    );
  });
});

whereBuilt('no elements', () => {
  it('are computed without touching anything', () => {
    const [actual, expected] = both((kernels, bench) => {
      const p = bench.floats(4);
      kernels.unary(Unary.exp, p, p, 0, 0, 0);
      kernels.binary(Binary.add, p, 1, p, 1, p, 0, 0);
      kernels.adam(p, p, p, p, 0, 0, 1, 0.9, 0.9, 1, 0, 0, 1, 1);
      kernels.softmax(p, p, 0, 3, 0);
      kernels.gemm(0, 1, 0, 5, 5, p, 5, p, 5, p, 5, 0, 0, 2);
      kernels.gemm(0, 0, 5, 0, 5, p, 5, p, 0, p, 0, 0, 0, 2);
      kernels.linearGrad(0, 2, 2, p, p, p, p, 1, 0, 0, p, 4);
      kernels.copy(p, p, 0, 1);
      bench.floats(1, () => kernels.sumSquares(p, 0));
    });
    expect(actual).toEqual(expected);
  });
});
