// What is rewarded at its goal only is solved with hindsight and not without: bit flipping by DQN (with fewer bits than its
// preset has), steering to a small spot by SAC.
import { expect, it } from 'vitest';
import { DQN, presetFor, SAC } from '../../src/agents/index.js';
import { makeVec } from '../../src/envs/index.js';
import '../../src/envs/goals/index.js';
import { evaluatePolicy } from '../../src/evaluate/index.js';

const SEEDS = [100, 101, 102];
const n = 10;

async function successes(hindsight: 'future' | 'none'): Promise<number[]> {
  const { config } = presetFor('dqn', 'BitFlipping-v0')!;
  const rates: number[] = [];
  for (const seed of SEEDS) {
    const env = makeVec('BitFlipping-v0', { options: { n } });
    const agent = new DQN(env as never, { ...config, trainFreq: n, gradientSteps: n, hindsight, seed });
    await agent.learn({ totalSteps: 10_000 });
    const other = makeVec('BitFlipping-v0', { numEnvs: 100, options: { n } });
    rates.push(evaluatePolicy(agent, other, { episodes: 300, seed: 1_000_000 }).successRate!);
  }
  console.log(`bit flipping, n = ${n}, hindsight ${hindsight}: ${rates.join(', ')}`);
  return rates;
}

async function reaches(hindsight: 'future' | 'none', seed: number): Promise<number> {
  const { config } = presetFor('sac', 'PointReach-v0')!;
  const make = (numEnvs = 1) => makeVec('PointReach-v0', { numEnvs, options: { tolerance: 0.02 } });
  const agent = new SAC(make() as never, { ...config, hindsight, seed });
  await agent.learn({ totalSteps: 6000 });
  const rate = evaluatePolicy(agent, make(100), { episodes: 300, seed: 1_000_000 }).successRate!;
  console.log(`reaching, seed ${seed}, hindsight ${hindsight}: ${rate}`);
  return rate;
}

it('bit flipping is solved with hindsight by 3 of 3 seeds, and by none without', async () => {
  for (const rate of await successes('future')) expect(rate).toBeGreaterThanOrEqual(0.95);
  for (const rate of await successes('none')) expect(rate).toBeLessThanOrEqual(0.05);
});

it('reaching is solved with hindsight by 2 of 2 seeds, and by none without', async () => {
  for (const seed of [100, 101]) expect(await reaches('future', seed)).toBeGreaterThanOrEqual(0.95);
  expect(await reaches('none', 100)).toBeLessThanOrEqual(0.05);
});
