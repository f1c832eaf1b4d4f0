import { describe, expect, it } from 'vitest';
import { expectGradients } from '../../test/finite-differences.js';
import { Generator } from '../random/index.js';
import { noGrad, randn, type Tensor, tensor } from '../tensor/index.js';
import { causalMask, MultiheadAttention, scaledDotProductAttention } from './index.js';

const rng = new Generator(8);
const [batch, queries, keys, width] = [2, 3, 4, 6];
const leaf = (...shape: number[]) => randn(shape, rng, { requiresGrad: true });
const q = leaf(batch, queries, width);
const k = leaf(batch, keys, width);
const v = leaf(batch, keys, width);

function close(actual: Tensor, expected: Tensor) {
  expect(actual.shape).toEqual(expected.shape);
  const [a, b] = [actual.toArray(), expected.toArray()];
  for (let i = 0; i < a.length; i++) expect(Math.abs(a[i]! - b[i]!)).toBeLessThan(2e-5);
}

/** Attention written out. */
function plain(q: Tensor, k: Tensor, v: Tensor, mask?: Tensor): Tensor {
  const scores = q.matmul(k.transpose(-1, -2)).mul(1 / Math.sqrt(q.shape.at(-1)!));
  return (mask ? scores.add(mask) : scores).softmax(-1).matmul(v);
}

describe('scaledDotProductAttention', () => {
  it('equals attention written out, for one matrix, a batch, and heads in both layouts', () => {
    noGrad(() => {
      close(
        scaledDotProductAttention(q.select(0, 0), k.select(0, 0), v.select(0, 0)),
        plain(q.select(0, 0), k.select(0, 0), v.select(0, 0)),
      );
      close(scaledDotProductAttention(q, k, v), plain(q, k, v));
      const split = (x: Tensor) => x.reshape([batch, -1, 3, width / 3]).transpose(1, 2);
      const [qs, ks, vs] = [split(q), split(k), split(v)];
      const expected = plain(qs, ks, vs);
      close(scaledDotProductAttention(qs, ks, vs), expected);
      close(
        scaledDotProductAttention(q, k, v, { heads: 3 }),
        expected.transpose(1, 2).reshape([batch, queries, width]),
      );
    });
  });

  it('adds float masks, excludes by int32 masks, and sees no future when causal', () => {
    const mask = randn([queries, keys], rng);
    const excluded = tensor(
      [
        [0, 1, 0, 0],
        [0, 0, 1, 1],
        [1, 0, 0, 0],
      ],
      { dtype: 'int32' },
    );
    noGrad(() => {
      close(scaledDotProductAttention(q, k, v, { attnMask: mask }), plain(q, k, v, mask));
      const infinite = mask.mul(0).maskedFill(excluded, -Infinity);
      close(scaledDotProductAttention(q, k, v, { attnMask: excluded }), plain(q, k, v, infinite));
      const both = { attnMask: mask, isCausal: true };
      close(scaledDotProductAttention(q, k, v, both), plain(q, k, v, mask.add(causalMask(queries, keys))));
    });
    expect(causalMask(2, 3).tolist()).toEqual([
      [0, -Infinity, -Infinity],
      [0, 0, -Infinity],
    ]);
  });

  it('has the gradients of its differences', () => {
    expectGradients(() => scaledDotProductAttention(q, k, v, { heads: 2, isCausal: true }), { q, k, v });
    expectGradients(() => scaledDotProductAttention(q, q, q, { scale: 0.5 }), { q });
  });

  it('gives zeros, not NaN, to queries that see nothing', () => {
    const nothing = tensor(
      [
        [1, 1, 1, 1],
        [0, 0, 0, 0],
        [0, 0, 0, 0],
      ],
      { dtype: 'int32' },
    );
    const out = scaledDotProductAttention(q, k, v, { attnMask: nothing });
    expect(out.select(1, 0).tolist()).toEqual(
      [
        [0, 0, 0, 0, 0, 0],
        [0, 0, 0, 0, 0, 0],
      ].slice(0, batch),
    );
    expectGradients(() => scaledDotProductAttention(q, k, v, { attnMask: nothing }), { q, k, v });
  });

  it('explains shapes that do not fit', () => {
    expect(() => scaledDotProductAttention(q, k, q)).toThrow(
      /q \[2, 3, 6\], k \[2, 4, 6\] and v \[2, 3, 6\] with 1 heads do not fit/,
    );
    expect(() => scaledDotProductAttention(q, k, v, { heads: 4 })).toThrow(/with 4 heads do not fit/);
    expect(() => scaledDotProductAttention(q, k, v, { attnMask: causalMask(4) })).toThrow(
      /mask of shape \[4, 4\] does not broadcast to .* \[2, 1, 3, 4\]/,
    );
  });
});

describe('MultiheadAttention', () => {
  const attention = new MultiheadAttention(width, 2, { batchFirst: true, rng });
  const parameters = Object.fromEntries(attention.namedParameters());
  const padding = tensor(
    [
      [0, 0, 0, 1],
      [0, 1, 0, 1],
    ],
    { dtype: 'int32' },
  );

  it('has the gradients of its differences: self, cross, with its own values, masked, and through the weights', () => {
    expectGradients(() => attention.forward(q, q, q, { isCausal: true }), { q, ...parameters });
    expectGradients(() => attention.forward(q, k, k, { keyPaddingMask: padding }), { q, k, ...parameters });
    expectGradients(() => attention.forward(q, k, v), { q, k, v, ...parameters });
    expectGradients(() => attention.withWeights(q, k).weights, { q, k });
  });

  it('ignores padding', () => {
    noGrad(() => {
      const shorter = attention.forward(q.slice(0, 0, 1), k.slice(0, 0, 1).slice(1, 0, 3));
      const padded = attention.forward(q, k, k, { keyPaddingMask: padding });
      close(padded.slice(0, 0, 1), shorter);
    });
  });

  it('returns weights that sum to one, averaged or per head', () => {
    noGrad(() => {
      const { weights } = attention.withWeights(q, k, v);
      expect(weights.shape).toEqual([batch, queries, keys]);
      const perHead = attention.withWeights(q, k, v, { averageWeights: false }).weights;
      expect(perHead.shape).toEqual([batch, 2, queries, keys]);
      for (const sum of perHead.sum(-1).toArray()) expect(sum).toBeCloseTo(1, 5);
      close(perHead.mean(1), weights);
    });
  });

  it('takes a mask per head, and length-first sequences', () => {
    const turned = new MultiheadAttention(width, 2, { rng });
    turned.loadStateDict(attention.stateDict());
    const mask = randn([batch * 2, queries, keys], rng);
    const options = { attnMask: mask, keyPaddingMask: padding };
    noGrad(() => {
      const [qt, kt, vt] = [q, k, v].map((x) => x.transpose(0, 1)) as [Tensor, Tensor, Tensor];
      close(turned.forward(qt, kt, vt, options).transpose(0, 1), attention.forward(q, k, v, options));
    });
  });

  it('drops weights while training only', () => {
    const dropping = new MultiheadAttention(width, 2, { dropout: 0.5, batchFirst: true, rng });
    const run = () => noGrad(() => dropping.forward(q).toArray());
    expect(run()).not.toEqual(run());
    dropping.eval();
    expect(run()).toEqual(run());
  });

  it('explains wrong sizes', () => {
    expect(() => new MultiheadAttention(6, 4)).toThrow(/4 heads do not divide an embedding of 6/);
    expect(() => attention.forward(q, k.slice(0, 0, 1))).toThrow(
      /expected \[batch, length, 6\], equal batches/,
    );
    expect(() => attention.forward(q, k, k, { keyPaddingMask: causalMask(4) })).toThrow(
      /keyPaddingMask must have shape .* \[2, 4\]/,
    );
  });
});
