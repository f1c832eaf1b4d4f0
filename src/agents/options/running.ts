// The option under way in each environment, and what it has earned so far.
import type { Snapshot, Stateful } from '../../io/snapshot.js';

export class RunningOptions implements Stateful {
  /** Number of the option; -1: none, one is to be chosen. */
  readonly option: Int32Array;
  /** The row it began in. */
  readonly row: Int32Array;
  /** Discounted sum of its rewards. */
  readonly reward: Float64Array;
  /** γ to the number of its steps. */
  readonly discount: Float64Array;

  constructor(numEnvs: number) {
    this.option = new Int32Array(numEnvs).fill(-1);
    this.row = new Int32Array(numEnvs);
    this.reward = new Float64Array(numEnvs);
    this.discount = new Float64Array(numEnvs);
  }

  begin(i: number, option: number, row: number): void {
    this.option[i] = option;
    this.row[i] = row;
    this.reward[i] = 0;
    this.discount[i] = 1;
  }

  /** One step of it. */
  add(i: number, reward: number, gamma: number): void {
    this.reward[i]! += this.discount[i]! * reward;
    this.discount[i]! *= gamma;
  }

  abandon(): void {
    this.option.fill(-1);
  }

  saveState(): Snapshot {
    const { option, row, reward, discount } = this;
    return { meta: {}, arrays: { option, row, reward, discount } };
  }

  loadState({ arrays }: Snapshot): void {
    for (const name of ['option', 'row', 'reward', 'discount'] as const) this[name].set(arrays[name]!);
  }
}
