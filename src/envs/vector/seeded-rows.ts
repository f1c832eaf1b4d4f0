// Many copies of one world side by side, row i of every array being copy i: what a vector form is made of.
import { type Generator, GeneratorRows, type GeneratorState, type Seed } from '../../random/index.js';
import { allocatePacked, type PackedArray, type Space } from '../../spaces/index.js';
import type { EnvState, Info } from '../env.js';

/** What {@link RowsVectorEnv} steps: {@link SeededRows}, or something around them. */
export interface WorldRows {
  readonly observationSpace: Space;
  readonly actionSpace: Space;
  /** Packed observations: `numEnvs × observationSpace.packedSize`. */
  readonly observations: PackedArray;
  /** Of the last step of each row. */
  readonly rewards: Float64Array;
  /** 1 for each row whose last step ended the task. */
  readonly terminated: Uint8Array;
  /** Names of the `options` of `reset` that are read; the vector refuses others. */
  readonly resetOptions: readonly string[];
  /** Begins an episode in a row and writes its first observation; `seed` and `options` are those of `reset`. */
  reset(row: number, seed?: Seed, options?: Record<string, unknown>): void;
  /**
   * Moves the rows `from` … `to - 1` on and writes their observations, rewards and `terminated`. `actions` are packed,
   * those of all rows; of these rows they fit the space. Time limits are the vector's business.
   */
  step(actions: PackedArray, from: number, to: number): void;
  /**
   * What `info` of the single environment's last `step` would be (even if an episode began since), or of its last
   * `reset`; absent: always empty.
   */
  info?(row: number, of: 'step' | 'reset'): Info;
  /** Writes the legal actions of the rows `from` … `to - 1` into `masks`, `flatdim` flags a row; absent: all are legal. */
  mask?(masks: Uint8Array, from: number, to: number): void;
  /** `saveState` and `loadState` of the single environment, the one that `create` of the definition returns. */
  save(row: number): EnvState;
  load(row: number, state: EnvState): void;
}

const NONE = {};

/**
 * The counterpart of `SeededEnv` for many rows: each has a generator of its own, and `snapshot` returns what else it
 * remembers. Row i draws, moves and saves exactly as a single environment with its seed does, so the equations of both
 * should stand in functions that both call.
 *
 * @example
 * class CorridorRows extends SeededRows {
 *   private readonly places: Int32Array;
 *
 *   constructor({ numEnvs, options }: VectorSettings<{ length: number }>) {
 *     super(numEnvs, new Discrete(options.length), new Discrete(2));
 *     this.places = new Int32Array(numEnvs);
 *   }
 *   …
 * }
 */
export abstract class SeededRows implements WorldRows {
  readonly observations: PackedArray;
  readonly rewards: Float64Array;
  readonly terminated: Uint8Array;
  /** The random streams of all rows, which can draw together, … */
  protected readonly streams: GeneratorRows;
  /** … and that of each row. */
  protected readonly rngs: readonly Generator[];
  readonly resetOptions: readonly string[] = [];

  constructor(
    numEnvs: number,
    readonly observationSpace: Space,
    readonly actionSpace: Space,
  ) {
    const { packedType, packedSize } = observationSpace;
    this.observations = allocatePacked(packedType, numEnvs * packedSize);
    this.rewards = new Float64Array(numEnvs);
    this.terminated = new Uint8Array(numEnvs);
    this.streams = new GeneratorRows(numEnvs);
    this.rngs = this.streams.rows;
  }

  /** Begins an episode in a row with draws from its generator, and writes the first observation. */
  protected abstract start(row: number, options: Record<string, unknown>): void;
  abstract step(actions: PackedArray, from: number, to: number): void;
  info?(row: number, of: 'step' | 'reset'): Info;
  mask?(masks: Uint8Array, from: number, to: number): void;
  /** All variables of a row but its generator, as the single environment's `snapshot` tells them, … */
  protected abstract snapshot(row: number): EnvState;
  /** … and back. */
  protected abstract restore(row: number, state: EnvState): void;

  reset(row: number, seed?: Seed, options: Record<string, unknown> = NONE): void {
    if (seed !== undefined) this.streams.seed(row, seed);
    this.start(row, options);
  }

  /** The generator of a row whose steps may have skipped draws (`streams.skipLater`), after those. */
  protected rng(row: number): Generator {
    this.streams.settle(row);
    return this.rngs[row]!;
  }

  save(row: number): EnvState {
    return { rng: this.rng(row).getState(), ...this.snapshot(row) };
  }

  load(row: number, state: EnvState): void {
    this.rng(row).setState(state.rng as GeneratorState);
    this.restore(row, state);
  }
}
