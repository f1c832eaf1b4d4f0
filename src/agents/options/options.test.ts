// Options: those of the four rooms, the SMDP update by hand, and how much sooner they find the goal.
import { describe, expect, it } from 'vitest';
import { expectExactResume } from '../../../test/agents.js';
import { type Env, makeVec } from '../../envs/index.js';
import { FourRooms } from '../../envs/small-worlds/four-rooms.js';
import { evaluatePolicy } from '../../evaluate/index.js';
import { Generator } from '../../random/index.js';
import { Discrete } from '../../spaces/index.js';
import { QLearning } from '../tabular/q-learning.js';
import type { TableAgent } from '../tabular/table-agent.js';
import { hallwayOptions } from './hallway-options.js';
import type { Option } from './option.js';
import { smdpQPresets } from './presets.js';
import { SmdpQLearning } from './smdp-q-learning.js';

describe('hallway options', () => {
  const world = new FourRooms({ goal: [1, 1] });
  const options = hallwayOptions(world);

  it('are two for each room, which start in the room and its other hallway', () => {
    expect(options).toHaveLength(8);
    const starts = options.map(({ canStart }) => world.P.filter((_, state) => canStart(state)).length);
    const rooms = world.rooms.map((room) => room.length);
    // The goal ends the episode: nothing starts there.
    expect(starts).toEqual(rooms.flatMap((size, i) => (i === 0 ? [size, size] : [size + 1, size + 1])));
  });

  it('lead to their hallway by a shortest way, and end on leaving the room', () => {
    const rng = new Generator(1);
    const target = world.hallways[2]!;
    const option = options.find(({ name }) => name === 'room 1 to hallway 2')!;
    let state = world.stateOf(1, 11)!;
    let steps = 0;
    for (; option.endsIn(state) === 0; steps++) {
      expect(option.canStart(state)).toBe(true);
      const outcomes = world.P[state]![option.act(state, rng)]!;
      state = outcomes.find(({ probability }) => probability > 0.5)!.nextState;
    }
    expect([state, steps]).toEqual([target, 8]);
    expect(world.hallways.map((hallway) => option.endsIn(hallway))).toEqual([1, 1, 1, 1]);
  });
});

/** A corridor of five states; moves right pay 1, and the last one ends the episode. */
class Corridor implements Env<number, number> {
  readonly observationSpace = new Discrete(5);
  readonly actionSpace = new Discrete(2);
  private state = 0;

  reset() {
    this.state = 0;
    return { observation: 0, info: {} };
  }

  step(action: number) {
    this.state = action === 1 ? this.state + 1 : Math.max(0, this.state - 1);
    const terminated = this.state === 4;
    return { observation: this.state, reward: action, terminated, truncated: false, info: {} };
  }
}

const threeRight: Option = {
  name: 'right to state 3',
  canStart: (state) => state < 3,
  act: () => 1,
  endsIn: (state) => (state === 3 ? 1 : 0),
};

describe('SMDP Q-learning', () => {
  it('moves Q(s, o) towards the discounted rewards of the option and what comes after it', async () => {
    const config = { gamma: 0.5, learningRate: 0.5, epsilon: 0, initialValue: 0, seed: 1 };
    const agent = new SmdpQLearning(() => new Corridor(), config, [threeRight]);
    agent.table.columns.q.data.set([0, 0, 9], 0);
    agent.table.columns.q.data.set([0, 8, 0], 3 * 3);
    await agent.learn({ totalSteps: 4 });
    const { data } = agent.table.columns.q;
    // 9 + ½·(1 + ½ + ¼ + ⅛·8 - 9); then the single step into the end: 8 + ½·(1 - 8).
    expect(data[2]).toBeCloseTo(9 + 0.5 * (1.75 + 1 - 9), 12);
    expect(data[3 * 3 + 1]).toBeCloseTo(4.5, 12);
    expect(agent.numEpisodes).toBe(1);
  });

  it('learns within options, of all that would have done the same, when asked', async () => {
    const config = { gamma: 0.5, learningRate: 1, epsilon: 0, intraOption: true, seed: 1 };
    const agent = new SmdpQLearning(() => new Corridor(), config, [threeRight]);
    agent.table.columns.q.data.set([0, 0, 9], 0);
    agent.table.columns.q.data.set([0, 2, 6], 3);
    await agent.learn({ totalSteps: 1 });
    // The action: the best of state 1 follows, 6; the option goes on, also 6 there.
    expect([...agent.table.columns.q.data.subarray(0, 3)]).toEqual([0, 4, 4]);
  });

  it('never chooses an option where it may not start, and says where there is nothing to choose', async () => {
    const agent = new SmdpQLearning(() => new Corridor(), { epsilon: 1 }, [threeRight]);
    await agent.learn({ totalSteps: 500 });
    expect([3, 4].map((state) => agent.table.columns.q.data[3 * state + 2])).toEqual([0, 0]);
    const stuck = new SmdpQLearning(() => new Corridor(), { primitives: false }, [threeRight]);
    await expect(stuck.learn({ totalSteps: 10 })).rejects.toThrow(
      /primitives: .*nothing to choose in state 3/,
    );
  });

  it('bootstraps through a cut, and forgets the option that it cut', async () => {
    const cut = () => {
      const env = new Corridor();
      const step = env.step.bind(env);
      let steps = 0;
      env.step = (action) => ({ ...step(action), terminated: false, truncated: ++steps % 2 === 0 });
      return env;
    };
    const config = { gamma: 0.5, learningRate: 1, epsilon: 0, seed: 1 };
    const agent = new SmdpQLearning(cut, config, [threeRight]);
    agent.table.columns.q.data.set([0, 0, 9], 0);
    agent.table.columns.q.data.set([0, 0, 4], 2 * 3);
    await agent.learn({ totalSteps: 2 });
    expect(agent.table.columns.q.data[2]).toBeCloseTo(1 + 0.5 + 0.25 * 4, 12);
  });

  it('goes on exactly from a checkpoint in the middle of an option', async () => {
    const create = () => new SmdpQLearning(makeVec('FourRooms-v0', { numEnvs: 2 }), { logInterval: 2 });
    await expectExactResume(create, 3000, 1001);
  });

  it('refuses worlds without rooms, and spaces that are not Discrete', () => {
    expect(() => new SmdpQLearning('FrozenLake-v1')).toThrow(/has no rooms and hallways/);
    expect(() => new SmdpQLearning('CartPole-v1')).toThrow(/needs a Discrete observation space/);
  });
});

/** Steps until the goal is reached for the first time. */
async function firstGoal(agent: TableAgent<never, never>): Promise<number> {
  let step = 0;
  await agent.learn({
    totalSteps: 100_000,
    callbacks: [
      {
        onEpisodeEnd: (context, episode) => {
          if (step > 0 || episode.return === 0) return;
          step = episode.step;
          context.stop('goal');
        },
      },
    ],
  });
  return step;
}

describe('four rooms', () => {
  it('the goal is first found in at most 0.7 times the steps of single actions, over 20 seeds', async () => {
    let [options, actions] = [0, 0];
    for (let seed = 0; seed < 20; seed++) {
      options += await firstGoal(new SmdpQLearning('FourRooms-v0', { seed }) as never);
      actions += await firstGoal(new QLearning('FourRooms-v0', { seed }) as never);
    }
    // Over seeds 0-19, 100-119, 200-219: 0.24, 0.07, 0.07.
    expect(options / actions).toBeLessThanOrEqual(0.7);
  });

  it('walks to the goal as shortly as chance allows', async () => {
    const config = { ...smdpQPresets['FourRooms-v0']!.config, seed: 1 };
    const agent = await new SmdpQLearning('FourRooms-v0', config).learn({ totalSteps: 20_000 });
    const { mean, meanLength } = evaluatePolicy(agent, makeVec('FourRooms-v0', { numEnvs: 10 }), {
      episodes: 200,
      seed: 7,
    });
    expect(mean).toBe(1);
    // The best policy takes 15; seeds 1, 2, 3 took 17.9, 17.0 and 17.6.
    expect(meanLength).toBeLessThan(22);
  });
});
