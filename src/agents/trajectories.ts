// Collects consecutive steps: those of every environment go into a trajectory of its own until the learner takes it (a
// whole episode, or a segment of one).
import type { VectorEnv } from '../envs/index.js';
import { joinSnapshots, type Snapshot, type Stateful, splitSnapshot } from '../io/snapshot.js';
import { Trajectory, type TrajectoryLayout, type Transitions } from '../memory/index.js';
import { allocatePacked, type PackedArray } from '../spaces/index.js';
import { type Tensor, tensor } from '../tensor/index.js';
import type { ActionHead } from './action-heads.js';
import type { ObservationEncoder } from './features/observation-encoder.js';

/** A trajectory of environment `env` that waits for the learner. */
export interface Waiting {
  env: number;
  trajectory: Trajectory;
}

/** `running[i]` holds the steps of environment i since they were taken last. */
export class Trajectories implements Stateful {
  readonly running: Trajectory[];
  /** In the order in which they were set aside. */
  waiting: Waiting[] = [];
  private readonly spare: Trajectory[] = [];

  constructor(
    private readonly env: VectorEnv,
    private readonly layout: TrajectoryLayout,
  ) {
    this.running = Array.from({ length: env.numEnvs }, () => new Trajectory(layout));
  }

  /** Stores what is acted on in every (living) environment, as it is stored, and the actions drawn for it. */
  begin(seen: PackedArray, drawn: ArrayLike<number>): void {
    const { env, running } = this;
    for (let i = 0; i < running.length; i++) {
      if (env.alive?.[i] !== 0) running[i]!.begin(seen, drawn, env.actionMasks, i);
    }
  }

  /** Stores how the environments answered. */
  finish(transitions: Transitions): void {
    for (let i = 0; i < this.running.length; i++) {
      if (transitions.alive?.[i] !== 0) this.running[i]!.finish(transitions, i);
    }
  }

  /** Lets what environment i has collected wait, and begins anew. */
  setAside(i: number): void {
    this.waiting.push({ env: i, trajectory: this.running[i]! });
    this.running[i] = this.spare.pop() ?? new Trajectory(this.layout);
  }

  /** What waits has been learnt from; its memory is used again. */
  clearWaiting(): void {
    for (const { trajectory } of this.waiting) {
      trajectory.clear();
      this.spare.push(trajectory);
    }
    this.waiting = [];
  }

  /** Drops running trajectories, whose ends will never be seen. */
  abandon(): void {
    for (const trajectory of this.running) trajectory.clear();
  }

  saveState(): Snapshot {
    const all = [...this.running, ...this.waiting.map(({ trajectory }) => trajectory)];
    const parts = Object.fromEntries(all.map((trajectory, i) => [String(i), trajectory.saveState()]));
    return joinSnapshots({ waiting: this.waiting.map(({ env }) => env) }, parts);
  }

  loadState(snapshot: Snapshot): void {
    const { meta, parts } = splitSnapshot(snapshot);
    const load = (i: number) => {
      const trajectory = new Trajectory(this.layout);
      trajectory.loadState(parts[i]!);
      return trajectory;
    };
    const n = this.running.length;
    for (let i = 0; i < n; i++) this.running[i] = load(i);
    this.waiting = (meta.waiting as number[]).map((env, k) => ({ env, trajectory: load(n + k) }));
  }
}

/** The steps of trajectories, one after the other, as network inputs. */
export interface TrajectoryBatch {
  states: Tensor;
  actions: Tensor;
  mask: Tensor | undefined;
}

/** @param encoder from stored observations to inputs */
export function trajectoryBatch(
  trajectories: readonly Trajectory[],
  encoder: ObservationEncoder,
  { actionShape, actionType }: ActionHead,
): TrajectoryBatch {
  const { actionSize, maskSize } = trajectories[0]!.layout;
  const rows = trajectories.reduce((sum, { length }) => sum + length, 0);
  const states = new Float32Array(rows * encoder.size);
  const actions = allocatePacked(actionType, rows * actionSize);
  const masks = new Uint8Array(rows * maskSize);
  let at = 0;
  for (const { length, observations, actions: drawn, masks: legal } of trajectories) {
    const own = Int32Array.from({ length }, (_, t) => t);
    encoder.encodeColumns(observations.columns, own, states.subarray(at * encoder.size));
    actions.set(drawn.array.subarray(0, length * actionSize), at * actionSize);
    if (maskSize > 0) masks.set(legal.array.subarray(0, length * maskSize), at * maskSize);
    at += length;
  }
  return {
    states: tensor(states, { shape: [rows, encoder.size] }),
    actions: tensor(actions, { shape: [rows, ...actionShape] }),
    mask: maskSize > 0 ? tensor(masks, { shape: [rows, maskSize] }) : undefined,
  };
}
