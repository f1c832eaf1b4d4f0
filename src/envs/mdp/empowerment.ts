// Empowerment: how many bits of its actions an agent finds again in the state they lead to.
import { show } from '../../io/describe.js';
import { UserError } from '../../io/errors.js';
import { requireKnown } from '../../io/options.js';
import { type CapacityOptions, channelCapacity } from './channel-capacity.js';
import type { FiniteMDP } from './finite-mdp.js';

export interface EmpowermentOptions extends CapacityOptions {
  /** n: actions in a row, chosen all at once, ≥ 1; default 1. */
  steps?: number;
}

/** Sequences of actions that are looked at one by one. */
const MOST_SEQUENCES = 2 ** 16;

/**
 * E_n(s) = max over p(a₁ … aₙ) of I(a₁ … aₙ; sₙ | s) of every state, in bits (Klyubin, Polani & Nehaniv 2005): log₂ of the
 * number of states that n actions can reach, where nothing is left to chance. Ends of the task are one state, in which the
 * agent stays; an action that is not to be had in a state leaves it where it is.
 *
 * @returns one number per state
 * @throws UserError for more than 65,536 sequences of actions, and for options that mean nothing.
 * @example empowerment(mdpOf('FrozenLake-v1').mdp, { steps: 2 })
 */
export function empowerment(mdp: FiniteMDP, options: EmpowermentOptions = {}): Float64Array {
  requireKnown('empowerment()', options, ['steps', 'tolerance', 'maxIterations']);
  const { steps = 1, ...capacity } = options;
  if (!Number.isInteger(steps) || steps < 1)
    throw new UserError(`empowerment: steps must be a whole number ≥ 1, got ${show(steps)}.`);
  const { numStates, numActions } = mdp;
  if (numActions ** steps > MOST_SEQUENCES)
    throw new UserError(
      `empowerment: ${numActions} actions make ${numActions ** steps} sequences of ${steps}; at most ${MOST_SEQUENCES} are looked at. Lower steps.`,
    );
  return Float64Array.from({ length: numStates }, (_, state) => {
    const start = new Float64Array(numStates + 1);
    start[state] = 1;
    let reached: Float64Array[] = [start];
    for (let t = 0; t < steps; t++)
      reached = reached.flatMap((from) =>
        Array.from({ length: numActions }, (__, action) => after(mdp, from, action)),
      );
    return channelCapacity(distinct(reached), capacity).capacity;
  });
}

/** Where an action leads from a distribution over states; the last entry is the end of the task. */
function after(mdp: FiniteMDP, from: Float64Array, action: number): Float64Array {
  const { numStates, numActions, first, nextStates, probabilities } = mdp;
  const to = new Float64Array(numStates + 1);
  to[numStates] = from[numStates]!;
  for (let state = 0; state < numStates; state++) {
    if (from[state] === 0) continue;
    if (!mdp.isLegal(state, action)) {
      to[state]! += from[state]!;
      continue;
    }
    const choice = state * numActions + action;
    let left = 1;
    for (let i = first[choice]!; i < first[choice + 1]!; i++) {
      to[nextStates[i]!]! += from[state]! * probabilities[i]!;
      left -= probabilities[i]!;
    }
    // What does not go on has ended; sums of probabilities leave a rounding.
    if (left > 1e-12) to[numStates]! += from[state]! * left;
  }
  return to;
}

/** Sequences that lead to the same are one input of the channel: its capacity is the same, its rounds are shorter. */
function distinct(rows: readonly Float64Array[]): Float64Array[] {
  return [...new Map(rows.map((row) => [row.join(), row])).values()];
}
