import { describe, expect, it } from 'vitest';
import { Generator } from '../random/index.js';
import { eye, randn, type Tensor, tensor } from '../tensor/index.js';
import { eigenvalues, eigh, solve, svd } from './index.js';

const rng = new Generator(4);

function close(actual: Tensor, expected: Tensor) {
  expect(actual.shape).toEqual(expected.shape);
  const [a, b] = [actual.toArray(), expected.toArray()];
  for (let i = 0; i < a.length; i++) expect(Math.abs(a[i]! - b[i]!)).toBeLessThan(1e-5);
}

describe('svd', () => {
  it.each([
    [5, 3],
    [3, 5],
    [4, 4],
    [1, 3],
  ])('takes a %i × %i matrix apart', (m, n) => {
    const a = randn([m, n], rng);
    const { u, s, v } = svd(a);
    const r = Math.min(m, n);
    expect([u.shape, s.shape, v.shape]).toEqual([[m, r], [r], [n, r]]);
    close(u.mul(s).matmul(v.transpose(0, 1)), a);
    close(u.transpose(0, 1).matmul(u), eye(r));
    expect([...s.data]).toEqual([...s.data].sort((x, y) => y - x));
  });
});

describe('eigh and eigenvalues', () => {
  it('satisfy a·v = λ·v, smallest first', () => {
    const b = randn([4, 4], rng);
    const a = b.add(b.transpose(0, 1));
    const { values, vectors } = eigh(a);
    close(a.matmul(vectors), vectors.mul(values));
    expect([...values.data]).toEqual([...values.data].sort((x, y) => x - y));
  });

  it('find the complex pair of a rotation', () => {
    const { real, imaginary } = eigenvalues(
      tensor([
        [0, -2, 0],
        [2, 0, 0],
        [0, 0, 1],
      ]),
    );
    expect([...real.data]).toEqual([0, 0, 1]);
    expect([...imaginary.data].map(Math.abs)).toEqual([2, 2, 0]);
  });
});

describe('solve', () => {
  it('inverts the product, for vectors and matrices', () => {
    const a = randn([4, 4], rng);
    for (const x of [randn([4], rng), randn([4, 2], rng)]) close(solve(a, a.matmul(x)), x);
  });

  it('refuses what does not fit', () => {
    expect(() => solve(randn([2, 3], rng), randn([2], rng))).toThrow(
      /solve: expected a square matrix, got shape \[2, 3\]/,
    );
    expect(() => solve(eye(2), randn([3], rng))).toThrow(/\[2, 2\] and \[3\] do not fit/);
    expect(() =>
      solve(
        tensor([
          [1, 2],
          [2, 4],
        ]),
        tensor([1, 2]),
      ),
    ).toThrow(/singular/);
    expect(() => svd(randn([3], rng))).toThrow(/svd: expected a matrix/);
  });
});
