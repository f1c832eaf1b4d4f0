// Monte-Carlo control: values are means of the returns that followed, learnt when an episode is over.
import * as z from 'zod';
import { lazily } from '../../io/lazily.js';
import type { Transitions } from '../../memory/index.js';
import type { AgentSpec } from '../config.js';
import type { EnvSource } from '../env-agent.js';
import { shareSchedule, tableMutable, tableShape } from './config.js';
import { EpisodeRecords } from './episodes.js';
import { epsilonGreedyMean } from './epsilon-greedy-mean.js';
import { TableAgent } from './table-agent.js';

export const monteCarloSchema = /* @__PURE__ */ lazily(() =>
  z.strictObject({
    ...tableShape,
    learningRate: shareSchedule({ type: 'linear', start: 0.1, end: 0.01 }).describe(
      'Step size α of the values, from 0 to 1; a number or a schedule. With visitDecay 1, learningRate 1 is the mean of all returns. Source: Sutton & Barto (2018), section 5.4.',
    ),
    firstVisit: z
      .boolean()
      .default(true)
      .describe(
        'Learns from the first time that a state and action come in an episode; off: from every time. Source: Sutton & Barto (2018), section 5.1.',
      ),
  }),
);

export const monteCarloSpec = {
  id: 'monte-carlo',
  schema: monteCarloSchema,
  mutable: [...tableMutable, 'firstVisit'],
} satisfies AgentSpec;

export type MonteCarloConfig = z.output<typeof monteCarloSchema>;
export type MonteCarloOptions = z.input<typeof monteCarloSchema>;

/**
 * On-policy control with an ε-greedy policy (Sutton & Barto 2018, section 5.4). It does not bootstrap, except where an
 * episode was cut: there the return goes on with the value of the last state.
 */
export class MonteCarlo<E extends EnvSource = EnvSource> extends TableAgent<MonteCarloConfig, E, 'q'> {
  static override readonly spec = monteCarloSpec;
  private readonly records = this.parts.state('records', new EpisodeRecords(this.env.numEnvs), {
    perEnv: true,
  });

  constructor(env: E, options: MonteCarloOptions = {}) {
    super(env, options, ['q']);
  }

  protected fill(row: number, out: Float64Array): void {
    const { data } = this.table.columns.q;
    for (let a = 0; a < this.n; a++) out[a] = data[row * this.n + a]!;
  }

  /** One step of every environment. */
  protected iterate(): void {
    const { env, table, collector, actions, records, n } = this;
    const alive = env.alive?.slice();
    for (let i = 0; i < env.numEnvs; i++) {
      const row = table.row(env.observations, i);
      const action = this.choose(row, i, env.actionMasks);
      collector.actions[i] = actions.start + action;
      if (alive?.[i] !== 0) records.episodes[i]!.cells.push(row * n + action);
    }
    const transitions = this.stepEnvs();
    for (let i = 0; i < env.numEnvs; i++) {
      if (alive?.[i] === 0) continue;
      records.episodes[i]!.rewards.push(transitions.rewards[i]!);
      if (transitions.terminated[i] === 1) this.learnFrom(i, 0);
      else if (transitions.truncated[i] === 1) this.learnFrom(i, this.lastValue(i, transitions));
    }
  }

  /** What the state is worth to the policy in which an episode was cut. */
  private lastValue(i: number, { finalObservations, finalActionMasks }: Transitions): number {
    const row = this.table.row(finalObservations!, i);
    return epsilonGreedyMean(this.valuesOf(row), this.n, finalActionMasks, i * this.n, this.epsilon);
  }

  /** Learns from a finished episode, its last step first. */
  private learnFrom(i: number, value: number): void {
    const { records, table, config } = this;
    const { cells, rewards } = records.episodes[i]!;
    const { q } = table.columns;
    const visits = this.visits('q');
    const firsts = new Map<number, number>();
    for (let t = cells.length - 1; t >= 0; t--) firsts.set(cells[t]!, t);
    let target = value;
    for (let t = cells.length - 1; t >= 0; t--) {
      target = rewards[t]! + config.gamma * target;
      const cell = cells[t]!;
      if (config.firstVisit && firsts.get(cell) !== t) continue;
      this.moveTowards(q, visits, cell, target);
    }
    records.clear(i);
  }

  protected override abandonEpisodes(): void {
    this.records.abandon();
  }
}
