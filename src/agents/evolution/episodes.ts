// Plays episodes of given policies from given seeds, as many at a time as the vector has rows: fitness, nothing else.
import type { VectorEnv } from '../../envs/index.js';
import type { Generator } from '../../random/index.js';
import { allocatePacked, type PackedArray } from '../../spaces/index.js';
import type { ObservationEncoder } from '../features/observation-encoder.js';
import type { InputNormalizer } from '../normalization.js';
import { breathe } from '../training-context.js';
import type { FlatPolicy } from './flat-policy.js';

/** One episode to play. */
export interface Task {
  vector: Float32Array;
  /** Of the environment. */
  seed: number;
  /** Of actions that are drawn. */
  rng: Generator | undefined;
  /** What came of it; see `recordWidth`. */
  record: Float64Array;
}

/** How long it may hold the event loop, in milliseconds. */
const BREATH = 20;

/** Return, length (negative where a time limit ended it), then of each input, where they are wanted, mean and squared deviations. */
export function recordWidth(statistics: number): number {
  return 2 + 2 * statistics;
}

interface Row {
  task: Task;
  return: number;
  length: number;
}

export class EpisodePlayer {
  private readonly states: Float32Array;
  private readonly actions: PackedArray;
  private readonly drawn: number[] = [];

  constructor(
    private readonly env: VectorEnv,
    private readonly encoder: ObservationEncoder,
    private readonly policy: FlatPolicy,
    private readonly normalizer: InputNormalizer | undefined,
  ) {
    const { packedType, packedSize } = env.singleActionSpace;
    this.states = new Float32Array(env.numEnvs * encoder.size);
    this.actions = allocatePacked(packedType, env.numEnvs * packedSize);
  }

  /** What a task earns depends on the task alone, not on its row or what was played before. */
  async play(tasks: Iterator<Task>): Promise<void> {
    const { env } = this;
    const rows = Array.from({ length: env.numEnvs }, () => taken(tasks));
    // All rows, also those for which there is no task.
    env.reset({ seed: rows.map((row) => row?.task.seed ?? 0) });
    let breathed = performance.now();
    for (let t = 1; rows.some((row) => row !== undefined); t++) {
      this.act(rows);
      env.step(this.actions);
      for (let i = 0; i < rows.length; i++) {
        const row = rows[i];
        if (row && this.count(row, i)) rows[i] = this.next(i, tasks);
      }
      if (t % 64 === 0 && performance.now() - breathed > BREATH) {
        await breathe();
        breathed = performance.now();
      }
    }
  }

  /** The next task for row i; without one the row goes on, unheeded. */
  private next(i: number, tasks: Iterator<Task>): Row | undefined {
    const row = taken(tasks);
    if (!row) return undefined;
    const { numEnvs } = this.env;
    const seed = new Array<number>(numEnvs).fill(row.task.seed);
    this.env.reset({ seed, mask: Uint8Array.from({ length: numEnvs }, (_, k) => Number(k === i)) });
    return row;
  }

  /** Actions of every row; those without a task do what the first task's policy would. */
  private act(rows: readonly (Row | undefined)[]): void {
    const { env, encoder, states, policy, normalizer, drawn } = this;
    const { size } = encoder;
    encoder.encodeRows(env.observations, rows.length, states);
    if (normalizer) this.observe(rows);
    normalizer?.apply(states, rows.length);
    const { packedSize, flatdim } = env.singleActionSpace;
    const { head } = policy.network;
    const idle = rows.find((row) => row !== undefined)!;
    for (let i = 0; i < rows.length; i++) {
      const { vector, rng } = (rows[i] ?? idle).task;
      const mask = head.maskSize > 0 ? env.actionMasks?.subarray(i * flatdim, (i + 1) * flatdim) : undefined;
      const state = states.subarray(i * size, (i + 1) * size);
      policy.act(vector, state, 1, drawn, { mask, rng: rows[i] && rng });
      head.toEnv(drawn, 1, this.actions.subarray(i * packedSize, (i + 1) * packedSize));
    }
  }

  /** Takes inputs into the running moments of their episodes (Welford 1962). */
  private observe(rows: readonly (Row | undefined)[]): void {
    const { size } = this.encoder;
    for (let i = 0; i < rows.length; i++) {
      const row = rows[i];
      if (!row) continue;
      const { record } = row.task;
      const seen = row.length + 1;
      for (let j = 0; j < size; j++) {
        const x = this.states[i * size + j]!;
        const before = x - record[2 + j]!;
        record[2 + j]! += before / seen;
        record[2 + size + j]! += before * (x - record[2 + j]!);
      }
    }
  }

  /** Counts a step; whether it was the last one. */
  private count(row: Row, i: number): boolean {
    const { rewards, terminated, truncated } = this.env;
    row.return += rewards[i]!;
    row.length++;
    if (!terminated[i] && !truncated[i]) return false;
    const { record } = row.task;
    record[0] = row.return;
    record[1] = terminated[i] ? row.length : -row.length;
    return true;
  }
}

function taken(tasks: Iterator<Task>): Row | undefined {
  const { done, value: task } = tasks.next();
  if (done) return undefined;
  task.record.fill(0);
  return { task, return: 0, length: 0 };
}
