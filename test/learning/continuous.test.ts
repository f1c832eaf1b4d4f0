// The presets of off-policy algorithms for continuous actions learn.
import { expect, it } from 'vitest';
import { presetMeans } from './presets.js';

it('DDPG, TD3, SAC and TQC swing the pendulum up', async () => {
  const means = await presetMeans(['ddpg', 'td3', 'sac', 'tqc'], 'Pendulum-v1');
  for (const mean of Object.values(means)) expect(mean).toBeGreaterThanOrEqual(-200);
});
