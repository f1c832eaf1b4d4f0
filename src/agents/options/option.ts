// Options: courses of action that last several steps (Sutton, Precup and Singh 1999).
import type { Generator } from '../../random/index.js';

/** States and actions are numbers of Discrete spaces that count from 0. */
export interface Option {
  readonly name: string;
  /** I: whether it may be chosen in a state. */
  canStart(state: number): boolean;
  /** π: what it does in a state. Draw random numbers from `rng` only. */
  act(state: number, rng: Generator): number;
  /** β: the probability that it ends on arriving in a state. */
  endsIn(state: number): number;
}

/** An action of the environment as an option of one step. */
export function primitive(action: number): Option {
  return { name: `action ${action}`, canStart: () => true, act: () => action, endsIn: () => 1 };
}
