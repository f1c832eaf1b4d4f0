// Signals, closed streams and damage that a real training process meets, and what its run becomes after them. Kills
// without warning are in test/crash.
import { type ChildProcess, spawnSync } from 'node:child_process';
import * as fs from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { MAIN, trainyard } from './command.js';

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
beforeAll(async () => {
  root = fs.mkdtempSync(join(tmpdir(), 'trainyard-resume-'));
  const { code, stderr } = await trainyard(['train', ...settings, '--out', join(root, 'whole')]);
  expect([code, stderr]).toEqual([0, '']);
});
afterAll(() => fs.rmSync(root, { recursive: true, force: true }));

/** Every byte of a finished run that must not depend on interruptions. */
function bytesOf(run: string): Record<string, Buffer> {
  const folder = join(root, run);
  const last = join('checkpoints', `step-${String(STEPS).padStart(9, '0')}`);
  const best = join(
    'checkpoints',
    'best',
    fs
      .readdirSync(join(folder, 'checkpoints', 'best'))
      .sort()
      .at(-1)!,
  );
  const files = ['metrics.jsonl', 'evaluation.json', 'config.json'].concat(
    [last, best].flatMap((path) =>
      ['weights.safetensors', 'state.safetensors'].map((name) => join(path, name)),
    ),
  );
  return Object.fromEntries(files.map((name) => [name, fs.readFileSync(join(folder, name))]));
}

/** Until the logs hold episodes, or the process is gone. */
async function training(child: ChildProcess, out: string): Promise<void> {
  const log = join(out, 'metrics.jsonl');
  while (child.exitCode === null && !(fs.existsSync(log) && fs.statSync(log).size > 0)) await pause(5);
}

it.each([
  ['SIGHUP', 129],
  ['SIGINT', 130],
  ['SIGTERM', 143],
] as const)(
  'finishes the iteration, writes a checkpoint and says how to go on after %s',
  async (signal, code) => {
    const out = join(root, signal);
    const stopped = await trainyard(['train', ...settings, '--out', out], {
      onSpawn: async (child) => {
        await training(child, out);
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

it('trains on to the end when nobody reads its messages any more', async () => {
  const out = join(root, 'unread');
  const loud = settings.filter((word) => word !== '--quiet');
  const { code } = await trainyard(['train', ...loud, '--out', out], {
    onSpawn: async (child) => {
      await training(child, out);
      child.stdout!.destroy();
      child.stderr!.destroy();
    },
  });
  expect(code).toBe(0);
  expect(fs.existsSync(join(out, 'run.lock'))).toBe(false);
  expect(bytesOf('unread')).toEqual(bytesOf('whole'));
});

it.skipIf(!fs.existsSync('/dev/full'))(
  'says that its output cannot be written, and keeps the run',
  async () => {
    const out = join(root, 'full');
    const command = `"${process.execPath}" "${MAIN}" train ${settings.join(' ')} --out "${out}" > /dev/full`;
    const { status, stderr } = spawnSync('sh', ['-c', command], { encoding: 'utf8' });
    expect(status).toBe(1);
    expect(stderr).toMatch(/^error: Cannot write to standard output: .*no space left on device/m);
    expect(stderr).not.toMatch(/^ +at /m);
    expect(fs.existsSync(join(out, 'run.lock'))).toBe(false);
    expect(bytesOf('full')).toEqual(bytesOf('whole'));
  },
);

it.each(['stop', 'end'])('ends with an error when its folder is deleted meanwhile (%s)', async (when) => {
  const out = join(root, `deleted-${when}`);
  const { code, stderr, stdout } = await trainyard(['train', ...settings, '--out', out], {
    onSpawn: async (child) => {
      await training(child, out);
      // Held meanwhile: a running training writes files into a folder whose removal has begun, and may
      // have failed before the signal reaches it.
      child.kill('SIGSTOP');
      fs.renameSync(out, `${out}-gone`);
      if (when === 'stop') child.kill('SIGTERM');
      child.kill('SIGCONT');
    },
  });
  expect(code).toBe(1);
  expect(stderr).toMatch(/no such file or folder|removed or replaced/);
  expect(stdout).not.toContain('Trained for');
});

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
