// Bit flipping: DQN with hindsight solves it, DQN alone does not, with the preset's settings and fewer bits.
import { expect, it } from 'vitest';
import { DQN, presetFor } from '../../src/agents/index.js';
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

it('is solved with hindsight by 3 of 3 seeds, and by none without', async () => {
  for (const rate of await successes('future')) expect(rate).toBeGreaterThanOrEqual(0.95);
  for (const rate of await successes('none')) expect(rate).toBeLessThanOrEqual(0.05);
});
