// Value iteration: plain, in place (Gauss-Seidel), or where values are most out of date (prioritised sweeping).
import type { Snapshot, Stateful } from '../../io/snapshot.js';
import { actionValues, greedyPolicy } from './bellman.js';
import type { FiniteMDP } from './finite-mdp.js';
import { PrioritizedSweep } from './prioritized-sweep.js';
import { isClose, refuseEndless, type SweepOptions, sweep, sweepOptions } from './sweep.js';

export const VALUE_ITERATION_METHODS = ['synchronous', 'gauss-seidel', 'prioritized'] as const;
/** How states take turns. */
export type ValueIterationMethod = (typeof VALUE_ITERATION_METHODS)[number];

export interface ValueIterationOptions extends SweepOptions {
  /**
   * `synchronous` (default): all states from the values of the sweep before. `gauss-seidel`: each from the newest values.
   * `prioritized`: the state whose value is most out of date first (Moore & Atkeson 1993), as many as there are states for
   * one sweep.
   */
  method?: ValueIterationMethod;
}

/** What planning found. */
export interface Plan {
  /** V*, one per state. */
  values: Float64Array;
  /** Q*, `numStates × numActions`; -Infinity where an action is not to be had. */
  q: Float64Array;
  /** The best action of each state, the first of equals. */
  policy: Int32Array;
  /** Sweeps, or of policy iteration improvements. */
  iterations: number;
  /** Values of states worked out; each is the best of all its actions. */
  backups: number;
}

/** Value iteration that can be stopped after any sweep. */
export class ValueIteration implements Stateful {
  /** V so far. */
  values: Float64Array;
  backups = 0;
  /** Whether the values are within the tolerance. */
  isDone = false;
  private next: Float64Array;
  private readonly rules: Required<SweepOptions>;
  private readonly method: ValueIterationMethod;
  private queue: PrioritizedSweep | undefined;

  constructor(
    private readonly mdp: FiniteMDP,
    { method = 'synchronous', ...options }: ValueIterationOptions = {},
  ) {
    this.rules = sweepOptions(options);
    this.method = method;
    this.values = new Float64Array(mdp.numStates);
    this.next = new Float64Array(mdp.numStates);
  }

  saveState(): Snapshot {
    const { isDone, backups, queue } = this;
    return { meta: { isDone, backups }, arrays: queue ? { order: queue.order } : {} };
  }

  /** Goes on with the values that are there. */
  loadState({ meta, arrays }: Snapshot): void {
    this.isDone = meta.isDone as boolean;
    this.backups = meta.backups as number;
    const { gamma } = this.rules;
    this.queue = arrays.order && new PrioritizedSweep(this.mdp, gamma, this.values, arrays.order);
  }

  /** One sweep. @returns the largest change of a value; with `prioritized` the largest that is still to come */
  sweep(): number {
    const { mdp, method, rules } = this;
    const { gamma } = rules;
    if (method === 'prioritized') {
      this.queue ??= new PrioritizedSweep(mdp, gamma, this.values);
      const least = isCloseTo(rules);
      this.backups += this.queue.run(mdp.numStates, least);
      const change = this.queue.largest;
      this.isDone = change <= least;
      return change;
    }
    this.backups += mdp.numStates;
    const target = method === 'gauss-seidel' ? this.values : this.next;
    const change = sweep(mdp, gamma, this.values, target);
    if (target !== this.values) [this.values, this.next] = [this.next, this.values];
    this.isDone = isClose(change, rules);
    return change;
  }
}

/** The change that is close enough. A state out of date by δ may still be δ/(1 - γ) from its value. */
function isCloseTo({ gamma, tolerance }: Required<SweepOptions>): number {
  return gamma < 1 ? tolerance * (1 - gamma) : tolerance;
}

/**
 * V ← T* V until V is within the tolerance of V* in every state (Sutton & Barto 2018, section 4.4).
 *
 * @throws UserError when values have not settled after `maxSweeps`.
 * @example const { values, policy } = valueIteration(mdpOf('FrozenLake-v1'), { gamma: 0.99 });
 */
export function valueIteration(mdp: FiniteMDP, options: ValueIterationOptions = {}): Plan {
  const planner = new ValueIteration(mdp, options);
  const rules = sweepOptions(options);
  let iterations = 0;
  for (let change = 0; !planner.isDone; iterations++) {
    if (iterations === rules.maxSweeps) refuseEndless(change, rules);
    change = planner.sweep();
  }
  return plan(mdp, rules.gamma, planner.values, iterations, planner.backups);
}

/** Action values and a greedy policy beside values. */
export function plan(
  mdp: FiniteMDP,
  gamma: number,
  values: Float64Array,
  iterations: number,
  backups: number,
): Plan {
  const q = actionValues(mdp, gamma, values);
  return { values, q, policy: greedyPolicy(mdp, q), iterations, backups };
}
