// A genetic algorithm on vectors (Zai & Brown 2020, chapter 6): everybody who knows the seed breeds the same population.
import { UserError } from '../../../io/errors.js';
import type { Generator } from '../../../random/index.js';
import type { Metrics } from '../../agent.js';
import { descending } from '../ranks.js';
import { Search } from '../search.js';
import { selector } from '../selection.js';
import type { NeuroevolutionConfig } from './config.js';

export type GeneticSearchOptions = Pick<
  NeuroevolutionConfig,
  | 'populationSize'
  | 'init'
  | 'selection'
  | 'tournamentShare'
  | 'parents'
  | 'crossover'
  | 'mutation'
  | 'mutationRate'
  | 'mutationStd'
  | 'elites'
>;

export class GeneticSearch extends Search {
  /** The fittest individual of the last generation that was told. */
  readonly best: Float64Array;
  private readonly population: Float64Array;

  /** @param genes lengths of the pieces that the crossover by tensor keeps together */
  constructor(
    start: ArrayLike<number>,
    seed: number,
    private readonly options: GeneticSearchOptions,
    private readonly genes: readonly number[] = [start.length],
  ) {
    super(start.length, options.populationSize, seed);
    const { elites, populationSize: size, parents } = options;
    if (elites >= size)
      throw new UserError(`elites: fewer than populationSize (${size}) are wanted, got ${elites}.`);
    if (parents > size)
      throw new UserError(`parents: at most populationSize (${size}) are wanted, got ${parents}.`);
    this.best = Float64Array.from(start);
    this.population = new Float64Array(size * start.length);
    this.restart(start, options.init);
  }

  /** Individual `i` of this generation, in place. */
  private at(i: number): Float64Array {
    return this.population.subarray(i * this.dimension, (i + 1) * this.dimension);
  }

  individual(index: number, out: Float64Array): void {
    out.set(this.at(index));
  }

  protected update(fitness: Float64Array): Metrics {
    const { elites } = this.options;
    const order = descending(fitness);
    const old = this.population.slice();
    const before = (i: number) => old.subarray(i * this.dimension, (i + 1) * this.dimension);
    this.best.set(before(order[0]!));
    const parent = selector(fitness, this.options);
    for (let i = 0; i < this.populationSize; i++) {
      const child = this.at(i);
      if (i < elites) {
        child.set(before(order[i]!));
        continue;
      }
      // A stream of its own: whoever breeds this child alone gets the same one.
      const rng = this.noise(i);
      this.cross(before(parent(rng)), before(parent(rng)), child, rng);
      this.mutate(child, rng);
    }
    return {};
  }

  private cross(a: Float64Array, b: Float64Array, child: Float64Array, rng: Generator): void {
    const { crossover } = this.options;
    child.set(a);
    if (crossover === 'none') return;
    if (crossover === 'uniform') {
      for (let j = 0; j < child.length; j++) if (rng.random() < 0.5) child[j] = b[j]!;
      return;
    }
    const cut =
      crossover === 'tensor' ? this.geneStart(rng.integers(this.genes.length)) : rng.integers(child.length);
    child.set(b.subarray(cut), cut);
  }

  private geneStart(gene: number): number {
    return this.genes.slice(0, gene).reduce((sum, length) => sum + length, 0);
  }

  private mutate(child: Float64Array, rng: Generator): void {
    const { mutation, mutationRate, mutationStd } = this.options;
    if (mutation === 'normal') {
      for (let j = 0; j < child.length; j++) {
        if (mutationRate === 1 || rng.random() < mutationRate) child[j]! += rng.normal(0, mutationStd);
      }
      return;
    }
    const times = rng.integers(this.genes.length);
    for (let k = 0; k < times; k++) {
      const gene = rng.integers(this.genes.length);
      const from = this.geneStart(gene);
      for (let j = from; j < from + this.genes[gene]!; j++) child[j]! += rng.random();
    }
  }

  /** @param init `network` begins with mutations of the vector */
  restart(vector: ArrayLike<number>, init: NeuroevolutionConfig['init'] = 'network'): void {
    this.best.set(vector);
    for (let i = 0; i < this.populationSize; i++) {
      const [individual, rng] = [this.at(i), this.noise(i)];
      individual.set(vector);
      if (init !== 'network') {
        for (let j = 0; j < individual.length; j++) {
          individual[j] = init === 'normal' ? rng.standardNormal() : rng.random();
        }
      } else if (i > 0) this.mutate(individual, rng);
    }
    if (init !== 'network') this.best.set(this.at(0));
  }

  protected state(): Record<string, Float64Array> {
    return { best: this.best, population: this.population };
  }
}
