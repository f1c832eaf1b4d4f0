// A whole game of the emulated road crossing: 8,160 frames.
import { expect, it } from 'vitest';
import { Crossing } from '../../src/envs/emulators/crossing.js';
import { loadEnv } from '../../src/envs/index.js';

it('is over after 136 seconds, with 45 crossings', async () => {
  await loadEnv('Crossing-v0');
  const env = new Crossing('ram', { frameskip: [4], repeatActionProbability: 0 });
  env.reset();
  let total = 0;
  let result = env.step(1);
  for (; !result.terminated; result = env.step(1)) total += result.reward;
  expect(total + result.reward).toBe(45);
  expect(result.info.episode_frame_number).toBe(8160);
  expect(env.ram[22]).toBe(1);
});
