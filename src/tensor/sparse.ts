// Sparse matrices in compressed rows, and their product with a dense matrix: what graph networks are made of.
import type { Op } from './autograd.js';
import { tensor } from './create.js';
import { kernels } from './engine.js';
import { addableGrad, float, recordMany, savedInputs } from './ops/common.js';
import { show } from './shape.js';
import { at, output, type Tensor } from './tensor.js';

/**
 * A sparse matrix. The pattern is fixed; the values may require a gradient.
 *
 * @example
 * const adjacency = CsrMatrix.fromEdges([3, 3], [[0, 1], [1, 2]], [1, 1]);
 * adjacency.matmul(features);                                       // [3, 3]·[3, width]
 */
export class CsrMatrix {
  /**
   * @param shape rows and columns
   * @param rowStarts int32 [rows + 1]: where each row's entries begin
   * @param columns int32 [entries], the column of each entry
   * @param values float32 [entries]
   * @throws RangeError when the parts do not fit together.
   */
  constructor(
    readonly shape: readonly [rows: number, columns: number],
    readonly rowStarts: Tensor,
    readonly columns: Tensor,
    readonly values: Tensor,
  ) {
    const [rows, width] = shape;
    const starts = rowStarts.data;
    const ordered = starts.every((start, i) => i === 0 || start >= starts[i - 1]!);
    const known = columns.data.every((column) => column >= 0 && column < width);
    const fits = starts.length === rows + 1 && starts[0] === 0 && starts[rows] === columns.size;
    if (rowStarts.dtype !== 'int32' || columns.dtype !== 'int32' || values.size !== columns.size || !fits) {
      throw new RangeError(
        `CsrMatrix: ${show(shape)} needs int32 rowStarts of ${rows + 1} offsets from 0 to the number of entries, and as ` +
          `many int32 columns as values; got ${starts.length} offsets, ${columns.size} columns and ${values.size} values.`,
      );
    }
    if (!ordered || !known) {
      throw new RangeError(
        `CsrMatrix: rowStarts must not decrease, and columns must lie in 0..${width - 1}.`,
      );
    }
  }

  /**
   * From a list of entries, in any order; entries at the same place add up in products.
   *
   * @param entries row and column of each entry
   * @param values default: ones
   * @throws RangeError when an entry lies outside the shape.
   */
  static fromEdges(
    shape: readonly [rows: number, columns: number],
    entries: readonly (readonly [row: number, column: number])[],
    values?: ArrayLike<number>,
  ): CsrMatrix {
    const [rows, width] = shape;
    const rowStarts = new Int32Array(rows + 1);
    for (const [row, column] of entries) {
      if (!(row >= 0 && row < rows && column >= 0 && column < width)) {
        throw new RangeError(`CsrMatrix: entry (${row}, ${column}) lies outside ${show(shape)}.`);
      }
      rowStarts[row + 1]!++;
    }
    for (let row = 0; row < rows; row++) rowStarts[row + 1]! += rowStarts[row]!;
    const next = rowStarts.slice();
    const columns = new Int32Array(entries.length);
    const sorted = new Float32Array(entries.length);
    entries.forEach(([row, column], i) => {
      const place = next[row]!++;
      columns[place] = column;
      sorted[place] = values?.[i] ?? 1;
    });
    return new CsrMatrix(shape, tensor(rowStarts), tensor(columns), tensor(sorted));
  }

  /** The same pattern with other values, [entries]; they may require a gradient. */
  withValues(values: Tensor): CsrMatrix {
    return new CsrMatrix(this.shape, this.rowStarts, this.columns, values);
  }

  /**
   * The product with a dense matrix; gradients flow to it and to the values.
   *
   * @param x [columns, width]
   * @returns [rows, width]
   * @throws RangeError when the inner sizes differ.
   */
  matmul(x: Tensor): Tensor {
    const dense = float(x);
    const [rows, columns] = this.shape;
    if (dense.ndim !== 2 || dense.shape[0] !== columns) {
      throw new RangeError(
        `CsrMatrix.matmul: ${show(this.shape)} and ${show(x.shape)} do not fit: expected [${columns}, width].`,
      );
    }
    const width = dense.shape[1]!;
    const out = output([rows, width], rows * width);
    const [starts, places, values] = [at(this.rowStarts), at(this.columns), at(this.values)];
    kernels.csrMatmul(starts, places, values, at(dense), out.ptr, rows, width, 0);
    return recordMany(out, CSR_MATMUL, [this.values, dense, this.rowStarts, this.columns]);
  }
}

const CSR_MATMUL: Op = {
  name: 'CsrMatrix.matmul',
  inputs: savedInputs,
  backward(out, dy) {
    const [values, x, rowStarts, columns] = out.saved as [Tensor, Tensor, Tensor, Tensor];
    const [rows, width] = out.shape as [number, number];
    const [starts, places] = [at(rowStarts), at(columns)];
    if (x.requiresGrad) {
      kernels.csrMatmulGradDense(starts, places, at(values), dy, addableGrad(x), rows, width);
    }
    if (values.requiresGrad) {
      kernels.csrMatmulGradValues(starts, places, at(x), dy, addableGrad(values), rows, width);
    }
  },
};
