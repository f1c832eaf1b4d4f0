// Decompositions of small matrices, computed in float64 by ml-matrix. No gradient flows through them. Imported as
// `trainyard/linalg`, apart from the rest, as loading that library takes longer than loading everything else.
import { EigenvalueDecomposition, Matrix, SingularValueDecomposition, solve as solveLinear } from 'ml-matrix';
import { type Tensor, tensor } from '../tensor/index.js';
import { show } from '../tensor/shape.js';

/**
 * Singular value decomposition a = u·diag(s)·vᵀ with r = min(m, n) singular values, the largest first.
 *
 * @param a [m, n]
 * @returns u [m, r], s [r], v [n, r]
 * @throws RangeError unless a is a matrix.
 *
 * @example
 * import { svd } from 'trainyard/linalg';
 * const { s } = svd(jacobian(step, state));
 * const largest = s.data[0];
 */
export function svd(a: Tensor): { u: Tensor; s: Tensor; v: Tensor } {
  const matrix = toMatrix('svd', a);
  const wide = matrix.rows < matrix.columns;
  // The decomposition wants at least as many rows as columns.
  const { leftSingularVectors, rightSingularVectors, diagonal } = new SingularValueDecomposition(
    wide ? matrix.transpose() : matrix,
  );
  const [u, v] = [toTensor(leftSingularVectors), toTensor(rightSingularVectors)];
  return { u: wide ? v : u, s: tensor(diagonal), v: wide ? u : v };
}

/**
 * Eigenvalues, smallest first, and orthonormal eigenvectors (columns) of a symmetric matrix.
 *
 * @param a [n, n]; only its symmetric part (a + aᵀ)/2 counts
 * @returns values [n], vectors [n, n]
 * @throws RangeError unless a is square.
 */
export function eigh(a: Tensor): { values: Tensor; vectors: Tensor } {
  const matrix = toSquare('eigh', a);
  const symmetric = Matrix.add(matrix, matrix.transpose()).mul(0.5);
  const { realEigenvalues, eigenvectorMatrix } = new EigenvalueDecomposition(symmetric, {
    assumeSymmetric: true,
  });
  const order = realEigenvalues.map((_, i) => i).sort((i, j) => realEigenvalues[i]! - realEigenvalues[j]!);
  return {
    values: tensor(order.map((i) => realEigenvalues[i]!)),
    vectors: toTensor(eigenvectorMatrix.subMatrixColumn(order)),
  };
}

/**
 * Eigenvalues of any square matrix, the largest magnitude first.
 *
 * @param a [n, n]
 * @returns real and imaginary parts, each [n]
 * @throws RangeError unless a is square.
 */
export function eigenvalues(a: Tensor): { real: Tensor; imaginary: Tensor } {
  const { realEigenvalues: re, imaginaryEigenvalues: im } = new EigenvalueDecomposition(
    toSquare('eigenvalues', a),
  );
  const size = (i: number) => Math.hypot(re[i]!, im[i]!);
  const order = re.map((_, i) => i).sort((i, j) => size(j) - size(i));
  return { real: tensor(order.map((i) => re[i]!)), imaginary: tensor(order.map((i) => im[i]!)) };
}

/**
 * The x with a·x = b.
 *
 * @param a [n, n]
 * @param b [n] or [n, k]
 * @returns like b
 * @throws RangeError when the shapes do not fit; Error when a is singular.
 */
export function solve(a: Tensor, b: Tensor): Tensor {
  const left = toSquare('solve', a);
  if (b.ndim < 1 || b.ndim > 2 || b.shape[0] !== left.rows) {
    throw new RangeError(
      `solve: ${show(a.shape)} and ${show(b.shape)} do not fit: expected b of shape [n] or [n, k].`,
    );
  }
  const x = solveLinear(left, toMatrix('solve', b.ndim === 1 ? b.unsqueeze(1) : b));
  return toTensor(x).reshape(b.shape);
}

function toMatrix(op: string, a: Tensor): Matrix {
  if (a.ndim !== 2) throw new RangeError(`${op}: expected a matrix, got shape ${show(a.shape)}.`);
  return Matrix.from1DArray(a.shape[0]!, a.shape[1]!, a.toArray());
}

function toSquare(op: string, a: Tensor): Matrix {
  const matrix = toMatrix(op, a);
  if (!matrix.isSquare())
    throw new RangeError(`${op}: expected a square matrix, got shape ${show(a.shape)}.`);
  return matrix;
}

function toTensor(matrix: Matrix): Tensor {
  return tensor(matrix.to1DArray(), { shape: [matrix.rows, matrix.columns] });
}
