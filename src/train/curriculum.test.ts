// Tasks in a row: weights are carried over, finished runs are not repeated, and what does not fit is refused.
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { curriculum } from './index.js';

const folder = mkdtempSync(join(tmpdir(), 'trainyard-curriculum-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const options = {
  ...{ algo: 'reinforce', preset: false, steps: [40, 30], finalEpisodes: 2 },
  config: { hiddenSizes: [4] },
  evaluation: { episodes: 1 },
};

it('trains one after the other, each from the one before, and goes on where it was', async () => {
  const out = join(folder, 'poles');
  const told: string[] = [];
  const run = (envs: string[], steps: number[]) =>
    curriculum({ ...options, envs, steps, out, onStage: (_, env) => void told.push(env) });
  const first = await run(['CartPole-v0'], [40]);
  const written = statSync(join(first[0]!, 'config.json')).mtimeMs;
  const folders = await run(['CartPole-v0', 'CartPole-v1'], [40, 30]);
  expect(folders).toEqual([join(out, '1-CartPole-v0'), join(out, '2-CartPole-v1')]);
  expect(told).toEqual(['CartPole-v0', 'CartPole-v0', 'CartPole-v1']);
  expect(statSync(join(folders[0]!, 'config.json')).mtimeMs).toBe(written);
  const config = JSON.parse(readFileSync(join(folders[1]!, 'config.json'), 'utf8'));
  expect(config.from.run).toBe('../1-CartPole-v0');
  expect(config.budget.amount).toBe(30);
});

it('refuses tasks that do not fit', async () => {
  const refused = (envs: string[], other: object = {}) =>
    curriculum({ ...options, envs, out: join(folder, 'refused'), ...other });
  await expect(refused([])).rejects.toThrow(/needs environments/);
  await expect(refused(['CartPole-v1'])).rejects.toThrow(/of 1 environments needs as many steps, got 2/);
  await expect(refused(['CartPole-v1', 'Acrobot-v1'])).rejects.toThrow(/made for observations Box/);
});
