// The presets of DQN's family learn.
import { expect, it } from 'vitest';
import { presetMeans } from './presets.js';

it('C51, QR-DQN, IQN, Rainbow and discrete SAC balance the pole', async () => {
  const means = await presetMeans(['c51', 'qrdqn', 'iqn', 'rainbow', 'sac-discrete'], 'CartPole-v1');
  for (const mean of Object.values(means)) expect(mean).toBeGreaterThanOrEqual(475);
});
