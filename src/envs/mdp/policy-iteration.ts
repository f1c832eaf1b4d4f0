// Policy iteration: values of a policy, then the best actions by them, until no action changes.
import type { Snapshot, Stateful } from '../../io/snapshot.js';
import { actionValues } from './bellman.js';
import type { FiniteMDP } from './finite-mdp.js';
import { policyEvaluation, solvePolicy } from './policy-evaluation.js';
import { type SweepOptions, sweepOptions } from './sweep.js';
import { type Plan, plan } from './value-iteration.js';

/** An action is better when its value is by more than this, relative to the size of values; less is rounding. */
const ROUNDING = 1e-9;

export interface PolicyIterationOptions extends SweepOptions {
  /** How a policy is evaluated: exactly by a linear system (default), or by sweeps up to `tolerance`. */
  evaluation?: 'solve' | 'iterative';
}

/** Policy iteration that can be stopped after any improvement. It begins with the first legal action of every state. */
export class PolicyIteration implements Stateful {
  readonly policy: Int32Array;
  /** Values of the policy before its last improvement; when all is done, V*. */
  values: Float64Array;
  /** Whether the last improvement changed nothing. */
  isDone = false;
  private readonly rules: Required<SweepOptions>;
  private readonly evaluation: 'solve' | 'iterative';

  constructor(
    private readonly mdp: FiniteMDP,
    { evaluation = 'solve', ...options }: PolicyIterationOptions = {},
  ) {
    this.rules = sweepOptions(options);
    this.evaluation = evaluation;
    this.values = new Float64Array(mdp.numStates);
    this.policy = Int32Array.from({ length: mdp.numStates }, (_, s) => {
      let action = 0;
      while (!mdp.isLegal(s, action)) action++;
      return action;
    });
  }

  saveState(): Snapshot {
    return { meta: { isDone: this.isDone }, arrays: { policy: this.policy } };
  }

  loadState({ meta, arrays }: Snapshot): void {
    this.isDone = meta.isDone as boolean;
    this.policy.set(arrays.policy!);
  }

  /** Evaluates the policy, then takes better actions where there are any. @returns how many states changed theirs */
  improve(): number {
    const { mdp, policy, rules } = this;
    const { gamma } = rules;
    this.values =
      this.evaluation === 'solve'
        ? solvePolicy(mdp, policy, gamma)
        : policyEvaluation(mdp, policy, { ...rules, start: this.values });
    const q = actionValues(mdp, gamma, this.values);
    let changed = 0;
    for (let s = 0; s < mdp.numStates; s++) {
      const from = s * mdp.numActions;
      const now = q[from + policy[s]!]!;
      let best = policy[s]!;
      for (let a = 0; a < mdp.numActions; a++) if (q[from + a]! > q[from + best]!) best = a;
      if (q[from + best]! <= now + ROUNDING * (1 + Math.abs(now))) continue;
      policy[s] = best;
      changed++;
    }
    this.isDone = changed === 0;
    return changed;
  }
}

/**
 * Howard's policy iteration (Sutton & Barto 2018, section 4.3): exact after a finite number of improvements.
 *
 * @throws UserError with γ = 1 where a policy on the way never ends.
 */
export function policyIteration(mdp: FiniteMDP, options: PolicyIterationOptions = {}): Plan {
  const planner = new PolicyIteration(mdp, options);
  let iterations = 0;
  for (; !planner.isDone; iterations++) planner.improve();
  return plan(mdp, sweepOptions(options).gamma, planner.values, iterations, iterations * mdp.numStates);
}
