// Worlds that are imported and loaded when they are wanted, from the command line: trained in the middle of an episode,
// killed there and gone on with exactly.
import * as fs from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { trainyard as command } from './command.js';

const root = fs.mkdtempSync(join(tmpdir(), 'trainyard-worlds-'));
afterAll(() => fs.rmSync(root, { recursive: true, force: true }));
const trainyard = async (...args: string[]) => {
  const { code, stdout, stderr } = await command([...args, '--no-report', '--quiet'], { cwd: root });
  expect(stderr).toBe('');
  expect(code).toBe(0);
  return stdout;
};
const metrics = (run: string) => fs.readFileSync(join(root, run, 'metrics.jsonl'), 'utf8');

it('LunarLander-v3, in one go, and in two with worker threads', async () => {
  const args = [
    'train',
    'LunarLander-v3',
    '--algo',
    'ppo',
    '--seed',
    '1',
    '--num-envs',
    '2',
    '--set',
    'nSteps=48',
  ];
  args.push('--env-set', 'enableWind=true', '--env-set', 'maxEpisodeSteps=70');
  expect(await trainyard(...args, '--steps', '576', '--out', 'whole')).toMatch(/threshold 200/);
  await trainyard(...args, '--steps', '288', '--vectorization', 'workers', '--out', 'parts');
  await trainyard('resume', 'parts', '--steps', '576');
  expect(metrics('parts')).toBe(metrics('whole'));
}, 180_000);

it('the report of a run draws an environment of a family that nobody has imported', async () => {
  await trainyard(
    ...['train', 'NoisyTV-v0', '--algo', 'random', '--steps', '50', '--out', 'noisy', '--eval-episodes', '1'],
    ...['--final-episodes', '1'],
  );
  const { code, stdout } = await command(['report', 'noisy'], { cwd: root });
  expect(code).toBe(0);
  expect(stdout).toMatch(/report\.html[\s\S]*episode\.gif/);
}, 60_000);
