// More wrappers against what Gymnasium 1.3 does, recorded by scripts/golden/wrappers.py: bins, delays, sticky actions,
// and whole episodes through each of the simple ones.
import { describe, expect, it } from 'vitest';
import { readGolden } from '../../../test/golden.js';
import {
  Box,
  Dict,
  Discrete,
  MultiDiscrete,
  type PackedType,
  type Space,
  Tuple,
} from '../../spaces/index.js';
import type { Env, StepResult } from '../env.js';
import {
  Autoreset,
  ClipReward,
  DelayObservation,
  DiscretizeAction,
  DiscretizeObservation,
  DtypeObservation,
  FrameStack,
  NormalizeObservation,
  NormalizeReward,
  RecordEpisodeStatistics,
  RepeatAction,
  ReshapeObservation,
  StickyAction,
  TimeLimit,
} from '../index.js';

type Row = [
  observation: number[],
  reward: number,
  terminated: boolean,
  truncated: boolean,
  episode: number[] | null,
];
interface Cells {
  cells: (number | number[])[];
  inner: number[][];
  nearest: (number | number[])[];
  edges: [number[], number[]][];
  shown: (number | number[])[];
}
interface Golden {
  discretize: {
    low: number[];
    high: number[];
    bins: number | number[];
    dtype: 'float32' | 'float64';
    seen: number[][];
    discrete: Cells;
    multidiscrete: Cells;
  }[];
  delay: { delay: number; seen: unknown[]; shown: unknown[] }[];
  sticky: { probability: number; duration: number | [number, number]; inner: number[] }[];
  episodes: { frames: number[][]; rewards: number[]; runs: Record<string, (Row | number[])[]> };
}
const golden = readGolden<Golden>('wrappers');

/** Shows given observations one after another and keeps the last action; rewards 1.5 where none are given. */
class Shown implements Env {
  action: unknown;
  total = 0;

  constructor(
    readonly observationSpace: Space,
    readonly actionSpace: Space,
    private readonly observations: readonly unknown[],
    private readonly rewards?: readonly number[],
  ) {}

  reset() {
    return { observation: this.observations[this.total], info: {} };
  }

  /** With rewards every seventh step ends an episode, every third of them by time. */
  step(action: unknown): StepResult<unknown> {
    this.action = action;
    this.total++;
    const [over, cut] = this.rewards ? [this.total % 7 === 0, this.total % 21 === 0] : [false, false];
    const reward = this.rewards?.[this.total - 1] ?? 1.5;
    const observation = this.observations[this.total];
    return { observation, reward, terminated: over && !cut, truncated: cut, info: {} };
  }
}

function plain(value: unknown): unknown {
  if (ArrayBuffer.isView(value)) return Array.from(value as unknown as ArrayLike<number>);
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, plain(part)]));
}

const choice = new Discrete(2) as Space;

describe.each(golden.discretize)(
  '$low to $high in $bins bins ($dtype)',
  ({ low, high, bins, dtype, seen, ...cases }) => {
    const box = new Box<PackedType>({ low, high, dtype }) as Space;

    it.each(['discrete', 'multidiscrete'] as const)('%s', (kind) => {
      const { cells, inner, nearest, edges, shown } = cases[kind];
      const options = { multidiscrete: kind === 'multidiscrete' };
      const world = new Shown(box, box, seen);
      const actor = new DiscretizeAction(world as never, bins, options);
      const viewer = new DiscretizeObservation(world as never, bins, options);
      for (const space of [actor.actionSpace, viewer.observationSpace]) {
        expect(String(space)).toBe(
          options.multidiscrete
            ? `MultiDiscrete([${low.map((_, i) => (Array.isArray(bins) ? bins[i] : bins)).join(', ')}])`
            : `Discrete(${cells.length})`,
        );
      }
      expect(plain([world.reset().observation])).toEqual([seen[0]]);
      expect(
        plain([viewer.reset().observation, ...seen.slice(1).map(() => viewer.step(0 as never).observation)]),
      ).toEqual(shown);
      expect(plain(seen.map((action) => actor.revertAction(action)))).toEqual(nearest);
      expect(plain(cells.map((cell) => viewer.revertObservation(cell)))).toEqual(edges);
      world.total = 0;
      cells.forEach((cell, i) => {
        actor.step(cell as never);
        expect(plain(world.action)).toEqual(inner[i]);
      });
    });
  },
);

it.each(golden.delay)('DelayObservation by $delay', ({ delay, seen, shown }) => {
  const space = new Dict({
    a: new Discrete(3, { start: 5 }),
    b: new Box({ low: 1, high: 2, shape: [2] }),
    c: new Tuple([new MultiDiscrete([2, 3]), new Box({ low: -9, high: -3 })]),
  });
  const env = new DelayObservation(new Shown(space as Space, choice, seen), delay);
  const late = [env.reset().observation, ...seen.slice(1).map(() => env.step(0).observation)];
  expect(plain(late)).toEqual(shown);
  expect(plain(env.reset().observation)).toEqual(delay === 0 ? seen.at(-1) : shown[0]);
});

it.each(golden.sticky)('StickyAction: $probability for $duration', ({ probability, duration, inner }) => {
  const [shortest, longest] = [duration].flat() as [number, number?];
  const world = new Shown(choice, new Discrete(50) as Space, Array(301).fill(0));
  const env = new StickyAction(world, {
    repeatActionProbability: probability,
    repeatActionDuration: shortest,
    longestRepeat: longest ?? null,
  });
  env.reset({ seed: 4 });
  const taken = inner.map((_, t) => {
    env.step(t % 50);
    return world.action;
  });
  expect(taken).toEqual(inner);
});

const WRAPPED: Record<string, (env: Env<never, never>) => unknown> = {
  NormalizeObservation: (env) => new NormalizeObservation(env),
  NormalizeReward: (env) => new NormalizeReward(env, { gamma: 0.9 }),
  ClipReward: (env) => new ClipReward(env, { minReward: -1, maxReward: 2.5 }),
  RepeatAction: (env) => new RepeatAction(env, 3),
  FrameStack: (env) => new FrameStack(env, 3),
  FrameStackOfZeros: (env) => new FrameStack(env, 3, { padding: 'zero' }),
  DtypeObservation: (env) => new DtypeObservation(env, 'float64'),
  ReshapeObservation: (env) => new ReshapeObservation(env, [2, 1]),
  RecordEpisodeStatistics: (env) => new RecordEpisodeStatistics(env),
  TimeLimit: (env) => new TimeLimit(env, 5),
  Autoreset: (env) => new Autoreset(env),
};

describe('whole episodes', () => {
  const { frames, rewards, runs } = golden.episodes;

  it.each(Object.entries(runs))('%s', (name, rows) => {
    const vector = new Box({ low: -1, high: 1, shape: [2] }) as Space;
    const observations = frames.map((frame) => Float32Array.from(frame));
    const env = WRAPPED[name]!(new Shown(vector, choice, observations, rewards) as never) as Env;
    // Statistics are kept in double precision here, in single precision of the observation there.
    const digits = name.startsWith('Normalize') ? 5 : 12;
    for (const row of rows) {
      const isStep = Array.isArray(row[0]);
      const expected = (isStep ? (row as Row) : [row]) as unknown[];
      if (!isStep) {
        expectClose(env.reset().observation, expected[0], digits);
        continue;
      }
      const { observation, reward, terminated, truncated, info } = env.step(0);
      expectClose(observation, expected[0], digits);
      expectClose([reward], [expected[1]], digits);
      expect([terminated, truncated]).toEqual(expected.slice(2, 4));
      const { r, l } = (info.episode ?? {}) as { r?: number; l?: number };
      if (expected[4]) expectClose([r, l], expected[4], digits);
      else expect(info.episode).toBeUndefined();
    }
    expect(rows.length).toBeGreaterThan(20);
  });
});

function expectClose(actual: unknown, expected: unknown, digits: number): void {
  const numbers = plain(actual) as number[];
  expect(numbers).toHaveLength((expected as number[]).length);
  for (const [i, x] of (expected as number[]).entries()) expect(numbers[i]).toBeCloseTo(x, digits);
}
