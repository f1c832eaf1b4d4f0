import { describe, expect, it } from 'vitest';
import { Generator } from '../random/index.js';
import { tensor } from '../tensor/index.js';
import { ReLU } from './activation.js';
import { Linear } from './linear.js';
import { NoisyLinear } from './noisy-linear.js';
import { Sequential } from './sequential.js';

const make = (seed = 1) => new NoisyLinear(3, 2, { rng: new Generator(seed) });
const x = tensor([[1, -2, 3]]);

describe('NoisyLinear', () => {
  it('begins as Linear does, with σ₀/√inputs beside it', () => {
    const [layer, linear] = [make(), new Linear(3, 2, { rng: new Generator(1) })];
    expect(layer.forward(x).toArray()).toEqual(linear.forward(x).toArray());
    expect(layer.weightSigma.data[0]).toBeCloseTo(0.5 / Math.sqrt(3), 6);
    expect(layer.biasSigma!.data[1]).toBeCloseTo(0.5 / Math.sqrt(3), 6);
    expect(Object.keys(layer.stateDict())).toEqual(['weight', 'bias', 'weight_sigma', 'bias_sigma']);
  });

  it('adds factorised noise: σ_ij·f(ε_i)·f(ε_j) to weights, σ_i·f(ε_i) to biases', () => {
    const layer = make();
    const rng = new Generator(7);
    const f = (e: number) => Math.sign(e) * Math.sqrt(Math.abs(e));
    const drawn = new Float32Array(5);
    const copy = new Generator(7);
    copy.fillNormal(drawn.subarray(0, 3));
    copy.fillNormal(drawn.subarray(3));
    const noise = Array.from(drawn, f);
    layer.resetNoise(rng);
    const [w, b, s, t] = [layer.weight, layer.bias!, layer.weightSigma, layer.biasSigma!].map(
      ({ data }) => data,
    );
    const expected = [0, 1].map(
      (i) =>
        b![i]! +
        t![i]! * noise[3 + i]! +
        [1, -2, 3].reduce(
          (sum, v, j) => sum + v * (w![3 * i + j]! + s![3 * i + j]! * noise[3 + i]! * noise[j]!),
          0,
        ),
    );
    layer
      .forward(x)
      .toArray()
      .forEach((y, i) => void expect(y).toBeCloseTo(expected[i]!, 5));
    // The same until it is drawn again, and gone when it is removed.
    expect(layer.forward(x).toArray()).toEqual(layer.forward(x).toArray());
    const before = layer.forward(x).toArray();
    layer.resetNoise(rng);
    expect(layer.forward(x).toArray()).not.toEqual(before);
    layer.removeNoise();
    expect(layer.forward(x).toArray()).toEqual(make().forward(x).toArray());
  });

  it('learns σ where there is noise, and has it applied with a fused activation', () => {
    const layer = make();
    const net = new Sequential(layer, new ReLU());
    layer.resetNoise(new Generator(3));
    expect([...net.forward(x).toArray()]).toEqual([...layer.forward(x).toArray()].map((y) => Math.max(y, 0)));
    layer.forward(x).sum().backward();
    expect(layer.weightSigma.grad!.toArray().some((g) => g !== 0)).toBe(true);
    expect([...layer.weight.grad!.toArray()]).toEqual([1, -2, 3, 1, -2, 3]);
  });
});
