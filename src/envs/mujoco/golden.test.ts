// The models, number for number, and the environments, step for step, against recordings of Gymnasium 1.3 with MuJoCo 3.14.
import { beforeAll, describe, expect, it } from 'vitest';
import { readGolden } from '../../../test/golden.js';
import { envSpec, makeAsync, unwrapped } from '../index.js';
import { acquireModel, loadMujoco, releaseModel } from './engine.js';
import { ANT } from './models/ant.js';
import { HALF_CHEETAH } from './models/half-cheetah.js';
import { HOPPER } from './models/hopper.js';
import { HUMANOID } from './models/humanoid.js';
import { INVERTED_DOUBLE_PENDULUM } from './models/inverted-double-pendulum.js';
import { INVERTED_PENDULUM } from './models/inverted-pendulum.js';
import { PUSHER } from './models/pusher.js';
import { REACHER } from './models/reacher.js';
import { SWIMMER } from './models/swimmer.js';
import { WALKER2D } from './models/walker2d.js';
import type { MujocoEnv } from './mujoco-env.js';
import type { Simulation } from './simulation.js';

interface Recording {
  frame_skip: number;
  max_episode_steps: number;
  reward_threshold: number | null;
  obs_shape: number[];
  action_low: number[];
  action_high: number[];
  model: Record<string, unknown>;
  runs: Run[];
}

interface Run {
  seed: number;
  reset: number[];
  actions: number[][];
  obs: number[][];
  rewards: number[];
  terminated: boolean[];
  qpos: number[][];
  qvel: number[][];
  /** After the first step. */
  info: Record<string, number>;
}

type GoldenModel = Record<'opt' | 'size' | 'stat' | 'uniform', Record<string, unknown>> & {
  names: Record<string, string[]>;
  compile: { total_mass: number };
  geom_rgba: unknown;
};

const MODELS = {
  'Ant-v5': ANT,
  'HalfCheetah-v5': HALF_CHEETAH,
  'Hopper-v5': HOPPER,
  'Humanoid-v5': HUMANOID,
  'InvertedDoublePendulum-v5': INVERTED_DOUBLE_PENDULUM,
  'InvertedPendulum-v5': INVERTED_PENDULUM,
  'Pusher-v5': PUSHER,
  'Reacher-v5': REACHER,
  'Swimmer-v5': SWIMMER,
  'Walker2d-v5': WALKER2D,
};

const ids = Object.keys(MODELS) as (keyof typeof MODELS)[];
const record = (id: string) => readGolden<Recording>(`MuJoCo-${id}`);

const numbers = (value: unknown): number[] =>
  typeof value === 'object' ? Array.from(value as ArrayLike<unknown>).flatMap(numbers) : [Number(value)];

/** Arrays of booleans cannot be read whole: they are read one by one, by accessors. */
const BOOLEANS: Record<string, string> = {
  jnt_limited: 'limited',
  actuator_ctrllimited: 'ctrllimited',
  actuator_forcelimited: 'forcelimited',
  actuator_actlimited: 'actlimited',
  tendon_limited: '_limited',
};
/** These have no accessor. */
const UNREADABLE = ['jnt_actfrclimited', 'jnt_actgravcomp'];

type Accessor = Record<string, unknown> & { name: string; delete(): void };
type Elements = Record<string, (id: number) => Accessor> & Record<string, unknown>;

/** One field of every element of a kind: joints, geoms, … */
function each<T>(model: Elements, kind: string, count: number, read: (element: Accessor) => T): T[] {
  return Array.from({ length: count }, (_, id) => {
    const accessor = model[kind]!(id);
    const value = read(accessor);
    accessor.delete();
    return value;
  });
}

/** An array of the model as numbers, without the difference of 0 and -0. */
function arrayOf(model: Elements, key: string): number[] {
  const field = BOOLEANS[key];
  if (field === undefined) return numbers(model[key]).map((value) => value || 0);
  const kind = key.split('_')[0]!;
  const count = { jnt: 'njnt', actuator: 'nu', tendon: 'ntendon' }[kind]!;
  return each(model, kind, model[count] as unknown as number, (element) => Number(element[field]));
}

/** The largest difference, relative to 1 + |expected|. */
function error(actual: ArrayLike<number>, expected: readonly number[]): number {
  expect(actual.length).toBe(expected.length);
  return Math.max(0, ...expected.map((value, i) => Math.abs(actual[i]! - value) / (1 + Math.abs(value))));
}

const simulationOf = (env: object) =>
  (unwrapped(env as never) as unknown as { simulation: Simulation }).simulation;

beforeAll(() => loadMujoco());

describe.each(ids)('the model of %s', (id) => {
  const { names, opt, size, stat, uniform, compile, geom_rgba, ...arrays } = record(id).model as GoldenModel;
  let model: Elements;
  beforeAll(() => {
    const shared = acquireModel(id, MODELS[id]);
    model = shared.model as unknown as Elements;
    return () => releaseModel(shared);
  });

  it('has every array', () => {
    for (const [key, expected] of Object.entries(arrays)) {
      expect(arrayOf(model, key), key).toEqual(numbers(expected).map((value) => value || 0));
    }
    expect(Object.keys(arrays).length).toBeGreaterThan(40);
    expect(arrayOf(model, 'geom_rgba')).toEqual(numbers(geom_rgba).map(Math.fround));
  });

  it('has every option, size and statistic', () => {
    const read = (group: 'opt' | 'stat') => model[group] as unknown as Record<string, unknown>;
    for (const group of ['opt', 'stat'] as const) {
      for (const [key, expected] of Object.entries(group === 'opt' ? opt : stat)) {
        expect(numbers(read(group)[key]), key).toEqual(numbers(expected));
      }
    }
    for (const [key, expected] of Object.entries(size)) expect(model[key], key).toBe(expected);
    expect(arrayOf(model, 'body_mass').reduce((sum, mass) => sum + mass)).toBeCloseTo(compile.total_mass, 12);
  });

  it('has the values that all elements share', () => {
    for (const [key, expected] of Object.entries(uniform)) {
      if (UNREADABLE.includes(key)) continue;
      const actual = arrayOf(model, key);
      const row = numbers(expected);
      expect(actual, key).toEqual(actual.map((_, i) => row[i % row.length]));
    }
  });

  it('has every name', () => {
    for (const [kind, expected] of Object.entries(names)) {
      const accessor = { joint: 'jnt', camera: 'cam' }[kind] ?? kind;
      expect(
        each(model, accessor, expected.length, ({ name }) => name),
        kind,
      ).toEqual(expected);
    }
  });
});

describe.each(ids)('%s', (id) => {
  const golden = record(id);

  it('has the spaces and limits', async () => {
    const env = await makeAsync(id);
    const { maxEpisodeSteps, rewardThreshold, options } = envSpec(id);
    expect([maxEpisodeSteps, rewardThreshold ?? null]).toEqual([
      golden.max_episode_steps,
      golden.reward_threshold,
    ]);
    expect(options.frameSkip).toBe(golden.frame_skip);
    expect(env.observationSpace.shape).toEqual(golden.obs_shape);
    expect([...env.actionSpace.low]).toEqual(golden.action_low);
    expect([...env.actionSpace.high]).toEqual(golden.action_high);
    env.close();
  });

  it('steps as recorded from each recorded state', async () => {
    const env = await makeAsync(id, { maxEpisodeSteps: Infinity });
    const simulation = simulationOf(env);
    const bare = unwrapped(env as never) as unknown as MujocoEnv;
    let largest = 0;
    for (const run of golden.runs) {
      expect(error(env.reset({ seed: run.seed }).observation, run.reset)).toBe(0);
      run.actions.forEach((action, t) => {
        if (t > 0) {
          simulation.array('qpos').set(run.qpos[t - 1]!);
          simulation.array('qvel').set(run.qvel[t - 1]!);
        }
        const { observation, reward, terminated, info } = bare.step(action);
        largest = Math.max(
          largest,
          error(observation, run.obs[t]!),
          error([reward], [run.rewards[t]!]),
          error(simulation.array('qpos'), run.qpos[t]!),
          error(simulation.array('qvel'), run.qvel[t]!),
        );
        expect(terminated, `step ${t}`).toBe(run.terminated[t]);
        if (t === 0) expectInfo(info, run.info);
      });
    }
    expect(largest).toBeLessThanOrEqual(1e-11);
    env.close();
  });

  it('runs freely as recorded', async () => {
    const env = await makeAsync(id, { maxEpisodeSteps: Infinity });
    const simulation = simulationOf(env);
    const bare = unwrapped(env as never) as unknown as MujocoEnv;
    for (const run of golden.runs) {
      env.reset({ seed: run.seed });
      run.actions.forEach((action, t) => {
        const { observation, reward, terminated } = bare.step(action);
        const tolerance = id === 'HalfCheetah-v5' && t >= 30 ? 1e-5 : 1e-8;
        expect(error(observation, run.obs[t]!), `step ${t}`).toBeLessThanOrEqual(tolerance);
        expect(error([reward], [run.rewards[t]!])).toBeLessThanOrEqual(tolerance);
        expect(error(simulation.array('qpos'), run.qpos[t]!)).toBeLessThanOrEqual(tolerance);
        expect(error(simulation.array('qvel'), run.qvel[t]!)).toBeLessThanOrEqual(tolerance);
        expect(terminated).toBe(run.terminated[t]);
      });
    }
    env.close();
  });
});

function expectInfo(actual: Record<string, unknown>, expected: Record<string, number>) {
  const { tendon_length, tendon_velocity, ...rest } = actual;
  expect(Object.keys(rest).sort()).toEqual(Object.keys(expected).sort());
  for (const [key, value] of Object.entries(expected)) {
    expect(Math.abs((actual[key] as number) - value), key).toBeLessThanOrEqual(1e-11 * (1 + Math.abs(value)));
  }
}
