// What every evolutionary search is: a distribution over vectors that a seed and the fitness told so far determine.
import { show } from '../../io/describe.js';
import { UserError } from '../../io/errors.js';
import { sha256 } from '../../io/sha256.js';
import { Generator, SeedSequence } from '../../random/index.js';
import type { Metrics, Snapshot, Stateful } from '../agent.js';

/**
 * A search among vectors for one of high fitness, generation by generation ("ask and tell").
 *
 * Everything random comes from `noise(index)`, a stream that seed, generation and index name. So whoever knows the
 * seed and has been told the same fitness has the same population: nobody needs to send vectors.
 *
 * @example
 * const search = new CMAESSearch(start, { seed: 1, sigma: 0.5 });
 * maximize(search, (x) => -x.reduce((sum, xi) => sum + xi * xi, 0), 200);
 */
export abstract class Search implements Stateful {
  /** Times that fitness was told. */
  generation = 0;

  /**
   * @param dimension numbers of a vector
   * @param populationSize individuals of a generation
   */
  constructor(
    readonly dimension: number,
    readonly populationSize: number,
    private readonly seed: number,
  ) {}

  /** The search's answer so far. */
  abstract readonly best: Float64Array;
  /** Writes an individual of this generation, 0 … `populationSize - 1`. */
  abstract individual(index: number, out: Float64Array): void;
  /** Moves on by the fitness of each individual, the higher the better; tells what it measured. */
  protected abstract update(fitness: Float64Array): Metrics;
  /** All that changes, as arrays that are read and written in place. */
  protected abstract state(): Record<string, Float64Array>;
  /** Begins again around `vector`. */
  abstract restart(vector: ArrayLike<number>): void;

  /** @throws UserError for a fitness that is no number, or a wrong number of them. */
  tell(fitness: Float64Array): Metrics {
    if (fitness.length !== this.populationSize) {
      throw new UserError(
        `A generation has ${this.populationSize} individuals, got ${fitness.length} values.`,
      );
    }
    const bad = fitness.findIndex((value) => Number.isNaN(value));
    if (bad !== -1) {
      throw new UserError(
        `The fitness of individual ${bad} of generation ${this.generation} is ${show(fitness[bad])}: its episodes gave rewards that are no numbers.`,
        { kind: 'failure' },
      );
    }
    const metrics = this.update(fitness);
    this.generation++;
    return metrics;
  }

  /** The random stream of one individual, or of one pair, of this generation. */
  protected noise(index: number): Generator {
    return new Generator(new SeedSequence(this.seed, [this.generation, index]));
  }

  /** SHA-256 of all individuals of this generation. */
  populationHash(): string {
    const all = new Float64Array(this.populationSize * this.dimension);
    for (let i = 0; i < this.populationSize; i++) {
      this.individual(i, all.subarray(i * this.dimension, (i + 1) * this.dimension));
    }
    return sha256(new Uint8Array(all.buffer));
  }

  saveState(): Snapshot {
    return { meta: { generation: this.generation }, arrays: this.state() };
  }

  loadState({ meta, arrays }: Snapshot): void {
    this.generation = meta.generation as number;
    for (const [name, array] of Object.entries(this.state())) {
      const saved = arrays[name];
      if (saved?.length !== array.length) {
        throw new UserError(
          `The saved search has ${saved?.length ?? 0} numbers of ${name}, this one ${array.length}: another population size or network.`,
        );
      }
      array.set(saved);
    }
  }
}

/** `generations` generations on a function of vectors; gives the fitness of the best individual of the last one. */
export function maximize(search: Search, f: (x: Float64Array) => number, generations: number): number {
  const x = new Float64Array(search.dimension);
  let best = -Infinity;
  for (let g = 0; g < generations; g++) {
    const fitness = Float64Array.from({ length: search.populationSize }, (_, i) => {
      search.individual(i, x);
      return f(x);
    });
    search.tell(fitness);
    best = Math.max(...fitness);
  }
  return best;
}
