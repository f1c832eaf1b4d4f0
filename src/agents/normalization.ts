// Running normalisation of network inputs and rewards, with the semantics of Stable-Baselines3's VecNormalize.
//
// It is part of the agent, not of the environment: `predict` takes raw observations, evaluation and replays need no
// statistics of their own, and what was learnt about the inputs is saved with the weights.
import { UserError } from '../io/errors.js';
import { Graph } from '../spaces/index.js';
import type { Snapshot, Stateful, WeightArray } from './agent.js';
import type { ObservationEncoder } from './features/observation-encoder.js';
import type { Weighted } from './parts.js';

const EPSILON = 1e-8;
const CLIP = 10;

/** Mean and variance of a stream of batches (Chan et al. 1979), in float64. */
export class RunningStatistics implements Stateful {
  readonly mean: Float64Array;
  readonly variance: Float64Array;
  /** A trace of a start value keeps the first batch from dividing by 0. */
  count = 1e-4;

  constructor(readonly size: number) {
    this.mean = new Float64Array(size);
    this.variance = new Float64Array(size).fill(1);
  }

  /**
   * Takes in `rows × size` numbers.
   *
   * @param alive 0 for rows to leave out
   */
  update(batch: ArrayLike<number>, rows: number, alive?: Uint8Array): void {
    const { size } = this;
    const living = alive ? livingRows(alive, rows) : rows;
    if (living === 0) return;
    for (let j = 0; j < size; j++) {
      let batchMean = 0;
      for (let i = 0; i < rows; i++) {
        if (alive === undefined || alive[i] === 1) batchMean += batch[i * size + j]! / living;
      }
      let squares = 0;
      for (let i = 0; i < rows; i++) {
        if (alive === undefined || alive[i] === 1) squares += (batch[i * size + j]! - batchMean) ** 2;
      }
      this.mergeAt(j, living, batchMean, squares);
    }
    this.count += living;
  }

  /** Takes in `count` numbers of each input, of which mean and sum of squared deviations are known. */
  merge(count: number, means: Float64Array, squares: Float64Array): void {
    for (let j = 0; j < this.size; j++) this.mergeAt(j, count, means[j]!, squares[j]!);
    this.count += count;
  }

  private mergeAt(j: number, added: number, batchMean: number, squares: number): void {
    const { mean, variance, count } = this;
    const total = count + added;
    const delta = batchMean - mean[j]!;
    variance[j] = (variance[j]! * count + squares + (delta * delta * count * added) / total) / total;
    mean[j]! += (delta * added) / total;
  }

  saveState(): Snapshot {
    const { mean, variance, count } = this;
    return { meta: { count }, arrays: { mean, variance } };
  }

  loadState({ meta, arrays }: Snapshot): void {
    this.count = meta.count as number;
    this.mean.set(arrays.mean!);
    this.variance.set(arrays.variance!);
  }
}

/** How many of the rows live. */
function livingRows(alive: Uint8Array, rows: number): number {
  let living = 0;
  for (let i = 0; i < rows; i++) living += Number(alive[i] === 1);
  return living;
}

/** Network inputs with mean 0 and deviation 1, within ±10 or another bound. */
export class InputNormalizer implements Stateful, Weighted {
  readonly statistics: RunningStatistics;

  constructor(
    size: number,
    private readonly bound = CLIP,
  ) {
    this.statistics = new RunningStatistics(size);
  }

  /** @throws UserError for graphs: their counts and links would mean nothing, scaled. */
  static for({ space, size }: ObservationEncoder): InputNormalizer {
    if (space.leaves().some((leaf) => leaf.space instanceof Graph)) {
      throw new UserError(
        `normalizeObservations: numbers of nodes and links in ${space} cannot be scaled; leave it off, and scale the features of nodes in the environment.`,
      );
    }
    return new InputNormalizer(size);
  }

  /** Normalises `rows × size` inputs in place with the statistics as they are. */
  apply(inputs: Float32Array, rows: number): void {
    const { size, mean, variance } = this.statistics;
    const { bound } = this;
    for (let j = 0; j < size; j++) {
      const scale = 1 / Math.sqrt(variance[j]! + EPSILON);
      for (let i = j; i < rows * size; i += size) inputs[i] = clip((inputs[i]! - mean[j]!) * scale, bound);
    }
  }

  /** The statistics in single precision: enough for playing, and saved with the best weights. */
  weights(): Record<string, WeightArray> {
    const { mean, variance, count, size } = this.statistics;
    return {
      mean: { shape: [size], data: Float32Array.from(mean) },
      variance: { shape: [size], data: Float32Array.from(variance) },
      count: { shape: [1], data: Float32Array.of(count) },
    };
  }

  loadWeights({ mean, variance, count }: Record<string, WeightArray>): void {
    const { statistics } = this;
    if (mean?.data.length !== statistics.size || variance?.data.length !== statistics.size || !count) {
      throw new Error(`expected mean, variance and count of ${statistics.size} inputs`);
    }
    statistics.mean.set(mean.data);
    statistics.variance.set(variance.data);
    statistics.count = count.data[0]!;
  }

  saveState(): Snapshot {
    return this.statistics.saveState();
  }

  loadState(snapshot: Snapshot): void {
    this.statistics.loadState(snapshot);
  }
}

/** Rewards divided by the deviation of the discounted return, within ±10; not centred, so that their sign stays. */
export class RewardNormalizer implements Stateful {
  readonly statistics = new RunningStatistics(1);
  /** Discounted sum of rewards so far, per sub-environment. */
  readonly returns: Float64Array;
  private readonly scaled: Float32Array;

  constructor(numEnvs: number) {
    this.returns = new Float64Array(numEnvs);
    this.scaled = new Float32Array(numEnvs);
  }

  /** Takes one vector step in and returns its normalised rewards, valid until the next call. */
  normalize(
    rewards: ArrayLike<number>,
    terminated: Uint8Array,
    truncated: Uint8Array,
    gamma: number,
    alive?: Uint8Array,
  ): Float32Array {
    const { returns, statistics, scaled } = this;
    for (let i = 0; i < returns.length; i++) {
      if (alive?.[i] !== 0) returns[i] = returns[i]! * gamma + rewards[i]!;
    }
    statistics.update(returns, returns.length, alive);
    const scale = 1 / Math.sqrt(statistics.variance[0]! + EPSILON);
    for (let i = 0; i < returns.length; i++) {
      scaled[i] = clip(rewards[i]! * scale, CLIP);
      if (terminated[i] === 1 || truncated[i] === 1) returns[i] = 0;
    }
    return scaled;
  }

  saveState(): Snapshot {
    const { meta, arrays } = this.statistics.saveState();
    return { meta, arrays: { ...arrays, returns: this.returns } };
  }

  loadState(snapshot: Snapshot): void {
    this.statistics.loadState(snapshot);
    const { returns } = snapshot.arrays;
    // Of another number of environments, they belong to episodes that do not go on.
    if (returns?.length === this.returns.length) this.returns.set(returns);
  }
}

function clip(value: number, bound: number): number {
  return Math.min(Math.max(value, -bound), bound);
}
