// Q-learning over options: a decision lasts until the option ends (Bradtke and Duff 1995; Sutton, Precup and Singh 1999).
import { asVectorEnv } from '../../envs/index.js';
import { UserError } from '../../io/errors.js';
import type { Transitions } from '../../memory/index.js';
import { Discrete, type PackedArray } from '../../spaces/index.js';
import type { PredictOptions } from '../agent.js';
import type { EnvSource } from '../env-agent.js';
import { bestAction } from '../masking.js';
import { singleEnv } from '../single-env.js';
import { TableAgent } from '../tabular/table-agent.js';
import { type SmdpQConfig, type SmdpQOptions, smdpQSpec } from './config.js';
import { hallwayOptions, hasRooms } from './hallway-options.js';
import { type Option, primitive } from './option.js';
import { RunningOptions } from './running.js';

/**
 * Q(s, o) += α·(r₁ + γ·r₂ + … + γᵏ·max Q(s', ·) - Q(s, o)) when option o, chosen in s, has ended in s' after k steps.
 *
 * @example const agent = await new SmdpQLearning('FourRooms-v0', { seed: 1 }).learn({ totalSteps: 50_000 });
 */
export class SmdpQLearning<E extends EnvSource = EnvSource> extends TableAgent<SmdpQConfig, E, 'q'> {
  static override readonly spec = smdpQSpec;
  /** What there is to choose from: the columns of the table. */
  readonly options: readonly Option[];
  private readonly running: RunningOptions;
  /** Which options may start where each environment is. */
  private readonly masks: Uint8Array;

  /** @param own options besides the actions; default: those that lead to the hallways of the environment's rooms */
  constructor(env: E, options: SmdpQOptions = {}, own?: readonly Option[]) {
    const vector = asVectorEnv(env);
    const { singleObservationSpace: observations, singleActionSpace: actions } = vector;
    for (const [what, space] of [
      ['observation', observations],
      ['action', actions],
    ] as const) {
      if (!(space instanceof Discrete) || space.start !== 0)
        throw new UserError(
          `smdp-q-learning needs a Discrete ${what} space that counts from 0, got ${space}.`,
        );
    }
    const longer = own ?? optionsOf(singleEnv(vector));
    const list = [
      ...Array.from({ length: (actions as Discrete).n }, (_, action) => primitive(action)),
      ...longer,
    ];
    super(vector as unknown as E, options, ['q'], list.length);
    this.options = list;
    this.running = this.parts.state('running', new RunningOptions(this.env.numEnvs), { perEnv: true });
    this.masks = new Uint8Array(this.env.numEnvs * list.length);
  }

  /**
   * Writes which options may be chosen in a state, from `offset` on in `out`.
   *
   * @throws UserError when there are none.
   */
  private available(state: number, out: Uint8Array, offset: number, legal?: Uint8Array, i = 0): void {
    const { options, config, actions } = this;
    let some = false;
    for (let o = 0; o < options.length; o++) {
      // Options know their world; the mask of the environment is for its actions.
      const isAction = o < actions.n;
      const isLegal = isAction ? config.primitives && legal?.[i * actions.n + o] !== 0 : true;
      const may = isLegal && options[o]!.canStart(state);
      out[offset + o] = may ? 1 : 0;
      some ||= may;
    }
    if (some) return;
    throw new UserError(
      config.primitives
        ? `An action mask allows no action in state ${state}, and no option may start there.`
        : `primitives: without the actions of the environment there is nothing to choose in state ${state}, where no option may start; leave primitives on.`,
    );
  }

  protected fill(row: number, out: Float64Array): void {
    const { data } = this.table.columns.q;
    for (let o = 0; o < this.n; o++) out[o] = data[row * this.n + o]!;
  }

  /** One step of every environment. */
  protected iterate(): void {
    const { env, running, masks, n, options, collector, rng } = this;
    for (let i = 0; i < env.numEnvs; i++) {
      const state = env.observations[i]!;
      if (running.option[i]! < 0) {
        this.available(state, masks, i * n, env.actionMasks, i);
        const row = this.table.row(env.observations, i);
        running.begin(i, this.choose(row, i, masks), row);
      }
      collector.actions[i] = options[running.option[i]!]!.act(state, rng.policy);
    }
    const transitions = this.stepEnvs();
    for (let i = 0; i < env.numEnvs; i++) this.follow(i, transitions);
  }

  private follow(i: number, { rewards, terminated, truncated, alive, ...next }: Transitions): void {
    const { running, config, table, rng, n } = this;
    if (alive?.[i] === 0) {
      running.option[i] = -1;
      return;
    }
    const option = running.option[i]!;
    running.add(i, rewards[i]!, config.gamma);
    const isTerminal = terminated[i] === 1;
    const isOver = isTerminal || truncated[i] === 1;
    const seen = isOver ? next.finalObservations! : next.nextObservations;
    const best = () => (isTerminal ? 0 : this.bestValue(seen, i, isOver, next));
    if (config.intraOption) this.learnStep(i, rewards[i]!, seen[i]!, isTerminal, best);
    if (!isOver) {
      const end = this.options[option]!.endsIn(seen[i]!);
      if (end < 1 && rng.policy.random() >= end) return;
    }
    running.option[i] = -1;
    if (config.intraOption) return;
    const target = running.reward[i]! + running.discount[i]! * best();
    this.moveTowards(table.columns.q, this.visits('q'), running.row[i]! * n + option, target);
  }

  /** Every option that does in the state what was done goes on, or ends and the best one follows. */
  private learnStep(i: number, reward: number, next: number, isTerminal: boolean, best: () => number): void {
    const { options, config, table, n, rng, collector } = this;
    const state = collector.transitions.observations[i]!;
    for (let o = config.primitives ? 0 : this.actions.n; o < options.length; o++) {
      const option = options[o]!;
      if (!option.canStart(state) || option.act(state, rng.policy) !== collector.actions[i]) continue;
      const end = option.endsIn(next);
      const goesOn = end < 1 && !isTerminal ? table.columns.q.data[next * n + o]! : 0;
      const value = (1 - end) * goesOn + (end > 0 ? end * best() : 0);
      this.moveTowards(table.columns.q, this.visits('q'), state * n + o, reward + config.gamma * value);
    }
  }

  /** The value of the best option that may start in an observation. */
  private bestValue(seen: PackedArray, i: number, isOver: boolean, next: Partial<Transitions>): number {
    const { masks, n, table } = this;
    this.available(seen[i]!, masks, i * n, isOver ? next.finalActionMasks : next.nextActionMasks, i);
    const values = this.valuesOf(table.row(seen, i));
    return values[bestAction(values, 0, n, masks, i * n)]!;
  }

  /**
   * The first action of the best option, chosen anew at every step: options are given up where another one promises more,
   * which is never worse (Sutton et al. 1999, section 4). With `deterministic: false`, of an ε-greedy option.
   */
  override predictBatch(
    observations: PackedArray,
    count: number,
    out: PackedArray,
    { deterministic = true, actionMask }: PredictOptions = {},
  ): void {
    this.requireMasks(actionMask, count);
    const { n, table, options, rng } = this;
    const mask = new Uint8Array(n);
    for (let i = 0; i < count; i++) {
      const state = observations[i]!;
      this.available(state, mask, 0, actionMask, i);
      const row = table.find(observations, i);
      const option = deterministic
        ? bestAction(this.valuesOf(row), 0, n, mask, 0)
        : this.choose(row, 0, mask);
      out[i] = options[option]!.act(state, rng.policy);
    }
  }

  protected override abandonEpisodes(): void {
    this.running.abandon();
  }
}

function optionsOf(env: object | undefined): Option[] {
  if (env && hasRooms(env)) return hallwayOptions(env);
  throw new UserError(
    'smdp-q-learning needs options, and this environment has no rooms and hallways to make them from, as FourRooms-v0 has; in a program give it some of your own: new SmdpQLearning(env, config, options).',
  );
}
