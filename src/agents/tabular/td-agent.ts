// Temporal-difference control: after every step, a value moves towards the rewards since and the value of where they led.
import type { Transitions } from '../../memory/index.js';
import type { EnvSource } from '../env-agent.js';
import type { TdConfig } from './config.js';
import { Pending } from './pending.js';
import type { Column } from './state-table.js';
import { TableAgent } from './table-agent.js';
import { Traces } from './traces.js';

type Masks = ArrayLike<number> | undefined;

/**
 * One step, n steps (Sutton & Barto 2018, chapter 7) or traces (chapter 12, the backward view). What the next state is
 * worth is the algorithm's: `nextValue`.
 */
export abstract class TdAgent<
  C extends TdConfig,
  E extends EnvSource = EnvSource,
  K extends string = 'q',
> extends TableAgent<C, E, K> {
  protected readonly pending: Pending;
  private readonly traces: Traces | undefined;
  /** The arrays that this step is learnt in. */
  protected column: Column;
  protected columnVisits: Column | undefined;

  constructor(env: E, options: unknown, columns: readonly [K, ...K[]]) {
    super(env, options, columns);
    const { nSteps, lambda = 0 } = this.config;
    const { numEnvs } = this.env;
    this.requireRead(({ nSteps, lambda = 0 }) => ({
      lambda: [nSteps === 1, 'one-step errors (nSteps 1)'],
      traces: [lambda > 0, 'lambda above 0'],
    }));
    this.pending = this.parts.state('pending', new Pending(numEnvs, nSteps), { perEnv: true });
    if (lambda > 0) this.traces = this.parts.state('traces', new Traces(numEnvs), { perEnv: true });
    this.column = this.table.columns[columns[0]];
    this.columnVisits = this.visits(columns[0]);
  }

  /**
   * What the state of a row is worth to a step that led to it.
   *
   * @param i its environment, and its place in `masks`
   * @param goesOn false where the episode was cut here
   */
  protected abstract nextValue(row: number, i: number, masks: Masks, goesOn: boolean): number;

  /** Whether traces end at an action that is not the best one (Watkins). */
  protected get cutsTraces(): boolean {
    return false;
  }

  /** Called before a step is learnt from. */
  protected beforeLearning(): void {}

  protected fill(row: number, out: Float64Array): void {
    const { data } = this.column;
    for (let a = 0; a < this.n; a++) out[a] = data[row * this.n + a]!;
  }

  /** One step of every environment. */
  protected iterate(): void {
    const { env, pending, table, collector, actions } = this;
    for (let i = 0; i < env.numEnvs; i++) {
      if (pending.rows[i]! < 0) pending.rows[i] = table.row(env.observations, i);
      if (pending.actions[i]! < 0) {
        pending.actions[i] = this.choose(pending.rows[i]!, i, env.actionMasks);
        if (this.cutsTraces && !this.wasGreedy) this.traces?.clear(i);
      }
      collector.actions[i] = actions.start + pending.actions[i]!;
    }
    const transitions = this.stepEnvs();
    for (let i = 0; i < env.numEnvs; i++) {
      if (transitions.alive?.[i] === 0) pending.rows[i] = pending.actions[i] = -1;
      else this.learnFrom(i, transitions);
    }
  }

  private learnFrom(i: number, { rewards, terminated, truncated, ...next }: Transitions): void {
    const { pending, table } = this;
    const cell = pending.rows[i]! * this.n + pending.actions[i]!;
    const isCut = truncated[i] === 1 && terminated[i] !== 1;
    const isOver = terminated[i] === 1 || isCut;
    pending.actions[i] = -1;
    pending.rows[i] = isOver ? -1 : table.row(next.nextObservations, i);
    this.beforeLearning();
    let value = 0;
    if (isCut) {
      const last = table.row(next.finalObservations!, i);
      value = this.nextValue(last, i, next.finalActionMasks, false);
    } else if (!isOver) value = this.nextValue(pending.rows[i]!, i, next.nextActionMasks, true);
    if (this.traces) this.learnTraces(i, cell, rewards[i]! + this.config.gamma * value, isOver);
    else this.learnSteps(i, cell, rewards[i]!, value, isOver);
  }

  private learnSteps(i: number, cell: number, reward: number, value: number, isOver: boolean): void {
    const { pending, column, columnVisits } = this;
    const { nSteps, gamma } = this.config;
    const count = pending.push(i, cell, reward);
    if (!isOver && count < nSteps) return;
    const first = i * nSteps;
    let target = value;
    for (let k = first + count - 1; k >= first; k--) {
      target = pending.rewards[k]! + gamma * target;
      if (isOver || k === first) this.moveTowards(column, columnVisits, pending.cells[k]!, target);
    }
    if (isOver) pending.counts[i] = 0;
    else pending.drop(i);
  }

  private learnTraces(i: number, cell: number, target: number, isOver: boolean): void {
    const { column, columnVisits } = this;
    const traces = this.traces!;
    const { gamma, lambda = 0, traces: kind } = this.config;
    const error = target - column.data[cell]!;
    this.measure(error);
    if (columnVisits) columnVisits.data[cell]!++;
    traces.visit(i, cell, kind === 'accumulating');
    for (const [each, trace] of traces.of(i)) this.shift(column, columnVisits, each, error * trace);
    if (isOver) traces.clear(i);
    else traces.decay(i, gamma * lambda);
  }

  protected override abandonEpisodes(): void {
    this.pending.abandon();
    this.traces?.abandon();
  }
}
