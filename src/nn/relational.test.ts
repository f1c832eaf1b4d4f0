// The relational classifier and what it is made of: sizes of the book's networks, equivariance and invariance.
import { describe, expect, it } from 'vitest';
import { expectGradients } from '../../test/finite-differences.js';
import { Generator } from '../random/index.js';
import { noGrad, randn, type Tensor, tensor, zeros } from '../tensor/index.js';
import {
  Conv2d,
  cellsOf,
  RelationalClassifier,
  RelationalModule,
  scaledDotProductAttention,
} from './index.js';

const rng = new Generator(1);
const close = (a: Tensor, b: Tensor) => {
  const expected = b.toArray();
  a.toArray().forEach((value, i) => void expect(value).toBeCloseTo(expected[i]!, 4));
};
const shuffled = (x: Tensor, order: number[]) => x.indexSelect(1, tensor(order, { dtype: 'int32' }));

it('has the 85,228 parameters of the book, of any batch size, and tells where it looked', () => {
  const network = new RelationalClassifier({ rng });
  expect(network.parameters().reduce((sum, { size }) => sum + size, 0)).toBe(85_228);
  const image = randn([1, 1, 28, 28], rng);
  expect(noGrad(() => network.forward(image)).shape).toEqual([1, 10]);
  const map = network.attentionMap(image);
  expect(map.shape).toEqual([1, 16, 16]);
  expect(Math.min(...map.toArray())).toBeGreaterThan(0);
  expect(() => new RelationalClassifier({ imageSize: 12 })).toThrow(
    /12 x 12 are too small for 4 convolutions/,
  );
});

it('makes rows of cells, each with its column and row', () => {
  const cells = cellsOf(tensor([1, 2, 3, 4, 5, 6, 10, 20, 30, 40, 50, 60], { shape: [1, 2, 2, 3] }));
  expect(cells.shape).toEqual([1, 6, 4]);
  const rows = Array.from({ length: 6 }, (_, i) => [...cells.toArray()].slice(4 * i, 4 * i + 2));
  expect(rows).toEqual([
    [1, 10],
    [2, 20],
    [3, 30],
    [4, 40],
    [5, 50],
    [6, 60],
  ]);
  const places = Array.from({ length: 6 }, (_, i) => [...cells.toArray()].slice(4 * i + 2, 4 * i + 4));
  expect(places.map(([x, y]) => [Math.round(3 * x!), 2 * y!])).toEqual([
    [0, 0],
    [1, 0],
    [2, 0],
    [0, 1],
    [1, 1],
    [2, 1],
  ]);
});

describe('RelationalModule', () => {
  const order = [3, 0, 4, 1, 2];
  const x = randn([2, 5, 3], rng);

  it('is equivariant to the order of nodes without learnt norms, and invariant after the largest over them', () => {
    const module = new RelationalModule(5, 3, 4, { affine: false, rng });
    const { output, attention } = module.withAttention(x);
    close(module.forward(shuffled(x, order)), shuffled(output, order));
    close(module.forward(shuffled(x, order)).max(1).values, output.max(1).values);
    for (const sum of attention.sum(-1).toArray()) expect(sum).toBeCloseTo(1, 5);
    // With weights that belong to places it is not: the test above can fail.
    const placed = new RelationalModule(5, 3, 4, { rng });
    placed.queryNorm.weight!.data[0] = 3;
    expect(placed.forward(shuffled(x, order)).toArray()).not.toEqual(
      shuffled(placed.forward(x), order).toArray(),
    );
  });

  it('has the gradients of its differences', () => {
    const module = new RelationalModule(5, 3, 4, { rng });
    const input = randn([1, 5, 3], rng, { requiresGrad: true });
    expectGradients(() => module.forward(input), {
      input,
      ...Object.fromEntries(module.namedParameters().slice(0, 4)),
    });
    expect(() => module.forward(randn([1, 4, 3], rng))).toThrow(
      /expected nodes \[batch, 5, features\], got \[1, 4, 3\]/,
    );
  });
});

describe('equivariance', () => {
  it('self-attention without places follows the order of its rows', () => {
    const x = randn([1, 6, 4], rng);
    const order = [5, 3, 1, 0, 2, 4];
    const attend = (rows: Tensor) => scaledDotProductAttention(rows, rows, rows);
    close(attend(shuffled(x, order)), shuffled(attend(x), order));
  });

  it('a convolution follows whole shifts of its image', () => {
    const layer = new Conv2d(1, 2, 3, { rng });
    const image = (down: number, right: number) => {
      const pixels = zeros([1, 1, 9, 9]);
      [1, 2, 3, 4].forEach((value, i) => {
        pixels.data[(2 + down + (i >> 1)) * 9 + 2 + right + (i & 1)] = value;
      });
      return layer.forward(pixels);
    };
    // The response to what is there, three cells further down and two to the right.
    const cut = (x: Tensor, down: number, right: number) =>
      x.slice(2, down, down + 4).slice(3, right, right + 4);
    close(cut(image(3, 2), 3, 2), cut(image(0, 0), 0, 0));
  });
});
