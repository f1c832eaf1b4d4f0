import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readGolden } from '../../../test/golden.js';
import { Generator } from '../../random/index.js';
import { noGrad, type Tensor, tensor } from '../../tensor/index.js';
import {
  Bernoulli,
  Categorical,
  DiagNormal,
  type Distribution,
  MultiCategorical,
  SquashedNormal,
} from './index.js';

interface Block {
  shape: number[];
  data: number[];
}
type Case = { name: string } & Record<string, Block>;

const cases = readGolden<{ distributions: Case[] }>('torch-ops').distributions;
const golden = (name: string): Case => cases.find((entry) => entry.name === name)!;
const load = ({ shape, data }: Block): Tensor => tensor(data, { shape });
const logOf = ({ shape, data }: Block): Tensor => tensor(data.map(Math.log), { shape });

/** PyTorch keeps the parts of an action apart; ours are summed. */
function rowSums({ shape, data }: Block): number[] {
  const n = shape[1]!;
  return Array.from({ length: shape[0]! }, (_, row) =>
    data.slice(row * n, (row + 1) * n).reduce((sum, value) => sum + value, 0),
  );
}

function expectClose(actual: Tensor | Float32Array, expected: number[], tolerance = 1e-5): void {
  const values = actual instanceof Float32Array ? actual : actual.toArray();
  expect(values.length).toBe(expected.length);
  expected.forEach((value, i) => {
    expect(Math.abs(values[i]! - value)).toBeLessThanOrEqual(tolerance * (1 + Math.abs(value)));
  });
}

describe('golden values of PyTorch', () => {
  it('Categorical', () => {
    const { logits, value, log_prob, entropy } = golden('Categorical');
    const distribution = new Categorical(load(logits!));
    expectClose(distribution.logProb(tensor(value!.data, { dtype: 'int32' })), log_prob!.data);
    expectClose(distribution.entropy(), entropy!.data);
    const { p, q, kl } = golden('KL(Categorical)');
    expectClose(new Categorical(load(p!)).kl(new Categorical(load(q!))), kl!.data);
  });

  it('DiagNormal', () => {
    const { mean, std, value, log_prob, entropy } = golden('Normal');
    const distribution = new DiagNormal(load(mean!), logOf(std!));
    expectClose(distribution.logProb(load(value!)), rowSums(log_prob!));
    expectClose(distribution.entropy(), rowSums(entropy!));
  });

  it('SquashedNormal', () => {
    const { mean, std, value, log_prob } = golden('TanhNormal');
    const distribution = new SquashedNormal(load(mean!), logOf(std!));
    // tanh has saturated in the last row: float32 holds its inverse to three digits only.
    expectClose(distribution.logProb(load(value!)), rowSums(log_prob!), 1e-4);
  });

  it('Bernoulli', () => {
    const { logits, value, log_prob, entropy } = golden('Bernoulli');
    const distribution = new Bernoulli(load(logits!));
    expectClose(distribution.logProb(load(value!)), rowSums(log_prob!));
    expectClose(distribution.entropy(), rowSums(entropy!));
  });
});

describe('action masks', () => {
  const n = 5;
  const masks = fc.array(fc.boolean(), { minLength: n, maxLength: n }).filter((mask) => mask.includes(true));
  const logits = fc.array(fc.double({ min: -50, max: 50, noNaN: true }), { minLength: n, maxLength: n });

  it('never let an illegal action through, and leave a distribution over the legal ones', () => {
    fc.assert(
      fc.property(logits, masks, fc.nat(), (values, legal, seed) => {
        const mask = tensor([legal.map(Number)]);
        const masked = new Categorical(tensor([values]), mask);
        const rng = new Generator(seed);
        for (let i = 0; i < 20; i++) expect(legal[masked.sample(rng).item()]).toBe(true);
        expect(legal[masked.mode().item()]).toBe(true);
        const kept = new Categorical(tensor([values.filter((_, i) => legal[i])]));
        expectClose(masked.entropy(), [kept.entropy().item()], 1e-4);
        const probabilities = masked.logProbabilities.exp().toArray();
        legal.forEach((isLegal, i) => {
          if (!isLegal) expect(probabilities[i]).toBe(0);
        });
      }),
      { numRuns: 50 },
    );
  });

  it('give illegal actions no gradient', () => {
    const parameters = tensor([[0.3, -0.2, 0.9]], { requiresGrad: true });
    const masked = new Categorical(parameters, tensor([[1, 0, 1]]));
    masked
      .logProb(tensor([0], { dtype: 'int32' }))
      .add(masked.entropy())
      .sum()
      .backward();
    const gradient = parameters.grad!.toArray();
    expect(gradient[1]).toBe(0);
    expect(Math.abs(gradient[0]!)).toBeGreaterThan(0.01);
  });

  it('apply to each choice of a MultiCategorical', () => {
    const choice = new MultiCategorical(tensor([[9, 0, 9, 0, 0]]), [2, 3], tensor([[0, 1, 0, 1, 1]]));
    const rng = new Generator(0);
    for (let i = 0; i < 50; i++) {
      const [first, second] = choice.sample(rng).toArray();
      expect(first).toBe(1);
      expect(second).toBeGreaterThan(0);
    }
    expectClose(choice.entropy(), [Math.LN2]);
  });

  it('that allow nothing are an error, and so are logits of NaN', () => {
    const rng = new Generator(0);
    expect(() => new Categorical(tensor([[1, 2]]), tensor([[0, 0]])).sample(rng)).toThrow(
      /mask allows no action/,
    );
    expect(() => new Categorical(tensor([[Number.NaN, 2]])).sample(rng)).toThrow(/NaN/);
    // Without a mask it is the network that left nothing to draw.
    expect(() => new Categorical(tensor([[-Infinity, -Infinity]])).sample(rng)).toThrow(/network diverged/);
  });
});

/** Draws of `count` equal rows, and each distribution's parameters for one row. */
const COUNT = 20_000;
const rows = (row: number[]): Tensor => tensor(Array.from({ length: COUNT }, () => row));

function moments(values: Float32Array, column: number, width: number): { mean: number; std: number } {
  const picked = Array.from({ length: values.length / width }, (_, i) => values[i * width + column]!);
  const mean = picked.reduce((sum, value) => sum + value, 0) / picked.length;
  const variance = picked.reduce((sum, value) => sum + (value - mean) ** 2, 0) / picked.length;
  return { mean, std: Math.sqrt(variance) };
}

const examples: Record<string, { make: (scale?: number) => Distribution }> = {
  Categorical: { make: (s = 1) => new Categorical(rows([0.2 * s, -1, 1])) },
  MultiCategorical: { make: (s = 1) => new MultiCategorical(rows([0.5 * s, -0.5, 1, 0, -1]), [2, 3]) },
  Bernoulli: { make: (s = 1) => new Bernoulli(rows([0.7 * s, -1.2])) },
  DiagNormal: { make: (s = 1) => new DiagNormal(rows([0.3 * s, -1]), tensor([-0.5, 0.2])) },
  SquashedNormal: { make: (s = 1) => new SquashedNormal(rows([0.3 * s, -1]), tensor([-0.5, 0.2])) },
};

describe.each(Object.entries(examples))('%s', (_, { make }) => {
  it('entropy and divergence are what its samples say', () => {
    noGrad(() => {
      const [p, q] = [make(), make(-0.5)];
      const drawn = p.sample(new Generator(1));
      const logP = p.logProb(drawn).toArray();
      const logQ = q.logProb(drawn).toArray();
      const entropy = moments(
        logP.map((value) => -value),
        0,
        1,
      );
      const slack = 5 / Math.sqrt(COUNT);
      expect(Math.abs(p.entropy().toArray()[0]! - entropy.mean)).toBeLessThan(slack * (entropy.std + 0.01));
      const ratio = moments(
        logP.map((value, i) => value - logQ[i]!),
        0,
        1,
      );
      expect(Math.abs(p.kl(q).toArray()[0]! - ratio.mean)).toBeLessThan(slack * (ratio.std + 0.01));
      expectClose(p.kl(make()).toArray().slice(0, 1), [0]);
    });
  });

  it('samples depend on the generator alone', () => {
    const draw = (seed: number): Float32Array => make().sample(new Generator(seed)).toArray();
    expect(draw(3)).toEqual(draw(3));
    expect(draw(3)).not.toEqual(draw(4));
  });

  it('has its mode where the density of samples is not higher', () => {
    const p = make();
    const mode = p.logProb(p.mode()).toArray()[0]!;
    // The squashed mean is the mode of a squashed normal only in the limit of small deviations.
    if (p instanceof SquashedNormal)
      return expectClose(p.mode().toArray().slice(0, 2), [0.3, -1].map(Math.tanh));
    for (const value of p.logProb(p.sample(new Generator(2))).toArray())
      expect(value).toBeLessThanOrEqual(mode + 1e-6);
  });
});

describe('sample statistics', () => {
  it('Categorical frequencies', () => {
    const p = examples.Categorical!.make() as Categorical;
    const probabilities = p.logProbabilities.exp().toArray();
    const drawn = p.sample(new Generator(5)).toArray();
    for (let a = 0; a < 3; a++) {
      const frequency = drawn.filter((value) => value === a).length / COUNT;
      expect(Math.abs(frequency - probabilities[a]!)).toBeLessThan(0.015);
    }
  });

  it('Bernoulli frequencies', () => {
    const drawn = examples.Bernoulli!.make().sample(new Generator(5)).toArray();
    [0.7, -1.2].forEach((logit, column) => {
      expect(moments(drawn, column, 2).mean).toBeCloseTo(1 / (1 + Math.exp(-logit)), 1.8);
    });
  });

  it('normal moments, also of draws with gradient', () => {
    const p = examples.DiagNormal!.make() as DiagNormal;
    for (const drawn of [p.sample(new Generator(6)), p.rsample(new Generator(6))]) {
      const second = moments(drawn.toArray(), 1, 2);
      expect(Math.abs(second.mean + 1)).toBeLessThan(0.05);
      expect(Math.abs(second.std - Math.exp(0.2))).toBeLessThan(0.05);
    }
  });
});

describe('rsample of a SquashedNormal', () => {
  it('has the density of its value and passes gradients to the parameters', () => {
    const mean = tensor([[0.5, -0.3]], { requiresGrad: true });
    const logStd = tensor([-1, -0.5], { requiresGrad: true });
    const p = new SquashedNormal(mean, logStd);
    const { value, logProb } = p.rsample(new Generator(9));
    expectClose(p.logProb(value), [logProb.item()], 1e-4);
    logProb.add(value.sum(1)).sum().backward();
    expect(mean.grad!.toArray().every((g) => g !== 0)).toBe(true);
    expect(logStd.grad!.toArray().every((g) => g !== 0)).toBe(true);
  });
});
