// Making tensors, reading them, and what mistakes are answered with.
import { describe, expect, it } from 'vitest';
import { Parameter } from '../nn/index.js';
import { Generator } from '../random/index.js';
import {
  arange,
  buffer,
  cat,
  detectAnomaly,
  einsum,
  embedding,
  eye,
  full,
  jacobian,
  linear,
  linspace,
  noGrad,
  ones,
  rand,
  randn,
  scope,
  stack,
  tensor,
  where,
  zeros,
} from './index.js';

describe('spread, as in PyTorch', () => {
  it('has a gradient of 0 where all values are equal', () => {
    const x = ones([2, 3], { requiresGrad: true });
    x.std(1).sum().backward();
    expect(x.grad!.tolist()).toEqual([
      [0, 0, 0],
      [0, 0, 0],
    ]);
  });

  it.each([
    [[], NaN, NaN, NaN],
    [[3], 0, NaN, NaN],
    [[0, 1], 0.25, 0.5, Infinity],
  ])('of %s with a divisor of n, n - 1 and n - 2', (values, population, sample, fewer) => {
    const x = tensor(values);
    expect([0, 1, 2].map((ddof) => x.var(undefined, { ddof }).item())).toEqual([population, sample, fewer]);
    expect(x.std(undefined, { ddof: 0 }).item()).toBe(Math.sqrt(population));
    expect(x.var(0, { ddof: 3 }).item()).toBe(values.length === 2 ? Infinity : NaN);
  });
});

describe('products of nothing', () => {
  it('are zero, or the bias, and give zero gradients', () => {
    const a = ones([2, 3], { requiresGrad: true });
    a.matmul(zeros([3, 0]))
      .sum()
      .backward();
    expect(a.grad!.tolist()).toEqual([
      [0, 0, 0],
      [0, 0, 0],
    ]);
    expect(zeros([2, 3, 0]).matmul(zeros([0, 4])).shape).toEqual([2, 3, 4]);
    expect(
      zeros([2, 0])
        .matmul(zeros([0, 1]))
        .tolist(),
    ).toEqual([[0], [0]]);
    const bias = tensor([1, 2], { requiresGrad: true });
    const out = linear(zeros([3, 0]), zeros([2, 0]), bias);
    expect(out.tolist()).toEqual([
      [1, 2],
      [1, 2],
      [1, 2],
    ]);
    out.sum().backward();
    expect(bias.grad!.tolist()).toEqual([3, 3]);
  });
});

describe('making and reading tensors', () => {
  it('takes numbers, nested and typed arrays', () => {
    expect(tensor(3).shape).toEqual([]);
    expect(tensor(3).item()).toBe(3);
    const x = tensor([
      [1, 2],
      [3, 4],
    ]);
    expect(x.shape).toEqual([2, 2]);
    expect(x.dtype).toBe('float32');
    expect(x.tolist()).toEqual([
      [1, 2],
      [3, 4],
    ]);
    expect(tensor(Int32Array.of(1, 2)).dtype).toBe('int32');
    expect(tensor(Uint8Array.of(1, 0), { shape: [2, 1] }).tolist()).toEqual([[1], [0]]);
    expect(tensor([true, false]).tolist()).toEqual([1, 0]);
    expect(tensor([[]]).shape).toEqual([1, 0]);
  });

  it('keeps int32 where values move, and computes in float32', () => {
    const [a, b] = [tensor(Int32Array.of(1, 5, 3)), tensor(Int32Array.of(2, 4, 3))];
    const first = tensor(Int32Array.of(0));
    const moved = [cat([a, b]), stack([a, b]), a.gather(0, first), a.indexSelect(0, first), a.slice(0, 0, 2)];
    expect(moved.map(({ dtype }) => dtype)).toEqual(moved.map(() => 'int32'));
    expect(a.argmax().dtype).toBe('int32');
    const computed = [a.add(b), a.maximum(b), a.max(), a.min(), a.sum(), where(a.gt(b), a, b)];
    expect(computed.map(({ dtype }) => dtype)).toEqual(computed.map(() => 'float32'));
    expect([...a.maximum(b).int().toArray()]).toEqual([2, 5, 3]);
    const large = tensor(Int32Array.of(2 ** 24, 2 ** 24 + 1));
    expect([...large.add(0).toArray()]).toEqual([2 ** 24, 2 ** 24]);
  });

  it('gives int32 values exactly', () => {
    const large = tensor(Int32Array.of(16777217, -2147483648));
    expect(large.toArray()).toEqual(Int32Array.of(16777217, -2147483648));
    expect(scope(() => large.reshape([2, 1]).clone()).toArray()).toEqual(large.toArray());
    expect(tensor([1.5]).toArray()).toEqual(Float32Array.of(1.5));
  });

  it('copies what it takes, and what it gives', () => {
    const source = Float32Array.of(1, 2);
    const x = tensor(source);
    source[0] = 9;
    x.toArray()[1] = 9;
    expect(x.tolist()).toEqual([1, 2]);
  });

  it('makes regular tensors', () => {
    expect(zeros([2]).tolist()).toEqual([0, 0]);
    expect(ones([1, 2]).tolist()).toEqual([[1, 1]]);
    expect(full([2], 7, { dtype: 'int32' }).dtype).toBe('int32');
    expect(arange(3).tolist()).toEqual([0, 1, 2]);
    expect(arange(5, 1, -2).tolist()).toEqual([5, 3]);
    expect(linspace(0, 1, 5).tolist()).toEqual([0, 0.25, 0.5, 0.75, 1]);
    expect(eye(2).tolist()).toEqual([
      [1, 0],
      [0, 1],
    ]);
    expect(randn([3], new Generator(1)).tolist()).toEqual(randn([3], new Generator(1)).tolist());
    expect(Math.max(...rand([100], new Generator(1)).toArray())).toBeLessThan(1);
  });

  it('has buffers whose data is written in place', () => {
    const b = buffer([2, 2], 'int32');
    b.data.set([1, 2, 3, 4]);
    expect(b.tolist()).toEqual([
      [1, 2],
      [3, 4],
    ]);
    expect(scope(() => b.add(0.5)).tolist()).toEqual([
      [1.5, 2.5],
      [3.5, 4.5],
    ]);
  });

  it('shows itself in messages', () => {
    expect(String(tensor([1, 2]))).toBe('Tensor [2] float32 (1, 2)');
    const ended = scope(() => ({
      get: (
        (x) => () =>
          x
      )(tensor([1]).mul(2)),
    })).get();
    expect(String(ended)).toBe('Tensor [1] float32 ()');
  });

  it('refuses values that make no tensor', () => {
    expect(() => tensor([[1, 2], [3]])).toThrow(/equal lengths/);
    expect(() => tensor([1, 'a' as unknown as number])).toThrow(/expected numbers, got string/);
    expect(() => tensor([1, 2, 3], { shape: [2, 2] })).toThrow(/shape \[2, 2\] holds 4 values, but 3/);
    expect(() => tensor([1], { dtype: 'int32', requiresGrad: true })).toThrow(/float32/);
    expect(() => tensor([1, 2]).item()).toThrow(/2 elements/);
  });
});

describe('results', () => {
  it('converts integers for arithmetic, and back', () => {
    const i = tensor([1, 2], { dtype: 'int32' });
    expect(i.mul(0.5).tolist()).toEqual([0.5, 1]);
    expect(tensor([1.7, -1.7]).int().tolist()).toEqual([1, -1]);
    expect(i.int()).toBe(i);
  });

  it('reduces without dimensions and with', () => {
    const x = tensor([
      [1, 5, 2],
      [7, 0, 7],
    ]);
    expect(x.max().item()).toBe(7);
    expect(x.argmax().item()).toBe(3);
    expect(x.min(1).indices.tolist()).toEqual([0, 1]);
    expect(x.argmin(0, true).tolist()).toEqual([[0, 1, 0]]);
    expect(x.mean([0, 1], true).shape).toEqual([1, 1]);
    expect(x.std(1, { ddof: 0 }).tolist()).toEqual([expect.closeTo(1.6997, 4), expect.closeTo(3.2998, 4)]);
    expect(tensor([3]).reshape([]).sum().item()).toBe(3);
  });

  it('finds NaN in extremes', () => {
    const { values, indices } = tensor([1, Number.NaN, 2]).max(0);
    expect([values.item(), indices.item()]).toEqual([Number.NaN, 1]);
  });

  it('leaves out gradients inside noGrad and after detach', () => {
    const w = new Parameter(ones([2]));
    expect(noGrad(() => w.mul(2)).requiresGrad).toBe(false);
    expect(w.mul(2).detach().requiresGrad).toBe(false);
    expect(w.gt(0).requiresGrad).toBe(false);
    expect(w.mul(2).requiresGrad).toBe(true);
  });

  it('does not change a tensor through its reshaped or expanded form', () => {
    const x = tensor([[1, 2, 3]], { requiresGrad: true });
    x.reshape([3]).relu().mul(2).sum().backward();
    expect(x.tolist()).toEqual([[1, 2, 3]]);
    expect(x.grad!.tolist()).toEqual([[2, 2, 2]]);
  });

  it('handles tensors without elements', () => {
    const none = zeros([0, 3]);
    expect(none.add(ones([3])).exp().shape).toEqual([0, 3]);
    expect(none.sum(0).tolist()).toEqual([0, 0, 0]);
    expect(none.mean().item()).toBeNaN();
    expect(none.softmax(0).transpose(0, 1).shape).toEqual([3, 0]);
    expect(
      ones([2, 0])
        .matmul(ones([0, 2]))
        .tolist(),
    ).toEqual([
      [0, 0],
      [0, 0],
    ]);
    expect(cat([none, ones([1, 3])]).tolist()).toEqual([[1, 1, 1]]);
    const weight = new Parameter(ones([2, 3]));
    linear(none, weight).sum().backward();
    expect(weight.grad!.tolist()).toEqual([
      [0, 0, 0],
      [0, 0, 0],
    ]);
    expect(() => none.max(0)).toThrow(/empty/);
  });

  it('treats a scalar as one row', () => {
    const x = tensor(2);
    expect(
      [x.softmax(0), x.cumsum(0), x.sum(-1), x.max(0).values, x.permute([])].map((y) => y.item()),
    ).toEqual([1, 2, 2, 2, 2]);
    expect(x.unsqueeze(0).shape).toEqual([1]);
  });

  it('computes Jacobians by rows', () => {
    const j = jacobian((x) => stack([x.sum(), x.square().sum()]), tensor([1, 2, 3]));
    expect(j.tolist()).toEqual([
      [1, 1, 1],
      [2, 4, 6],
    ]);
    expect(jacobian((x) => x.detach(), tensor([1])).tolist()).toEqual([[0]]);
  });
});

describe('mistakes', () => {
  const x = ones([3, 4]);
  it.each([
    [
      'add',
      () => x.add(ones([5])),
      /add: shapes \[3, 4\] and \[5\] do not broadcast: dimension -1 is 4 against 5/,
    ],
    ['matmul', () => x.matmul(ones([3, 2])), /matmul: shapes \[3, 4\] and \[3, 2\] do not fit/],
    ['einsum', () => einsum('ij,jk->ik', x, ones([3, 2])), /'j' .* is 4 in one operand and 3/],
    ['einsum letters', () => einsum('ij,jk->iz', x, x), /'z' .* no operand/],
    [
      'linear',
      () => linear(x, ones([2, 5]), ones([2])),
      /linear: input \[3, 4\], weight \[2, 5\], bias \[2\]/,
    ],
    ['reshape', () => x.reshape([5, -1]), /reshape: \[3, 4\] has 12 elements and cannot become \[5, -1\]/],
    ['permute', () => x.permute([0, 0]), /permute: .* once/],
    ['cat', () => cat([x, ones([2, 5])]), /cat: \[3, 4\].*\[2, 5\]/],
    ['expand', () => x.expand([3, 5]), /expand: \[3, 4\] cannot become \[3, 5\]/],
    ['a dimension', () => x.sum(2), /sum: dimension 2 does not exist in shape \[3, 4\]; use -2 to 1/],
    ['a dimension named twice', () => x.sum([0, -2]), /named twice/],
    ['select', () => x.select(0, 3), /position 3 does not exist/],
    ['slice', () => x.slice(0, 0, 1, -1), /step must be 1 or more/],
    ['where', () => where(x, x, ones([7])), /where: shapes/],
    ['float indices', () => x.gather(1, ones([3, 1])), /gather: indices must be int32/],
    ['an index outside', () => x.gather(1, full([3, 1], 4, { dtype: 'int32' })), /index 4 .* outside 0..3/],
    ['a row outside', () => embedding(tensor([-1], { dtype: 'int32' }), x), /index -1 .* outside 0..2/],
    [
      'an index of other shape',
      () => x.gather(1, zeros([4, 1], { dtype: 'int32' })),
      /\[4, 1\] does not fit \[3, 4\]/,
    ],
    ['backward of many', () => new Parameter(x).mul(2).backward(), /not a single element; reduce it/],
    [
      'backward of a constant',
      () => x.sum().backward(),
      /does not depend on anything that requires a gradient/,
    ],
  ])('%s: the message names the operation, the shapes and the rule', (_, mistake, message) => {
    expect(() => scope(() => void mistake())).toThrow(message);
  });
});

describe('anomaly mode', () => {
  it('names the operation that made the first NaN, and the line', () => {
    const x = tensor([1, -1]);
    expect(() => detectAnomaly(() => x.log().mul(2))).toThrow(
      /'log' produced NaN at element 1 of shape \[2\].*tensor\.test\.ts/s,
    );
    expect(x.log().item).toBeTypeOf('function');
  });

  it('names the operation whose gradient is not finite', () => {
    const w = new Parameter(tensor([0, 4]));
    expect(() => detectAnomaly(() => w.sqrt().sum().backward())).toThrow(
      /gradient of 'sqrt'.*Infinity at element 0/,
    );
    w.zeroGrad();
  });
});

it('gives what a tensor made from an array holds now, also after an operation has read it', () => {
  const t = tensor([1, 2]);
  t.add(1);
  t.data[0] = 5;
  expect([...t.toArray()]).toEqual([...t.data]);
});
