// Wrappers against what Gymnasium 1.3 does, recorded by scripts/golden/wrappers.py.
import { describe, expect, it } from 'vitest';
import { readGolden } from '../../../test/golden.js';
import { Generator } from '../../random/index.js';
import { Box, Dict, Discrete, MultiDiscrete, type Space, Tuple } from '../../spaces/index.js';
import type { Env } from '../env.js';
import {
  FlattenObservation,
  GrayscaleObservation,
  MaxAndSkipObservation,
  RescaleAction,
  RescaleObservation,
  ResizeObservation,
  TimeAwareObservation,
  TimeLimit,
} from '../index.js';

interface Golden {
  rescale: {
    low: number[];
    high: number[];
    least: number[];
    most: number[];
    actions: number[][];
    inner: number[][];
    seen: number[][];
    shown: number[][];
  }[];
  pictures: { seed: number; size: number[]; to: [number, number]; resized: number[]; grey?: number[] }[];
  flatten: { seen: Mixed[]; shown: number[][]; low: number[]; high: number[] };
  time: {
    options: { normalize_time?: boolean; flatten?: boolean };
    shown: (number[] | { obs: number[]; time: number[] })[];
  }[];
  skip: { frames: number[][]; shown: number[][]; rewards: number[] };
}
interface Mixed {
  a: number;
  b: number[];
  c: [number[], number[]];
}

const golden = readGolden<Golden>('wrappers');
const choice = new Discrete(2) as Space;
const mixed = new Dict({
  b: new Box({ low: -1, high: 2, shape: [2] }),
  a: new Discrete(3, { start: 5 }),
  c: new Tuple([new MultiDiscrete([2, 3]), new Box({ low: 0, high: 9 })]),
});

/** Shows given observations one after another and keeps the last action. */
function shower(observationSpace: Space, observations: unknown[], actionSpace = choice) {
  let t = 0;
  const env = {
    observationSpace,
    actionSpace,
    action: undefined as unknown,
    spec: { id: 'Shower-v0', description: '', options: {} },
    reset() {
      t = 0;
      return { observation: observations[0], info: {} };
    },
    step(action: unknown) {
      env.action = action;
      return { observation: observations[++t], reward: 1.5, terminated: false, truncated: false, info: {} };
    },
  };
  return env;
}

function observe(env: Env<unknown, never>, steps: number): unknown[] {
  const shown = [env.reset().observation];
  for (let t = 0; t < steps; t++) shown.push(env.step(0 as never).observation);
  return shown.map(plain);
}

function plain(value: unknown): unknown {
  if (ArrayBuffer.isView(value)) return Array.from(value as unknown as ArrayLike<number>);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, plain(part)]));
}

const single = (values: number[][]) => values.map((value) => Float32Array.from(value));

it('RescaleAction gives the same 2,000 actions, bit for bit', () => {
  let different = 0;
  for (const { low, high, least, most, actions, inner } of golden.rescale) {
    const world = shower(choice, Array(501).fill(0), new Box({ low, high }) as Space);
    const env = new RescaleAction(world as never, { minAction: least, maxAction: most });
    env.reset();
    actions.forEach((action, i) => {
      env.step(Float32Array.from(action));
      if (String(plain(world.action)) !== String(inner[i])) different++;
    });
  }
  expect(golden.rescale.flatMap(({ actions }) => actions)).toHaveLength(2000);
  expect(different).toBe(0);
});

it('RescaleObservation gives the same observations, bit for bit', () => {
  for (const { low, high, least, most, seen, shown } of golden.rescale) {
    const world = shower(new Box({ low, high }) as Space, single(seen));
    const env = new RescaleObservation(world as never, { minObs: least, maxObs: most });
    expect(observe(env as never, seen.length - 1)).toEqual(shown);
  }
});

describe('pictures', () => {
  it.each(golden.pictures)('$size to $to', ({ seed, size, to, resized, grey }) => {
    const picture = new Generator(seed).bytes(
      256,
      size.reduce((a, b) => a * b),
    );
    const world = () =>
      shower(new Box({ low: 0, high: 255, shape: size, dtype: 'uint8' }) as Space, [picture]);
    const small = new ResizeObservation(world() as never, to);
    expect((small.observationSpace as Box<'uint8'>).shape).toEqual([...to, ...size.slice(2)]);
    expect(observe(small as never, 0)).toEqual([resized]);
    if (grey) {
      expect(observe(new GrayscaleObservation(world() as never) as never, 0)[0]).toEqual(grey);
      const kept = new GrayscaleObservation(world() as never, { keepDim: true });
      expect((kept.observationSpace as Box<'uint8'>).shape).toEqual([...size.slice(0, 2), 1]);
    }
  });

  it('are not enlarged, nor made of what is none', () => {
    const world = shower(new Box({ low: 0, high: 255, shape: [4, 4, 3], dtype: 'uint8' }) as Space, []);
    expect(() => new ResizeObservation(world as never, [8, 4])).toThrow(/4 x 4 cannot become 8 x 4/);
    expect(() => new ResizeObservation(world as never, [4])).toThrow(/shape must be a list of 2 integers/);
    const vector = shower(new Box({ low: 0, high: 1, shape: [4] }) as Space, []);
    expect(() => new ResizeObservation(vector as never, [2, 2])).toThrow(/needs images/);
    expect(() => new GrayscaleObservation(vector as never)).toThrow(
      /needs images of shape \[height, width, 3\]/,
    );
  });
});

it('FlattenObservation shows the same numbers in the same order', () => {
  const { seen, shown, low, high } = golden.flatten;
  const env = new FlattenObservation(shower(mixed, seen) as never);
  expect(observe(env as never, 1)).toEqual(shown);
  const box = env.observationSpace as Box;
  expect([plain(box.low), plain(box.high)]).toEqual([low, high]);
});

it('TimeAwareObservation shows the same times', () => {
  const vector = new Box({ low: -1, high: 1, shape: [2] });
  const numbers = single([
    [0.5, 0],
    [0, 1],
    [-1, 1],
  ]);
  for (const { options, shown } of golden.time) {
    const isVector = shown.length === 3;
    const world = isVector ? shower(vector as Space, numbers) : shower(mixed, golden.flatten.seen);
    const settings = { normalizeTime: options.normalize_time, flatten: options.flatten };
    const env = new TimeAwareObservation(new TimeLimit(world as never, 4), settings);
    expect(observe(env as never, shown.length - 1)).toEqual(shown);
    expect(env.observationSpace.contains(env.reset().observation)).toBe(true);
  }
});

it('MaxAndSkipObservation shows the same maxima and sums', () => {
  const { frames, shown, rewards } = golden.skip;
  const world = shower(new Box({ low: -1, high: 1, shape: [2] }) as Space, single(frames));
  const env = new MaxAndSkipObservation(world as never, 4);
  expect(observe(env as never, 3)).toEqual(shown);
  env.reset();
  expect([1, 2, 3].map(() => env.step(0 as never).reward)).toEqual(rewards);
});
