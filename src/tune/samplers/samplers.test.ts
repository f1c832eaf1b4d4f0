import { describe, expect, it } from 'vitest';
import type { SearchSpace } from '../../agents/index.js';
import { Generator } from '../../random/index.js';
import { dimensionsOf, type Params, paramsAt } from '../dimensions.js';
import { samplerMethod } from '../methods.js';
import { makeSampler, type Observation } from './index.js';
import { normalCdf, ParzenEstimator } from './parzen.js';

const float = (low: number, high: number) => ({ type: 'float', low, high }) as const;

/** To be made small. */
interface Problem {
  space: SearchSpace;
  f(x: Record<string, number>): number;
}

const problems: Record<string, Problem> = {
  sphere: {
    space: Object.fromEntries(['a', 'b', 'c', 'd', 'e'].map((key) => [key, float(-5, 5)])),
    f: (x) => Object.values(x).reduce((sum, each) => sum + each ** 2, 0),
  },
  Branin: {
    space: { x: float(-5, 10), y: float(0, 15) },
    f: ({ x, y }) =>
      (y! - (5.1 / (4 * Math.PI ** 2)) * x! ** 2 + (5 / Math.PI) * x! - 6) ** 2 +
      10 * (1 - 1 / (8 * Math.PI)) * Math.cos(x!) +
      10,
  },
  Rosenbrock: {
    space: { x: float(-2, 2), y: float(-2, 2), z: float(-2, 2) },
    f: ({ x, y, z }) => 100 * (y! - x! ** 2) ** 2 + (1 - x!) ** 2 + 100 * (z! - y! ** 2) ** 2 + (1 - y!) ** 2,
  },
  // One of the words is right, and what the numbers should be depends on it.
  mixture: {
    space: {
      word: { type: 'choice', values: [0, 1, 2, 3, 4, 5] },
      rate: { type: 'float', low: 1e-5, high: 1, log: true },
      count: { type: 'int', low: 1, high: 64, log: true },
      level: { type: 'choice', values: [0, 1, 2, 3, 4, 5, 6, 7], ordered: true },
    },
    f: ({ word, rate, count, level }) =>
      [3, 2, 0, 1, 2.5, 1.5][word!]! +
      Math.abs(Math.log10(rate!) + 2 + word! / 4) +
      Math.abs(Math.log2(count!) - 4) / 2 +
      Math.abs(level! - 5) / 3,
  },
};

/** The smallest value that was found. */
function minimise({ space, f }: Problem, name: 'tpe' | 'random', seed: number, trials: number): number {
  const sampler = makeSampler({ space, sampler: samplerMethod(name), seed });
  const dimensions = dimensionsOf(space);
  const history: Observation[] = [];
  for (let trial = 0; trial < trials; trial++) {
    const point = sampler.suggest(trial, history);
    history.push({ point, value: -f(paramsAt(dimensions, point) as Record<string, number>), share: 1 });
  }
  return -Math.max(...history.map(({ value }) => value));
}

const median = (values: number[]) => values.sort((a, b) => a - b)[values.length >> 1]!;
const SEEDS = [0, 1, 2, 3, 4, 5, 6];

describe('TPE', () => {
  // Medians of regrets over 15 seeds, TPE and random search: sphere 0.82, 7.6; Branin 0.07, 0.29; Rosenbrock 2.0, 6.4;
  // mixture 0.14, 1.07.
  it.each([
    ['sphere', 0],
    ['Branin', 0.397887],
    ['Rosenbrock', 0],
    ['mixture', 0],
  ] as const)(
    'comes in 100 trials twice as near to the least of a function as random search: %s',
    (name, least) => {
      const regret = (sampler: 'tpe' | 'random') =>
        median(SEEDS.map((seed) => minimise(problems[name]!, sampler, seed, 100))) - least;
      const [tpe, random] = [regret('tpe'), regret('random')];
      expect(random).toBeGreaterThan(0);
      expect(tpe).toBeLessThan(random / 2);
    },
  );

  it('draws by the number of a trial and what it is told, and nothing else', () => {
    const { space } = problems.mixture!;
    const settings = { space, sampler: samplerMethod({ name: 'tpe', options: { startup: 3 } }), seed: 5 };
    const [one, other] = [makeSampler(settings), makeSampler(settings)];
    const history = Array.from({ length: 8 }, (_, trial) => ({
      ...{ point: one.suggest(trial, []), value: trial % 3, share: 1 },
    }));
    other.suggest(3, history);
    expect(other.suggest(9, history)).toEqual(one.suggest(9, history));
    expect(one.suggest(9, history)).not.toEqual(one.suggest(10, history));
    expect(one.suggest(9, history)).not.toEqual(one.suggest(9, history.slice(0, 3)));
  });

  it('prefers whole trials to pruned ones and keeps away from those that failed', () => {
    const space = { x: float(0, 1) };
    const sampler = makeSampler({
      space,
      sampler: samplerMethod({ name: 'tpe', options: { startup: 1 } }),
      seed: 0,
    });
    const near = (x: number, value: number, share: number) =>
      Array.from({ length: 10 }, (_, i) => ({ point: [x + i / 1000], value, share }));
    const history = [...near(0.8, 1, 1), ...near(0.2, 100, 0.1), ...near(0.5, Number.NaN, 0)];
    const points = Array.from({ length: 20 }, (_, trial) => sampler.suggest(trial, history)[0]!);
    expect(points.filter((x) => Math.abs(x - 0.8) < 0.2).length).toBeGreaterThanOrEqual(18);
  });
});

describe('grid', () => {
  it('visits every combination once, the last parameter fastest', () => {
    const space: SearchSpace = {
      net: { type: 'choice', values: [[64], [64, 64]] },
      rate: { type: 'float', low: 1e-4, high: 1e-2, log: true },
      n: { type: 'int', low: 1, high: 2 },
    };
    const sampler = makeSampler({ space, sampler: samplerMethod('grid'), seed: 0 });
    expect(sampler.size).toBe(12);
    const all: Params[] = [...Array(12).keys()].map((trial) =>
      paramsAt(dimensionsOf(space), sampler.suggest(trial, [])),
    );
    expect(all.slice(0, 3)).toEqual([
      { net: [64], rate: 1e-4, n: 1 },
      { net: [64], rate: 1e-4, n: 2 },
      { net: [64], rate: 1e-3, n: 1 },
    ]);
    expect(new Set(all.map((params) => JSON.stringify(params))).size).toBe(12);
    const five = makeSampler({
      space,
      sampler: samplerMethod({ name: 'grid', options: { levels: 5 } }),
      seed: 0,
    });
    expect(five.size).toBe(20);
  });
});

describe('ParzenEstimator', () => {
  it('is a density', () => {
    const dimensions = dimensionsOf({ x: float(0, 1), word: { type: 'choice', values: ['a', 'b', 'c'] } });
    const points = [
      [0.05, 0],
      [0.1, 0],
      [0.9, 2],
    ];
    const estimator = new ParzenEstimator(dimensions, points);
    let [sum, near] = [0, 0];
    for (let k = 0; k < 2000; k++) {
      for (let word = 0; word < 3; word++) {
        const density = Math.exp(estimator.logDensity([(k + 0.5) / 2000, word])) / 2000;
        sum += density;
        if (k < 600 && word === 0) near += density;
      }
    }
    expect(sum).toBeCloseTo(1, 5);
    // Draws follow it.
    const rng = new Generator(3);
    const draws = Array.from({ length: 4000 }, () => estimator.sample(rng));
    expect(draws.filter(([x, word]) => x! < 0.3 && word === 0).length / 4000).toBeCloseTo(near, 1);
  });

  it.each([
    [0, 0.5],
    [1, 0.8413447461],
    [-1.96, 0.0249978951],
    [4, 0.9999683288],
  ])('knows the normal distribution at %s', (z, p) => expect(normalCdf(z)).toBeCloseTo(p, 6));
});
