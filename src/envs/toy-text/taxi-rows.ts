// Many taxis side by side.
import type { PackedArray } from '../../spaces/index.js';
import type { VectorSettings } from '../define-env.js';
import type { EnvState } from '../env.js';
import type { TabularEnv } from './tabular.js';
import { TabularRows } from './tabular-rows.js';
import { legalActions, mayChangeMind, withOtherDestination } from './taxi-city.js';

interface Settings {
  ficklePassenger: boolean;
  fickleProbability: number;
  actionMask: boolean;
}

export class TaxiRows extends TabularRows {
  private readonly fickleProbability: number;
  /** 1 for rows whose passenger is going to change its mind in this episode. */
  private readonly willChange: Uint8Array;
  private readonly before: Int32Array;
  /** States to which the last step led. */
  private readonly reached: Int32Array;
  private readonly isFickle: boolean;

  constructor({ numEnvs, options }: VectorSettings<Settings>, world: TabularEnv) {
    super(numEnvs, world);
    this.isFickle = options.ficklePassenger;
    this.fickleProbability = options.fickleProbability;
    this.willChange = new Uint8Array(numEnvs);
    this.before = new Int32Array(numEnvs);
    this.reached = new Int32Array(numEnvs);
    if (options.actionMask) this.tellMasks(legalActions(world.P));
  }

  /** @param legal 1 for each legal action, by state */
  private tellMasks(legal: readonly Uint8Array[]): void {
    const { states, reached } = this;
    const actions = legal[0]!.length;
    this.mask = (masks, from, to) => {
      for (let i = from, k = from * actions; i < to; i++) {
        const flags = legal[states[i]!]!;
        for (let action = 0; action < actions; action++) masks[k++] = flags[action]!;
      }
    };
    this.info = (row, of) => {
      const state = of === 'step' ? reached[row]! : states[row]!;
      return { ...super.info(row, of), actionMask: legal[state]!.slice() };
    };
  }

  protected override start(row: number, options: Record<string, unknown>): void {
    super.start(row, options);
    this.willChange[row] = this.isFickle && this.rng(row).random() < this.fickleProbability ? 1 : 0;
  }

  override step(actions: PackedArray, from: number, to: number): void {
    const { states, before, reached, willChange } = this;
    before.set(states);
    super.step(actions, from, to);
    for (let i = from; i < to; i++) {
      reached[i] = states[i]!;
      if (willChange[i] === 0 || !mayChangeMind(before[i]!, states[i]!)) continue;
      willChange[i] = 0;
      this.moveTo(i, withOtherDestination(states[i]!, this.rng(i)));
    }
  }

  protected override snapshot(row: number): EnvState {
    return { ...super.snapshot(row), willChange: this.willChange[row] === 1 };
  }

  protected override restore(row: number, state: EnvState): void {
    super.restore(row, state);
    this.willChange[row] = state.willChange === true ? 1 : 0;
  }
}
