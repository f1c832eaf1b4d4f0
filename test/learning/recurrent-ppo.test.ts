// Tasks that need a memory: recurrent PPO with its presets, and PPO with the same settings and no memory.
import { describe, expect, it } from 'vitest';
import { type Agent, PPO, type PPOOptions, presetFor, RecurrentPPO } from '../../src/agents/index.js';
import { makeVec } from '../../src/envs/index.js';
import { evaluatePolicy } from '../../src/train/index.js';

const SEEDS = [0, 1, 2, 3, 4];

/** Greedy mean over 100 episodes of the final policy, for each seed. */
async function train(id: string, create: (seed: number) => Agent, totalSteps: number, label: string) {
  const means: number[] = [];
  for (const seed of SEEDS) {
    const agent = await create(seed).learn({ totalSteps });
    means.push(evaluatePolicy(agent, id, { episodes: 100, seed: 1_000_000 }).mean);
  }
  console.log(`${id}, ${label}: ${means.map((mean) => mean.toFixed(2)).join(', ')}`);
  return means;
}

/** The preset with a memory, and its settings without one. */
function both(id: string) {
  const { config, numEnvs, totalSteps } = presetFor('recurrent-ppo', id)!;
  const { cell, criticMemory, memorySize, sequenceLength, ...plain } = config;
  const recurrent = (seed: number) => new RecurrentPPO(makeVec(id, { numEnvs }), { ...config, seed });
  const feedForward = (seed: number) => new PPO(makeVec(id, { numEnvs }), { ...(plain as PPOOptions), seed });
  return {
    recurrent: () => train(id, recurrent, totalSteps!, 'recurrent PPO'),
    feedForward: () => train(id, feedForward, totalSteps!, 'PPO'),
  };
}

const average = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

describe('recurrent PPO', () => {
  it('remembers the cue in every episode with 5 of 5 seeds; PPO guesses', async () => {
    const { recurrent, feedForward } = both('CueMemory-v0');
    expect(await recurrent()).toEqual([1, 1, 1, 1, 1]);
    for (const mean of await feedForward()) expect(Math.abs(mean)).toBeLessThan(0.4);
  });

  it('balances the pole without seeing velocities with 5 of 5 seeds; PPO does not', async () => {
    const { recurrent, feedForward } = both('CartPoleNoVel-v1');
    for (const mean of await recurrent()) expect(mean).toBeGreaterThanOrEqual(475);
    for (const mean of await feedForward()) expect(mean).toBeLessThan(150);
  });

  it("swings the pendulum up without seeing its velocity, better than rl-zoo3's -217.9", async () => {
    const { recurrent, feedForward } = both('PendulumNoVel-v1');
    expect(average(await recurrent())).toBeGreaterThan(-217.9);
    await feedForward();
  });
});
