// TD3+BC: a policy learnt from a dataset stays near what was done; without the term it does not.
import { expect, it } from 'vitest';
import { expectExactResume } from '../../../test/agents.js';
import { IdentityEnvBox, OfflineEnv } from '../../envs/index.js';
import { evaluatePolicy, recordDataset } from '../../evaluate/index.js';
import type { PackedArray } from '../../spaces/index.js';
import { TD3 } from './td3.js';

/** Answers with half of what is shown, whatever that pays. */
const half = {
  predictBatch: (observations: PackedArray, count: number, out: PackedArray) => {
    for (let i = 0; i < count; i++) out[i] = 0.5 * observations[i]!;
  },
};
const dataset = recordDataset(half, new IdentityEnvBox(), { steps: 500 });
const fast = { hiddenSizes: [32], batchSize: 64, learningRate: 3e-3, gamma: 0, seed: 1 };
const create = (options: object = {}) =>
  new TD3(new OfflineEnv(dataset), { ...fast, ...options }, { dataset });

it('stays near the actions of the data, the more so the less the critics count', async () => {
  const distance = async (options: object) => {
    const agent = await create(options).learn({ totalSteps: 600 });
    const shown = [-0.8, -0.3, 0.2, 0.9];
    const errors = shown.map((x) => {
      const [action] = agent.predict(Float32Array.of(x)) as Float32Array;
      return Math.abs(action! - 0.5 * x);
    });
    return errors.reduce((a, b) => a + b, 0) / errors.length;
  };
  const near = await distance({ bcAlpha: 0.01 });
  expect(near).toBeLessThan(0.1);
  expect(await distance({})).toBeGreaterThan(2 * near);
});

it('goes on exactly, with standardised observations, and is evaluated in a real environment', async () => {
  const options = { bcAlpha: 2.5, normalizeObservations: true, logInterval: 1 };
  await expectExactResume(() => create(options), 300, 170);
  expect(evaluatePolicy(create(options), new IdentityEnvBox(), { episodes: 1 }).returns).toHaveLength(1);
});
