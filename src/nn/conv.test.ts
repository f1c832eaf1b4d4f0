import { describe, expect, it } from 'vitest';
import { expectGradients } from '../../test/finite-differences.js';
import { Generator } from '../random/index.js';
import { noGrad, randn, tensor } from '../tensor/index.js';
import {
  AvgPool2d,
  Conv1d,
  Conv2d,
  ConvTranspose2d,
  type Layer,
  MaxPool2d,
  ReLU,
  Sequential,
  Tanh,
} from './index.js';

const rng = new Generator(5);
const image = randn([2, 3, 7, 6], rng, { requiresGrad: true });
const sequence = randn([2, 3, 9], rng, { requiresGrad: true });

describe('convolution and pooling have the gradients of their differences', () => {
  const cases: [string, Layer, typeof image][] = [
    ['Conv2d', new Conv2d(3, 5, 3, { rng }), image],
    [
      'Conv2d of sides that differ',
      new Conv2d(3, 2, [2, 4], { stride: [2, 1], padding: [0, 2], rng }),
      image,
    ],
    ['Conv2d without bias', new Conv2d(3, 9, 1, { bias: false, rng }), image],
    ['Conv1d', new Conv1d(3, 4, 3, { stride: 2, padding: 1, rng }), sequence],
    [
      'ConvTranspose2d',
      new ConvTranspose2d(3, 2, 3, { stride: 2, padding: 1, outputPadding: 1, rng }),
      image,
    ],
    ['MaxPool2d', new MaxPool2d(3, { stride: 2, padding: 1 }), image],
    ['AvgPool2d', new AvgPool2d([2, 3], { padding: 1 }), image],
    [
      'AvgPool2d without padding in the mean',
      new AvgPool2d(3, { stride: 2, padding: 1, countIncludePad: false }),
      image,
    ],
    [
      'Conv2d with a fused activation',
      new Sequential(new Conv2d(3, 4, 3, { stride: 2, rng }), new Tanh()),
      image,
    ],
  ];
  it.each(cases)('%s', (_, module, x) => {
    expectGradients(() => module.forward(x), { x, ...Object.fromEntries(module.namedParameters()) });
  });

  it('adds to gradients that are there, from the layer used twice', () => {
    const conv = new Conv2d(3, 3, 3, { padding: 1, rng });
    const transposed = new ConvTranspose2d(3, 3, 3, { padding: 1, rng });
    const leaves = {
      image,
      ...Object.fromEntries([...conv.namedParameters('c.'), ...transposed.namedParameters('t.')]),
    };
    expectGradients(
      () => {
        const once = conv.forward(image).add(transposed.forward(image));
        return conv.forward(once).add(transposed.forward(once));
      },
      leaves,
      { tolerance: 2e-2 },
    );
  });
});

it('fuses ReLU into convolutions', () => {
  const conv = new Conv2d(3, 4, 3, { rng });
  const fused = new Sequential(conv, new ReLU());
  noGrad(() => expect(fused.forward(image).toArray()).toEqual(conv.forward(image).relu().toArray()));
});

it('takes the first of equal maxima and lets padding never win', () => {
  const x = tensor([-1, -1, -1, -1], { shape: [1, 1, 2, 2], requiresGrad: true });
  const y = new MaxPool2d(2, { padding: 1 }).forward(x);
  expect(y.tolist()).toEqual([
    [
      [
        [-1, -1],
        [-1, -1],
      ],
    ],
  ]);
  new MaxPool2d(2).forward(x).sum().backward();
  expect(x.grad!.tolist()).toEqual([
    [
      [
        [1, 0],
        [0, 0],
      ],
    ],
  ]);
});

it('explains shapes that do not fit', () => {
  const conv = new Conv2d(3, 4, 5);
  expect(() => conv.forward(sequence)).toThrow(
    /conv2d: input \[2, 3, 9\] and weight \[4, 3, 5, 5\].*expected \[batch, 3/s,
  );
  expect(() => conv.forward(randn([1, 3, 4, 8], rng))).toThrow(
    /at least as large \(with padding\) as the kernel/,
  );
  expect(() => new Conv1d(2, 4, 5).forward(sequence)).toThrow(
    /Conv1d: expected .*\[batch, 2, length\], got \[2, 3, 9\]/,
  );
  expect(() => new MaxPool2d(2, { padding: 2 }).forward(image)).toThrow(/padding of at most half the window/);
  expect(() => new ConvTranspose2d(3, 2, 3, { outputPadding: 1 }).forward(image)).toThrow(
    /outputPadding below the stride/,
  );
});
