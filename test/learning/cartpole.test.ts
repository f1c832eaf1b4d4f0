// The default preset solves CartPole-v1 with every seed that docs/results.md shows.
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { collectResults } from '../../src/results/index.js';

it('DQN reaches a greedy mean of 475 on CartPole-v1 with 5 of 5 seeds', async () => {
  const out = mkdtempSync(join(tmpdir(), 'trainyard-results-'));
  const [cell] = await collectResults({ algos: ['dqn'], envs: ['CartPole-v1'], seeds: 5, out });
  const means = cell!.seeds.map(({ best }) => best.mean);
  expect(means).toHaveLength(5);
  expect(means.filter((mean) => mean >= 475)).toHaveLength(5);
});
