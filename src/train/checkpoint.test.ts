import * as fs from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Checkpoint, CheckpointStore, readCheckpoint } from './checkpoint.js';

let folder: string;
let store: CheckpointStore;
beforeEach(() => {
  folder = fs.mkdtempSync(join(tmpdir(), 'trainyard-checkpoint-'));
  store = new CheckpointStore(join(folder, 'checkpoints'));
});
afterEach(() => fs.rmSync(folder, { recursive: true, force: true }));

const checkpoint = (step: number): Checkpoint => ({
  step,
  weights: {
    'q.0.weight': { shape: [2, 3], data: new Float32Array([1, -0, 3, 4, 5, 6].map((x) => x * step)) },
  },
  state: {
    meta: { rng: { state: ['1', '2'] }, lossSum: -0, best: -Infinity },
    arrays: {
      'replay.actions': new Int32Array([1, 0, step]),
      'replay.done': new Uint8Array([1]),
      none: new Float64Array(0),
    },
  },
  run: { metrics: { bytes: 12 } },
});
const plain = (value: Checkpoint) => ({
  ...value,
  weights: Object.fromEntries(
    Object.entries(value.weights).map(([k, { shape, data }]) => [k, { shape, data }]),
  ),
});

describe('CheckpointStore', () => {
  it('brings everything back', () => {
    const path = store.write(checkpoint(12345));
    expect(path).toBe(join(folder, 'checkpoints', 'step-000012345'));
    expect(fs.readdirSync(path).sort()).toEqual([
      'manifest.json',
      'state.json',
      'state.safetensors',
      'weights.safetensors',
    ]);
    expect(plain(readCheckpoint(path))).toEqual(checkpoint(12345));
    expect(plain(store.latest()!)).toEqual(checkpoint(12345));
  });

  it('keeps the newest ones and says when there are none', () => {
    expect(store.latest()).toBeUndefined();
    for (const step of [5, 100, 20, 1_000_000_000]) store.write(checkpoint(step));
    expect(store.steps()).toEqual([1_000_000_000, 100]);
    expect(store.latest()!.step).toBe(1_000_000_000);
  });

  it('tidies up what a process left that died before or while it removed old ones', () => {
    for (const step of [5, 20, 100]) store.write(checkpoint(step));
    fs.cpSync(store.path(20), store.path(7), { recursive: true });
    fs.rmSync(join(store.path(7), 'manifest.json'));
    store.prune();
    expect(fs.readdirSync(store.folder)).toEqual(['step-000000020', 'step-000000100']);
  });

  it('does not take a half-written one for a checkpoint', () => {
    store.write(checkpoint(10));
    fs.mkdirSync(join(store.folder, '.partial-99-step-000000020'));
    expect(store.latest()!.step).toBe(10);
  });

  it('refuses any truncated or changed file and falls back to the one before', () => {
    store.write(checkpoint(10));
    const newest = store.write(checkpoint(20));
    for (const file of fs.readdirSync(newest)) {
      const path = join(newest, file);
      const bytes = fs.readFileSync(path);
      const flipped = Buffer.from(bytes);
      flipped[bytes.length >> 1]! ^= 1;
      const damaged = [
        bytes.subarray(0, bytes.length - 1),
        bytes.subarray(0, 0),
        Buffer.concat([bytes, bytes]),
      ];
      for (const content of file === 'manifest.json' ? damaged : [...damaged, flipped]) {
        fs.writeFileSync(path, content);
        const problems: string[] = [];
        expect(store.latest((problem) => problems.push(problem))!.step, file).toBe(10);
        expect(problems[0]).toMatch(/step-000000020' is damaged: .*(json|safetensors)/);
      }
      fs.rmSync(path);
      expect(() => readCheckpoint(newest)).toThrow(`${file} is missing`);
      fs.writeFileSync(path, bytes);
      expect(store.latest()!.step).toBe(20);
    }
  });

  it('does not believe a manifest that names another step', () => {
    const path = store.write(checkpoint(20));
    const manifest = join(path, 'manifest.json');
    fs.writeFileSync(manifest, fs.readFileSync(manifest, 'utf8').replace('"step": 20', '"step": 21'));
    expect(() => readCheckpoint(path)).toThrow(/state is of step 20, its manifest of step 21/);
  });

  it('tells when every checkpoint is damaged, and when the format is newer', () => {
    const path = store.write(checkpoint(20));
    const manifest = join(path, 'manifest.json');
    fs.writeFileSync(manifest, fs.readFileSync(manifest, 'utf8').replace('"version": 2', '"version": 9'));
    expect(() => store.latest()).toThrow(/No usable checkpoint in .*format version 9/);
  });

  it('drops damaged checkpoints that are newer than the one gone on from', () => {
    store.write(checkpoint(10));
    store.write(checkpoint(20));
    store.removeAfter(10);
    expect(store.steps()).toEqual([10]);
  });

  it('refuses diverged weights and keeps the good checkpoint', () => {
    store.write(checkpoint(10));
    expect(() => store.write(checkpoint(Number.NaN))).toThrow(/'q\.0\.weight' holds NaN/);
    expect(store.steps()).toEqual([10]);
  });

  it('leaves nothing behind when writing fails', () => {
    store.write(checkpoint(10));
    const broken = { ...checkpoint(20), run: { bad: new Float32Array(1) } };
    expect(() => store.write(broken)).toThrow(/Float32Array/);
    expect(fs.readdirSync(store.folder)).toEqual(['step-000000010']);
  });
});
