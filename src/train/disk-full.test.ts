import * as fs from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { registerHillClimber } from '../../test/hill-climber.js';
import { resume, train } from './run.js';
import { RunFolder } from './run-folder.js';

/** Bytes the pretended disk still takes. */
const disk = vi.hoisted(() => ({ free: Infinity }));

vi.mock('node:fs', async (original) => {
  const real = await original<typeof import('node:fs')>();
  const writeSync = (file: number, bytes: Uint8Array, offset = 0) => {
    const taken = Math.min(bytes.length - offset, Math.floor(disk.free));
    if (taken <= 0) throw Object.assign(new Error('ENOSPC: no space left on device'), { code: 'ENOSPC' });
    disk.free -= taken;
    return real.writeSync(file, bytes, offset, taken);
  };
  return { ...real, writeSync };
});

let root: string;
beforeAll(() => {
  registerHillClimber();
  root = fs.mkdtempSync(join(tmpdir(), 'trainyard-full-'));
});
afterAll(() => fs.rmSync(root, { recursive: true, force: true }));

const options = { env: 'CartPole-v1', algo: 'hill-climber', totalSteps: 2000, seed: 3, finalEpisodes: 2 };
const metricsOf = (run: string) => fs.readFileSync(join(root, run, 'metrics.jsonl'), 'utf8');

it('explains a full disk, keeps what was safe, and goes on exactly once there is room', async () => {
  await train({ ...options, out: join(root, 'whole') });
  // Whatever is being written when the disk fills up: the configuration, logs, a checkpoint, the best weights.
  for (const free of [10, 100, 150, 2000, 6000, 9000, 15_000, 30_000]) {
    const out = join(root, String(free));
    disk.free = free;
    await expect(train({ ...options, out }), String(free)).rejects.toThrow(
      /Cannot write '.*': the disk is full/,
    );
    disk.free = Infinity;
    expect(fs.existsSync(join(out, 'run.lock'))).toBe(false);
    if (fs.existsSync(join(out, 'config.json'))) await resume(out, { finalEpisodes: 2 });
    else await train({ ...options, out });
    expect(metricsOf(String(free))).toBe(metricsOf('whole'));
    const [folder, whole] = [RunFolder.open(out), RunFolder.open(join(root, 'whole'))];
    expect(folder.checkpoints().latest()!.weights).toEqual(whole.checkpoints().latest()!.weights);
    expect(folder.evaluation).toEqual(whole.evaluation);
  }
});
