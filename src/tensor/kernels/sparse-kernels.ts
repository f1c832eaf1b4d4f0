// The kernels under sparse matrices in compressed rows: `rowStarts` has rows + 1 int32 offsets into `columns` (int32)
// and `values`, which hold `heads` numbers per entry. Dense matrices are row-major with `heads · width` columns, a head
// beside the other. Pointers and number types as in `kernels.ts`.

export interface SparseKernels {
  /** y (+)= S · x for each head, with y rows × heads · width; `values` 0 means all ones. */
  // biome-ignore format: one line per kernel
  csrMatmul(rowStarts: number, columns: number, values: number, x: number, y: number, rows: number, heads: number, width: number, accumulate: number): void;
  /** dx += Sᵀ · dy. */
  // biome-ignore format: one line per kernel
  csrMatmulGradDense(rowStarts: number, columns: number, values: number, dy: number, dx: number, rows: number, heads: number, width: number): void;
  /** dValues[e, h] += dy[row of e, h] · x[column of e, h]. */
  // biome-ignore format: one line per kernel
  csrMatmulGradValues(rowStarts: number, columns: number, x: number, dy: number, dValues: number, rows: number, heads: number, width: number): void;
  /** y[e, h] = e^x[e, h] / the sum of that over the entries of the row of e. */
  csrSoftmax(rowStarts: number, x: number, y: number, rows: number, heads: number): void;
  // biome-ignore format: one line per kernel
  csrSoftmaxGrad(rowStarts: number, y: number, dy: number, dx: number, rows: number, heads: number, accumulate: number): void;
}
