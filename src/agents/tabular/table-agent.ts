// What learners with a table share: rows for observations, ε-greedy actions, greedy predictions.
import { scheduleValue } from '../../explore/index.js';
import { UserError } from '../../io/errors.js';
import { type Discrete, type PackedArray, packObservation } from '../../spaces/index.js';
import type { Metrics, PredictOptions } from '../agent.js';
import type { Budget } from '../budget.js';
import { EnvAgent, type EnvSource, type ObservationIn } from '../env-agent.js';
import { bestAction, randomAction } from '../masking.js';
import { requireDiscrete } from '../spaces.js';
import type { TableConfig } from './config.js';
import { type Column, requireFinite, StateTable } from './state-table.js';

export abstract class TableAgent<
  C extends TableConfig,
  E extends EnvSource = EnvSource,
  K extends string = string,
> extends EnvAgent<C, ObservationIn<E>, number> {
  /** Values of actions, a row per state. */
  readonly table: StateTable<K>;
  protected readonly actions: Discrete;
  /** How many there are to choose from in a state: actions, or options. */
  protected readonly n: number;
  /** Whether the action that was chosen last is a best one. */
  protected wasGreedy = true;
  /** Values of the actions of one state. */
  private readonly values: Float64Array;
  /** Since the last row of metrics: values that were moved, and the sum of their absolute errors. */
  private readonly learnt = this.parts.counters('learnt', { updates: 0, error: 0 });

  /**
   * @param columns names of the arrays of action values
   * @param choices how many there are to choose from; default: the actions
   */
  constructor(env: E, options: unknown, columns: readonly K[], choices?: number) {
    super(env, options);
    const { singleObservationSpace: observations, singleActionSpace: actions } = this.env;
    this.actions = requireDiscrete(this.algo, actions);
    requireFinite(this.algo, observations);
    this.n = choices ?? this.actions.n;
    this.values = new Float64Array(this.n);
    const { initialValue, visitDecay } = this.config;
    const named: readonly (readonly [string, number])[] = [
      ...columns.map((name) => [name, initialValue] as const),
      ...(visitDecay > 0 ? columns.map((name) => [visitsOf(name), 0] as const) : []),
    ];
    const made = named.map(([name, initial]) => [name, { width: this.n, initial }]);
    this.table = this.parts.state('table', new StateTable(observations, Object.fromEntries(made)));
  }

  override requireTrainable(_budget: Budget): void {
    const { learningRate } = this.config;
    if (scheduleValue(learningRate, 0) === 0 && scheduleValue(learningRate, 1) === 0)
      throw new UserError(
        'learningRate: with steps of size 0 nothing is ever learnt; give a number above 0.',
      );
  }

  /** ε now. */
  get epsilon(): number {
    return scheduleValue(this.config.epsilon, this.progress);
  }

  /** Q(s, ·) of a row in `out`; of a state that was never met (-1) what all begin with. */
  protected abstract fill(row: number, out: Float64Array): void;

  /** Q(s, ·) of a row; valid until the next call. */
  protected valuesOf(row: number): Float64Array {
    if (row < 0) this.values.fill(this.config.initialValue);
    else this.fill(row, this.values);
    return this.values;
  }

  /** An exploring action in a row, by its index; `i` is its place in the masks. */
  protected choose(row: number, i: number, masks: ArrayLike<number> | undefined): number {
    const { n, rng } = this;
    const values = this.valuesOf(row);
    if (rng.policy.random() >= this.epsilon) {
      this.wasGreedy = true;
      return bestAction(values, 0, n, masks, i * n, rng.policy);
    }
    const action = randomAction(rng.policy, i, n, masks);
    this.wasGreedy = values[action] === values[bestAction(values, 0, n, masks, i * n)];
    return action;
  }

  /**
   * Moves the value of a cell, `row * n + action`, towards `target` by the step size.
   *
   * @throws UserError when it is no finite number any more.
   */
  protected moveTowards(column: Column, visits: Column | undefined, cell: number, target: number): void {
    if (visits) visits.data[cell]!++;
    const error = target - column.data[cell]!;
    this.shift(column, visits, cell, error);
    this.measure(error);
  }

  /** Takes an error into the next row of metrics. */
  protected measure(error: number): void {
    this.learnt.updates++;
    this.learnt.error += Math.abs(error);
  }

  /** Adds the step size times `error` to a cell. */
  protected shift(column: Column, visits: Column | undefined, cell: number, error: number): void {
    let rate = this.rate;
    if (visits) rate /= visits.data[cell]! ** this.config.visitDecay;
    column.data[cell]! += rate * error;
    if (Number.isFinite(column.data[cell])) return;
    throw new UserError(
      `Training diverged: the value of a state and action is ${column.data[cell]}. Lower learningRate, lambda or nSteps, or scale the rewards.`,
      { kind: 'failure' },
    );
  }

  /** α now, before visits. */
  protected get rate(): number {
    return scheduleValue(this.config.learningRate, this.progress);
  }

  /** How often each action of a row was learnt from, where that counts. */
  protected visits(column: K): Column | undefined {
    const columns: Readonly<Record<string, Column | undefined>> = this.table.columns;
    return columns[visitsOf(column)];
  }

  protected override onEpisode(): void {
    if (this.numEpisodes % this.config.logInterval === 0) this.log(this.trainMetrics());
  }

  private trainMetrics(): Metrics {
    const { learnt, table } = this;
    const { updates, error } = learnt;
    learnt.updates = learnt.error = 0;
    return {
      ...(updates > 0 && { 'train/td_error': error / updates }),
      'rollout/exploration_rate': this.epsilon,
      'train/learning_rate': this.rate,
      ...(table.grows && { 'train/states': table.size }),
    };
  }

  /** Q(s, ·) of one observation, a number per action. */
  qValues(observation: ObservationIn<E>): Float64Array {
    const space = this.env.singleObservationSpace;
    const packed = packObservation(space, observation, 'The observation of qValues()');
    return this.valuesOf(this.table.find(packed, 0)).slice();
  }

  /** Greedy actions, the first of equals; with `deterministic: false`, ε-greedy with the current ε. */
  predictBatch(
    observations: PackedArray,
    count: number,
    out: PackedArray,
    { deterministic = true, actionMask }: PredictOptions = {},
  ): void {
    this.requireMasks(actionMask, count);
    const { n, table, actions } = this;
    for (let i = 0; i < count; i++) {
      const row = table.find(observations, i);
      out[i] =
        actions.start +
        (deterministic
          ? bestAction(this.valuesOf(row), 0, n, actionMask, i * n)
          : this.choose(row, i, actionMask));
    }
  }

  status(): Record<string, number> {
    return { ε: this.epsilon };
  }
}

const visitsOf = (column: string): string => `${column}-visits`;
