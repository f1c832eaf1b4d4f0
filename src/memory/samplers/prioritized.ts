// Prioritised experience replay, proportional variant (Schaul et al. 2016, "Prioritized Experience Replay").
import { UserError } from '../../io/errors.js';
import type { Snapshot } from '../../io/snapshot.js';
import type { Generator } from '../../random/index.js';
import type { ReplayMemory } from '../replay-memory.js';
import type { Draw, Sampler } from './sampler.js';
import { SumTree } from './sum-tree.js';

/** Added to errors, so that every row may be drawn again. */
const EPSILON = 1e-6;

interface PriorityOptions {
  /** How much priorities count: P(i) = pᵢ^α / Σ p^α. */
  alpha: number;
  /** Exponent of the importance weights now. */
  beta: () => number;
}

/**
 * Draws row i with probability P(i) = pᵢ^α / Σ p^α, pᵢ = |δᵢ| + 1e-6 its last error; new rows have the largest priority so
 * far. The draws are stratified: one from each of `count` equal parts of the total. Weights are w = (N·P(i))^-β, divided by
 * the largest of the batch.
 */
export class PrioritizedSampler implements Sampler {
  private readonly tree = new SumTree();
  private readonly draws = { rows: new Int32Array(0), weights: new Float32Array(0) } satisfies Draw;
  private largest = 1;

  constructor(
    private readonly memory: ReplayMemory,
    private readonly options: PriorityOptions,
  ) {}

  draw(count: number, rng: Generator): Draw {
    const { tree, draws, memory } = this;
    if (memory.size === 0) throw new RangeError('cannot draw from an empty memory; add transitions first');
    if (draws.rows.length !== count) {
      draws.rows = new Int32Array(count);
      draws.weights = new Float32Array(count);
    }
    const { rows, weights } = draws;
    const { total } = tree;
    const beta = this.options.beta();
    let most = 0;
    for (let i = 0; i < count; i++) {
      const row = tree.find(((i + rng.random()) / count) * total);
      const weight = ((memory.size * tree.get(row)) / total) ** -beta;
      rows[i] = row;
      weights[i] = weight;
      most = Math.max(most, weight);
    }
    for (let i = 0; i < count; i++) weights[i]! /= most;
    return { ...draws };
  }

  onAdd(row: number): void {
    this.tree.set(row, this.largest ** this.options.alpha);
  }

  onErrors(rows: Int32Array, errors: ArrayLike<number>): void {
    for (let i = 0; i < rows.length; i++) {
      const priority = Math.abs(errors[i]!) + EPSILON;
      this.largest = Math.max(this.largest, priority);
      this.tree.set(rows[i]!, priority ** this.options.alpha);
    }
  }

  /** The powers p^α of all rows. */
  saveState(): Snapshot {
    return {
      meta: { largest: this.largest },
      arrays: { priorities: this.tree.values(this.memory.size) },
    };
  }

  /** @throws UserError when there is not one priority per row of the memory, which is loaded before. */
  loadState({ meta, arrays }: Snapshot): void {
    const { priorities } = arrays;
    const { largest } = meta;
    if (priorities?.length !== this.memory.size || !priorities.every((p) => p > 0 && p < Infinity)) {
      throw new UserError(
        `The saved priorities must be ${this.memory.size} positive numbers, one per row of the memory.`,
        { kind: 'failure' },
      );
    }
    if (!Number.isFinite(largest)) throw new UserError('The saved priorities have no largest one.');
    this.largest = largest as number;
    this.tree.fill(priorities);
  }
}
