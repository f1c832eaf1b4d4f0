// Many worlds of one transition table side by side.
import type { PackedArray } from '../../spaces/index.js';
import type { EnvState, Info } from '../env.js';
import { SeededRows } from '../vector/seeded-rows.js';
import { drawCategory, type TabularEnv } from './tabular.js';

const NONE = -1;

/** Rows of a {@link TabularEnv} that is its table and nothing else; of others, what the table alone says. */
export class TabularRows extends SeededRows {
  protected readonly states: Int32Array;
  private readonly lastActions: Int32Array;
  /** How likely the outcome of the last step was. */
  private readonly likelihoods: Float64Array;
  private readonly draws: Float64Array;
  private readonly table: FlatTable;
  private readonly startDistribution: readonly number[];
  private readonly actions: number;

  /** @param world an environment of the kind, for its table, start distribution and spaces */
  constructor(numEnvs: number, { P, startDistribution, observationSpace, actionSpace }: TabularEnv) {
    super(numEnvs, observationSpace, actionSpace);
    this.states = new Int32Array(numEnvs);
    this.lastActions = new Int32Array(numEnvs);
    this.likelihoods = new Float64Array(numEnvs);
    this.draws = new Float64Array(numEnvs);
    this.table = flatten(P);
    this.startDistribution = startDistribution;
    this.actions = actionSpace.n;
  }

  protected start(row: number, _options: Record<string, unknown>): void {
    this.moveTo(row, drawCategory(this.rng(row), this.startDistribution));
    this.lastActions[row] = NONE;
  }

  protected moveTo(row: number, state: number): void {
    this.states[row] = state;
    this.observations[row] = state;
  }

  step(actions: PackedArray, from: number, to: number): void {
    const { first, sums } = this.table;
    const { draws, states } = this;
    // One is drawn even where no choice has two outcomes.
    if (sums.length === first.length - 1) {
      this.streams.skipLater(from, to);
      for (let i = from; i < to; i++) this.take(i, actions[i]!, states[i]! * this.actions + actions[i]!);
      return;
    }
    this.streams.random(draws, from, to);
    for (let i = from; i < to; i++) {
      const choice = states[i]! * this.actions + actions[i]!;
      const draw = draws[i]!;
      const end = first[choice + 1]!;
      // How many sums are not above the draw; they ascend. No loop is left early: nobody can guess when.
      let k = first[choice]!;
      for (let j = k; j < end; j++) k += Number(sums[j]! <= draw);
      // Rounded sums may stay below 1.
      this.take(i, actions[i]!, k === end ? first[choice]! : k);
    }
  }

  /** Moves a row to the outcome at `k` of the table. */
  private take(i: number, action: number, k: number): void {
    const { nextStates, probabilities, rewards, terminated } = this.table;
    this.states[i] = nextStates[k]!;
    this.observations[i] = nextStates[k]!;
    this.lastActions[i] = action;
    this.likelihoods[i] = probabilities[k]!;
    this.rewards[i] = rewards[k]!;
    this.terminated[i] = terminated[k]!;
  }

  override info(row: number, of: 'step' | 'reset'): Info {
    return { prob: of === 'step' ? this.likelihoods[row] : 1 };
  }

  protected snapshot(row: number): EnvState {
    const lastAction = this.lastActions[row]!;
    return { state: this.states[row], lastAction: lastAction === NONE ? null : lastAction };
  }

  protected restore(row: number, { state, lastAction }: EnvState): void {
    this.states[row] = state as number;
    this.lastActions[row] = (lastAction as number | null) ?? NONE;
  }
}

/** Outcomes of all states and actions one after the other. */
interface FlatTable {
  /** Where those of `state * actions + action` begin, and at the end how many there are. */
  first: Int32Array;
  /** Of each outcome, the probability that it or one before it comes. */
  sums: Float64Array;
  nextStates: Int32Array;
  probabilities: Float64Array;
  rewards: Float64Array;
  terminated: Uint8Array;
}

function flatten(table: TabularEnv['P']): FlatTable {
  const choices = table.flat();
  const outcomes = choices.flat();
  const first = new Int32Array(choices.length + 1);
  const sums = new Float64Array(outcomes.length);
  let k = 0;
  choices.forEach((choice, i) => {
    let sum = 0;
    for (const { probability } of choice) {
      sum += probability;
      sums[k++] = sum;
    }
    first[i + 1] = k;
  });
  return {
    first,
    sums,
    nextStates: Int32Array.from(outcomes, ({ nextState }) => nextState),
    probabilities: Float64Array.from(outcomes, ({ probability }) => probability),
    rewards: Float64Array.from(outcomes, ({ reward }) => reward),
    terminated: Uint8Array.from(outcomes, ({ terminated }) => (terminated ? 1 : 0)),
  };
}
