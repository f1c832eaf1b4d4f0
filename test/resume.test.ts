// Kills real training processes and compares what they become with a run that was never interrupted.
import * as fs from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { trainyard } from './command.js';

const STEPS = 4000;
const settings = [
  ...['CartPole-v1', '--steps', String(STEPS), '--seed', '5', '--no-preset', '--quiet', '--no-report'],
  ...['--checkpoint-every', '300', '--eval-every', '500', '--eval-episodes', '3'],
  ...[
    '--set',
    'learningStarts=200',
    '--set',
    'learningRate=linear:1e-3:0',
    '--set',
    'targetUpdateInterval=100',
  ],
  ...['--set', 'bufferSize=1500', '--set', 'explorationFraction=0.5', '--set', 'optimizer=adamw'],
];

let root: string;
let wholeMilliseconds: number;
beforeAll(async () => {
  root = fs.mkdtempSync(join(tmpdir(), 'trainyard-resume-'));
  const begin = performance.now();
  const { code, stderr } = await trainyard(['train', ...settings, '--out', join(root, 'whole')]);
  expect([code, stderr]).toEqual([0, '']);
  wholeMilliseconds = performance.now() - begin;
});
afterAll(() => fs.rmSync(root, { recursive: true, force: true }));

/** Every byte of a finished run that must not depend on interruptions. */
function bytesOf(run: string): Record<string, Buffer> {
  const folder = join(root, run);
  const last = join('checkpoints', `step-${String(STEPS).padStart(9, '0')}`);
  const best = join('checkpoints', 'best', fs.readdirSync(join(folder, 'checkpoints', 'best'))[0]!);
  const files = ['metrics.jsonl', 'evaluation.json', 'config.json'].concat(
    [last, best].flatMap((path) =>
      ['weights.safetensors', 'state.safetensors'].map((name) => join(path, name)),
    ),
  );
  return Object.fromEntries(files.map((name) => [name, fs.readFileSync(join(folder, name))]));
}

it('gives bit for bit the run that was never interrupted, wherever SIGKILL strikes', async () => {
  const whole = bytesOf('whole');
  const rows = whole['metrics.jsonl']!.toString().trim().split('\n');
  expect(rows.length).toBeGreaterThan(50);
  expect(rows.some((row) => row.includes('"train/loss"'))).toBe(true);
  let kills = 0;
  for (let run = 0; run < 5; run++) {
    const out = join(root, `killed-${run}`);
    // Twice in a row, so that a resumed process dies too.
    for (let strike = 0; strike < 2; strike++) {
      const started = fs.existsSync(join(out, 'config.json'));
      const delay = Math.random() * wholeMilliseconds;
      const { code } = await trainyard(
        started ? ['resume', out, '--quiet'] : ['train', ...settings, '--out', out],
        {
          onSpawn: (child) => void pause(delay).then(() => child.kill('SIGKILL')),
        },
      );
      expect([0, 'SIGKILL']).toContain(code);
      if (code === 'SIGKILL') kills++;
    }
    const begun = fs.existsSync(join(out, 'config.json'));
    const finish = begun ? ['resume', out, '--quiet', '--no-report'] : ['train', ...settings, '--out', out];
    expect(await trainyard(finish)).toMatchObject({ code: 0, stderr: '' });
    expect(bytesOf(`killed-${run}`)).toEqual(whole);
  }
  expect(kills).toBeGreaterThan(0);
}, 180_000);

it.each([
  ['SIGINT', 130],
  ['SIGTERM', 143],
] as const)(
  'finishes the iteration, writes a checkpoint and says how to go on after %s',
  async (signal, code) => {
    const out = join(root, signal);
    const stopped = await trainyard(['train', ...settings, '--out', out], {
      // Once it is training: the logs hold episodes.
      onSpawn: async (child) => {
        const log = join(out, 'metrics.jsonl');
        while (child.exitCode === null && !(fs.existsSync(log) && fs.statSync(log).size > 0)) await pause(5);
        child.kill(signal);
      },
    });
    expect(stopped.code).toBe(code);
    expect(stopped.stderr).toContain(`${signal} received: finishing this iteration and writing a checkpoint`);
    const [, step] = /Stopped at step ([\d,]+); the checkpoint is written/.exec(stopped.stdout)!;
    expect(stopped.stdout).toContain(`trainyard resume ${out}`);
    expect(fs.readdirSync(join(out, 'checkpoints'))).toContain(
      `step-${step!.replace(',', '').padStart(9, '0')}`,
    );
    const resumed = await trainyard(['resume', out, '--quiet', '--no-report']);
    expect(resumed).toMatchObject({ code: 0, stderr: '' });
    expect(resumed.stdout).toContain(`Resuming dqn on CartPole-v1 at step ${step} of 4,000`);
    expect(bytesOf(signal)).toEqual(bytesOf('whole'));
  },
);

it('passes over a damaged checkpoint with a clear word and still ends the same', async () => {
  const out = join(root, 'damaged');
  fs.cpSync(join(root, 'whole'), out, { recursive: true });
  const weights = join(out, 'checkpoints', `step-${String(STEPS).padStart(9, '0')}`, 'weights.safetensors');
  fs.truncateSync(weights, fs.statSync(weights).size >> 1);
  const { code, stderr, stdout } = await trainyard(['resume', out, '--quiet', '--no-report']);
  expect(code).toBe(0);
  expect(stderr).toMatch(
    /^Checkpoint '.*step-000004000' is damaged: weights\.safetensors has \d+ bytes, \d+ were written\.\n$/,
  );
  expect(stdout).toContain('at step 3,900 of 4,000');
  expect(bytesOf('damaged')).toEqual(bytesOf('whole'));
});
