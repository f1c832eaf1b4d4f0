// Searches on functions whose maxima are known, and what lets many machines follow one of them by its seed alone.
import { describe, expect, it } from 'vitest';
import { Generator } from '../../random/index.js';
import { ARSSearch } from './ars/search.js';
import { CEMSearch } from './cem/search.js';
import { cholesky, lowerTimes } from './cma-es/cholesky.js';
import { CMAESSearch } from './cma-es/search.js';
import { ESSearch, type ESSearchOptions } from './es/search.js';
import { FlatAdam } from './flat-adam.js';
import { GeneticSearch, type GeneticSearchOptions } from './neuroevolution/search.js';
import { centredRanks, descending } from './ranks.js';
import { maximize, type Search } from './search.js';

const sphere = (x: Float64Array) => -x.reduce((sum, v) => sum + v * v, 0);
const rosenbrock = (x: Float64Array) =>
  -x.subarray(1).reduce((sum, next, i) => sum + 100 * (next - x[i]! ** 2) ** 2 + (1 - x[i]!) ** 2, 0);
const rastrigin = (x: Float64Array) =>
  -x.reduce((sum, v) => sum + v * v - 10 * Math.cos(2 * Math.PI * v), 10 * x.length);

const genetic: GeneticSearchOptions = {
  ...{ populationSize: 100, init: 'normal', selection: 'tournament', tournamentShare: 0.2, parents: 2 },
  ...{ crossover: 'uniform', mutation: 'normal', mutationRate: 0.2, mutationStd: 0.1, elites: 2 },
};
const es: ESSearchOptions = {
  ...{ populationSize: 40, sigma: 0.1, antithetic: true, fitnessShaping: 'centred-ranks' },
  ...{ learningRate: 0.1, learningRateDecay: 0.99, sigmaDecay: 1, weightDecay: 0 },
};
const cem = { populationSize: 60, eliteFraction: 0.25, sigma: 2, extraStd: 0.5, extraGenerations: 20 };
const ars = { directions: 20, topDirections: 10, noiseStd: 0.05, stepSize: 0.05 };

const start = () => new Float64Array(10).fill(3);
const searches: [string, (seed: number) => Search, generations: number, atLeast: number][] = [
  ['es', (seed) => new ESSearch(start(), seed, es), 300, -1e-5],
  ['es without pairs', (seed) => new ESSearch(start(), seed, { ...es, antithetic: false }), 300, -1e-3],
  [
    'es standardized',
    (seed) => new ESSearch(start(), seed, { ...es, fitnessShaping: 'standardized' }),
    300,
    -1e-3,
  ],
  ['cem', (seed) => new CEMSearch(start(), seed, cem), 80, -1e-3],
  ['cma-es', (seed) => new CMAESSearch(start(), seed, { sigma: 1 }), 200, -1e-8],
  [
    'cma-es diagonal',
    (seed) => new CMAESSearch(start(), seed, { sigma: 1, covariance: 'diagonal' }),
    200,
    -1e-8,
  ],
  ['ars', (seed) => new ARSSearch(start(), seed, ars), 300, -0.05],
  ['genetic', (seed) => new GeneticSearch(start(), seed, genetic), 100, -1e-3],
];

describe.each(searches)('%s', (_, create, generations, atLeast) => {
  it('climbs a paraboloid of ten dimensions', () => {
    for (const seed of [0, 1, 2]) {
      const search = create(seed);
      maximize(search, sphere, generations);
      expect(sphere(search.best)).toBeGreaterThan(atLeast);
    }
  });

  it('has the same population wherever the same fitness was told, and goes on exactly from what was saved', () => {
    const [first, second, other] = [create(5), create(5), create(6)];
    const noise = new Generator(1);
    for (let g = 0; g < 6; g++) {
      expect(second.populationHash()).toBe(first.populationHash());
      expect(other.populationHash()).not.toBe(first.populationHash());
      const fitness = Float64Array.from({ length: first.populationSize }, () => noise.integers(5));
      first.tell(fitness);
      second.tell(fitness);
      other.tell(fitness);
      if (g !== 2) continue;
      const late = create(5);
      const saved = structuredClone(second.saveState());
      late.loadState(saved);
      expect(late.populationHash()).toBe(first.populationHash());
      late.tell(fitness);
      second.tell(fitness);
      expect(late.saveState()).toEqual(second.saveState());
      second.loadState(saved);
    }
  });

  it('depends on no order in which individuals are asked for', () => {
    const [first, second] = [create(1), create(1)];
    const all = (search: Search, order: number[]) => {
      const rows: number[][] = [];
      for (const i of order) {
        const x = new Float64Array(search.dimension);
        search.individual(i, x);
        rows[i] = [...x];
      }
      return rows;
    };
    const order = Array.from({ length: first.populationSize }, (__, i) => i);
    expect(all(second, order.toReversed())).toEqual(all(first, order));
  });

  it('refuses fitness that is none, too much or too little of it, and states of another size', () => {
    const search = create(0);
    const fitness = new Float64Array(search.populationSize);
    expect(() => search.tell(fitness.subarray(1))).toThrow(/A generation has \d+ individuals, got \d+/);
    fitness[3] = Number.NaN;
    expect(() => search.tell(fitness)).toThrow(/individual 3 of generation 0 is NaN/);
    const state = search.saveState();
    expect(() =>
      search.loadState({ ...state, arrays: { ...state.arrays, best: new Float64Array(3) } }),
    ).toThrow(/saved search has 3 numbers of best, this one 10/);
  });
});

describe('CMA-ES', () => {
  it('finds the end of the valley of Rosenbrock, which no diagonal covariance does as fast', () => {
    const values = (covariance: 'full' | 'diagonal') =>
      [0, 1, 2].map((seed) => {
        const search = new CMAESSearch(new Float64Array(8), seed, { sigma: 0.5, covariance });
        maximize(search, rosenbrock, 700);
        return -rosenbrock(search.best);
      });
    expect(Math.max(...values('full'))).toBeLessThan(1e-7);
    expect(Math.min(...values('diagonal'))).toBeGreaterThan(1e-4);
  });

  it('finds the highest of the thousands of hills of Rastrigin with a large population, in most runs', () => {
    const hits = [0, 1, 2, 3, 4, 5].filter((seed) => {
      const search = new CMAESSearch(new Float64Array(5).fill(3), seed, { sigma: 2, populationSize: 100 });
      maximize(search, rastrigin, 120);
      return -rastrigin(search.best) < 1e-8;
    });
    expect(hits.length).toBeGreaterThanOrEqual(4);
  });

  it('refuses a full covariance of more parameters than memory is there for', () => {
    expect(() => new CMAESSearch(new Float64Array(5000), 0, { sigma: 1, covariance: 'full' })).toThrow(
      /covariance: .*5000.*"diagonal", or fewer hiddenSizes/,
    );
    expect(
      new CMAESSearch(new Float64Array(5000), 0, { sigma: 1 }).saveState().arrays.covariance,
    ).toHaveLength(5000);
  });

  it('factors matrices', () => {
    const a = new Float64Array(9);
    cholesky(Float64Array.of(4, 0, 0, 12, 37, 0, -16, -43, 98), 3, a);
    expect([...a]).toEqual([2, 0, 0, 6, 1, 0, -8, 5, 3]);
    expect([...lowerTimes(a, Float64Array.of(1, 2, 3))]).toEqual([2, 8, 11]);
  });
});

describe('the pieces', () => {
  it('rank with shared ranks for equals, highest first', () => {
    expect(descending([1, 3, 2, 3])).toEqual([1, 3, 2, 0]);
    expect([...centredRanks([10, -5, 1000])]).toEqual([0, -0.5, 0.5]);
    expect([...centredRanks([1, 1, 1, 1])]).toEqual([0, 0, 0, 0]);
    expect([...centredRanks([2, 2, 1])]).toEqual([0.25, 0.25, -0.5]);
    expect([...centredRanks([7])]).toEqual([0]);
  });

  it('pair individuals around their mean', () => {
    const search = new ESSearch(start(), 3, es);
    const [plus, minus] = [new Float64Array(10), new Float64Array(10)];
    search.individual(6, plus);
    search.individual(7, minus);
    plus.forEach((x, j) => {
      expect((x + minus[j]!) / 2).toBeCloseTo(3, 12);
    });
    expect(() => new ESSearch(start(), 0, { ...es, populationSize: 7 })).toThrow(/populationSize: .*even/);
    expect(() => new ARSSearch(start(), 0, { ...ars, topDirections: 21 })).toThrow(/topDirections: of 20/);
    expect(() => new GeneticSearch(start(), 0, { ...genetic, elites: 100 })).toThrow(/elites: fewer than/);
    expect(() => new GeneticSearch(start(), 0, { ...genetic, parents: 101 })).toThrow(/parents: at most/);
  });

  it('make the first step of Adam as long as its step size', () => {
    const x = Float64Array.of(1, 1);
    new FlatAdam(2).ascend(x, Float64Array.of(5, -0.01), 0.1);
    expect(x[0]).toBeCloseTo(1.1, 6);
    expect(x[1]).toBeCloseTo(0.9, 6);
  });

  it('estimate the gradient of a plane exactly in expectation: ES without shaping', () => {
    const options: ESSearchOptions = { ...es, populationSize: 4000, fitnessShaping: 'none', learningRate: 1 };
    const search = new ESSearch(new Float64Array(3), 0, options);
    const x = new Float64Array(3);
    const fitness = Float64Array.from({ length: 4000 }, (_, i) => {
      search.individual(i, x);
      return 2 * x[0]! - x[1]!;
    });
    // |∇| = √5.
    expect(search.tell(fitness)['train/gradient_norm']).toBeCloseTo(Math.sqrt(5), 0);
  });
});

describe('genetic search', () => {
  it('keeps the genes of one parent together where the crossover is by tensor', () => {
    const options = {
      ...genetic,
      crossover: 'tensor',
      mutationRate: 0,
      elites: 0,
      populationSize: 50,
    } as const;
    const search = new GeneticSearch(new Float64Array(6), 2, options, [2, 3, 1]);
    const before = Array.from({ length: 50 }, (_, i) => {
      const x = new Float64Array(6);
      search.individual(i, x);
      return x;
    });
    search.tell(Float64Array.from({ length: 50 }, (_, i) => i));
    const cuts = new Set<number>();
    for (let i = 0; i < 50; i++) {
      const child = new Float64Array(6);
      search.individual(i, child);
      const a = before.find((each) => each[0] === child[0]);
      const b = before.find((each) => each[5] === child[5]);
      const cut = [0, 2, 5].find((at) => child.every((value, j) => value === (j < at ? a : b)![j]));
      expect(cut).toBeDefined();
      cuts.add(cut!);
    }
    expect(cuts.size).toBeGreaterThan(1);
  });

  it('as in the book begins between 0 and 1 and only ever adds', () => {
    const options = { ...genetic, init: 'uniform', mutation: 'book', crossover: 'none', elites: 1 } as const;
    const search = new GeneticSearch(new Float64Array(6), 0, options, [2, 3, 1]);
    const x = new Float64Array(6);
    search.individual(4, x);
    expect(x.every((value) => value >= 0 && value < 1)).toBe(true);
    search.tell(Float64Array.from({ length: 100 }, (_, i) => (i === 4 ? 1 : 0)));
    const elite = new Float64Array(6);
    search.individual(0, elite);
    expect(elite).toEqual(x);
    expect(search.best).toEqual(x);
  });
});
