// The RecordVideo callback: files appear while a run trains, which is the same with it and without, and goes on with
// the right numbers after a stop and after a kill.
import * as fs from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Callback, PPO } from '../agents/index.js';
import { asVectorEnv, make } from '../envs/index.js';
import { createCallback } from '../evaluate/index.js';
import { Discrete } from '../spaces/index.js';
import { resume, type TrainOptions, train } from '../train/index.js';
import { RecordVideoCallback } from './index.js';

let root: string;
beforeAll(() => {
  root = fs.mkdtempSync(join(tmpdir(), 'trainyard-videos-'));
});
afterAll(() => fs.rmSync(root, { recursive: true, force: true }));

const options = { everyEpisodes: 10, format: 'apng', width: 60, videoLength: 20 };
const RUN: TrainOptions = {
  ...{
    env: 'CartPole-v1',
    algo: 'ppo',
    preset: false,
    seed: 3,
    numEnvs: 2,
    totalSteps: 1024,
    finalEpisodes: 0,
  },
  config: { nSteps: 64, batchSize: 64 },
  checkpoint: { every: 256 },
  callbacks: [{ name: 'RecordVideo', options }],
};
const start = (name: string, more: Partial<TrainOptions> = {}) =>
  train({ ...RUN, out: join(root, name), ...more });
const videosOf = (name: string) => {
  const folder = join(root, name, 'videos');
  return Object.fromEntries(
    fs.readdirSync(folder).map((file) => [file, fs.readFileSync(join(folder, file)).toString('base64')]),
  );
};

describe('in a run', () => {
  let whole: Record<string, string>;
  beforeAll(async () => {
    await start('whole');
    whole = videosOf('whole');
  }, 60_000);

  it('writes a file of every tenth episode, named by it', () => {
    const numbers = Object.keys(whole).map((file) => Number(/^rl-video-episode-(\d+)\.png$/.exec(file)?.[1]));
    numbers.sort((a, b) => a - b);
    expect(numbers[0]).toBe(0);
    expect(numbers.length).toBeGreaterThan(3);
    expect(numbers.every((n) => n % 10 === 0)).toBe(true);
    expect(new Set(Object.values(whole)).size).toBe(numbers.length);
  });

  it('leaves the training as it is without', async () => {
    await start('without', { callbacks: [] });
    const metrics = (name: string) => fs.readFileSync(join(root, name, 'metrics.jsonl'), 'utf8');
    expect(metrics('whole')).toBe(metrics('without'));
    const config = JSON.parse(fs.readFileSync(join(root, 'whole', 'config.json'), 'utf8'));
    expect(config.callbacks).toEqual([{ name: 'RecordVideo', options }]);
  });

  it('goes on after a stop, and after a kill between two checkpoints, with the same files', async () => {
    const until = (step: number, action: (context: { stop(reason: string): void }) => void): Callback => ({
      onIteration: (context) => {
        if (context.agent.numTimesteps >= step) action(context);
      },
    });
    await start('stopped', {
      callbacks: [...RUN.callbacks!, until(300, (context) => context.stop('enough'))],
    });
    expect(Object.keys(videosOf('stopped')).length).toBeLessThan(Object.keys(whole).length);
    await resume(join(root, 'stopped'), { finalEpisodes: 0 });
    expect(videosOf('stopped')).toEqual(whole);

    const killed = start('killed', {
      callbacks: [
        ...RUN.callbacks!,
        until(640, () => {
          throw new Error('killed');
        }),
      ],
    });
    await expect(killed).rejects.toThrow('killed');
    await resume(join(root, 'killed'), { finalEpisodes: 0 });
    expect(videosOf('killed')).toEqual(whole);
  });

  it('is refused before anything is written when an option is wrong', async () => {
    for (const [wrong, message] of [
      [{ everyEpisode: 3 }, /RecordVideo has no option 'everyEpisode'. Did you mean everyEpisodes/],
      [{ everyEpisodes: -1 }, /everyEpisodes must be an integer of at least 0, got -1/],
      [{ format: 'mp4' }, /format must be "gif" or "apng", got "mp4"/],
    ] as const) {
      const callbacks = [{ name: 'RecordVideo', options: wrong }];
      await expect(start('refused', { callbacks })).rejects.toThrow(message);
    }
    expect(fs.existsSync(join(root, 'refused'))).toBe(false);
  });
});

describe('in a program', () => {
  it('records by steps, wherever it is told to', async () => {
    const folder = join(root, 'own');
    const video = new RecordVideoCallback({
      ...{ env: 'CartPole-v1', folder, namePrefix: 'pole', videoLength: 5, width: 40 },
      stepTrigger: (step) => step % 100 === 0,
    });
    const agent = new PPO('CartPole-v1', { seed: 1, nSteps: 32, batchSize: 32 });
    await agent.learn({ totalSteps: 320, callbacks: [video] });
    expect(fs.readdirSync(folder).sort()).toEqual(
      ['0', '100', '200', '300'].map((n) => `pole-step-${n}.gif`),
    );
    // A new agent is recorded from its beginning.
    fs.rmSync(folder, { recursive: true });
    const other = new PPO('CartPole-v1', { seed: 2, nSteps: 32, batchSize: 32 });
    await other.learn({ totalSteps: 64, callbacks: [video] });
    expect(fs.readdirSync(folder)).toEqual(['pole-step-0.gif']);
  });

  it('needs an environment that draws, and one of its own', async () => {
    for (const nothing of [{}, undefined, null]) {
      expect(() => new RecordVideoCallback(nothing as never)).toThrow(
        /RecordVideo needs env, an id or a function/,
      );
    }
    const env = make('CartPole-v1');
    const blind = new RecordVideoCallback({
      env: () => ({ ...blindly(), spec: undefined }),
      folder: join(root, 'blind'),
    });
    const agent = new PPO(asVectorEnv(env), { seed: 1 });
    await expect(agent.learn({ totalSteps: 10_000, callbacks: [blind] })).rejects.toThrow(
      /draws; Object has no picture/,
    );
    expect(fs.existsSync(join(root, 'blind'))).toBe(false);
    const named = createCallback({ name: 'RecordVideo', options: {} });
    expect(() => named.onTrainingStart!({ agent } as never)).toThrow(/by name belongs to a run/);
  });
});

function blindly() {
  const { observationSpace } = make('CartPole-v1');
  return {
    observationSpace,
    actionSpace: new Discrete(2),
    reset: () => ({ observation: new Float32Array(4), info: {} }),
    step: () => ({
      observation: new Float32Array(4),
      reward: 0,
      terminated: true,
      truncated: false,
      info: {},
    }),
  };
}
