// An agent that plans with the transition table of its environment: one step is one sweep, nothing is played.
import { actionValues, choiceValue, type FiniteMDP, greedyPolicy, mdpOf } from '../../envs/mdp/index.js';
import { UserError } from '../../io/errors.js';
import type { Snapshot, Stateful } from '../../io/snapshot.js';
import { Discrete, type PackedArray, packObservation } from '../../spaces/index.js';
import type { PredictOptions, WeightArray } from '../agent.js';
import type { Budget } from '../budget.js';
import { EnvAgent, type EnvSource, type ObservationIn } from '../env-agent.js';
import { bestAction } from '../masking.js';
import type { Weighted } from '../parts.js';

/** What planning works on: saved as the agent's weights and state. */
export interface Planning extends Stateful, Weighted {
  readonly values: Float64Array;
  readonly isDone: boolean;
  /** One sweep or improvement. @returns how much it changed */
  advance(): number;
}

interface PlannerConfig {
  seed: number;
  gamma: number;
  logInterval: number;
}

export abstract class Planner<C extends PlannerConfig, E extends EnvSource = EnvSource> extends EnvAgent<
  C,
  ObservationIn<E>,
  number
> {
  /** The decision process of the environment. */
  readonly mdp: FiniteMDP;
  private readonly planning: Planning;
  private readonly stateOf: (observation: unknown) => number;
  private readonly actions: Discrete;
  private readonly q: Float64Array;
  private readonly done = this.parts.counters('planned', { steps: 0, change: Number.MAX_VALUE });

  constructor(env: E, options: unknown, plan: (mdp: FiniteMDP, config: C) => Planning) {
    super(env, options);
    const { singleActionSpace: actions } = this.env;
    const { mdp, stateOf } = mdpOf(this.env);
    if (!(actions instanceof Discrete) || actions.n !== mdp.numActions)
      throw new UserError(
        `${this.algo}: the transition table has ${mdp.numActions} actions, the environment takes ${actions}.`,
      );
    this.mdp = mdp;
    this.stateOf = stateOf;
    this.actions = actions;
    this.q = new Float64Array(actions.n);
    this.planning = this.parts.state('plan', plan(mdp, this.config));
  }

  override requireTrainable({ unit }: Budget): void {
    if (unit === 'episodes')
      throw new UserError(
        `${this.algo} plays no episodes: give it a number of steps, sweeps over all states.`,
      );
  }

  /** One sweep; when there is nothing left to do, the rest of the budget. */
  protected iterate(maxSteps: number): void {
    const { planning, done, count } = this;
    if (planning.isDone) {
      count.steps += Number.isFinite(maxSteps) ? maxSteps : 1;
      return;
    }
    done.change = planning.advance();
    done.steps++;
    count.steps++;
    if (planning.isDone || done.steps % this.config.logInterval === 0)
      this.log({ 'train/change': done.change, 'train/sweeps': done.steps });
  }

  /** V(s) so far, one per state. */
  get values(): Float64Array {
    return this.planning.values;
  }

  /** The best action of each state by them, the first of equals. */
  get policy(): Int32Array {
    return greedyPolicy(this.mdp, actionValues(this.mdp, this.config.gamma, this.values));
  }

  /** Whether planning has come to its end. */
  get isDone(): boolean {
    return this.planning.isDone;
  }

  private valuesAt(state: number): Float64Array {
    const { q, mdp, values } = this;
    for (let a = 0; a < q.length; a++)
      q[a] = choiceValue(mdp, this.config.gamma, values, state * q.length + a);
    return q;
  }

  /** Q(s, ·) of one observation, a number per action. */
  qValues(observation: ObservationIn<E>): Float64Array {
    const { singleObservationSpace: space } = this.env;
    const packed = packObservation(space, observation, 'The observation of qValues()');
    return this.valuesAt(this.stateOf(space.unpack(packed, 0))).slice();
  }

  /** The best actions, whether deterministic ones are asked for or not. */
  predictBatch(
    observations: PackedArray,
    count: number,
    out: PackedArray,
    { actionMask }: PredictOptions = {},
  ): void {
    this.requireMasks(actionMask, count);
    const { singleObservationSpace: space } = this.env;
    for (let i = 0; i < count; i++) {
      const state = this.stateOf(space.unpack(observations, i * space.packedSize));
      const { n, start } = this.actions;
      out[i] = start + bestAction(this.valuesAt(state), 0, n, actionMask, i * n);
    }
  }

  status(): Record<string, number> {
    return { change: this.done.change };
  }
}

/** Values as weights, the end as state, and what else there is. */
export function planned(
  part: { values: Float64Array; isDone: boolean },
  advance: () => number,
  state: Stateful,
): Planning {
  return {
    get values() {
      return part.values;
    },
    get isDone() {
      return part.isDone;
    },
    advance,
    weights: () => ({ values: { shape: [part.values.length], data: part.values.slice() } }),
    loadWeights({ values }: Record<string, WeightArray>) {
      if (values?.data.length !== part.values.length)
        throw new Error(`expected the values of ${part.values.length} states`);
      part.values.set(values.data);
    },
    saveState: (): Snapshot => state.saveState(),
    loadState: (snapshot: Snapshot) => state.loadState(snapshot),
  };
}
