// Where each environment is, what it does next, and the last steps of its episode that are not learnt from yet.
import type { Snapshot, Stateful } from '../../io/snapshot.js';

const NONE = -1;

export class Pending implements Stateful {
  /** Row of the state each environment is in; -1: not looked up yet. */
  readonly rows: Int32Array;
  /** The action that was chosen there, by its index; -1: none yet. */
  readonly actions: Int32Array;
  /** How many steps of each environment wait. */
  readonly counts: Int32Array;
  /** Cells and rewards of those steps, `numEnvs × nSteps`, the oldest first. */
  readonly cells: Int32Array;
  readonly rewards: Float64Array;

  constructor(
    numEnvs: number,
    private readonly nSteps: number,
  ) {
    this.rows = new Int32Array(numEnvs).fill(NONE);
    this.actions = new Int32Array(numEnvs).fill(NONE);
    this.counts = new Int32Array(numEnvs);
    this.cells = new Int32Array(numEnvs * nSteps);
    this.rewards = new Float64Array(numEnvs * nSteps);
  }

  /** A step that waits. @returns how many do now */
  push(env: number, cell: number, reward: number): number {
    const at = env * this.nSteps + this.counts[env]!;
    this.cells[at] = cell;
    this.rewards[at] = reward;
    return ++this.counts[env]!;
  }

  /** The oldest step waits no longer. */
  drop(env: number): void {
    const from = env * this.nSteps;
    const to = from + this.counts[env]!--;
    this.cells.copyWithin(from, from + 1, to);
    this.rewards.copyWithin(from, from + 1, to);
  }

  abandon(): void {
    this.rows.fill(NONE);
    this.actions.fill(NONE);
    this.counts.fill(0);
  }

  saveState(): Snapshot {
    const { rows, actions, counts, cells, rewards } = this;
    return { meta: {}, arrays: { rows, actions, counts, cells, rewards } };
  }

  loadState({ arrays }: Snapshot): void {
    for (const name of ['rows', 'actions', 'counts', 'cells', 'rewards'] as const)
      this[name].set(arrays[name]!);
  }
}
