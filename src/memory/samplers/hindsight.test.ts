// Hindsight against hand-made memories: which goals are chosen, in rings of several environments, and what they change.
import { describe, expect, it } from 'vitest';
import { Generator } from '../../random/index.js';
import { Box, Dict, Discrete } from '../../spaces/index.js';
import { ReplayMemory } from '../replay-memory.js';
import { type GoalStrategy, HindsightSampler } from './hindsight.js';
import type { Draw, SamplerContext } from './sampler.js';
import { UniformSampler } from './uniform.js';

const place = () => new Box({ low: -1e6, high: 1e6, shape: [1] });
const spaces = {
  observationSpace: new Dict({ achieved_goal: place(), desired_goal: place(), observation: place() }),
  actionSpace: new Discrete(2),
};
const WANTED = 1e5;

/** One step that a row of the memory holds: it achieved `achieved`, a number that no other step did. */
interface Kept {
  env: number;
  episode: number;
  achieved: number;
}

/** Two environments with episodes of 7 and 5 steps, the first cut and the second ended; what each row holds. */
function fill(memory: ReplayMemory, steps: number): Kept[] {
  const rows: Kept[] = [];
  for (let time = 0; time < steps; time++) {
    const ends = [time % 7 === 6, time % 5 === 4];
    const achieved = [time, 1000 + time];
    const next = Float32Array.from(achieved.flatMap((at) => [at, WANTED, at]));
    const kept = achieved.map((at, env) => ({ env, episode: Math.floor(time / [7, 5][env]!), achieved: at }));
    memory.add(
      {
        count: 2,
        observations: next,
        actions: new Int32Array(2),
        rewards: [-1, -1],
        terminated: Uint8Array.of(0, Number(ends[1])),
        truncated: Uint8Array.of(Number(ends[0]), 0),
        nextObservations: next,
        finalObservations: next,
      },
      (row) => {
        rows[row] = kept.shift()!;
      },
    );
  }
  return rows;
}

function contextOf(memory: ReplayMemory, more: Partial<SamplerContext> = {}): SamplerContext {
  const computeReward = (achieved: unknown, desired: unknown) =>
    (achieved as Float32Array)[0] === (desired as Float32Array)[0] ? 0 : -1;
  return { memory, gamma: 0.5, progress: 0, computeReward, ...more };
}

/** Many draws, row by row: the goals that a row may get, as what they achieved; `own` where it keeps its own. */
function goalsOf(memory: ReplayMemory, rows: Kept[], strategy: GoalStrategy, k = 1e6) {
  const sampler = new HindsightSampler(new UniformSampler(memory), contextOf(memory), {
    strategy,
    nSampledGoal: k,
  });
  const goals = rows.map(() => new Set<number | 'own'>());
  const { rows: drawn, goals: chosen } = sampler.draw(6000, new Generator(1));
  for (const [i, row] of drawn.entries())
    goals[row]!.add(chosen![i]! < 0 ? 'own' : rows[chosen![i]!]!.achieved);
  return goals;
}

describe.each([100, 40, 23, 24])('in a ring of %i rows', (capacity) => {
  const memory = new ReplayMemory(capacity, { ...spaces, linked: true });
  const rows = fill(memory, 33);
  const sameEpisode = ({ env, episode }: Kept) =>
    rows.filter((other) => other.env === env && other.episode === episode);
  /** After 33 steps: the fifth episode of the first has 5 of 7 steps, the seventh of the second 3 of 5. */
  const runs = ({ env, episode }: Kept) => episode === [4, 6][env];

  it('future: every step from the row itself to the end, or to where the episode is now', () => {
    for (const [row, goals] of goalsOf(memory, rows, 'future').entries()) {
      const later = sameEpisode(rows[row]!).filter((other) => other.achieved >= rows[row]!.achieved);
      expect(goals).toEqual(new Set(later.map((other) => other.achieved)));
    }
  });

  it('episode: every step that is still there', () => {
    for (const [row, goals] of goalsOf(memory, rows, 'episode').entries())
      expect(goals).toEqual(new Set(sameEpisode(rows[row]!).map((other) => other.achieved)));
  });

  it('final: the last step, and the own goal while there is none', () => {
    for (const [row, goals] of goalsOf(memory, rows, 'final').entries()) {
      const last = Math.max(...sameEpisode(rows[row]!).map((other) => other.achieved));
      expect([...goals]).toEqual([runs(rows[row]!) ? 'own' : last]);
    }
  });

  it('chooses the same from a memory that was saved and restored', () => {
    const copy = new ReplayMemory(capacity, { ...spaces, linked: true });
    copy.loadState(structuredClone(memory.saveState()));
    for (const strategy of ['future', 'episode', 'final'] as const)
      expect(goalsOf(copy, rows, strategy)).toEqual(goalsOf(memory, rows, strategy));
  });
});

describe('a draw', () => {
  const memory = new ReplayMemory(100, { ...spaces, linked: true });
  const rows = fill(memory, 33);
  const draw = (more: Partial<SamplerContext>, strategy: GoalStrategy = 'episode', k = 4): Required<Draw> => {
    const sampler = new HindsightSampler(new UniformSampler(memory), contextOf(memory, more), {
      strategy,
      nSampledGoal: k,
    });
    return sampler.draw(5000, new Generator(2)) as Required<Draw>;
  };

  it.each([1, 4])('gives %i of k + 1 rows another goal', (k) => {
    const { goals } = draw({}, 'future', k);
    const share = goals.filter((goal) => goal >= 0).length / goals.length;
    expect(Math.abs(share - k / (k + 1))).toBeLessThan(0.03);
  });

  it('chooses among the steps ahead with equal chances', () => {
    const { rows: drawn, goals } = draw({}, 'future', 1e6);
    // The first row of an episode of seven, and of one of five.
    for (const [row, steps] of [
      [0, 7],
      [1, 5],
    ] as const) {
      const counts = new Map<number, number>();
      let total = 0;
      for (const [i, each] of drawn.entries()) {
        if (each !== row) continue;
        counts.set(goals[i]!, (counts.get(goals[i]!) ?? 0) + 1);
        total++;
      }
      expect(counts.size).toBe(steps);
      for (const count of counts.values())
        expect(Math.abs(count / total - 1 / steps)).toBeLessThan(4 * Math.sqrt(1 / steps / total));
    }
  });

  it('has the rewards of the goal it tells, and its end', () => {
    const asked: unknown[] = [];
    const {
      rows: drawn,
      goals,
      rewards,
      discounts,
    } = draw({
      computeTerminated: (achieved, desired, info) => {
        asked.push(info);
        return (achieved as Float32Array)[0] === (desired as Float32Array)[0];
      },
    });
    for (const [i, goal] of goals.entries()) {
      const isReached = goal === drawn[i];
      expect(rewards[i]).toBe(isReached ? 0 : -1);
      expect(discounts[i]).toBe(isReached ? 0 : 0.5);
    }
    expect(asked.every((info) => JSON.stringify(info) === '{}')).toBe(true);
  });

  it('keeps the end that was seen where the environment does not tell another', () => {
    const { rows: drawn, goals, discounts } = draw({});
    for (const [i, goal] of goals.entries()) {
      if (goal >= 0) expect(discounts[i]).toBe(memory.terminated.get(drawn[i]!) === 1 ? 0 : 0.5);
    }
    expect(rows.length).toBe(66);
  });

  it.each([
    ['computeReward', '1', /computeReward\(\) of the environment must return a finite number, got "1"/],
    ['computeReward', Number.NaN, /a finite number, got NaN/],
    ['computeReward', undefined, /a finite number, got undefined/],
    ['computeReward', true, /a finite number, got true/],
    [
      'computeTerminated',
      'no',
      /computeTerminated\(\) of the environment must return true or false, got "no"/,
    ],
    ['computeTerminated', 0, /true or false, got 0/],
  ])('refuses what %s must not answer: %j', (method, answer, message) => {
    expect(() => draw({ [method]: () => answer })).toThrow(message);
  });

  it('is refused where there are no goals', () => {
    const make = (context: SamplerContext) => () =>
      new HindsightSampler(new UniformSampler(context.memory), context, {
        strategy: 'future',
        nSampledGoal: 4,
      });
    const plain = new ReplayMemory(5, { ...spaces, observationSpace: place(), linked: true });
    expect(make(contextOf(plain))).toThrow(/Dict whose achieved_goal and desired_goal .* got "?Box/);
    const uneven = new Dict({ achieved_goal: place(), desired_goal: new Discrete(3), observation: place() });
    const wrong = new ReplayMemory(5, { ...spaces, observationSpace: uneven, linked: true });
    expect(make(contextOf(wrong))).toThrow(/of the same space/);
    expect(make(contextOf(memory, { computeReward: undefined }))).toThrow(/has no computeReward/);
    expect(make(contextOf(new ReplayMemory(5, spaces)))).toThrow(/linked/);
  });
});
