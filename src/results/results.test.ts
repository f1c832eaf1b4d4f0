// The page of results is the same whoever writes it.
import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { collectResults } from './index.js';

it('keeps the thresholds of worlds that nothing of this process has loaded', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'trainyard-results-'));
  const docs = join(folder, 'docs');
  mkdirSync(join(docs, 'results'), { recursive: true });
  const end = { mean: 210, std: 3 };
  const seed = {
    seed: 100,
    steps: 10,
    seconds: 1,
    best: { ...end, step: 10 },
    last: end,
    curve: { x: [10], y: [210] },
  };
  const cell = { algo: 'sac', env: 'LunarLanderContinuous-v3', episodes: 300, seeds: [seed] };
  writeFileSync(join(docs, 'results', 'results.json'), JSON.stringify([cell]));

  const own = { algos: ['random'], envs: ['CartPole-v1'], seeds: 1, episodes: 2, jobs: 1 };
  await collectResults({ ...own, out: join(folder, 'runs'), docs });
  const page = readFileSync(join(docs, 'results.md'), 'utf8');
  expect(page).toMatch(/\| LunarLanderContinuous-v3 \|.*\| 1\/1 \(≥ 200\) \|/);
  expect(page).toMatch(/\| CartPole-v1 \| 1,000 \|/);
});
