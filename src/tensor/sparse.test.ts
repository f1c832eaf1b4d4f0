import { describe, expect, it } from 'vitest';
import { expectGradients } from '../../test/finite-differences.js';
import { Generator } from '../random/index.js';
import { CsrMatrix, randn, tensor, zeros } from './index.js';

const rng = new Generator(10);
const edges = [
  [2, 0],
  [0, 1],
  [2, 3],
  [0, 0],
  [2, 0],
] as const;
const values = randn([edges.length], rng, { requiresGrad: true });
const x = randn([4, 5], rng, { requiresGrad: true });

describe('CsrMatrix', () => {
  it('multiplies like the dense matrix, adding entries of one place, with empty rows', () => {
    const dense = zeros([3, 4]);
    edges.forEach(([row, column], i) => {
      dense.data[row * 4 + column]! += i + 1;
    });
    const sparse = CsrMatrix.fromEdges([3, 4], edges, [1, 2, 3, 4, 5]);
    const expected = dense.matmul(x).toArray();
    sparse
      .matmul(x)
      .toArray()
      .forEach((value, i) => void expect(value).toBeCloseTo(expected[i]!, 5));
    const ones = CsrMatrix.fromEdges([3, 4], edges);
    expect([...ones.values.data]).toEqual([1, 1, 1, 1, 1]);
  });

  it('has the gradients of its differences, for the dense factor and the values', () => {
    const pattern = CsrMatrix.fromEdges([3, 4], edges);
    expectGradients(() => pattern.withValues(values).matmul(x), { x, values });
    expectGradients(() => pattern.withValues(values).matmul(x).add(pattern.withValues(values).matmul(x)), {
      x,
      values,
    });
  });

  it('refuses parts that do not fit', () => {
    expect(() => CsrMatrix.fromEdges([3, 4], [[3, 0]])).toThrow(/entry \(3, 0\) lies outside \[3, 4\]/);
    expect(() => CsrMatrix.fromEdges([3, 4], edges).matmul(x.transpose(0, 1))).toThrow(
      /\[3, 4\] and \[5, 4\] do not fit/,
    );
    const starts = tensor([0, 2], { dtype: 'int32' });
    const columns = (...c: number[]) => tensor(c, { dtype: 'int32' });
    expect(() => new CsrMatrix([1, 2], starts, columns(0), tensor([1]))).toThrow(
      /got 2 offsets, 1 columns and 1 values/,
    );
    expect(() => new CsrMatrix([1, 2], starts, columns(0, 2), tensor([1, 1]))).toThrow(
      /columns must lie in 0..1/,
    );
  });
});
