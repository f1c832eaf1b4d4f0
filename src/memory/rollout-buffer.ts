// On-policy memory: a few steps of every sub-environment, their advantages, and the minibatches made of them.
import type { Generator } from '../random/index.js';
import { allocatePacked, type PackedArray, type PackedType } from '../spaces/index.js';

export interface RolloutLayout {
  /** Steps per sub-environment and number of sub-environments. */
  steps: number;
  numEnvs: number;
  /** Numbers per packed observation and how they are stored. */
  observationSize: number;
  observationType: PackedType;
  /** Numbers per action as the policy drew it (before clipping or squashing), and how they are stored. */
  actionSize: number;
  actionType: PackedType;
  /** Flags per action mask; 0 or absent: no masks. */
  maskSize?: number;
}

/** One vector step of experience; every array has `numEnvs` rows. */
export interface RolloutStep {
  rewards: ArrayLike<number>;
  terminated: Uint8Array;
  truncated: Uint8Array;
  /** V of the terminal observation, read where an episode was truncated. */
  finalValues: ArrayLike<number>;
}

/**
 * `steps × numEnvs` transitions in time-major order: row `t · numEnvs + i` is step t of sub-environment i.
 *
 * Per step, `begin` stores what the policy saw and did, `finish` what the environment answered.
 */
export class RolloutBuffer {
  readonly observations: PackedArray;
  readonly actions: PackedArray;
  readonly masks: Uint8Array | undefined;
  readonly rewards: Float32Array;
  readonly values: Float32Array;
  readonly logProbs: Float32Array;
  readonly terminated: Uint8Array;
  readonly truncated: Uint8Array;
  readonly finalValues: Float32Array;
  /** 1 where the step is the first of its episode: there a recurrent policy starts from its initial state. */
  readonly starts: Uint8Array;
  readonly advantages: Float32Array;
  /** Value targets: advantage + value. */
  readonly returns: Float32Array;
  /** Vector steps stored. */
  length = 0;
  /** Whether the coming step starts an episode, per sub-environment. */
  private readonly nextStarts: Uint8Array;
  private readonly order: Int32Array;

  constructor(readonly layout: RolloutLayout) {
    const { steps, numEnvs, observationSize, observationType, actionSize, actionType, maskSize } = layout;
    const rows = steps * numEnvs;
    this.observations = allocatePacked(observationType, rows * observationSize);
    this.actions = allocatePacked(actionType, rows * actionSize);
    this.masks = maskSize ? new Uint8Array(rows * maskSize) : undefined;
    this.rewards = new Float32Array(rows);
    this.values = new Float32Array(rows);
    this.logProbs = new Float32Array(rows);
    this.terminated = new Uint8Array(rows);
    this.truncated = new Uint8Array(rows);
    this.finalValues = new Float32Array(rows);
    this.starts = new Uint8Array(rows);
    this.advantages = new Float32Array(rows);
    this.returns = new Float32Array(rows);
    this.nextStarts = new Uint8Array(numEnvs).fill(1);
    this.order = new Int32Array(rows);
  }

  /** Transitions when full. */
  get size(): number {
    return this.layout.steps * this.layout.numEnvs;
  }

  get isFull(): boolean {
    return this.length === this.layout.steps;
  }

  clear(): void {
    this.length = 0;
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
    const { numEnvs, observationSize, actionSize, maskSize = 0 } = this.layout;
    const row = this.length * numEnvs;
    copy(observations, this.observations, row * observationSize, numEnvs * observationSize);
    copy(actions, this.actions, row * actionSize, numEnvs * actionSize);
    copy(values, this.values, row, numEnvs);
    copy(logProbs, this.logProbs, row, numEnvs);
    if (this.masks && masks) copy(masks, this.masks, row * maskSize, numEnvs * maskSize);
  }

  /** Stores the environment's answer to the step begun last. */
  finish({ rewards, terminated, truncated, finalValues }: RolloutStep): void {
    const { numEnvs } = this.layout;
    const row = this.length * numEnvs;
    copy(rewards, this.rewards, row, numEnvs);
    copy(terminated, this.terminated, row, numEnvs);
    copy(truncated, this.truncated, row, numEnvs);
    copy(finalValues, this.finalValues, row, numEnvs);
    copy(this.nextStarts, this.starts, row, numEnvs);
    for (let i = 0; i < numEnvs; i++) this.nextStarts[i] = terminated[i]! | truncated[i]!;
    this.length++;
  }

  /**
   * Generalised advantage estimation (Schulman et al. 2016): `A = Σ (γλ)^l δ`, `δ = r + γ·V(s') - V(s)`.
   * λ = 1 is the n-step return minus the value, with n = the steps left in the rollout.
   *
   * V(s') is 0 after a termination. After a truncation it is the terminal observation's value: the episode was cut,
   * its future goes on. Neither lets the sum run on into the next episode.
   *
   * @param lastValues V of the observations that follow the last stored step, one per sub-environment
   */
  computeReturns(lastValues: ArrayLike<number>, gamma: number, lambda: number): void {
    const { rewards, values, terminated, truncated, finalValues, advantages, returns } = this;
    const { numEnvs } = this.layout;
    for (let i = 0; i < numEnvs; i++) {
      let advantage = 0;
      let nextValue = lastValues[i]!;
      for (let row = (this.length - 1) * numEnvs + i; row >= 0; row -= numEnvs) {
        if (terminated[row] === 1 || truncated[row] === 1) {
          advantage = 0;
          nextValue = terminated[row] === 1 ? 0 : finalValues[row]!;
        }
        const value = values[row]!;
        advantage = rewards[row]! + gamma * nextValue - value + gamma * lambda * advantage;
        advantages[row] = advantage;
        returns[row] = advantage + value;
        nextValue = value;
      }
    }
  }

  /**
   * Row indices of one epoch in minibatches of `batchSize`, in random order; the last one may be smaller.
   * A single batch that holds everything stays in order. Views are valid until the next epoch.
   */
  *minibatches(rng: Generator, batchSize: number): Iterable<Int32Array> {
    const rows = this.length * this.layout.numEnvs;
    const order = this.order.subarray(0, rows);
    for (let i = 0; i < rows; i++) order[i] = i;
    if (batchSize < rows) rng.shuffle(order);
    for (let start = 0; start < rows; start += batchSize) yield order.subarray(start, start + batchSize);
  }

  /**
   * Row indices of one epoch for recurrent policies. The rollout of every sub-environment is cut into sequences of
   * `steps`; number `k · numEnvs + i` is the k-th of sub-environment i. Each minibatch holds `perBatch` of them in
   * random order (the last one may hold fewer) and time-major layout: to be unrolled from the memory at their first
   * step, which is cleared at `starts`.
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

  /** The steps stored so far, in views that are valid until the next step. */
  saveState(): { meta: Record<string, unknown>; arrays: Record<string, PackedArray> } {
    const { steps, numEnvs } = this.layout;
    const arrays = Object.entries(this.stored()).map(([name, array]) => {
      return [name, array.subarray(0, (array.length / steps) * this.length)] as const;
    });
    return {
      meta: { steps, numEnvs, length: this.length },
      arrays: { ...Object.fromEntries(arrays), nextStarts: this.nextStarts },
    };
  }

  loadState({ meta, arrays }: { meta: Record<string, unknown>; arrays: Record<string, PackedArray> }): void {
    const { steps, numEnvs } = this.layout;
    if (meta.steps !== steps || meta.numEnvs !== numEnvs) {
      throw new RangeError(
        `the saved rollout has ${meta.steps} steps of ${meta.numEnvs} environments, this one ${steps} of ${numEnvs}; use the same nSteps and numEnvs`,
      );
    }
    for (const [name, array] of Object.entries(this.stored())) array.set(arrays[name]!);
    this.nextStarts.set(arrays.nextStarts!);
    this.length = meta.length as number;
  }

  private stored(): Record<string, PackedArray> {
    const {
      observations,
      actions,
      masks,
      rewards,
      values,
      logProbs,
      terminated,
      truncated,
      finalValues,
      starts,
    } = this;
    const all = {
      observations,
      actions,
      rewards,
      values,
      logProbs,
      terminated,
      truncated,
      finalValues,
      starts,
    };
    return masks ? { ...all, masks } : all;
  }
}

type Iterable<T> = globalThis.Generator<T, void, undefined>;

/** Copies the first `count` numbers of `from` to `to[at …]`. */
function copy(from: ArrayLike<number>, to: PackedArray, at: number, count: number): void {
  for (let i = 0; i < count; i++) to[at + i] = from[i]!;
}
