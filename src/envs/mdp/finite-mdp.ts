// A finite Markov decision process as data: what every action pays and where it leads, in flat arrays.
import { show } from '../../io/describe.js';
import { UserError } from '../../io/errors.js';
import type { Outcome, TransitionTable } from '../toy-text/tabular.js';

/** Rounding that probabilities of one choice may add up to, as those of tables in single precision do. */
const ROUNDING = 1e-6;

/** An outcome written by hand: it goes on unless it says otherwise. */
export type MDPOutcome = Omit<Outcome, 'terminated'> & { terminated?: boolean };

export interface DenseMDP {
  /** `[states][actions][states]`: probability of each next state. An action of zeros is not to be had there. */
  transitions: readonly (readonly (readonly number[])[])[];
  /** `[states][actions]`: expected reward, or `[states][actions][states]`: reward by next state. */
  rewards: readonly (readonly (number | readonly number[])[])[];
}

/**
 * A finite Markov decision process (Sutton & Barto 2018, chapter 3). Choice `c` is `state * numActions + action`; what
 * comes after it are the outcomes `first[c]` … `first[c + 1] - 1`. After outcomes that end the task nothing comes, so they
 * stand in `rewards` alone. An action without outcomes is not to be had in its state: its reward is -Infinity, and so is
 * its value.
 *
 * @example
 * const mdp = new FiniteMDP(new FrozenLake().P);
 * const { values, policy } = valueIteration(mdp, { gamma: 0.99 });
 */
export class FiniteMDP {
  readonly numStates: number;
  readonly numActions: number;
  /** `numStates × numActions + 1`. */
  readonly first: Int32Array;
  /** Of each outcome that goes on: where, … */
  readonly nextStates: Int32Array;
  /** … and how likely. */
  readonly probabilities: Float64Array;
  /** `numStates × numActions`: expected reward of each choice. */
  readonly rewards: Float64Array;

  /**
   * @param table `table[state][action]`: outcomes of probabilities that sum to 1, none where the action is not to be had
   * @throws UserError when states differ in their number of actions, or an outcome has no meaning.
   */
  constructor(table: readonly (readonly (readonly MDPOutcome[])[])[]) {
    this.numStates = table.length;
    this.numActions = table[0]?.length ?? 0;
    if (this.numStates === 0 || this.numActions === 0)
      throw new UserError(
        'FiniteMDP: a table[state][action] of at least one state and one action is wanted.',
      );
    const choices = this.numStates * this.numActions;
    this.first = new Int32Array(choices + 1);
    this.rewards = new Float64Array(choices);
    const nextStates: number[] = [];
    const probabilities: number[] = [];
    table.forEach((actions, state) => {
      this.requireActions(actions, state);
      actions.forEach((outcomes, action) => {
        const choice = state * this.numActions + action;
        this.requireOutcomes(outcomes, state, action);
        this.rewards[choice] = outcomes.length === 0 ? -Infinity : 0;
        for (const { probability, nextState, reward, terminated = false } of outcomes) {
          this.rewards[choice]! += probability * reward;
          if (terminated || probability === 0) continue;
          nextStates.push(nextState);
          probabilities.push(probability);
        }
        this.first[choice + 1] = nextStates.length;
      });
    });
    this.nextStates = Int32Array.from(nextStates);
    this.probabilities = Float64Array.from(probabilities);
  }

  /** The same from arrays of probabilities and rewards, as planning toolboxes write them. No outcome ends the task. */
  static fromArrays({ transitions, rewards }: DenseMDP): FiniteMDP {
    const rewardOf = (s: number, a: number, next: number) => {
      const reward = rewards[s]?.[a];
      return (typeof reward === 'object' ? reward[next] : reward) as number;
    };
    return new FiniteMDP(
      transitions.map((actions, s) =>
        actions.map((row, a) =>
          row.flatMap((probability, nextState) =>
            probability === 0 ? [] : [{ probability, nextState, reward: rewardOf(s, a, nextState) }],
          ),
        ),
      ),
    );
  }

  /** Whether an action is to be had in a state. */
  isLegal(state: number, action: number): boolean {
    return this.rewards[state * this.numActions + action] !== -Infinity;
  }

  private requireActions(
    actions: TransitionTable[number] | readonly (readonly MDPOutcome[])[],
    state: number,
  ): void {
    if (actions.length !== this.numActions)
      throw new UserError(
        `FiniteMDP: state ${state} has ${actions.length} actions, state 0 ${this.numActions}; leave the outcomes of those that are not to be had empty.`,
      );
    if (actions.every((outcomes) => outcomes.length === 0))
      throw new UserError(
        `FiniteMDP: state ${state} has no action; where all is over, let one lead to itself with reward 0 and terminated: true.`,
      );
  }

  private requireOutcomes(outcomes: readonly MDPOutcome[], state: number, action: number): void {
    let sum = 0;
    for (const outcome of outcomes) {
      const { probability, nextState, reward } = outcome;
      const isPlace = Number.isInteger(nextState) && nextState >= 0 && nextState < this.numStates;
      if (!(probability >= 0 && probability <= 1) || !isPlace || !Number.isFinite(reward))
        throw new UserError(
          `FiniteMDP: an outcome has a probability from 0 to 1, a next state below ${this.numStates} and a finite reward; in state ${state}, action ${action} stands ${show(outcome)}.`,
        );
      sum += probability;
    }
    if (outcomes.length > 0 && Math.abs(sum - 1) > ROUNDING)
      throw new UserError(
        `FiniteMDP: probabilities of the outcomes of state ${state}, action ${action} must sum to 1, got ${sum}.`,
      );
  }
}
