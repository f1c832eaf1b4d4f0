// The kernels under sparse matrices in compressed rows: `rowStarts` has rows + 1 int32 offsets into `columns` (int32)
// and `values`. Dense matrices are row-major with `width` columns. Pointers and number types as in `kernels.ts`.

export interface SparseKernels {
  /** y (+)= S · x with y rows × width; `values` 0 means all ones. */
  // biome-ignore format: one line per kernel
  csrMatmul(rowStarts: number, columns: number, values: number, x: number, y: number, rows: number, width: number, accumulate: number): void;
  /** dx += Sᵀ · dy. */
  // biome-ignore format: one line per kernel
  csrMatmulGradDense(rowStarts: number, columns: number, values: number, dy: number, dx: number, rows: number, width: number): void;
  /** dValues[e] += dy[row of e] · x[column of e]. */
  // biome-ignore format: one line per kernel
  csrMatmulGradValues(rowStarts: number, columns: number, x: number, dy: number, dValues: number, rows: number, width: number): void;
}
