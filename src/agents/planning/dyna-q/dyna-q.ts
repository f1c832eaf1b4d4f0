// Dyna-Q: Q-learning from steps and from a model of them (Sutton 1990), with prioritised sweeping as an option.
import type { EnvSource } from '../../env-agent.js';
import { bestAction } from '../../masking.js';
import { epsilonGreedyMean } from '../../tabular/epsilon-greedy-mean.js';
import { TdAgent } from '../../tabular/td-agent.js';
import { type DynaQConfig, type DynaQOptions, dynaQSpec } from './config.js';
import { LegalActions } from './legal-actions.js';
import { TableModel } from './table-model.js';
import { UrgentCells } from './urgent-cells.js';

/**
 * After each step the model takes it in, and `planningSteps` cells that were met are updated with what the model expects:
 * the mean over the outcomes seen, so that it holds where chance rules too.
 *
 * @example const agent = await new DynaQ('CliffWalking-v1', { planningSteps: 20 }).learn({ totalSteps: 5000 });
 */
export class DynaQ<E extends EnvSource = EnvSource> extends TdAgent<DynaQConfig, E> {
  static override readonly spec = dynaQSpec;
  readonly model = this.parts.state('model', new TableModel(), { memory: true });
  private readonly legal = this.parts.state('legal', new LegalActions(), { memory: true });
  private readonly urgent = this.parts.state('urgent', new UrgentCells(), { memory: true });

  constructor(env: E, options: DynaQOptions = {}) {
    super(env, options, ['q']);
    this.requireRead(({ prioritized, planningSteps }) => ({
      prioritized: [planningSteps > 0, 'planningSteps above 0'],
      priorityThreshold: [prioritized, 'prioritized'],
    }));
  }

  protected override get cutsTraces(): boolean {
    return true;
  }

  protected nextValue(row: number, i: number, masks: ArrayLike<number> | undefined): number {
    return epsilonGreedyMean(this.valuesOf(row), this.n, masks, i * this.n, 0);
  }

  protected override iterate(): void {
    super.iterate();
    if (this.config.planningSteps === 0) return;
    for (let i = 0; i < this.env.numEnvs; i++) this.remember(i);
    for (let k = this.config.planningSteps * this.env.numEnvs; k > 0; k--) {
      const cell = this.config.prioritized ? this.urgent.take() : this.drawn();
      if (cell === undefined) break;
      this.plan(cell);
    }
  }

  private drawn(): number {
    const { cells } = this.model;
    return cells[this.rng.replay.integers(0, cells.length)]!;
  }

  /** Takes the last step of an environment into the model. */
  private remember(i: number): void {
    const { table, n, model, legal, actions, config } = this;
    const { transitions } = this.collector;
    const { terminated, truncated, rewards, alive } = transitions;
    if (alive?.[i] === 0) return;
    const isOver = terminated[i] === 1 || truncated[i] === 1;
    const seen = isOver ? transitions.finalObservations! : transitions.nextObservations;
    const row = table.row(transitions.observations, i);
    const next = table.row(seen, i);
    const cell = row * n + (transitions.actions[i]! - actions.start);
    model.add(cell, next, rewards[i]!, terminated[i] === 1);
    legal.add(row, transitions.actionMasks, i, n);
    if (terminated[i] === 0)
      legal.add(next, isOver ? transitions.finalActionMasks : transitions.nextActionMasks, i, n);
    if (config.prioritized) this.queue(cell);
  }

  /** What the model expects of a cell: Σ p·(r + γ·max Q(s', ·)). */
  private expected(cell: number): number {
    const { model, legal, config, n } = this;
    let [sum, count] = [0, 0];
    for (const outcome of model.of(cell)) {
      let value = outcome.reward;
      if (!outcome.isTerminal) {
        const values = this.valuesOf(outcome.next);
        value += config.gamma * values[bestAction(values, 0, n, legal.of(outcome.next), 0)]!;
      }
      sum += outcome.count * value;
      count += outcome.count;
    }
    return sum / count;
  }

  private queue(cell: number): void {
    const change = Math.abs(this.expected(cell) - this.column.data[cell]!);
    if (change > this.config.priorityThreshold) this.urgent.add(cell, change);
  }

  private plan(cell: number): void {
    this.moveTowards(this.column, this.columnVisits, cell, this.expected(cell));
    if (!this.config.prioritized) return;
    for (const before of this.model.before(Math.floor(cell / this.n))) this.queue(before);
  }
}
