// Sparse matrices in compressed rows, their product with a dense matrix and their softmax by rows: what graph networks are
// made of.
import { gradOf, hasGrad, type Op } from './autograd.js';
import { tensor } from './create.js';
import { kernels } from './engine.js';
import { addableGrad, float, recordMany, savedInputs } from './ops/common.js';
import { show } from './shape.js';
import { at, output, type Tensor } from './tensor.js';

/**
 * A sparse matrix, or several of one pattern (heads). The pattern is fixed; the values may require a gradient.
 *
 * @example
 * const adjacency = CsrMatrix.fromEdges([3, 3], [[0, 1], [1, 2]], [1, 1]);
 * adjacency.matmul(features);                                       // [3, 3]·[3, width]
 */
export class CsrMatrix {
  /** The row of each entry; made when it is first asked for, and shared by all of the same pattern. */
  private readonly rowsOfEntries: { tensor?: Tensor };

  /**
   * @param shape rows and columns
   * @param rowStarts int32 [rows + 1]: where each row's entries begin
   * @param columns int32 [entries], the column of each entry
   * @param values float32 [entries], or [entries, heads]: a number for each head
   * @param pattern a matrix of the same rowStarts and columns: they are not checked again @internal
   * @throws RangeError when the parts do not fit together.
   */
  constructor(
    readonly shape: readonly [rows: number, columns: number],
    readonly rowStarts: Tensor,
    readonly columns: Tensor,
    readonly values: Tensor,
    pattern?: CsrMatrix,
  ) {
    this.rowsOfEntries = pattern?.rowsOfEntries ?? {};
    const entries = columns.size;
    if (values.dtype !== 'float32' || values.ndim < 1 || values.ndim > 2 || values.shape[0] !== entries) {
      throw new RangeError(
        `CsrMatrix: expected float32 values of shape [${entries}] or [${entries}, heads], one row per entry; got ` +
          `${values.dtype} ${show(values.shape)}.`,
      );
    }
    if (pattern !== undefined) return;
    const [rows, width] = shape;
    const starts = rowStarts.data;
    const fits = starts.length === rows + 1 && starts[0] === 0 && starts[rows] === entries;
    if (rowStarts.dtype !== 'int32' || columns.dtype !== 'int32' || !fits) {
      throw new RangeError(
        `CsrMatrix: ${show(shape)} needs int32 rowStarts of ${rows + 1} offsets from 0 to the number of entries, and int32 ` +
          `columns; got ${starts.length} offsets up to ${starts.at(-1)} and ${entries} columns.`,
      );
    }
    const ordered = starts.every((start, i) => i === 0 || start >= starts[i - 1]!);
    const known = columns.data.every((column) => column >= 0 && column < width);
    if (!ordered || !known) {
      throw new RangeError(
        `CsrMatrix: rowStarts must not decrease, and columns must lie in 0..${width - 1}.`,
      );
    }
  }

  /** How many numbers an entry has. */
  get heads(): number {
    return this.values.ndim === 2 ? this.values.shape[1]! : 1;
  }

  /** int32 [entries], the row of each entry. */
  get rows(): Tensor {
    this.rowsOfEntries.tensor ??= tensor(rowOfEach(this.rowStarts.data as Int32Array));
    return this.rowsOfEntries.tensor;
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

  /** The same pattern with other values, [entries] or [entries, heads]; they may require a gradient. */
  withValues(values: Tensor): CsrMatrix {
    return new CsrMatrix(this.shape, this.rowStarts, this.columns, values, this);
  }

  /**
   * The product with a dense matrix; gradients flow to it and to the values. With heads, each multiplies its own columns.
   *
   * @param x [columns, width], or [columns, heads · width], a head beside the other
   * @returns [rows, width], or [rows, heads · width]
   * @throws RangeError when the inner sizes differ.
   */
  matmul(x: Tensor): Tensor {
    const dense = float(x);
    const [rows, columns] = this.shape;
    const { heads } = this;
    if (dense.ndim !== 2 || dense.shape[0] !== columns || dense.shape[1]! % heads !== 0) {
      const width = heads === 1 ? 'width' : `${heads} · width`;
      throw new RangeError(
        `CsrMatrix.matmul: ${show(this.shape)} and ${show(x.shape)} do not fit: expected [${columns}, ${width}].`,
      );
    }
    const width = dense.shape[1]!;
    const out = output([rows, width], rows * width);
    const [starts, places, values] = [at(this.rowStarts), at(this.columns), at(this.values)];
    kernels.csrMatmul(starts, places, values, at(dense), out.ptr, rows, heads, width / heads, 0);
    out.p = heads;
    return recordMany(out, CSR_MATMUL, [this.values, dense, this.rowStarts, this.columns]);
  }

  /** The softmax of the values along each row, over its entries only: what is not stored counts as minus infinity. */
  softmax(): CsrMatrix {
    const { values, heads, rowStarts } = this;
    const out = output(values.shape, values.size);
    kernels.csrSoftmax(at(rowStarts), at(values), out.ptr, this.shape[0], heads);
    out.p = heads;
    return this.withValues(recordMany(out, CSR_SOFTMAX, [values, rowStarts]));
  }
}

/** The row that each entry belongs to. */
function rowOfEach(starts: Int32Array): Int32Array {
  const rows = new Int32Array(starts.at(-1)!);
  for (let row = 0; row + 1 < starts.length; row++) rows.fill(row, starts[row], starts[row + 1]);
  return rows;
}

const CSR_MATMUL: Op = {
  name: 'CsrMatrix.matmul',
  inputs: savedInputs,
  backward(out, dy) {
    const [values, x, rowStarts, columns] = out.saved as [Tensor, Tensor, Tensor, Tensor];
    const [rows, heads] = [out.shape[0]!, out.p];
    const width = out.shape[1]! / heads;
    const [starts, places] = [at(rowStarts), at(columns)];
    if (x.requiresGrad) {
      kernels.csrMatmulGradDense(starts, places, at(values), dy, addableGrad(x), rows, heads, width);
    }
    if (values.requiresGrad) {
      kernels.csrMatmulGradValues(starts, places, at(x), dy, addableGrad(values), rows, heads, width);
    }
  },
};

const CSR_SOFTMAX: Op = {
  name: 'CsrMatrix.softmax',
  inputs: savedInputs,
  backward(out, dy) {
    const [values, rowStarts] = out.saved as [Tensor, Tensor];
    const add = hasGrad(values);
    kernels.csrSoftmaxGrad(at(rowStarts), out.ptr, dy, gradOf(values), rowStarts.size - 1, out.p, add);
  },
};
