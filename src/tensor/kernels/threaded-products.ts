// Matrix products spread over threads, and whole layers' gradients: those of weights, bias and input are pieces of one call.
import { ACTIVATION, ADD_TO, type Kernels } from './kernels.js';
import type { Piece, Sharing } from './thread-team.js';
import { MIN_PRODUCT, ranges } from './threaded-ranges.js';

/** Multiply-adds of a piece: below, packing the operand that all pieces share weighs too much. */
const PIECE = 1_500_000;
/** Fewer rows and columns than this per thread are not worth a piece. */
const MIN_SIDE = 24;
/** Whole tiles of every product. */
const ROWS = 12;
const COLUMNS = 16;

/** The kernels that pieces call. */
export const PRODUCTS = ['gemmRows', 'gemmBatched', 'colSumAccumulate'];

export function threadedProducts(
  base: Kernels,
  team: Sharing,
): Pick<Kernels, 'gemm' | 'gemmBatched' | 'linearGrad'> {
  /** Pieces of a product: rows, or columns where there are more. Every piece packs the whole of one operand: the smaller one. */
  // biome-ignore format: grouped by operand
  const pieces = (
    transA: number, transB: number, m: number, n: number, k: number, a: number, lda: number, b: number, ldb: number,
    c: number, ldc: number, accumulate: number, bias: number, act: number,
  ): Piece[] => {
    const kernel = 'gemmRows';
    const all = m * n * k;
    if (m >= n) {
      return ranges(m, ROWS, team.size, all, PIECE).map(([from, to]) => ({
        kernel,
        args: [transA, transB, m, n, k, a, lda, b, ldb, c, ldc, accumulate, bias, act, from, to],
        work: (to - from) * n * k,
      }));
    }
    return ranges(n, COLUMNS, team.size, all, PIECE).map(([from, to]) => {
      const right = b + from * (transB ? ldb : 1) * 4;
      const offset = from * 4;
      return {
        kernel,
        args: [transA, transB, m, to - from, k, a, lda, right, ldb, c + offset, ldc, accumulate, bias && bias + offset, act, 0, m],
        work: (to - from) * m * k,
      };
    });
  };
  const small = (m: number, n: number, work: number) =>
    work < MIN_PRODUCT || Math.max(m, n) < team.size * MIN_SIDE || !team.open;

  return {
    // biome-ignore format: grouped by operand
    gemm(transA, transB, m, n, k, a, lda, b, ldb, c, ldc, accumulate, bias, act) {
      if (small(m, n, m * n * k)) {
        base.gemm(transA, transB, m, n, k, a, lda, b, ldb, c, ldc, accumulate, bias, act);
        return;
      }
      team.run(pieces(transA, transB, m, n, k, a, lda, b, ldb, c, ldc, accumulate, bias, act));
    },
    // biome-ignore format: grouped by operand
    gemmBatched(transA, transB, batch, m, n, k, a, lda, strideA, b, ldb, strideB, c, ldc, strideC, accumulate) {
      const work = batch * m * n * k;
      if (work < MIN_PRODUCT || batch < team.size || strideC === 0 || !team.open) {
        base.gemmBatched(transA, transB, batch, m, n, k, a, lda, strideA, b, ldb, strideB, c, ldc, strideC, accumulate);
        return;
      }
      team.run(
        ranges(batch, 1, team.size, work, PIECE).map(([from, to]) => {
          const [left, right, result] = [a + from * strideA * 4, b + from * strideB * 4, c + from * strideC * 4];
          return {
            kernel: 'gemmBatched',
            args: [transA, transB, to - from, m, n, k, left, lda, strideA, right, ldb, strideB, result, ldc, strideC, accumulate],
            work: to - from,
          };
        }),
      );
    },
    linearGrad(m, n, k, x, w, y, dy, act, dw, db, dx, accumulate) {
      const products = Number(dw !== 0) + Number(dx !== 0);
      if (small(Math.max(dw && n, dx && m), k, products * m * n * k)) {
        base.linearGrad(m, n, k, x, w, y, dy, act, dw, db, dx, accumulate);
        return;
      }
      const adds = (bit: number) => Number((accumulate & bit) !== 0);
      if (act !== ACTIVATION.none) base.activationGradInPlace(act, y, dy, m * n);
      const parts: Piece[] = [];
      if (db) {
        if (!adds(ADD_TO.db)) base.fill(db, n, 0);
        parts.push({ kernel: 'colSumAccumulate', args: [dy, db, m, n], work: m * n * 4 });
      }
      if (dw) parts.push(...pieces(1, 0, n, k, m, dy, n, x, k, dw, k, adds(ADD_TO.dw), 0, ACTIVATION.none));
      if (dx) parts.push(...pieces(0, 0, m, k, n, dy, n, w, k, dx, k, adds(ADD_TO.dx), 0, ACTIVATION.none));
      team.run(parts);
    },
  };
}
