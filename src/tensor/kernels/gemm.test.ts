// Matrix products of both WASM modules against the reference, over sizes that reach every path and every edge.
import { describe, expect, it } from 'vitest';
import { compareBackends, Workbench } from '../../../test/kernels.js';
import { ACTIVATION } from './kernels.js';

interface Case {
  m: number;
  n: number;
  k: number;
  transA?: number;
  transB?: number;
  accumulate?: number;
  act?: number;
  bias?: boolean;
  /** Extra floats in every row of A, B and C. */
  padding?: number;
}

function product(bench: Workbench, options: Case) {
  const { m, n, k, transA = 0, transB = 0, accumulate = 0, act = 0, bias = false, padding = 0 } = options;
  const [lda, ldb, ldc] = [(transA ? m : k) + padding, (transB ? k : n) + padding, n + padding];
  const a = bench.floats((transA ? k : m) * lda);
  const b = bench.floats((transB ? n : k) * ldb);
  const c = bench.floats(m * ldc);
  const biasPtr = bias ? bench.floats(n) : 0;
  bench.kernels.gemm(transA, transB, m, n, k, a, lda, b, ldb, c, ldc, accumulate, biasPtr, act);
  return { c, ldc };
}

describe('gemm', () => {
  const sizes = [1, 2, 3, 4, 5, 7, 8, 9, 16, 17, 23, 33];
  for (const transA of [0, 1]) {
    for (const transB of [0, 1]) {
      it(`matches the reference for every small size (transA ${transA}, transB ${transB})`, () => {
        compareBackends((bench) => {
          for (const m of sizes) {
            for (const n of sizes) {
              for (const k of [1, 2, 3, 4, 7, 12]) {
                const accumulate = bench.integer(0, 1);
                const bias = !accumulate && bench.random() < 0.7;
                const act = accumulate ? 0 : bench.integer(0, 3);
                product(bench, {
                  m,
                  n,
                  k,
                  transA,
                  transB,
                  accumulate,
                  bias,
                  act,
                  padding: bench.integer(0, 3),
                });
              }
            }
          }
        });
      });
    }
  }

  it('matches the reference for sizes beyond one cache block', () => {
    const cases: Case[] = [
      { m: 130, n: 70, k: 300, transB: 1, bias: true, act: ACTIVATION.tanh },
      { m: 261, n: 37, k: 513, transA: 1, accumulate: 1 },
      { m: 9, n: 2051, k: 260, bias: true, act: ACTIVATION.relu },
      { m: 20, n: 2100, k: 31, transB: 1, act: ACTIVATION.relu },
      { m: 140, n: 3, k: 700, transB: 1, bias: true },
      { m: 1, n: 300, k: 1000, transB: 1, bias: true, act: ACTIVATION.sigmoid },
      { m: 1, n: 301, k: 515 },
      { m: 128, n: 2056, k: 257, transA: 1, transB: 1 },
      { m: 103, n: 50, k: 40, bias: true },
      { m: 521, n: 50, k: 20, transA: 1 },
      { m: 30, n: 515, k: 21, transA: 1, accumulate: 1 },
      // The last block of rows ends with rows of four and a single one.
      { m: 47, n: 41, k: 257, bias: true },
      { m: 49, n: 49, k: 64, transB: 1 },
      { m: 300, n: 5, k: 270, transA: 1, accumulate: 1 },
      // One or two columns beyond the panels; three rows below the tiles.
      { m: 41, n: 57, k: 70, transB: 1, accumulate: 1 },
      { m: 38, n: 58, k: 300, transB: 1, bias: true, act: ACTIVATION.relu },
      { m: 51, n: 64, k: 300, bias: true, act: ACTIVATION.relu },
      { m: 51, n: 64, k: 520, accumulate: 1 },
    ];
    compareBackends(
      (bench) => {
        for (const options of cases) product(bench, options);
      },
      { atol: 1e-4 },
    );
  });

  it('gives zero, or bias, or C for an empty inner dimension', () => {
    compareBackends((bench) => {
      product(bench, { m: 5, n: 9, k: 0 });
      product(bench, { m: 20, n: 9, k: 0, transB: 1, bias: true });
      product(bench, { m: 1, n: 9, k: 0, accumulate: 1 });
    });
  });

  it('carries NaN through relu, and applies it without bias', () => {
    compareBackends((bench) => {
      const a = bench.floats(4, (i) => [1, Number.NaN, 1, -1][i]!);
      for (const [transB, bias] of [
        [0, 0],
        [1, 0],
        [1, bench.floats(2)],
      ] as const) {
        const c = bench.floats(8);
        bench.kernels.gemm(
          0,
          transB,
          4,
          2,
          1,
          a,
          1,
          bench.floats(2),
          transB ? 1 : 2,
          c,
          2,
          0,
          bias,
          ACTIVATION.relu,
        );
      }
    });
  });

  it('computes a row independently of the rows computed with it', () => {
    for (const backend of ['wasm', 'wasm-fma'] as const) {
      for (const [m, n, k, transA, transB] of [
        [37, 50, 70, 0, 1],
        [37, 50, 300, 0, 0],
        [40, 33, 19, 1, 0],
        [11, 20, 33, 0, 1],
      ] as const) {
        const bench = new Workbench(backend, 3);
        const [lda, ldb] = [transA ? m : k, transB ? k : n];
        const [a, b, bias] = [bench.floats(m * k), bench.floats(n * k), bench.floats(n)];
        const [whole, split] = [bench.floats(m * n), bench.floats(m * n)];
        const { gemm, gemmRows } = bench.kernels;
        gemm(transA, transB, m, n, k, a, lda, b, ldb, whole, n, 0, bias, ACTIVATION.tanh);
        for (const [from, to] of [
          [0, 1],
          [1, 8],
          [8, 9],
          [9, m],
        ] as const) {
          gemmRows(transA, transB, m, n, k, a, lda, b, ldb, split, n, 0, bias, ACTIVATION.tanh, from, to);
        }
        expect(bench.read(split, m * n)).toEqual(bench.read(whole, m * n));
      }
    }
  });
});

describe('gemmBatched', () => {
  it('matches the reference, with a repeated operand and accumulation', () => {
    compareBackends((bench) => {
      for (const [batch, m, n, k] of [
        [5, 7, 9, 6],
        [3, 1, 4, 8],
        [150, 49, 49, 21],
        [2, 20, 33, 17],
      ] as const) {
        for (const transB of [0, 1]) {
          const [a, b, c] = [
            bench.floats(batch * m * k),
            bench.floats(batch * n * k),
            bench.floats(batch * m * n),
          ];
          const ldb = transB ? k : n;
          bench.kernels.gemmBatched(0, transB, batch, m, n, k, a, k, m * k, b, ldb, n * k, c, n, m * n, 0);
          bench.kernels.gemmBatched(0, transB, batch, m, n, k, a, k, m * k, b, ldb, 0, c, n, m * n, 1);
        }
      }
    });
  });
});

describe('activationGradInPlace and colSumAccumulate', () => {
  it('match the reference', () => {
    compareBackends((bench) => {
      for (const n of [1, 2, 3, 4, 5, 17, 64, 99]) {
        for (const act of [0, 1, 2, 3])
          bench.kernels.activationGradInPlace(act, bench.floats(n), bench.floats(n), n);
        for (const rows of [1, 2, 7, 32])
          bench.kernels.colSumAccumulate(bench.floats(rows * n), bench.floats(n), rows, n);
      }
    });
  });
});
