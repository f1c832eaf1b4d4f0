// Matrix products: plain, batched with broadcasting, with vectors; and the general product of two tensors, einsum.
import { withDefaults } from '../../io/options.js';
import { gradOf, hasGrad, type Op, record } from '../autograd.js';
import { kernels } from '../engine.js';
import { ACTIVATION } from '../kernels/kernels.js';
import { broadcastShape, sameShape, show, sizeOf } from '../shape.js';
import { addMethods, at, output, type Tensor } from '../tensor.js';
import { float } from './common.js';

/** C (+)= op(A)·op(B) for each of `batch` matrices; op(A) is m×k, op(B) k×n, all stored contiguously. */
function product(
  transA: number,
  a: number,
  transB: number,
  b: number,
  c: number,
  batch: number,
  m: number,
  n: number,
  k: number,
  add: number,
): void {
  const lda = transA ? m : k;
  const ldb = transB ? k : n;
  if (batch === 1) kernels.gemm(transA, transB, m, n, k, a, lda, b, ldb, c, n, add, 0, ACTIVATION.none);
  else kernels.gemmBatched(transA, transB, batch, m, n, k, a, lda, m * k, b, ldb, k * n, c, n, m * n, add);
}

/** Product of two stacks of matrices of equal count, each transposed or not. */
class MatmulOp implements Op {
  readonly name = 'matmul';
  constructor(
    private readonly transA: 0 | 1,
    private readonly transB: 0 | 1,
  ) {}

  apply(a: Tensor, b: Tensor): Tensor {
    const [ra, rb] = [a.ndim, b.ndim];
    const m = a.shape[ra - 2 + this.transA]!;
    const k = a.shape[ra - 1 - this.transA]!;
    const n = b.shape[rb - 1 - this.transB]!;
    const shape = [...a.shape.slice(0, -2), m, n];
    const out = output(shape, sizeOf(shape));
    const batch = sizeOf(shape.slice(0, -2));
    product(this.transA, at(a), this.transB, at(b), out.ptr, batch, m, n, k, 0);
    out.p = k;
    return record(out, this, a, b);
  }

  backward(out: Tensor, dy: number): void {
    const [a, b, k] = [out.a!, out.b!, out.p];
    const [m, n] = out.shape.slice(-2) as [number, number];
    const batch = sizeOf(out.shape.slice(0, -2));
    const { transA, transB } = this;
    if (a.requiresGrad) {
      const add = hasGrad(a);
      const da = gradOf(a);
      if (transA) product(transB, at(b), 1, dy, da, batch, k, m, n, add);
      else product(0, dy, transB ? 0 : 1, at(b), da, batch, m, k, n, add);
    }
    if (b.requiresGrad) {
      const add = hasGrad(b);
      const db = gradOf(b);
      if (transB) product(1, dy, transA, at(a), db, batch, n, k, m, add);
      else product(transA ? 0 : 1, at(a), 0, dy, db, batch, k, n, m, add);
    }
  }
}

const MATMUL = [0, 1].map((ta) => [0, 1].map((tb) => new MatmulOp(ta as 0 | 1, tb as 0 | 1)));

export interface MatmulOptions {
  /** Use the matrices of this tensor (or of the other) transposed, without a copy. */
  transposeA?: boolean;
  transposeB?: boolean;
}

const DEFAULTS: Required<MatmulOptions> = { transposeA: false, transposeB: false };

/**
 * Matrix product with PyTorch's rules: [m, k]·[k, n], leading dimensions are batches and broadcast, a vector on the
 * left counts as a row, on the right as a column.
 *
 * @throws RangeError when the inner sizes differ.
 */
export function matmul(left: Tensor, right: Tensor, options: MatmulOptions = {}): Tensor {
  const { transposeA, transposeB } = withDefaults('matmul', options, DEFAULTS);
  let [a, b] = [float(left), float(right)];
  const [row, column] = [a.ndim === 1, b.ndim === 1];
  if (row) a = a.unsqueeze(transposeA ? 1 : 0);
  if (column) b = b.unsqueeze(transposeB ? 0 : 1);
  const fits =
    a.ndim > 1 && b.ndim > 1 && a.shape.at(transposeA ? -2 : -1) === b.shape.at(transposeB ? -1 : -2);
  if (!fits) {
    const note = transposeA || transposeB ? ` (transposeA ${transposeA}, transposeB ${transposeB})` : '';
    throw new RangeError(
      `matmul: shapes ${show(left.shape)} and ${show(right.shape)}${note} do not fit: the last size of the left ` +
        'must equal the second to last of the right.',
    );
  }
  let result = batched(a, b, transposeA, transposeB);
  if (column) result = result.squeeze(-1);
  return row ? result.squeeze(column ? -1 : -2) : result;
}

function batched(a: Tensor, b: Tensor, transA: boolean, transB: boolean): Tensor {
  const op = MATMUL[Number(transA)]![Number(transB)]!;
  if (a.ndim === 2 && b.ndim === 2) return op.apply(a, b);
  // One right matrix for all: a single product over all rows.
  if (b.ndim === 2 && !transA) {
    const rows = op.apply(a.reshape([sizeOf(a.shape.slice(0, -1)), a.shape.at(-1)!]), b);
    return rows.reshape([...a.shape.slice(0, -1), rows.shape[1]!]);
  }
  const [batchA, batchB] = [a.shape.slice(0, -2), b.shape.slice(0, -2)];
  if (sameShape(batchA, batchB)) return op.apply(a, b);
  const batch = broadcastShape('matmul', batchA, batchB);
  return op.apply(a.expand([...batch, ...a.shape.slice(-2)]), b.expand([...batch, ...b.shape.slice(-2)]));
}

/**
 * Sums of products by named dimensions, for one or two tensors.
 *
 * @param equation one letter per dimension, e.g. `'bqd,bkd->bqk'`; letters missing on the right are summed
 * @throws RangeError when letters and shapes do not match.
 */
export function einsum(equation: string, ...tensors: Tensor[]): Tensor {
  const [inputs, target] = parseEquation(equation, tensors);
  const sizes = sizesOf(equation, inputs, tensors);
  if (tensors.length === 1) {
    return arrange(sumMissing(tensors[0]!, inputs[0]!, target), target);
  }
  const [a, b] = [
    sumMissing(float(tensors[0]!), inputs[0]!, target + inputs[1]!),
    sumMissing(float(tensors[1]!), inputs[1]!, target + inputs[0]!),
  ];
  const letters = (text: string, keep: (c: string) => boolean) => [...text].filter(keep).join('');
  const batch = letters(a.letters, (c) => b.letters.includes(c) && target.includes(c));
  const summed = letters(a.letters, (c) => b.letters.includes(c) && !target.includes(c));
  const rows = letters(a.letters, (c) => !b.letters.includes(c));
  const columns = letters(b.letters, (c) => !a.letters.includes(c));
  const size = (text: string) => sizeOf([...text].map((c) => sizes.get(c)!));
  // A right operand that already ends with the summed letters is used transposed instead of being copied.
  const transposeB = b.letters === batch + columns + summed;
  const x = arrange(a, batch + rows + summed).reshape([size(batch), size(rows), size(summed)]);
  const y = transposeB
    ? b.tensor.reshape([size(batch), size(columns), size(summed)])
    : arrange(b, batch + summed + columns).reshape([size(batch), size(summed), size(columns)]);
  const found = batch + rows + columns;
  const result = matmul(x, y, { transposeB }).reshape([...found].map((c) => sizes.get(c)!));
  return arrange({ tensor: result, letters: found }, target);
}

interface Named {
  tensor: Tensor;
  letters: string;
}

function arrange({ tensor, letters }: Named, order: string): Tensor {
  return letters === order ? tensor : tensor.permute([...order].map((c) => letters.indexOf(c)));
}

/** Sums the dimensions whose letters nobody needs. */
function sumMissing(tensor: Tensor, letters: string, needed: string): Named {
  const lost = [...letters].flatMap((c, d) => (needed.includes(c) ? [] : [d]));
  if (lost.length === 0) return { tensor, letters };
  return { tensor: tensor.sum(lost), letters: [...letters].filter((c) => needed.includes(c)).join('') };
}

function parseEquation(equation: string, tensors: Tensor[]): [string[], string] {
  const match = /^([A-Za-z]*(?:,[A-Za-z]*)?)(?:->([A-Za-z]*))?$/.exec(equation.replaceAll(' ', ''));
  const inputs = (match?.[1] ?? '').split(',');
  if (!match || inputs.length !== tensors.length) {
    throw new RangeError(
      `einsum: '${equation}' must name one or two operands like 'ij,jk->ik'; ${tensors.length} tensors were given.`,
    );
  }
  const all = inputs.join('');
  const once = [...new Set(all)].filter((c) => all.indexOf(c) === all.lastIndexOf(c));
  const target = match[2] ?? once.sort().join('');
  const repeated = [...inputs, target].find((text) => new Set(text).size !== text.length);
  const unknown = [...target].find((c) => !all.includes(c));
  if (repeated !== undefined)
    throw new RangeError(`einsum: '${repeated}' in '${equation}' repeats a letter.`);
  if (unknown) throw new RangeError(`einsum: '${unknown}' in '${equation}' stands in no operand.`);
  return [inputs, target];
}

function sizesOf(equation: string, inputs: string[], tensors: Tensor[]): Map<string, number> {
  const sizes = new Map<string, number>();
  inputs.forEach((letters, i) => {
    const { shape } = tensors[i]!;
    if (letters.length !== shape.length) {
      throw new RangeError(
        `einsum: '${letters}' in '${equation}' names ${letters.length} dimensions of shape ${show(shape)}.`,
      );
    }
    [...letters].forEach((c, d) => {
      const known = sizes.get(c) ?? shape[d]!;
      if (known !== shape[d]) {
        throw new RangeError(
          `einsum: '${c}' in '${equation}' is ${known} in one operand and ${shape[d]} in the other.`,
        );
      }
      sizes.set(c, known);
    });
  });
  return sizes;
}

declare module '../tensor.js' {
  interface Tensor {
    /** Matrix product; see `matmul`. */
    matmul(other: Tensor, options?: MatmulOptions): Tensor;
  }
}

addMethods({
  matmul(other, options = {}) {
    return matmul(this, other, options);
  },
});
