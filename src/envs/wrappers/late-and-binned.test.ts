// DelayObservation, the wrappers with bins and TransformAction: what they refuse, keep and leave out. (Numbers:
// recorded.test.ts.)
import { describe, expect, it } from 'vitest';
import { Box, Dict, Discrete, Sequence, type Space, Text, zeroOf } from '../../spaces/index.js';
import type { Env } from '../env.js';
import {
  DelayObservation,
  DiscretizeAction,
  DiscretizeObservation,
  make,
  StickyAction,
  TransformAction,
  wrap,
} from '../index.js';

const pendulum = () => make('Pendulum-v1');
const car = () => make('MountainCar-v0');

it('Pendulum is played with five torques, Mountain Car is seen in 252 cells', () => {
  const env = new DiscretizeAction(pendulum(), 5);
  expect(String(env.actionSpace)).toBe('Discrete(5)');
  const [a, b] = [env, pendulum()];
  a.reset({ seed: 1 });
  b.reset({ seed: 1 });
  expect(a.step(1)).toEqual(b.step(Float32Array.of(-0.8)));
  expect(env.revertAction([1.9])).toBe(4);
  const viewer = new DiscretizeObservation(car(), [18, 14]);
  expect(String(viewer.observationSpace)).toBe('Discrete(252)');
  const { observation } = viewer.reset({ seed: 1 });
  const [low, high] = viewer.revertObservation(observation);
  const seen = car().reset({ seed: 1 }).observation;
  for (const i of [0, 1]) {
    expect(seen[i]!).toBeGreaterThanOrEqual(low[i]!);
    expect(seen[i]!).toBeLessThan(high[i]!);
  }
});

it('by name they take one number or one for each', () => {
  const [name, options] = ['DiscretizeObservation', { binsOfEach: [3, 4] }];
  expect(String(wrap(car() as Env, [{ name, options }]).observationSpace)).toBe('Discrete(12)');
  expect(() => wrap(car() as Env, [{ name, options: { bins: 0 } }])).toThrow(
    /DiscretizeObservation: bins must be an integer of at least 1, got 0/,
  );
});

it('a delayed observation is no view into what the environment goes on to write', () => {
  const shared = Float32Array.of(1);
  const env = new DelayObservation(
    {
      observationSpace: new Box({ low: 0, high: 9 }),
      actionSpace: new Discrete(1),
      reset: () => ({ observation: shared, info: {} }),
      step: () => {
        shared[0]!++;
        return { observation: shared, reward: 0, terminated: false, truncated: false, info: {} };
      },
      computeReward: () => 0,
      computeTerminated: () => false,
    } as Env<Float32Array, number>,
    1,
  );
  const shown = [env.reset().observation, env.step(0).observation, env.step(0).observation];
  expect(shown.map(([x]) => x)).toEqual([0, 1, 2]);
  expect([env.computeReward, env.computeTerminated]).toEqual([undefined, undefined]);
});

it('values of no fixed size are delayed too', () => {
  const space = new Sequence(new Text(3, { minLength: 0 })) as Space<string[]>;
  const lists = [['a'], ['b', 'c'], []];
  let t = 0;
  const env = new DelayObservation(
    {
      observationSpace: space,
      actionSpace: new Discrete(1),
      reset: () => ({ observation: lists[t++]!, info: {} }),
      step: () => ({ observation: lists[t++]!, reward: 0, terminated: false, truncated: false, info: {} }),
    } as Env<string[], number>,
    1,
  );
  expect([env.reset(), env.step(0), env.step(0)].map(({ observation }) => observation)).toEqual([
    [],
    ['a'],
    ['b', 'c'],
  ]);
});

it('TransformAction passes actions through, and a mask only where actions stay what they are', () => {
  const inner = { ...masked(), taken: [] as number[] };
  const env = new TransformAction<number, string, number>(inner, (word) => word.length, new Text(2));
  env.step('ab');
  expect(inner.taken).toEqual([2]);
  expect(env.actionMask).toBeUndefined();
  expect(String(env.actionSpace)).toMatch(/^Text/);
  expect(new TransformAction(inner, (action: number) => action).actionMask!()).toEqual(
    Uint8Array.of(1, 0, 1),
  );
});

function masked() {
  return {
    observationSpace: new Discrete(1),
    actionSpace: new Discrete(3),
    actionMask: () => Uint8Array.of(1, 0, 1),
    reset: () => ({ observation: 0, info: {} }),
    step(this: { taken: number[] }, action: number) {
      this.taken.push(action);
      return { observation: 0, reward: 0, terminated: false, truncated: false, info: {} };
    },
  } as unknown as Env<number, number>;
}

it('zeroOf is within every space, and nearest to zero', () => {
  const space = new Dict({
    a: new Discrete(3, { start: 5 }),
    b: new Box({ low: 1, high: 2 }),
    c: new Text(3),
  });
  expect(zeroOf(space as Space)).toEqual({ a: 5, b: Float32Array.of(1), c: '0' });
});

describe('what cannot work is refused', () => {
  it.each<[string, () => unknown, RegExp]>([
    [
      'a negative delay',
      () => new DelayObservation(car(), -1),
      /delay must be an integer of at least 0, got -1/,
    ],
    [
      'a choice',
      () => new DiscretizeAction(car() as never, 3),
      /needs a Box action space, got Discrete\(3\)/,
    ],
    [
      'unbounded observations',
      () => new DiscretizeObservation(make('CartPole-v1'), 3),
      /DiscretizeObservation needs finite bounds, got Box\(/,
    ],
    ['no bins', () => new DiscretizeAction(pendulum(), 0), /bins must be an integer of at least 1, got 0/],
    ['half a bin', () => new DiscretizeObservation(car(), [2, 0.5]), /binsOfEach must be a list of integers/],
    ['few bins', () => new DiscretizeObservation(car(), [2]), /needs bins for each of the 2 numbers/],
    ['cells without number', () => new DiscretizeObservation(car(), 1e5), /would have 10000000000 cells/],
    ['an option', () => new DiscretizeAction(pendulum(), 3, { multi: true } as never), /no option 'multi'/],
    ['no function', () => new TransformAction(car(), 3 as never), /TransformAction needs a function/],
    [
      'durations crossed',
      () => new StickyAction(car(), { repeatActionDuration: 3, longestRepeat: 2 }),
      /longestRepeat must be at least repeatActionDuration 3, got 2/,
    ],
  ])('%s', (_name, create, message) => {
    expect(create).toThrow(message);
  });
});
