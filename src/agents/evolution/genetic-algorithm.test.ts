// The genetic algorithm on strings, with the numbers of Python's difflib, and how parents are chosen.
import { describe, expect, it } from 'vitest';
import { Generator } from '../../random/index.js';
import { evolve } from './genetic-algorithm.js';
import { type Selection, selector } from './selection.js';
import { ALPHABET, positionMatch, sequenceMatcherRatio, strings } from './strings.js';

const target = 'Hello World!';

describe('evolving strings', () => {
  it('finds the target by the characters that stand where they should, with every selection', () => {
    for (const selection of ['roulette', 'tournament', 'truncation'] as Selection[]) {
      for (const seed of [0, 1]) {
        const options = { populationSize: 1000, generations: 60, target: 1, seed, selection, parents: 200 };
        const { best, fitness, generation, history } = evolve(strings(target), options);
        expect([best, fitness]).toEqual([target, 1]);
        expect(history).toHaveLength(generation + 1);
        expect(history.at(-1)!.mean).toBeGreaterThan(history[0]!.mean + 0.2);
      }
    }
  });

  it('with the fitness of the book grows alike but may stay in a trap', () => {
    const genome = strings(target, { similarity: sequenceMatcherRatio, mutationRate: 0.001 });
    const { fitness, history } = evolve(genome, { populationSize: 500, generations: 60, elites: 0, seed: 1 });
    expect(history[0]!.mean).toBeLessThan(0.15);
    expect(history.at(-1)!.mean).toBeGreaterThan(0.6);
    expect(fitness).toBeGreaterThanOrEqual(0.75);
  });

  it('repeats itself for a seed, and tells of each generation', () => {
    const run = (seed: number) => evolve(strings(target), { populationSize: 50, generations: 5, seed });
    expect(run(3)).toEqual(run(3));
    expect(run(4)).not.toEqual(run(3));
    const heard: number[] = [];
    evolve(strings(target), {
      ...{ populationSize: 20, generations: 3 },
      onGeneration: ({ generation }) => heard.push(generation),
    });
    expect(heard).toEqual([0, 1, 2, 3]);
  });

  it('never loses the best one, and evaluates each individual once', () => {
    let evaluations = 0;
    const genome = strings(target);
    const counted = {
      ...genome,
      fitness: (text: string) => {
        evaluations++;
        return genome.fitness(text);
      },
    };
    const { history, fitness } = evolve(counted, { populationSize: 40, generations: 20, seed: 2 });
    expect(evaluations).toBe(40 * 21);
    history.slice(1).forEach(({ best }, i) => {
      expect(best).toBeGreaterThanOrEqual(history[i]!.best);
    });
    expect(fitness).toBe(history.at(-1)!.best);
  });

  it('refuses what could never be found, and sizes that make no population', () => {
    expect(ALPHABET).toContain(' ');
    expect(() => strings(target, { alphabet: 'abc' })).toThrow(/alphabet has no "Hello World!"/);
    expect(() => strings('')).toThrow(/could never be found/);
    expect(() => evolve(strings(target), { populationSize: 1 })).toThrow(/populationSize ≥ 2/);
    expect(() => evolve(strings(target), { populationSize: 10, elites: 10 })).toThrow(/fewer elites/);
    expect(() => evolve(strings(target), { popSize: 10 } as object)).toThrow(/no option 'popSize'/);
  });
});

describe('likeness of strings', () => {
  // Python 3: difflib.SequenceMatcher(None, text, 'Hello World!').ratio().
  it.each([
    ['gMIgSkybXZyP', 0],
    ['adIBOM XIrBH', 0.083333],
    ['Hllo World!D', 0.916667],
    ['QHelolo Tor!', 0.75],
    ['Helo Worlld!', 0.916667],
    ['hello there!', 0.583333],
    ['!dlroW olleH', 0.166667],
    ['HelloWorld!!', 0.916667],
  ])('%s', (text, ratio) => {
    expect(sequenceMatcherRatio(text, target)).toBeCloseTo(ratio, 6);
  });

  it('counts characters in their places', () => {
    expect(positionMatch('Hxllo World!', target)).toBeCloseTo(11 / 12);
    expect(positionMatch('ello World!H', target)).toBeCloseTo(1 / 12);
    expect(sequenceMatcherRatio('', '')).toBe(1);
  });
});

describe('selection', () => {
  const draws = (selection: Selection, fitness: number[], more = {}) => {
    const draw = selector(fitness, { selection, tournamentShare: 0.5, parents: 2, ...more });
    const rng = new Generator(0);
    const counts = fitness.map(() => 0);
    for (let i = 0; i < 4000; i++) counts[draw(rng)]!++;
    return counts.map((count) => count / 4000);
  };

  it('by roulette is in proportion to fitness, also below 0, and even where there is none', () => {
    draws('roulette', [1, 2, 0, 1]).forEach((share, i) => {
      expect(share).toBeCloseTo([0.25, 0.5, 0, 0.25][i]!, 1);
    });
    expect(draws('roulette', [1, 2, 0, 1])[2]).toBe(0);
    expect(draws('roulette', [-3, -1])[1]).toBe(1);
    expect(draws('roulette', [0, 0])[0]).toBeCloseTo(0.5, 1);
  });

  it('by tournament prefers the better, by truncation takes the best alone', () => {
    // Of four, two meet: the best wins 7 of 16 meetings.
    expect(draws('tournament', [4, 3, 2, 1])[0]).toBeCloseTo(7 / 16, 1);
    expect(draws('tournament', [4, 3, 2, 1], { tournamentShare: 1 })[0]).toBeGreaterThan(0.6);
    const [a, b, c, d] = draws('truncation', [1, 4, 2, 3]);
    expect([a, c]).toEqual([0, 0]);
    expect(b! + d!).toBe(1);
    expect(b).toBeCloseTo(0.5, 1);
  });
});
