// On-policy memory: a few steps of every environment, their advantages, and the minibatches made of them.
import { joinSnapshots, type Snapshot, splitSnapshot } from '../io/snapshot.js';
import type { Generator } from '../random/index.js';
import type { PackedArray, PackedType, Space } from '../spaces/index.js';
import type { ColumnSpec } from './column.js';
import { ColumnStore } from './column-store.js';
import type { FixedColumn } from './fixed-column.js';
import { type Channels, ObservationColumns, observationSpecs } from './observation-columns.js';
import { generalizedAdvantages } from './returns.js';

export interface RolloutLayout {
  /** Steps per environment and number of environments. */
  steps: number;
  numEnvs: number;
  /** Of the observations as they are stored. */
  observationSpace: Space;
  channels?: Channels;
  /** Numbers per action as the policy drew it (before clipping or squashing), and how they are stored. */
  actionSize: number;
  actionType: PackedType;
  /** Flags per action mask; 0 or absent: no masks. */
  maskSize?: number;
  /** Keep the observation that followed each step too, for learners of intrinsic rewards. */
  nextObservations?: boolean;
  /** Columns of your own. */
  columns?: Record<string, ColumnSpec>;
}

/** The answer of the environments to one vector step; every array has `numEnvs` rows. */
export interface RolloutStep {
  rewards: ArrayLike<number>;
  terminated: Uint8Array;
  truncated: Uint8Array;
  /** V of the terminal observation, read where an episode was truncated. */
  finalValues: ArrayLike<number>;
}

const SCALARS = ['reward', 'value', 'logProb', 'finalValue', 'advantage', 'return'] as const;
const FLAGS = ['terminated', 'truncated', 'start'] as const;

/**
 * `steps × numEnvs` transitions in time-major order: row `t · numEnvs + i` is step t of environment i.
 * Per step, `begin` stores what the policy saw and did, `finish` what the environments answered.
 */
export class RolloutMemory extends ColumnStore {
  readonly observations: ObservationColumns;
  readonly nextObservations: ObservationColumns | undefined;
  readonly actions: FixedColumn;
  readonly masks: FixedColumn;
  /** The columns of single numbers, looked up once: every step writes to all of them. */
  readonly scalars: Record<(typeof SCALARS | typeof FLAGS)[number], FixedColumn>;
  /** Whether the coming step starts an episode, per environment. */
  private readonly nextStarts: Uint8Array;
  private readonly order: Int32Array;

  constructor(readonly layout: RolloutLayout) {
    const { steps, numEnvs, observationSpace, channels, actionSize, actionType, maskSize = 0 } = layout;
    const names = layout.nextObservations ? ['observation', 'next'] : ['observation'];
    super(
      {
        ...observationSpecs(observationSpace, names, channels),
        action: { dtype: actionType, size: actionSize },
        mask: { dtype: 'uint8', size: maskSize },
        ...Object.fromEntries(SCALARS.map((name) => [name, { dtype: 'float32' as const }])),
        ...Object.fromEntries(FLAGS.map((name) => [name, { dtype: 'uint8' as const }])),
        ...layout.columns,
      },
      steps * numEnvs,
    );
    this.reserve(this.capacity);
    this.observations = new ObservationColumns(this, observationSpace, 'observation');
    if (layout.nextObservations) {
      this.nextObservations = new ObservationColumns(this, observationSpace, 'next');
    }
    this.actions = this.scalar('action');
    this.masks = this.scalar('mask');
    this.scalars = Object.fromEntries(
      [...SCALARS, ...FLAGS].map((name) => [name, this.scalar(name)]),
    ) as typeof this.scalars;
    this.nextStarts = new Uint8Array(numEnvs).fill(1);
    this.order = new Int32Array(this.capacity);
  }

  /** Vector steps stored. */
  get length(): number {
    return this.size / this.layout.numEnvs;
  }

  get isFull(): boolean {
    return this.size === this.capacity;
  }

  /** A column of single numbers as one array. */
  values(name: (typeof SCALARS)[number]): Float32Array {
    return this.scalars[name].array as Float32Array;
  }

  /** Forgets the estimates too: rows of the next rollout must not be saved with those of this one. */
  override clear(): void {
    super.clear();
    for (const name of ['advantage', 'return'] as const) this.values(name).fill(0);
  }

  /** Drops what was collected of episodes that will not go on; the coming step starts new ones. */
  abandonEpisodes(): void {
    this.clear();
    this.nextStarts.fill(1);
  }

  /** Stores observations, drawn actions, V(s) and log π(a|s) of the step that is about to be taken. */
  begin(
    observations: PackedArray,
    actions: ArrayLike<number>,
    values: ArrayLike<number>,
    logProbs: ArrayLike<number>,
    masks?: Uint8Array,
  ): void {
    const { numEnvs, maskSize = 0 } = this.layout;
    const row = this.claim(numEnvs);
    this.observations.write(row, observations, 0, numEnvs);
    this.actions.write(row, actions, 0, numEnvs);
    this.scalars.value.write(row, values, 0, numEnvs);
    this.scalars.logProb.write(row, logProbs, 0, numEnvs);
    if (maskSize > 0 && masks) this.masks.write(row, masks, 0, numEnvs);
    this.scalars.start.write(row, this.nextStarts, 0, numEnvs);
  }

  /** Stores the environments' answer to the step begun last. */
  finish({ rewards, terminated, truncated, finalValues }: RolloutStep): void {
    const { numEnvs } = this.layout;
    const row = this.size - numEnvs;
    this.scalars.reward.write(row, rewards, 0, numEnvs);
    this.scalars.terminated.write(row, terminated, 0, numEnvs);
    this.scalars.truncated.write(row, truncated, 0, numEnvs);
    this.scalars.finalValue.write(row, finalValues, 0, numEnvs);
    for (let i = 0; i < numEnvs; i++) this.nextStarts[i] = terminated[i]! | truncated[i]!;
  }

  /** Fills the columns `advantage` and `return`; see `generalizedAdvantages`. */
  computeReturns(lastValues: ArrayLike<number>, gamma: number, lambda: number): void {
    generalizedAdvantages(
      {
        steps: this.length,
        numEnvs: this.layout.numEnvs,
        rewards: this.values('reward'),
        values: this.values('value'),
        terminated: this.scalars.terminated.array,
        truncated: this.scalars.truncated.array,
        finalValues: this.values('finalValue'),
        lastValues,
      },
      gamma,
      lambda,
      { advantages: this.values('advantage'), returns: this.values('return') },
    );
  }

  /**
   * Indices of `rows` (default: all) in minibatches of `batchSize`, in random order; the last one may be smaller.
   * A single batch that holds everything stays in order. Views are valid until the next epoch.
   */
  *minibatches(rng: Generator, batchSize: number, rows?: Int32Array): Iterable<Int32Array> {
    const order = this.order.subarray(0, rows?.length ?? this.size);
    for (let i = 0; i < order.length; i++) order[i] = rows ? rows[i]! : i;
    if (batchSize < order.length) rng.shuffle(order);
    for (let start = 0; start < order.length; start += batchSize)
      yield order.subarray(start, start + batchSize);
  }

  /**
   * Row indices of one epoch for recurrent policies. The rollout of every environment is cut into sequences of `steps`;
   * number `k · numEnvs + i` is the k-th of environment i. Each minibatch holds `perBatch` of them in random order (the
   * last one may hold fewer) and time-major layout: to be unrolled from the memory at their first step, which is cleared
   * where the column `start` says so.
   */
  *sequences(
    rng: Generator,
    { steps, perBatch }: { steps: number; perBatch: number },
  ): Iterable<{ sequences: Int32Array; rows: Int32Array }> {
    const { numEnvs } = this.layout;
    const order = Int32Array.from(rng.permutation((this.length / steps) * numEnvs));
    for (let start = 0; start < order.length; start += perBatch) {
      const sequences = order.subarray(start, start + perBatch);
      const n = sequences.length;
      const rows = new Int32Array(steps * n);
      for (const [j, sequence] of sequences.entries()) {
        const first = Math.floor(sequence / numEnvs) * steps * numEnvs + (sequence % numEnvs);
        for (let t = 0; t < steps; t++) rows[t * n + j] = first + t * numEnvs;
      }
      yield { sequences, rows };
    }
  }

  override saveState(): Snapshot {
    return joinSnapshots(
      {},
      { rows: super.saveState(), starts: { meta: {}, arrays: { next: this.nextStarts } } },
    );
  }

  override loadState(snapshot: Snapshot): void {
    const { rows, starts } = splitSnapshot(snapshot).parts;
    super.loadState(rows!);
    this.nextStarts.set(starts!.arrays.next!);
  }
}

type Iterable<T> = globalThis.Generator<T, void, undefined>;
