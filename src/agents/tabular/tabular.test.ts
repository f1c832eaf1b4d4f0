// What learners with tables come to: updates by hand, values against exact ones.
import { describe, expect, it } from 'vitest';
import { CONTROL, createTable as create } from '../../../test/tables.js';
import { type Env, make, TabularEnv } from '../../envs/index.js';
import {
  actionValues,
  distance,
  mdpOf,
  solvePolicy,
  uniformPolicy,
  valueIteration,
} from '../../envs/mdp/index.js';
import { Generator } from '../../random/index.js';
import { Discrete } from '../../spaces/index.js';
import type { Agent } from '../index.js';

const valuesOf = (agent: Agent) => agent.weights()['table.q']!.data as Float64Array;

/** States 0, 1, 2 in a row, one action, rewards 1, 2, 4; the end is of the given kind. */
class Corridor implements Env<number, number> {
  readonly observationSpace = new Discrete(4);
  readonly actionSpace = new Discrete(1);
  private state = 0;

  constructor(private readonly end: 'terminated' | 'truncated' = 'terminated') {}

  reset() {
    this.state = 0;
    return { observation: 0, info: {} };
  }

  step() {
    const reward = 2 ** this.state++;
    const isOver = this.state === 3;
    const flag = (end: string) => isOver && this.end === end;
    const [terminated, truncated] = [flag('terminated'), flag('truncated')];
    return { observation: this.state, reward, terminated, truncated, info: {} };
  }
}

describe('one episode of rewards 1, 2, 4 with α = 1 and γ = ½ moves values to', () => {
  const learnt = async (id: string, config: object, end?: 'truncated') => {
    const agent = create(id, new Corridor(end), { learningRate: 1, gamma: 0.5, epsilon: 0, ...config });
    await agent.learn({ totalSteps: 3 });
    return [...valuesOf(agent)];
  };

  it.each(['q-learning', 'sarsa', 'expected-sarsa'])('%s', async (id) => {
    expect(await learnt(id, {})).toEqual([1, 2, 4, 0]);
    expect(await learnt(id, { nSteps: 2 })).toEqual([2, 4, 4, 0]);
    expect(await learnt(id, { nSteps: 3 })).toEqual([3, 4, 4, 0]);
    expect(await learnt(id, { nSteps: 9 })).toEqual([3, 4, 4, 0]);
    // What is λγ = ¼ times as much at each step back.
    expect(await learnt(id, { lambda: 0.5 })).toEqual([1 + 2 / 4 + 4 / 16, 2 + 4 / 4, 4, 0]);
    expect(await learnt(id, { lambda: 1 })).toEqual([3, 4, 4, 0]);
    // Beyond a cut the last state is worth what it was at the start.
    expect(await learnt(id, { nSteps: 3, initialValue: 8 }, 'truncated')).toEqual([4, 6, 8, 8]);
    expect(await learnt(id, { initialValue: 8 }, 'truncated')).toEqual([5, 6, 8, 8]);
  });

  it('monte-carlo: the returns, which go on beyond a cut with the value of the last state', async () => {
    expect(await learnt('monte-carlo', {})).toEqual([3, 4, 4, 0]);
    expect(await learnt('monte-carlo', { initialValue: 8 }, 'truncated')).toEqual([4, 6, 8, 8]);
  });

  it('accumulating traces count what is met twice twice', async () => {
    const still: Env<number, number> = {
      observationSpace: new Discrete(1),
      actionSpace: new Discrete(1),
      reset: () => ({ observation: 0, info: {} }),
      step: () => ({ observation: 0, reward: 1, terminated: false, truncated: false, info: {} }),
    };
    const twice = async (traces: string) => {
      const agent = create('sarsa', still, { learningRate: 0.5, gamma: 1, lambda: 1, traces, epsilon: 0 });
      await agent.learn({ totalSteps: 2 });
      return valuesOf(agent)[0];
    };
    expect(await twice('replacing')).toBe(1);
    expect(await twice('accumulating')).toBe(1.5);
  });

  it('a step size of 1/n is the mean of what was seen', async () => {
    const rng = new Generator(4);
    const rewards: number[] = [];
    const noisy: Env<number, number> = {
      observationSpace: new Discrete(1),
      actionSpace: new Discrete(1),
      reset: () => ({ observation: 0, info: {} }),
      step: () => {
        rewards.push(rng.standardNormal());
        return { observation: 0, reward: rewards.at(-1)!, terminated: true, truncated: false, info: {} };
      },
    };
    const agent = create('q-learning', noisy, { learningRate: 1, visitDecay: 1 });
    await agent.learn({ totalSteps: 50 });
    expect(valuesOf(agent)[0]).toBeCloseTo(rewards.reduce((sum, x) => sum + x) / 50, 12);
  });
});

/** Three states, three actions, rewards from -1 to 1, an end now and then. */
class Small extends TabularEnv {
  constructor() {
    const rng = new Generator(12);
    const outcome = (probability: number) => ({
      probability,
      nextState: rng.integers(3),
      reward: rng.uniform(-1, 1),
      terminated: rng.random() < 0.15,
    });
    const table = Array.from({ length: 3 }, () =>
      Array.from({ length: 3 }, () => [outcome(0.7), outcome(0.3)]),
    );
    super(table, [1, 0, 0]);
  }
}

describe('values come to', () => {
  const gamma = 0.9;
  const { mdp } = mdpOf(new Small());
  const best = valueIteration(mdp, { gamma }).q;
  const random = uniformPolicy(mdp);
  const ofRandom = actionValues(mdp, gamma, solvePolicy(mdp, random, gamma));
  /** How far off the values are after 40,000 steps of random actions. */
  const errorOf = async (id: string, config: object, exact: Float64Array) => {
    const settings = { gamma, learningRate: 1, visitDecay: 0.8, epsilon: 1, seed: 1 };
    const agent = create(id, new Small(), { ...settings, ...config });
    await agent.learn({ totalSteps: 40_000 });
    const q = Float64Array.from([0, 1, 2].flatMap((state) => [...agent.qValues(state as never)]));
    return distance(q, exact);
  };

  it('differ between the best and the random policy', () =>
    expect(distance(best, ofRandom)).toBeGreaterThan(0.5));

  it.each([
    ['q-learning', {}],
    ['q-learning', { lambda: 0.5 }],
    ['q-learning', { lambda: 0.9, traces: 'accumulating' }],
    ['double-q-learning', {}],
  ])('those of the best policy: %s %j', async (id, config) => {
    expect(await errorOf(id, config, best)).toBeLessThan(0.1);
  });

  it.each([
    ['sarsa', {}],
    ['sarsa', { nSteps: 4 }],
    ['sarsa', { lambda: 0.8 }],
    ['expected-sarsa', {}],
    ['expected-sarsa', { nSteps: 3 }],
    ['monte-carlo', { visitDecay: 1 }],
    ['monte-carlo', { visitDecay: 1, firstVisit: false }],
  ])('those of the policy that explores: %s %j', async (id, config) => {
    expect(await errorOf(id, config, ofRandom)).toBeLessThan(0.1);
  });

  it('nothing that noise promises: double Q-learning, where Q-learning hopes for too much', async () => {
    // Of ten actions that pay -0.1 on the mean, with deviation 1, the luckiest looks best.
    const lucky = (): Env<number, number> => {
      const rng = new Generator(5);
      return {
        observationSpace: new Discrete(1),
        actionSpace: new Discrete(10),
        reset: () => ({ observation: 0, info: {} }),
        step: () => ({
          observation: 0,
          reward: -0.1 + rng.standardNormal(),
          terminated: rng.random() < 0.5,
          truncated: false,
          info: {},
        }),
      };
    };
    const config = { gamma: 1, learningRate: 0.1, epsilon: 1 };
    const hopeOf = async (id: string) => {
      const agent = create(id, lucky(), config);
      await agent.learn({ totalSteps: 20_000 });
      const q = agent.qValues(0 as never);
      return q.reduce((sum, x) => sum + x) / 10;
    };
    // Each action pays -0.1 and, half of the time, once more: -0.2 in all.
    expect(await hopeOf('q-learning')).toBeGreaterThan(0.1);
    expect(Math.abs((await hopeOf('double-q-learning')) + 0.2)).toBeLessThan(0.15);
  });
});

describe('on worlds whose best values are known', () => {
  it.each(CONTROL)('%s earns them', async (id) => {
    for (const [env, best] of [
      ['Gridworld-v0', 4],
      ['GridworldPlayer-v0', undefined],
    ] as const) {
      const agent = await create(id, env, { seed: 2 }).learn({ totalSteps: 20_000 });
      const { mdp, stateOf } = mdpOf(env);
      const { values } = valueIteration(mdp, { gamma: 1 });
      const world = make(env);
      for (let seed = 0; seed < 20; seed++) {
        let { observation } = world.reset({ seed }) as { observation: unknown };
        const promised = values[stateOf(observation)]!;
        expect(best ?? promised).toBe(promised);
        let total = 0;
        for (let over = false; !over; ) {
          const result = world.step(agent.predict(observation as never) as never);
          total += result.reward;
          observation = result.observation;
          over = result.terminated || result.truncated;
        }
        expect(total).toBe(promised);
      }
    }
  });

  it('an optimistic start explores without ε: a corridor of ten cells with a prize at its end', async () => {
    const reach = async (initialValue: number) => {
      const agent = create('q-learning', () => new LongCorridor(), {
        ...{ epsilon: 0, initialValue, learningRate: 0.5, gamma: 0.9 },
      });
      await agent.learn({ totalSteps: 2000 });
      return agent.qValues(0 as never)[1]!;
    };
    expect(await reach(2)).toBeCloseTo(0.9 ** 9, 2);
  });
});

/** Right leads one cell on, left back to the start; a prize of 1 at the end. */
class LongCorridor extends TabularEnv {
  constructor() {
    super(
      Array.from({ length: 11 }, (_, state) => [
        [{ probability: 1, nextState: 0, reward: 0, terminated: false }],
        [
          {
            probability: 1,
            nextState: Math.min(state + 1, 10),
            reward: state === 9 ? 1 : 0,
            terminated: state >= 9,
          },
        ],
      ]),
      Array.from({ length: 11 }, (_, state) => Number(state === 0)),
    );
  }
}

it('values that grow without end are told', async () => {
  const agent = create('sarsa', new Corridor(), { learningRate: 1, gamma: 1 });
  const { q } = agent.table.columns as unknown as { q: { data: Float64Array } };
  q.data[0] = Number.NEGATIVE_INFINITY;
  await expect(agent.learn({ totalSteps: 5 })).rejects.toThrow(/Training diverged: the value of a state/);
});
