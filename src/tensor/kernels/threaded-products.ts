// Matrix products spread over threads, and whole layers' gradients: those of weights, bias and input are pieces of one call.
import { ACTIVATION, ADD_TO, type Kernels } from './kernels.js';
import { type Cut, type Least, type Piece, ranges } from './threaded-ranges.js';

/** Multiply-adds of a piece: below, packing the operand that all pieces share weighs too much. */
const PIECE = 1_500_000;
/** Fewer rows and columns than this per thread are not worth a piece. */
const MIN_SIDE = 24;
/** Whole tiles of every product. */
const ROWS = 12;
const COLUMNS = 16;

/** The kernels that pieces call. */
export const PRODUCTS = ['gemmRows', 'gemmBatched', 'colSumAccumulate'];

export function productCuts(base: Kernels, threads: number, least: Least): Record<string, Cut> {
  /** Pieces of a product: rows, or columns where there are more. Every piece packs the whole of one operand: the smaller one. */
  // biome-ignore format: grouped by operand
  const pieces = (
    transA: number, transB: number, m: number, n: number, k: number, a: number, lda: number, b: number, ldb: number,
    c: number, ldc: number, accumulate: number, bias: number, act: number,
  ): Piece[] => {
    const kernel = 'gemmRows';
    const all = m * n * k;
    if (m >= n) {
      return ranges(m, ROWS, threads, all, PIECE).map(([from, to]) => ({
        kernel,
        args: [transA, transB, m, n, k, a, lda, b, ldb, c, ldc, accumulate, bias, act, from, to],
      }));
    }
    return ranges(n, COLUMNS, threads, all, PIECE).map(([from, to]) => {
      const right = b + from * (transB ? ldb : 1) * 4;
      const offset = from * 4;
      return {
        kernel,
        args: [transA, transB, m, to - from, k, a, lda, right, ldb, c + offset, ldc, accumulate, bias && bias + offset, act, 0, m],
      };
    });
  };
  const large = (side: number, work: number) => work >= least.product && side >= threads * MIN_SIDE;

  const gemm: Cut<Parameters<Kernels['gemm']>> = {
    work: (_transA, _transB, m, n, k) => (large(Math.max(m, n), m * n * k) ? m * n * k : 0),
    pieces,
  };
  const gemmBatched: Cut<Parameters<Kernels['gemmBatched']>> = {
    // biome-ignore format: grouped by operand
    work(_transA, _transB, batch, m, n, k, _a, _lda, _strideA, _b, _ldb, _strideB, _c, _ldc, strideC) {
      const work = batch * m * n * k;
      return work < least.product || batch < threads || strideC === 0 ? 0 : work;
    },
    // biome-ignore format: grouped by operand
    pieces: (transA, transB, batch, m, n, k, a, lda, strideA, b, ldb, strideB, c, ldc, strideC, accumulate) =>
      ranges(batch, 1, threads, batch * m * n * k, PIECE).map(([from, to]) => {
        const [left, right, result] = [a + from * strideA * 4, b + from * strideB * 4, c + from * strideC * 4];
        return {
          kernel: 'gemmBatched',
          args: [transA, transB, to - from, m, n, k, left, lda, strideA, right, ldb, strideB, result, ldc, strideC, accumulate],
        };
      }),
  };
  const linearGrad: Cut<Parameters<Kernels['linearGrad']>> = {
    work(m, n, k, _x, _w, _y, _dy, _act, dw, _db, dx) {
      const products = Number(dw !== 0) + Number(dx !== 0);
      return large(Math.max(dw && n, dx && m, k), m * n * k) ? products * m * n * k : 0;
    },
    pieces(m, n, k, x, w, y, dy, act, dw, db, dx, accumulate) {
      const adds = (bit: number) => Number((accumulate & bit) !== 0);
      if (act !== ACTIVATION.none) base.activationGradInPlace(act, y, dy, m * n);
      const parts: Piece[] = [];
      if (db) {
        if (!adds(ADD_TO.db)) base.fill(db, n, 0);
        parts.push({ kernel: 'colSumAccumulate', args: [dy, db, m, n] });
      }
      if (dw) parts.push(...pieces(1, 0, n, k, m, dy, n, x, k, dw, k, adds(ADD_TO.dw), 0, ACTIVATION.none));
      if (dx) parts.push(...pieces(0, 0, m, k, n, dy, n, w, k, dx, k, adds(ADD_TO.dx), 0, ACTIVATION.none));
      return parts;
    },
  };
  return { gemm, gemmBatched, linearGrad } as Record<string, Cut>;
}
