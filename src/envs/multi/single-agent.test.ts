// One agent as an environment: the others are played, rewards add up from turn to turn.
import { describe, expect, it } from 'vitest';
import { Generator } from '../../random/index.js';
import { checkEnv } from '../index.js';
import { makeAec, makeParallel, type Policy, randomPolicy, singleAgent } from './index.js';

const battle = () => makeParallel('battle_v4', { mapSize: 14, agentsPerSide: 4, gap: 1, maxCycles: 50 });

describe('singleAgent', () => {
  it('keeps the contract of environments, in worlds of both kinds', () => {
    expect(checkEnv(singleAgent(battle(), 'blue_2', randomPolicy))).toEqual([]);
    expect(checkEnv(singleAgent(makeAec('connect_four_v3'), 'player_1', randomPolicy))).toEqual([]);
    expect(checkEnv(singleAgent(makeParallel('ising_1d_v0'), 'magnet_7', randomPolicy))).toEqual([]);
  });

  it('earns and sees what the agent does in the world itself', () => {
    const policy: Policy<unknown, number> = (_, { agent }) => (agent.startsWith('red') ? 7 : 5);
    const env = singleAgent<Float32Array, number>(battle(), 'red_3', policy);
    const world = battle();
    const first = env.reset({ seed: 2 });
    let { observations } = world.reset({ seed: 2 });
    expect(first.observation).toEqual(observations.red_3);
    const rng = new Generator(1);
    while (world.agents.includes('red_3')) {
      const action = rng.integers(0, 21);
      const actions = Object.fromEntries(
        world.agents.map((agent) => [agent, agent === 'red_3' ? action : agent.startsWith('red') ? 7 : 5]),
      );
      const result = world.step(actions);
      observations = result.observations;
      expect(env.step(action)).toEqual({
        observation: observations.red_3,
        reward: result.rewards.red_3,
        terminated: result.terminations.red_3,
        truncated: result.truncations.red_3,
        info: {},
      });
    }
  });

  it('sums what comes until the next turn: a reply may lose the game', () => {
    // The other completes its row whatever the agent does.
    let turn = 0;
    const wins: Policy<Int8Array, number> = () => [0, 1, 2][turn++]!;
    const env = singleAgent<Int8Array, number>(makeAec('tictactoe_v3'), 'player_2', { player_1: wins });
    expect(env.reset().observation[1]).toBe(1);
    expect(env.step(3)).toMatchObject({ reward: 0, terminated: false });
    expect(env.step(6)).toMatchObject({ reward: -1, terminated: true });
  });

  it('needs an agent that exists and a policy for every other one', () => {
    const game = () => makeAec('tictactoe_v3');
    expect(() => singleAgent(game(), 'player_3', randomPolicy)).toThrow(
      /has no agent "player_3".*player_1 … player_2/,
    );
    expect(() => singleAgent(game(), 'player_1', {})).toThrow(/player_2 has no policy/);
    expect(() => singleAgent(game(), 'player_1', { player_1: randomPolicy, player_2: randomPolicy })).toThrow(
      /no option 'player_1'/,
    );
  });
});
