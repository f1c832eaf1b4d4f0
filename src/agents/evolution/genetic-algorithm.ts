// The genetic algorithm on genomes of any kind: select, cross, mutate.
import { UserError } from '../../io/errors.js';
import { withDefaults } from '../../io/options.js';
import { Generator } from '../../random/index.js';
import { descending } from './ranks.js';
import { type Selection, type SelectionOptions, selector } from './selection.js';

/** What a genetic algorithm has to know of its genomes. None of the functions may change what it is given. */
export interface Genome<T> {
  /** A random individual of the first generation. */
  create(rng: Generator): T;
  /** The higher the better. */
  fitness(individual: T): number;
  /** A child, or several, of two parents. */
  cross(a: T, b: T, rng: Generator): T[];
  mutate(individual: T, rng: Generator): T;
}

export interface GeneticOptions extends Partial<SelectionOptions> {
  populationSize?: number;
  generations?: number;
  /** So many of the best live on unchanged (default 10). */
  elites?: number;
  /** Ends as soon as an individual is this fit. */
  target?: number;
  seed?: number;
  /** Hears of every generation, the first, random one included. */
  onGeneration?: (generation: Generation) => void;
}

export interface Generation {
  generation: number;
  mean: number;
  best: number;
}

export interface Evolved<T> {
  best: T;
  fitness: number;
  /** Of the last generation that was evaluated. */
  generation: number;
  history: Generation[];
}

/**
 * Evolves a population; every individual is evaluated once, those of the last generation too, and the best one ever seen
 * is the result.
 *
 * @throws UserError for sizes that make no population.
 * @example
 * const { best } = evolve(strings('Hello World!'), { populationSize: 300, target: 1, seed: 1 });
 */
export function evolve<T>(genome: Genome<T>, options: GeneticOptions = {}): Evolved<T> {
  const { populationSize, generations, elites, target, seed, onGeneration, ...selection } = withDefaults(
    'evolve()',
    options,
    {
      ...{ populationSize: 100, generations: 100, elites: 10, target: Infinity, seed: 0 },
      ...{ selection: 'roulette' as Selection, tournamentShare: 0.2, parents: 2 },
      onGeneration: (() => {}) as (generation: Generation) => void,
    },
  );
  if (!Number.isInteger(populationSize) || populationSize < 2 || !(elites < populationSize)) {
    throw new UserError(
      `evolve() needs populationSize ≥ 2 and fewer elites, got ${populationSize} and ${elites}.`,
    );
  }
  const rng = new Generator(seed);
  let population = Array.from({ length: populationSize }, () => genome.create(rng));
  const result: Evolved<T> = { best: population[0] as T, fitness: -Infinity, generation: 0, history: [] };
  for (let generation = 0; ; generation++) {
    const fitness = population.map((individual) => genome.fitness(individual));
    const order = descending(fitness);
    const best = fitness[order[0]!]!;
    if (best > result.fitness) Object.assign(result, { best: population[order[0]!], fitness: best });
    const mean = fitness.reduce((sum, value) => sum + value, 0) / populationSize;
    result.generation = generation;
    result.history.push({ generation, mean, best });
    onGeneration(result.history.at(-1)!);
    if (best >= target || generation >= generations) return result;
    const next = order.slice(0, elites).map((index) => population[index] as T);
    const parent = selector(fitness, selection);
    while (next.length < populationSize) {
      const children = genome.cross(population[parent(rng)] as T, population[parent(rng)] as T, rng);
      for (const child of children) {
        if (next.length < populationSize) next.push(genome.mutate(child, rng));
      }
    }
    population = next;
  }
}
