import { describe, expect, it } from 'vitest';
import { Generator } from '../random/index.js';
import { tensor } from '../tensor/index.js';
import { GatedTransformerLayer, GRUGate, RelativeAttention } from './index.js';

const rng = () => new Generator(2);

const noise = (shape: number[], seed = 1) => {
  const from = new Generator(seed);
  return tensor(
    Float32Array.from({ length: shape.reduce((a, b) => a * b, 1) }, () => from.normal()),
    { shape },
  );
};

/** Every step sees itself and `memoryLength` steps before it. */
const banded = (memoryLength: number, steps: number) => {
  const keys = memoryLength + steps;
  const values = Int32Array.from({ length: steps * keys }, (_, at) => {
    const distance = memoryLength + Math.floor(at / keys) - (at % keys);
    return distance < 0 || distance > memoryLength ? 1 : 0;
  });
  return tensor(values, { shape: [1, 1, steps, keys] });
};

describe('RelativeAttention', () => {
  it('is the formula of Dai et al., section 3.3, term by term', () => {
    const [width, heads, length, steps] = [6, 2, 3, 4];
    const attention = new RelativeAttention(width, heads, length, { rng: rng() });
    const weights = attention.stateDict();
    const draw = new Generator(7);
    for (const name of ['content_bias', 'position_bias']) {
      weights[name]!.data = weights[name]!.data.map(() => draw.normal());
    }
    attention.loadStateDict(weights);
    const x = noise([1, length + steps, width]);
    const out = attention.forward(x, banded(length, steps)).toArray();

    const w = (name: string) => weights[name]!.data;
    const times = (name: string, v: ArrayLike<number>, from = 0) =>
      Array.from({ length: width }, (_, i) => {
        let sum = 0;
        for (let j = 0; j < width; j++) sum += w(name)[(from + i) * width + j]! * v[j]!;
        return sum;
      });
    const row = (i: number) => x.toArray().slice(i * width, (i + 1) * width);
    const distance = (d: number) =>
      Array.from({ length: width }, (_, i) =>
        (i % 2 === 0 ? Math.sin : Math.cos)(d / 10000 ** ((i - (i % 2)) / width)),
      );
    const size = width / heads;
    for (let t = 0; t < steps; t++) {
      const attended: number[] = [];
      for (let h = 0; h < heads; h++) {
        const part = (v: number[]) => v.slice(h * size, (h + 1) * size);
        const dot = (a: number[], b: number[]) => a.reduce((sum, value, i) => sum + value * b[i]!, 0);
        const plus = (name: string, v: number[]) => v.map((value, i) => value + w(name)[i]!);
        const q = times('query.weight', row(length + t));
        const scores = Array.from({ length: length + 1 }, (_, c) => {
          const k = times('key_value.weight', row(t + c));
          const r = times('position.weight', distance(length - c));
          const byContent = dot(part(plus('content_bias', q)), part(k));
          return (byContent + dot(part(plus('position_bias', q)), part(r))) / Math.sqrt(size);
        });
        const total = scores.reduce((sum, score) => sum + Math.exp(score), 0);
        const values = scores.map((score, c) =>
          part(times('key_value.weight', row(t + c), width)).map(
            (value) => (value * Math.exp(score)) / total,
          ),
        );
        attended.push(...values.reduce((a, b) => a.map((value, i) => value + b[i]!)));
      }
      const expected = times('out.weight', attended);
      expected.forEach((value, i) => void expect(out[t * width + i]).toBeCloseTo(value, 4));
    }
  });

  it('refuses heads that do not divide its width', () => {
    expect(() => new RelativeAttention(6, 4, 2)).toThrow(/4 heads do not divide a width of 6/);
  });
});

describe('GRUGate', () => {
  it('is the formula of Parisotto et al., and begins near the identity', () => {
    const gate = new GRUGate(1, { rng: rng(), bias: 0.5 });
    const { from_part, from_input, from_reset } = Object.fromEntries(
      Object.entries(gate.stateDict()).map(([name, { data }]) => [name.split('.')[0]!, data]),
    ) as Record<string, Float32Array>;
    const [x, y] = [0.7, -1.3];
    const sigmoid = (value: number) => 1 / (1 + Math.exp(-value));
    const r = sigmoid(from_part![0]! * y + from_input![0]! * x);
    const z = sigmoid(from_part![1]! * y + from_input![1]! * x - 0.5);
    const h = Math.tanh(from_part![2]! * y + from_reset![0]! * r * x);
    expect(gate.forward(tensor([[x]]), tensor([[y]])).item()).toBeCloseTo((1 - z) * x + z * h, 5);
    const closed = new GRUGate(1, { rng: rng(), bias: 20 });
    expect(closed.forward(tensor([[x]]), tensor([[y]])).item()).toBeCloseTo(x, 5);
  });
});

describe('GatedTransformerLayer', () => {
  it('has the gradient of its output, none towards what it remembers', () => {
    const [width, length, steps] = [4, 2, 3];
    const layer = new GatedTransformerLayer(width, {
      heads: 2,
      memoryLength: length,
      gateBias: 0,
      rng: rng(),
    });
    const x = noise([1, steps, width]);
    const memory = noise([1, length, width], 5);
    memory.requiresGrad = true;
    const loss = () =>
      layer
        .forward(x, memory, banded(length, steps))
        .mul(noise([1, steps, width], 9))
        .sum();
    loss().backward();
    expect(memory.grad).toBeNull();
    const parameters = layer.namedParameters();
    expect(parameters).toHaveLength(22);
    for (const [name, weight] of parameters) {
      const gradient = weight.grad!.toArray();
      // The entry with the largest gradient is measured best.
      const at = gradient.reduce(
        (best, value, i) => (Math.abs(value) > Math.abs(gradient[best]!) ? i : best),
        0,
      );
      const [value, step] = [weight.data[at]!, 2e-3];
      const beside = (to: number) => {
        weight.data[at] = to;
        return loss().item();
      };
      const slope = (beside(value + step) - beside(value - step)) / (2 * step);
      weight.data[at] = value;
      expect([name, Math.abs(slope - gradient[at]!) < 0.01 + 0.02 * Math.abs(slope)]).toEqual([name, true]);
    }
  });
});
