// Attention that is not quadratic: kernels and low ranks, against the quadratic evaluation.
import { describe, expect, it } from 'vitest';
import { expectGradients } from '../../test/finite-differences.js';
import { svd } from '../linalg/index.js';
import { Generator } from '../random/index.js';
import { randn, scope, type Tensor, tensor } from '../tensor/index.js';
import {
  eluPlusOne,
  LinearAttention,
  LowRankAttention,
  linearAttention,
  scaledDotProductAttention,
} from './index.js';

const rng = new Generator(4);

/** The largest difference of two tensors. */
const distance = (a: Tensor, b: Tensor) =>
  a.toArray().reduce((most, value, i) => Math.max(most, Math.abs(value - b.data[i]!)), 0);

describe('linear attention', () => {
  const [q, k, v] = [randn([2, 5, 4], rng), randn([2, 7, 4], rng), randn([2, 7, 3], rng)];

  it.each([
    ['elu + 1', eluPlusOne],
    ['exp', (x: Tensor) => x.exp()],
  ])('equals the quadratic evaluation of its kernel: %s', (_, featureMap) => {
    for (const n of [1, 7, 64, 300]) {
      const [q, k, v] = [randn([2, n, 8], rng), randn([2, n, 8], rng), randn([2, n, 5], rng)];
      const scores = featureMap(q).matmul(featureMap(k), { transposeB: true });
      const quadratic = scores.div(scores.sum(-1).unsqueeze(-1)).matmul(v);
      expect(distance(linearAttention(q, k, v, { featureMap }), quadratic)).toBeLessThanOrEqual(1e-5);
    }
  });

  it('has the gradients of its differences, for far-off values too', () => {
    for (const x of [q, k, v]) x.requiresGrad = true;
    expectGradients(() => linearAttention(q, k, v), { q, k, v });
    const far = tensor([200, -200, 0.5, -0.5], { requiresGrad: true });
    scope(() => void eluPlusOne(far).sum().backward());
    far.grad!.data.forEach((slope, i) => void expect(slope).toBeCloseTo([1, 0, 1, Math.exp(-0.5)][i]!, 6));
  });

  it('is a layer of several heads, each over its share, with gradients', () => {
    const layer = new LinearAttention(6, 2, { rng });
    const x = randn([2, 4, 6], rng, { requiresGrad: true });
    const parameters = Object.fromEntries(layer.namedParameters());
    expectGradients(() => layer.forward(x), { x, ...parameters });
    const [q, k, v] = [layer.qProj, layer.kProj, layer.vProj].map((projection) => projection.forward(x));
    const heads = [0, 3].map((from) => {
      const part = (t: Tensor) => t.slice(2, from, from + 3);
      return linearAttention(part(q!), part(k!), part(v!));
    });
    const bothHeads = tensor(
      Array.from(
        { length: 48 },
        (_, i) => heads[Math.floor((i % 6) / 3)]!.data[Math.floor(i / 6) * 3 + (i % 3)]!,
      ),
      { shape: [2, 4, 6] },
    );
    expect(distance(layer.forward(x), layer.outProj.forward(bothHeads))).toBeLessThan(1e-5);
    expect(layer.forward(x, randn([2, 9, 6], rng)).shape).toEqual([2, 4, 6]);
  });

  it('explains shapes that do not fit', () => {
    expect(() => linearAttention(q, v, v)).toThrow(
      /q \[2, 5, 4\], k \[2, 7, 3\] and v \[2, 7, 3\] do not fit/,
    );
    expect(() => new LinearAttention(6, 4)).toThrow(/4 heads do not divide an embedding of 6/);
  });
});

describe('low-rank attention', () => {
  const [n, width] = [40, 8];
  const [q, k, x] = [randn([n, width], rng), randn([n, width], rng), randn([n, 5], rng)];
  const scores = q.matmul(k, { transposeB: true }).div(Math.sqrt(width));
  const weights = tensor(scores.softmax(-1).toArray(), { shape: [n, n] });
  const kept = svd(weights);

  it('is full attention at full rank', () => {
    const full = scaledDotProductAttention(q, k, x);
    expect(distance(new LowRankAttention(kept, n).forward(x), full)).toBeLessThan(1e-5);
  });

  it('errs by the singular values left out', () => {
    const identity = tensor(
      Array.from({ length: n * n }, (_, i) => (i % (n + 1) === 0 ? 1 : 0)),
      { shape: [n, n] },
    );
    let before = Infinity;
    for (const rank of [1, 2, 4, 8, 16, 32, 39]) {
      const p = new LowRankAttention(kept, rank).forward(identity);
      const error = Math.sqrt(p.sub(weights).square().sum().item());
      const left = Math.sqrt(
        kept.s
          .toArray()
          .slice(rank)
          .reduce((sum, s) => sum + s * s, 0),
      );
      expect(Math.abs(error - left)).toBeLessThan(1e-5);
      expect(error).toBeLessThan(before);
      before = error;
    }
  });

  it('keeps two thin matrices, saves them, and passes gradients to values', () => {
    const layer = new LowRankAttention(kept, 4);
    expect([layer.left.size, layer.right.size]).toEqual([4 * n, 4 * n]);
    const other = new LowRankAttention({ ...kept, u: kept.v, v: kept.u }, 4);
    other.loadStateDict(layer.stateDict());
    expect(other.forward(x).toArray()).toEqual(layer.forward(x).toArray());
    const values = randn([n, 2], rng, { requiresGrad: true });
    expectGradients(() => layer.forward(values), { values });
  });

  it('refuses ranks and factors that do not fit', () => {
    expect(() => new LowRankAttention(kept, 41)).toThrow(/rank must be an integer from 1 to 40, got 41/);
    expect(() => new LowRankAttention({ ...kept, v: x }, 4)).toThrow(/v \[40, 5\] do not fit/);
  });
});
