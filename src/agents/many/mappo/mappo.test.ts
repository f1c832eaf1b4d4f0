// MAPPO: what its critic sees, in rollouts and where episodes are cut; PPO's steps for IPPO.
import { describe, expect, it } from 'vitest';
import { makeVec, VectorNormalizeReward } from '../../../envs/index.js';
import '../../../envs/multi/index.js';
import { PPO } from '../../ppo/ppo.js';
import { IPPO } from '../ippo/ippo.js';
import { MAPPO } from './mappo.js';
import type { WorldRollout } from './world-rollout.js';

const magnets = () => makeVec('ising_2d_v0', { numEnvs: 2, options: { size: 3, maxCycles: 7 } });
const options = { nSteps: 10, batchSize: 30, nEpochs: 2, hiddenSizes: [8], seed: 2 };

describe('MAPPO', () => {
  it('keeps the state of every world in every step, as its critic reads it', async () => {
    const envs = magnets();
    const agent = new MAPPO(envs, options);
    const { worlds } = agent as unknown as { worlds: WorldRollout };
    expect([worlds.size, worlds.states.shape]).toEqual([9, [20, 9]]);
    // Two inputs of the agent, nine magnets.
    expect(agent.policy.central.parameters()[0]!.shape).toEqual([8, 11]);
    await agent.learn({ totalSteps: 18 * 19 });
    // What an agent sees is the field of its neighbours: of nine magnets, all others.
    const seen = agent.rollout;
    for (let row = 0; row < seen.size; row++) {
      const world = worlds.take([row]).toArray();
      const field = new Float32Array(2);
      const [column] = seen.observations.columns;
      field.set([0, 1].map((k) => column!.source(row)[column!.offset(row) + k]!));
      const own = row % 9;
      const ups = world.reduce((sum, spin, i) => sum + (i === own ? 0 : spin), 0);
      expect(field[1]).toBeCloseTo(ups / 8, 6);
    }
  });

  it('bootstraps where a world was cut with the state it was cut in', async () => {
    const envs = magnets();
    const agent = new MAPPO(envs, options);
    const { worlds } = agent as unknown as { worlds: WorldRollout };
    await agent.learn({ totalSteps: 18 * 14 });
    expect(envs.truncated[0]).toBe(1);
    const [final, current] = [worlds.ofRows('final').toArray(), worlds.ofRows('current').toArray()];
    expect(final).not.toEqual(current);
    const shown = (observations: ArrayLike<number>, row: number) => observations[2 * row + 1]!;
    for (const [world, observations] of [
      [final, envs.finalObservations],
      [current, envs.observations],
    ] as const) {
      const others = world
        .slice(0, 9)
        .reduce((sum: number, spin: number, i: number) => sum + (i === 0 ? 0 : spin), 0);
      expect(shown(observations as Float32Array, 0)).toBeCloseTo(others / 8, 6);
    }
  });

  it('sees what all agents see where worlds have no state, and refuses vectors that hide them', () => {
    expect(() => new MAPPO(new VectorNormalizeReward(magnets()), options)).toThrow(/hides them/);
    const alone = new MAPPO('CartPole-v1', options);
    expect(alone.policy.central.parameters()[0]!.shape).toEqual([8, 4]);
  });

  it('goes on bit for bit from the middle of a rollout', async () => {
    const half = await new MAPPO(magnets(), options).learn({ totalSteps: 18 * 14 });
    const rest = new MAPPO(magnets(), options);
    rest.loadWeights(half.weights());
    rest.loadState(half.saveState());
    for (const agent of [half, rest]) await agent.learn({ totalSteps: 18 * 40 });
    expect(rest.weights()).toEqual(half.weights());
    expect(rest.saveState()).toEqual(half.saveState());
  });
});

it('IPPO is PPO on rows, bit for bit', async () => {
  const agents = [new IPPO(magnets(), options), new PPO(magnets(), options)];
  for (const agent of agents) await agent.learn({ totalSteps: 900 });
  expect(agents[0]!.weights()).toEqual(agents[1]!.weights());
});
