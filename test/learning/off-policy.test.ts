// The presets of off-policy algorithms learn; docs/results.md shows five seeds of each.
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { collectResults } from '../../src/results/index.js';

async function meansOf(algos: string[], env: string): Promise<Record<string, number>> {
  const out = mkdtempSync(join(tmpdir(), 'trainyard-results-'));
  const cells = await collectResults({ algos, envs: [env], seeds: 1, episodes: 100, out });
  const means = Object.fromEntries(cells.map(({ algo, seeds }) => [algo, seeds[0]!.best.mean]));
  expect(Object.keys(means)).toEqual(algos);
  console.log(env, means);
  return means;
}

describe('off-policy presets', () => {
  it('balance the pole: C51, QR-DQN, IQN, Rainbow, discrete SAC', async () => {
    for (const mean of Object.values(
      await meansOf(['c51', 'qrdqn', 'iqn', 'rainbow', 'sac-discrete'], 'CartPole-v1'),
    )) {
      expect(mean).toBeGreaterThanOrEqual(475);
    }
  });

  it('swing the pendulum up: DDPG, TD3, SAC, TQC', async () => {
    for (const mean of Object.values(await meansOf(['ddpg', 'td3', 'sac', 'tqc'], 'Pendulum-v1'))) {
      expect(mean).toBeGreaterThanOrEqual(-200);
    }
  });
});
