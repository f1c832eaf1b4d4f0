// Training on MinAtar: observations as numbers and as images, and ids with a slash in runs and their folders.
import * as fs from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import '../src/envs/minatar/index.js';
import { DQN, DRQN, PPO, Rainbow } from '../src/agents/index.js';
import { make, makeVec } from '../src/envs/index.js';
import { FrameColumn } from '../src/memory/index.js';
import { trainyardHere } from './command.js';

const features = { type: 'cnn', channels: 'last', convolutions: [[16, 3, 1]], size: 32 };

describe('agents', () => {
  it('DQN trains on images', async () => {
    const env = make('MinAtar/Breakout-v1');
    const agent = new DQN(env, { seed: 1, features, hiddenSizes: [], learningStarts: 200, bufferSize: 2000 });
    await agent.learn({ totalSteps: 600 });
    const action = agent.predict(env.reset({ seed: 0 }).observation);
    expect(env.actionSpace.contains(action)).toBe(true);
  });

  it('Rainbow and recurrent DQN train on images, whose planes are stored once', async () => {
    const options = { seed: 1, features, hiddenSizes: [16], learningStarts: 200, bufferSize: 2000 };
    for (const agent of [
      new Rainbow(makeVec('MinAtar/Breakout-v1', { numEnvs: 2 }), { ...options, atoms: 11 }),
      new DRQN(makeVec('MinAtar/Breakout-v1', { numEnvs: 2 }), { ...options, memorySize: 8, batchSize: 4 }),
    ]) {
      await agent.learn({ totalSteps: 400 });
      const { observations, nextObservations, size } = agent.memory;
      expect(size).toBe(400);
      expect(observations.columns[0]).toBeInstanceOf(FrameColumn);
      expect(nextObservations.columns[0]).toBeInstanceOf(FrameColumn);
    }
  });

  it.each([['auto'], [features]])('PPO trains on a vector of them with features %j', async (features) => {
    const envs = makeVec('MinAtar/SpaceInvaders-v1', { numEnvs: 4 });
    const agent = new PPO(envs, { seed: 1, features, nSteps: 32, batchSize: 64, nEpochs: 2 });
    await agent.learn({ totalSteps: 256 });
    expect(envs.singleActionSpace.contains(agent.predict(new Uint8Array(600)))).toBe(true);
  });
});

describe('the command line', () => {
  let root: string;
  beforeAll(() => {
    root = fs.mkdtempSync(join(tmpdir(), 'trainyard-minatar-'));
  });
  afterAll(() => fs.rmSync(root, { recursive: true, force: true }));
  const here = (...args: string[]) => trainyardHere(args, { cwd: root });
  const quick = [
    '--steps',
    '300',
    '--set',
    'learningStarts=100',
    '--set',
    'hiddenSizes=16',
    '--set',
    'targetUpdateInterval=100',
  ];
  const runsOf = (folder: string) => fs.readdirSync(join(root, folder));

  it('trains in one folder below runs, evaluates, and goes on', { timeout: 60_000 }, async () => {
    const first = await here('train', 'MinAtar/Breakout-v1', ...quick, '--env-set', 'stickyActionProb=0');
    expect(first).toMatchObject({ code: 0 });
    const [run] = runsOf('runs');
    expect(run).toMatch(/^MinAtar-Breakout-v1-dqn-seed0-\d+$/);
    expect(runsOf(`runs/${run}`)).toEqual(expect.arrayContaining(['report.html', 'episode.gif']));
    expect(await here('eval', `runs/${run}`, '--episodes', '2')).toMatchObject({ code: 0 });
    expect(await here('resume', `runs/${run}`, '--steps', '400')).toMatchObject({ code: 0 });
  });

  it('trains with several seeds in one folder below runs', { timeout: 60_000 }, async () => {
    const args = ['train', 'MinAtar/Asterix-v0', ...quick, '--seeds', '2', '--jobs', '1'];
    expect(await here(...args)).toMatchObject({ code: 0 });
    expect(runsOf('runs')).toContain('MinAtar-Asterix-v0-dqn-seeds');
  });
});
