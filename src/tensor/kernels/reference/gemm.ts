// Matrix products in plain TypeScript, with float64 accumulation.
import { ACTIVATION, type GemmKernels } from '../kernels.js';
import type { MemoryViews } from './memory.js';

export function gemmReference(memory: MemoryViews): Omit<GemmKernels, 'linearGrad'> {
  // biome-ignore format: grouped by operand
  const gemmRows: GemmKernels['gemmRows'] = (
    transA, transB, _m, n, k, a, lda, b, ldb, c, ldc, accumulate, bias, act, from, to,
  ) => {
    const f32 = memory.f32;
    const [rowA, stepA] = transA ? [1, lda] : [lda, 1];
    const [stepB, colB] = transB ? [1, ldb] : [ldb, 1];
    for (let i = from; i < to; i++) {
      for (let j = 0; j < n; j++) {
        const out = (c >>> 2) + i * ldc + j;
        let sum = accumulate ? f32[out]! : bias ? f32[(bias >>> 2) + j]! : 0;
        let atA = (a >>> 2) + i * rowA;
        let atB = (b >>> 2) + j * colB;
        for (let l = 0; l < k; l++, atA += stepA, atB += stepB) sum += f32[atA]! * f32[atB]!;
        f32[out] = activate(act, sum);
      }
    }
  };

  return {
    gemmRows,

    // biome-ignore format: grouped by operand
    gemm(transA, transB, m, n, k, a, lda, b, ldb, c, ldc, accumulate, bias, act) {
      gemmRows(transA, transB, m, n, k, a, lda, b, ldb, c, ldc, accumulate, bias, act, 0, m);
    },

    // biome-ignore format: grouped by operand
    gemmBatched(transA, transB, batch, m, n, k, a, lda, strideA, b, ldb, strideB, c, ldc, strideC, accumulate) {
      for (let i = 0; i < batch; i++) {
        const [pa, pb, pc] = [a + i * strideA * 4, b + i * strideB * 4, c + i * strideC * 4];
        gemmRows(transA, transB, m, n, k, pa, lda, pb, ldb, pc, ldc, accumulate, 0, ACTIVATION.none, 0, m);
      }
    },

    activationGradInPlace(act, y, dy, n) {
      const f32 = memory.f32;
      for (let i = 0; i < n; i++) f32[(dy >>> 2) + i]! *= slopeFromOutput(act, f32[(y >>> 2) + i]!);
    },

    colSumAccumulate(x, out, rows, cols) {
      const f32 = memory.f32;
      for (let j = 0; j < cols; j++) {
        let sum = f32[(out >>> 2) + j]!;
        for (let i = 0; i < rows; i++) sum += f32[(x >>> 2) + i * cols + j]!;
        f32[(out >>> 2) + j] = sum;
      }
    },
  };
}

export function activate(act: number, x: number): number {
  if (act === ACTIVATION.relu) return Math.max(x, 0);
  if (act === ACTIVATION.tanh) return Math.tanh(x);
  if (act === ACTIVATION.sigmoid) return 1 / (1 + Math.exp(-x));
  return x;
}

/** Derivative of the activation, expressed by its output. */
function slopeFromOutput(act: number, y: number): number {
  if (act === ACTIVATION.relu) return y > 0 ? 1 : 0;
  if (act === ACTIVATION.tanh) return 1 - y * y;
  if (act === ACTIVATION.sigmoid) return y * (1 - y);
  return 1;
}
