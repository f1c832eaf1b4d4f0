// A run says so where its environment cannot be saved in the middle of an episode.
import * as fs from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { registerHillClimber } from '../../test/hill-climber.js';
import {
  CartPole,
  type Env,
  SyncVectorEnv,
  unsavable,
  VectorNormalizeReward,
  Wrapper,
} from '../envs/index.js';
import { train } from './run.js';

class Silent extends Wrapper<Float32Array, number> {
  override step(action: number) {
    return this.env.step(action);
  }
}

let root: string;
beforeAll(registerHillClimber);
beforeEach(() => {
  root = fs.mkdtempSync(join(tmpdir(), 'trainyard-unsavable-'));
});
afterEach(() => fs.rmSync(root, { recursive: true, force: true }));

it('names the wrapper at fault, once, and nothing where all is well', async () => {
  const warnings: string[] = [];
  const run = (name: string, env: () => Env) =>
    train({
      env,
      algo: 'hill-climber',
      totalSteps: 400,
      finalEpisodes: 1,
      out: join(root, name),
      onWarning: (message: string) => warnings.push(message),
    } as never);
  await run('sound', () => new CartPole() as Env);
  expect(warnings).toEqual([]);
  await run('silent', () => new Silent(new CartPole()) as Env);
  expect(warnings).toEqual([
    expect.stringMatching(/^When this run is resumed, episodes begin anew: Silent overrides/),
  ]);
});

it('vectors know the reason of their environments', () => {
  const sound = () => new CartPole() as Env;
  const silent = () => new Silent(new CartPole()) as Env;
  expect(unsavable(new SyncVectorEnv([sound]))).toBeUndefined();
  expect(unsavable(new VectorNormalizeReward(new SyncVectorEnv([sound, silent])))).toMatch(
    /^Silent overrides/,
  );
});
