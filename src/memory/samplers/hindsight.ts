// Hindsight experience replay (Andrychowicz et al. 2017): transitions are learnt from as if what was reached had been wanted.
import { show } from '../../io/describe.js';
import { UserError } from '../../io/errors.js';
import type { Generator } from '../../random/index.js';
import { Dict, equalSpaces, type PackedArray, type Space } from '../../spaces/index.js';
import type { Column } from '../column.js';
import { ENDED, type EpisodeLinks } from '../episode-links.js';
import { DecoratedSampler } from './decorated.js';
import type { ComputeReward, Draw, Sampler, SamplerContext } from './sampler.js';

/** Which step of the episode the new goal comes from (section 4.5 of the paper). */
export type GoalStrategy = 'future' | 'final' | 'episode';

interface HindsightOptions {
  strategy: GoalStrategy;
  /** k: of k + 1 draws, k get another goal. */
  nSampledGoal: number;
}

/**
 * Gives k of k + 1 drawn rows, chosen by chance, the goal that a row of the same episode achieved: `future`, one from the
 * row itself to the end; `final`, the last; `episode`, any. Reward and end are worked out anew by `computeReward` and
 * `computeTerminated` of the environment with an empty info; without the latter, the end that was seen stays.
 *
 * Of episodes that have not ended yet, `future` and `episode` choose among the steps there are, and `final` leaves the
 * goal as it is (Stable-Baselines3 draws none of their rows). Steps that are written over are no longer chosen. To choose,
 * the links of the episode are followed: the time for a draw grows with its length.
 */
export class HindsightSampler extends DecoratedSampler {
  private goals = new Int32Array(0);
  private rewards = new Float32Array(0);
  private discounts = new Float32Array(0);
  private readonly episodes: EpisodeLinks;
  private readonly space: Space;
  private readonly achieved: Column;
  private readonly computeReward: ComputeReward;

  /** @throws UserError where the environment has no goals, or does not tell their rewards. */
  constructor(
    inner: Sampler,
    private readonly context: SamplerContext,
    private readonly options: HindsightOptions,
  ) {
    super(inner);
    const { memory, computeReward } = context;
    this.space = goalSpaceOf(memory.nextObservations.space);
    if (!computeReward) {
      throw new UserError(
        'hindsight: the environment has no computeReward(achieved, desired, info), which tells the reward for another goal.',
      );
    }
    this.computeReward = computeReward;
    if (!memory.episodes)
      throw new UserError('hindsight: the memory must be linked: new ReplayMemory(…, { linked: true }).');
    this.episodes = memory.episodes;
    this.achieved = memory.column('next.achieved_goal');
  }

  protected fill(draw: Draw, rng: Generator): void {
    const { rows } = draw;
    if (this.goals.length !== rows.length) {
      this.goals = new Int32Array(rows.length);
      this.rewards = new Float32Array(rows.length);
      this.discounts = new Float32Array(rows.length);
    }
    const { goals, rewards, discounts, context, options } = this;
    const { memory, gamma } = context;
    for (let i = 0; i < rows.length; i++) {
      const row = rows[i]!;
      goals[i] = rng.integers(0, options.nSampledGoal + 1) === 0 ? -1 : this.chooseGoal(row, rng);
      if (goals[i]! < 0) {
        rewards[i] = memory.rewards.get(row);
        discounts[i] = gamma;
      } else this.relabel(i, row, goals[i]!);
    }
    Object.assign(draw, { goals, rewards, discounts });
  }

  /** What the step in `row` brings when the goal is what the row `goal` achieved. */
  private relabel(i: number, row: number, goal: number): void {
    const { memory, gamma, computeTerminated } = this.context;
    const [achieved, desired] = [this.goalIn(row), this.goalIn(goal)];
    const reward = this.computeReward(achieved, desired, {});
    if (!Number.isFinite(reward)) throw misanswered('computeReward', reward, 'a finite number');
    const isOver = computeTerminated
      ? computeTerminated(achieved, desired, {})
      : memory.terminated.get(row) === 1;
    if (typeof isOver !== 'boolean') throw misanswered('computeTerminated', isOver, 'true or false');
    this.rewards[i] = reward;
    this.discounts[i] = isOver ? 0 : gamma;
  }

  /** The goal achieved by the step in `row`, as the environment shows it. */
  private goalIn(row: number): unknown {
    return this.space.unpack(this.achieved.source(row) as PackedArray, this.achieved.offset(row));
  }

  /** The row whose achieved goal is wanted now, or -1 to keep the goal. */
  private chooseGoal(row: number, rng: Generator): number {
    const { episodes, options } = this;
    let [last, following] = [row, 0];
    let next = episodes.after(row);
    for (; next >= 0; next = episodes.after(next)) {
      last = next;
      following++;
    }
    if (options.strategy === 'final') return next === ENDED ? last : -1;
    let first = row;
    let steps = following + 1;
    if (options.strategy === 'episode') {
      const { size } = this.context.memory;
      for (let row = episodes.before(first, size); row >= 0; row = episodes.before(first, size)) {
        first = row;
        steps++;
      }
    }
    let goal = first;
    for (let ahead = rng.integers(0, steps); ahead > 0; ahead--) goal = episodes.after(goal);
    return goal;
  }
}

/** The space of goals among observations that hold one achieved and one wanted. */
function goalSpaceOf(observations: Space): Space {
  const parts = observations instanceof Dict ? (observations.spaces as Record<string, Space>) : {};
  const { achieved_goal: achieved, desired_goal: desired } = parts;
  if (
    achieved &&
    desired &&
    equalSpaces(achieved, desired) &&
    achieved.leaves().length === 1 &&
    achieved.leaves()[0]!.path === ''
  )
    return achieved;
  throw new UserError(
    'hindsight: observations must be a Dict whose achieved_goal and desired_goal are one array or number each, of the ' +
      `same space, got ${show(String(observations))}.`,
  );
}

function misanswered(method: string, answer: unknown, expected: string): UserError {
  return new UserError(
    `hindsight: ${method}() of the environment must return ${expected}, got ${show(answer)}.`,
    {
      kind: 'failure',
    },
  );
}
