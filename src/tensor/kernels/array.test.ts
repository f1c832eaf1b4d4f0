// Arithmetic, reductions, softmax, copies and indexing of both WASM modules against the reference.
import { describe, expect, it } from 'vitest';
import { compareBackends, Workbench } from '../../../test/kernels.js';
import { Binary, Unary } from './assembly/codes.js';

const SIZES = [1, 2, 3, 4, 5, 8, 15, 16, 33, 67];
const codes = (names: object) => Object.entries(names).filter(([, code]) => typeof code === 'number');

describe('unary', () => {
  /** Functions whose arguments must be positive. */
  const positive = new Set<number>([Unary.log, Unary.sqrt, Unary.power, Unary.reciprocal]);
  it.each(codes(Unary))('%s and its slope match the reference', (_, code) => {
    compareBackends((bench) => {
      for (const n of SIZES) {
        const x = bench.floats(n, () =>
          positive.has(code) ? 0.1 + 3 * bench.random() : 8 * bench.random() - 4,
        );
        const [y, dy, dx] = [bench.floats(n), bench.floats(n), bench.floats(n)];
        const [p, q] = [0.5 + bench.random(), 1 + bench.random()];
        bench.kernels.unary(code, x, y, n, p, q);
        bench.kernels.unaryGrad(code, x, y, dy, dx, n, p, q, bench.integer(0, 1));
      }
    });
  });

  it('passes infinities and NaN on', () => {
    for (const backend of ['reference', 'wasm', 'wasm-fma'] as const) {
      const bench = new Workbench(backend, 1);
      const values = [Infinity, -Infinity, Number.NaN, 0];
      const x = bench.floats(4, (i) => values[i]!);
      const y = bench.floats(4);
      const of = (code: Unary, p = 0, q = 0) => {
        bench.kernels.unary(code, x, y, 4, p, q);
        return [...bench.read(y, 4)];
      };
      expect(of(Unary.exp)).toEqual([Infinity, 0, Number.NaN, 1]);
      expect(of(Unary.log)).toEqual([Infinity, Number.NaN, Number.NaN, -Infinity]);
      expect(of(Unary.tanh)).toEqual([1, -1, Number.NaN, 0]);
      expect(of(Unary.sigmoid)).toEqual([1, 0, Number.NaN, 0.5]);
      expect(of(Unary.relu)).toEqual([Infinity, 0, Number.NaN, 0]);
      expect(of(Unary.clamp, -1, 2)).toEqual([2, -1, Number.NaN, 0]);
    }
  });
});

describe('binary', () => {
  const comparisons = new Set<number>([Binary.eq, Binary.ne, Binary.lt, Binary.le, Binary.gt, Binary.ge]);
  it.each(codes(Binary))('%s and its slopes match the reference', (_, code) => {
    compareBackends((bench) => {
      const operand = (n: number) => bench.floats(n, () => Math.round(8 * bench.random() + 1) / 4);
      for (const n of SIZES) {
        for (const [sa, sb] of [
          [1, 1],
          [1, 0],
          [0, 1],
        ] as const) {
          const [a, b] = [operand(sa ? n : 1), operand(sb ? n : 1)];
          const [y, dy, out] = [bench.floats(n), bench.floats(n), bench.floats(n)];
          bench.kernels.binary(code, a, sa, b, sb, y, n, 0.75);
          if (comparisons.has(code)) continue;
          const [side, strideDy] = [bench.integer(0, 1), bench.integer(0, 1)];
          bench.kernels.binaryGrad(
            code,
            side,
            a,
            sa,
            b,
            sb,
            dy,
            strideDy,
            out,
            n,
            0.75,
            0.5,
            bench.integer(0, 1),
          );
        }
      }
    });
  });

  it('walks strides as the reference does', () => {
    compareBackends(
      (bench) => {
        const shapes = [
          { shape: [5, 3], a: [3, 1], b: [0, 1] },
          { shape: [4, 7], a: [7, 1], b: [1, 0] },
          { shape: [2, 3, 9], a: [27, 9, 1], b: [9, 0, 1] },
          { shape: [3, 2, 2, 5], a: [0, 10, 5, 1], b: [4, 2, 1, 0] },
        ];
        for (const { shape, a, b } of shapes) {
          const size = shape.reduce((x, y) => x * y, 1);
          const row = [...shape, ...a, ...b];
          const dims = bench.ints(row.length, (i) => row[i]!);
          const [pa, pb, y, dy, out] = [0, 0, 0, 0, 0].map(() => bench.floats(size)) as [
            number,
            number,
            number,
            number,
            number,
          ];
          for (const code of [Binary.add, Binary.mul, Binary.div]) {
            bench.kernels.binaryStrided(code, pa, pb, y, shape.length, dims, 0);
            for (const side of [0, 1])
              bench.kernels.binaryGradStrided(code, side, pa, pb, dy, out, shape.length, dims, 0);
          }
        }
      },
      { rtol: 1e-4 },
    );
  });
});

const BLOCKS = [
  [1, 1, 1],
  [1, 9, 1],
  [7, 5, 1],
  [3, 4, 5],
  [2, 6, 17],
  [4, 1, 3],
  [1, 33, 40],
  [1, 10_000, 1],
] as const;

describe('reductions', () => {
  it('match the reference', () => {
    compareBackends((bench) => {
      for (const [outer, n, inner] of BLOCKS) {
        const x = bench.floats(outer * n * inner, () => Math.round(20 * bench.random() - 10) / 8);
        const [y, values, indices] = [0, 0, 0].map(() => bench.floats(outer * inner)) as [
          number,
          number,
          number,
        ];
        bench.kernels.reduceSum(x, y, outer, n, inner, 0.5);
        bench.kernels.reduceSumGrad(y, x, outer, n, inner, 0.25, bench.integer(0, 1));
        bench.kernels.reduceExtreme(x, values, indices, outer, n, inner, bench.random() < 0.5 ? 1 : -1);
      }
    });
  });

  it('find the first NaN or infinity', () => {
    for (const backend of ['reference', 'wasm', 'wasm-fma'] as const) {
      const bench = new Workbench(backend, 1);
      for (const n of SIZES) {
        expect(bench.kernels.firstNonFinite(bench.floats(n), n)).toBe(-1);
        const bad = n >> 1;
        const x = bench.floats(n, (i) => (i < bad ? 1 : i % 2 ? Number.NaN : -Infinity));
        expect(bench.kernels.firstNonFinite(x, n)).toBe(bad);
      }
    }
  });
});

describe('functions of rows', () => {
  it('match the reference', () => {
    compareBackends(
      (bench) => {
        for (const rows of [1, 3, 9]) {
          for (const n of SIZES) {
            const size = rows * n;
            const { kernels } = bench;
            const x = bench.floats(size, () => 10 * bench.random() - 5);
            const [y, dy, dx] = [bench.floats(size), bench.floats(size), bench.floats(size)];
            const [total, g] = [bench.floats(rows), bench.floats(rows)];
            const add = bench.integer(0, 1);
            for (const log of [0, 1]) {
              kernels.softmax(x, y, rows, n, log);
              kernels.softmaxGrad(y, dy, dx, rows, n, log, add);
            }
            kernels.logsumexp(x, total, rows, n);
            kernels.logsumexpGrad(x, total, g, dx, rows, n, add);
            kernels.variance(x, total, rows, n, 0);
            kernels.varianceGrad(x, g, dx, rows, n, 0, add);
            for (const reverse of [0, 1]) kernels.cumsum(x, y, rows, n, reverse, add);
          }
        }
      },
      { rtol: 1e-4 },
    );
  });
});

describe('copies', () => {
  it('match the reference', () => {
    compareBackends((bench) => {
      for (const n of [...SIZES, 100]) {
        const [x, y] = [bench.floats(n, () => 100 * bench.random()), bench.floats(n)];
        bench.kernels.copy(x, y, n, 0);
        bench.kernels.copy(x, y, n, 1);
        bench.kernels.fill(bench.floats(n), n, 2.5);
        bench.kernels.cast(x, y, n, 1);
        bench.kernels.cast(y, bench.floats(n), n, 0);
        for (const scale of [1, 1 / 255]) bench.kernels.bytesToFloats(x + 3, bench.floats(n), n, scale);
      }
    });
  });

  it('with strides match the reference', () => {
    compareBackends((bench) => {
      const readings = [
        { shape: [37], strides: [1] },
        { shape: [9], strides: [0] },
        { shape: [6, 5], strides: [1, 6] },
        { shape: [17, 11], strides: [1, 17] },
        { shape: [3, 4, 6], strides: [24, 1, 4] },
        { shape: [2, 3, 4, 5], strides: [60, 5, 15, 1] },
        { shape: [5, 2, 9, 7], strides: [63, 315, 1, 9] },
        { shape: [4, 3], strides: [3, -1], offset: 2 },
        { shape: [2, 7], strides: [14, 2] },
      ];
      for (const { shape, strides, offset = 0 } of readings) {
        const rank = shape.length;
        const size = shape.reduce((a, b) => a * b, 1);
        const dims = bench.ints(2 * rank, (i) => [...shape, ...strides][i]!);
        const [x, y, back] = [bench.floats(700), bench.floats(size), bench.floats(700)];
        bench.kernels.copyStrided(x + 4 * offset, y, rank, dims);
        bench.kernels.writeStrided(
          y,
          back + 4 * offset,
          rank,
          dims,
          strides.includes(0) ? 1 : bench.integer(0, 1),
        );
      }
    });
  });
});

describe('indexing', () => {
  it('matches the reference', () => {
    compareBackends((bench) => {
      for (const [outer, n, inner] of BLOCKS) {
        for (const m of [1, 4]) {
          const { kernels } = bench;
          const [x, y] = [bench.floats(outer * n * inner), bench.floats(outer * m * inner)];
          const index = bench.ints(outer * m * inner, () => bench.integer(0, n - 1));
          expect(kernels.gather(x, index, y, outer, n, m, inner, bench.integer(0, 1))).toBe(-1);
          expect(kernels.scatterAdd(y, index, x, outer, n, m, inner)).toBe(-1);
          expect(kernels.indexSelect(x, index, y, outer, n, m, inner)).toBe(-1);
          expect(kernels.indexAdd(y, index, x, outer, n, m, inner)).toBe(-1);
        }
      }
      for (const n of SIZES) {
        const mask = bench.ints(n, () => [0, 1, -2147483648][bench.integer(0, 2)]!);
        const [a, b, y] = [bench.floats(n), bench.floats(n), bench.floats(n)];
        bench.kernels.where(mask, a, bench.integer(0, 1), b, bench.integer(0, 1), y, n, bench.integer(0, 1));
      }
    });
  });

  it('reports the first index outside', () => {
    for (const backend of ['reference', 'wasm', 'wasm-fma'] as const) {
      const bench = new Workbench(backend, 1);
      const [x, y] = [bench.floats(40), bench.floats(40)];
      for (const bad of [-1, 5, 2 ** 30]) {
        const index = bench.ints(8, (i) => (i === 6 ? bad : i % 5));
        expect(bench.kernels.gather(x, index, y, 2, 5, 4, 1, 0)).toBe(6);
        expect(bench.kernels.scatterAdd(x, index, y, 2, 5, 4, 1)).toBe(6);
        expect(bench.kernels.indexSelect(x, index, y, 1, 5, 8, 1)).toBe(6);
        expect(bench.kernels.indexAdd(x, index, y, 1, 5, 8, 1)).toBe(6);
      }
    }
  });
});
