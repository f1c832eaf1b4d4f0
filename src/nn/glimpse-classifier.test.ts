import { describe, expect, it } from 'vitest';
import { Generator } from '../random/index.js';
import { tensor, zeros } from '../tensor/index.js';
import { crossEntropy, DiagNormal, GlimpseClassifier, glimpse, scoreFunctionLoss } from './index.js';

const noise = (shape: number[], seed = 1) => {
  const rng = new Generator(seed);
  return tensor(
    Float32Array.from({ length: shape.reduce((a, b) => a * b, 1) }, () => rng.random()),
    { shape },
  );
};

describe('glimpse', () => {
  const image = tensor(
    Float32Array.from({ length: 16 }, (_, i) => i + 1),
    { shape: [1, 1, 4, 4] },
  );
  const seen = (places: number[], size: number, scales = 1) => [
    ...glimpse(image, places, { size, scales }).toArray(),
  ];

  it('cuts a patch around a place, zeros outside of the image', () => {
    expect(seen([-1, -1], 3)).toEqual([0, 0, 0, 0, 1, 2, 0, 5, 6]);
    expect(seen([1, 1], 3)).toEqual([11, 12, 0, 15, 16, 0, 0, 0, 0]);
    // Height comes first: the lower left corner.
    expect(seen([1, -1], 1)).toEqual([13]);
    expect(seen([0, 0], 2)).toEqual([6, 7, 10, 11]);
    expect(seen([5, 5], 3)).toEqual(new Array(9).fill(0));
  });

  it('sees twice as far in as many numbers with each scale', () => {
    expect(seen([0, 0], 2, 2)).toEqual([6, 7, 10, 11, 3.5, 5.5, 11.5, 13.5]);
  });
});

describe('scoreFunctionLoss', () => {
  it('has the gradient (baseline - reward) (place - mean) / std², by hand', () => {
    const mean = tensor([
      [0.1, -0.2],
      [0.3, 0.4],
    ]);
    mean.requiresGrad = true;
    const std = 0.5;
    const policy = new DiagNormal(mean, tensor([Math.log(std), Math.log(std)]));
    const place = tensor([
      [0.6, 0.1],
      [0, 0.8],
    ]);
    const baselines = tensor([[0.25], [0.75]]);
    baselines.requiresGrad = true;
    scoreFunctionLoss(policy.logProb(place).unsqueeze(1), tensor([1, 0]), baselines).backward();
    // Mean over the batch of 2: ((0.25 - 1) (0.6 - 0.1) / 0.25) / 2 = -0.75, and so on.
    const expected = [-0.75, -0.45, 0.75 * (-0.3 / 0.25) * 0.5, 0.75 * (0.4 / 0.25) * 0.5];
    mean.grad!.toArray().forEach((value, i) => void expect(value).toBeCloseTo(expected[i]!, 5));
    expect(baselines.grad).toBeNull();
  });

  it('is the gradient of the expectation, with any baseline', () => {
    // Of E[x²] for x ~ N(μ, σ²), which is μ² + σ²: 2 μ.
    const [mu, std, draws] = [0.7, 0.4, 60_000];
    for (const b of [0, 0.6]) {
      const mean = tensor([[mu]]);
      mean.requiresGrad = true;
      const policy = new DiagNormal(mean.expand([draws, 1]), tensor([Math.log(std)]));
      const x = policy.sample(new Generator(4)).detach();
      const baselines = zeros([draws, 1]).add(b);
      scoreFunctionLoss(policy.logProb(x).unsqueeze(1), x.square().squeeze(1), baselines).backward();
      expect(mean.grad!.item()).toBeCloseTo(-2 * mu, 1);
    }
  });
});

describe('GlimpseClassifier', () => {
  const images = noise([6, 1, 12, 12]);
  const labels = tensor(Int32Array.of(0, 1, 2, 0, 1, 2));
  const make = (options = {}) =>
    new GlimpseClassifier({ size: 4, width: 8, classes: 3, rng: new Generator(1), ...options });

  it('repeats itself by its generator, and looks without noise when greedy', () => {
    const network = make();
    const places = (seed: number, greedy = false) =>
      network.forward(images, new Generator(seed), { greedy }).places;
    expect(places(1)).toHaveLength(4);
    expect(places(1)).toEqual(places(1));
    expect(places(1)).not.toEqual(places(2));
    const [calm, shaky] = [places(1, true), places(1)];
    expect(calm[0]).toEqual(shaky[0]);
    expect(calm[1]).not.toEqual(shaky[1]);
  });

  it('teaches where to look by the reward alone, and what reads by the labels alone', () => {
    const network = make();
    network.loss(images, labels, new Generator(3)).loss.backward();
    const gradients = Object.fromEntries(
      network.namedParameters().map(([name, { grad }]) => [name, grad!.toArray()]),
    );
    // The same places again, and each part of the loss by itself.
    const reading = make();
    const { logits } = reading.forward(images, new Generator(3));
    crossEntropy(logits, labels).backward();
    for (const [name, { grad }] of reading.namedParameters()) {
      if (/where_next|expected/.test(name)) expect(grad, name).toBeNull();
      else expect(grad!.toArray(), name).toEqual(gradients[name]);
    }
    expect(gradients['where_next.weight']!.some((value) => value !== 0)).toBe(true);
  });

  it('learns nothing of places when they are random, and is refused what it cannot do', () => {
    const network = make({ places: 'random' });
    network.loss(images, labels, new Generator(3)).loss.backward();
    const untaught = network.namedParameters().filter(([, { grad }]) => grad === null);
    expect(untaught.map(([name]) => name.split('.')[0])).toEqual([
      ...['where_next', 'where_next', 'expected', 'expected'],
    ]);
    expect(() => make({ places: 'here' })).toThrow(/'learnt' or 'random', got 'here'/);
    expect(() => make({ glimpses: 1 })).toThrow(/at least 2 glimpses/);
    expect(() => make({ std: 0 })).toThrow(/positive std/);
  });
});
