import { describe, expect, it } from 'vitest';
import { expectGradients } from '../../test/finite-differences.js';
import { Generator } from '../random/index.js';
import { CsrMatrix, cat, randn, tensor, zeros } from './index.js';

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

  it('multiplies each head with its own columns', () => {
    const heads = randn([edges.length, 2], rng);
    const [left, right] = [randn([4, 3], rng), randn([4, 3], rng)];
    const pattern = CsrMatrix.fromEdges([3, 4], edges);
    const both = pattern.withValues(heads).matmul(cat([left, right], 1));
    const alone = [left, right].map((x, h) =>
      pattern.withValues(heads.slice(1, h, h + 1).flatten()).matmul(x),
    );
    expect(both.toArray()).toEqual(cat(alone, 1).toArray());
  });

  it('has a softmax over the entries of each row, with the gradients of its differences', () => {
    const heads = randn([edges.length, 3], rng, { requiresGrad: true });
    const pattern = CsrMatrix.fromEdges([3, 4], edges);
    const { values: shares } = pattern.withValues(heads).softmax();
    const sums = CsrMatrix.fromEdges(
      [3, 5],
      [...pattern.rows.data].map((row, i) => [row, i] as const),
    ).matmul(shares);
    sums.data.forEach((sum, i) => void expect(sum).toBeCloseTo(Math.floor(i / 3) === 1 ? 0 : 1, 6));
    const dense = () =>
      pattern
        .withValues(heads)
        .softmax()
        .matmul(x.slice(1, 0, 3));
    expectGradients(dense, { x, heads });
  });

  it('refuses parts that do not fit', () => {
    expect(() => CsrMatrix.fromEdges([3, 4], [[3, 0]])).toThrow(/entry \(3, 0\) lies outside \[3, 4\]/);
    expect(() => CsrMatrix.fromEdges([3, 4], edges).matmul(x.transpose(0, 1))).toThrow(
      /\[3, 4\] and \[5, 4\] do not fit/,
    );
    const starts = tensor([0, 2], { dtype: 'int32' });
    const columns = (...c: number[]) => tensor(c, { dtype: 'int32' });
    expect(() => new CsrMatrix([1, 2], starts, columns(0), tensor([1]))).toThrow(
      /got 2 offsets up to 2 and 1 columns/,
    );
    const fitting = CsrMatrix.fromEdges([3, 4], edges);
    for (const wrong of [tensor([1]), zeros([5, 2, 2]), columns(1, 1, 1, 1, 1)]) {
      expect(() => fitting.withValues(wrong)).toThrow(
        /expected float32 values of shape \[5\] or \[5, heads\]/,
      );
    }
    expect(() => fitting.withValues(zeros([5, 3])).matmul(x)).toThrow(/expected \[4, 3 · width\]/);
    expect(() => new CsrMatrix([1, 2], starts, columns(0, 2), tensor([1, 1]))).toThrow(
      /columns must lie in 0..1/,
    );
  });
});
