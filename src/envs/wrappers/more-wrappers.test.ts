// Wrappers that change actions, rewards and the form of observations, on worlds where the result is plain to see.
import { describe, expect, expectTypeOf, it } from 'vitest';
import { Box, Dict, Discrete, type Space } from '../../spaces/index.js';
import type { Env, StepResult } from '../env.js';
import {
  Autoreset,
  CartPole,
  ClipReward,
  DtypeObservation,
  FilterObservation,
  FlattenObservation,
  FrameStack,
  guarded,
  MaxAndSkipObservation,
  make,
  RepeatAction,
  RescaleAction,
  RescaleReward,
  ReshapeObservation,
  ResizeObservation,
  StickyAction,
  TimeAwareObservation,
  TransformObservation,
  TransformReward,
} from '../index.js';

/** The observation is step and last action; the reward is the step. */
class Echo implements Env<Float32Array, number> {
  readonly observationSpace = new Box({ low: -100, high: 100, shape: [2] });
  readonly actionSpace = new Discrete(4);
  t = 0;
  readonly played: number[] = [];

  constructor(private readonly end = Infinity) {}

  reset() {
    this.t = 0;
    return { observation: Float32Array.of(0, -1), info: {} };
  }

  step(action: number): StepResult<Float32Array> {
    this.t++;
    this.played.push(action);
    const observation = Float32Array.of(this.t % 2 === 0 ? -this.t : this.t, action);
    return { observation, reward: this.t, terminated: this.t >= this.end, truncated: false, info: {} };
  }

  computeReward(achieved: unknown): number {
    return Number(achieved);
  }
}

it('is told where a function or a shape is missing', () => {
  for (const [Wrapper, message] of [
    [TransformReward, /TransformReward needs a function.*got undefined/],
    [TransformObservation, /TransformObservation needs a function.*got undefined/],
    [ResizeObservation, /ResizeObservation needs a shape.*got undefined/],
  ] as const)
    expect(() => new (Wrapper as never as new (env: Env) => Env)(new CartPole() as Env)).toThrow(message);
});

describe('ClipReward', () => {
  it('clips to both bounds or to one, relabelled rewards too', () => {
    const rewards = (env: Env<unknown, number>) => {
      env.reset();
      return [1, 2, 3].map(() => env.step(0).reward);
    };
    expect(rewards(new ClipReward(new Echo()))).toEqual([1, 1, 1]);
    expect(rewards(new ClipReward(new Echo(), { minReward: 2, maxReward: null }))).toEqual([2, 2, 3]);
    expect(rewards(new ClipReward(new Echo(), { minReward: null, maxReward: 2 }))).toEqual([1, 2, 2]);
    expect(new ClipReward(new Echo()).computeReward!(-7, 0, {})).toBe(-1);
  });

  it('needs a bound, and bounds in order', () => {
    expect(() => new ClipReward(new Echo(), { minReward: null, maxReward: null })).toThrow(
      /needs minReward or/,
    );
    expect(() => new ClipReward(new Echo(), { minReward: 2 })).toThrow(/minReward <= maxReward, got 2 and 1/);
    expect(() => new ClipReward(new Echo(), { min: 2 } as never)).toThrow(/no option 'min'/);
  });
});

describe('RescaleReward', () => {
  it('multiplies and adds, relabelled rewards too', () => {
    const env = new RescaleReward(new Echo(), { factor: 0.125, offset: 1 });
    env.reset();
    expect([1, 2, 3].map(() => env.step(0).reward)).toEqual([1.125, 1.25, 1.375]);
    expect(env.computeReward!(-8, 0, {})).toBe(0);
  });

  it('refuses a factor that makes all rewards equal', () => {
    expect(() => new RescaleReward(new Echo(), { factor: 0 })).toThrow(
      /a factor of 0 makes all rewards equal/,
    );
    expect(() => new RescaleReward(new Echo(), { scale: 2 } as never)).toThrow(/no option 'scale'/);
  });
});

describe('StickyAction', () => {
  const play = (env: Env<unknown, number>, steps: number, seed?: number) => {
    env.reset({ seed });
    for (let t = 0; t < steps; t++) env.step(t);
  };

  it('never or always repeats at probability 0 and 1', () => {
    const never = new Echo();
    play(new StickyAction(never, { repeatActionProbability: 0 }), 6);
    expect(never.played).toEqual([0, 1, 2, 3, 4, 5]);
    const always = new Echo();
    play(new StickyAction(always, { repeatActionProbability: 1 }), 6);
    expect(always.played).toEqual([0, 0, 0, 0, 0, 0]);
  });

  it('repeats as often as it should, each time for the duration', () => {
    const echo = new Echo();
    play(new StickyAction(echo), 4000, 1);
    const repeated = echo.played.filter((action, t) => t > 0 && action !== t).length;
    expect(repeated / 4000).toBeGreaterThan(0.22);
    expect(repeated / 4000).toBeLessThan(0.28);
    const long = new Echo();
    play(new StickyAction(long, { repeatActionProbability: 0.2, repeatActionDuration: 3 }), 1000, 1);
    const runs = long.played.map((action, t) => (action === t ? '.' : 'x')).join('');
    expect(runs).toMatch(/^\.+(x{3})+\.((x{3})*\.)*x*$/);
  });

  it('repeats for a seed, and begins each episode with the given action', () => {
    const [one, two] = [new Echo(), new Echo()];
    play(new StickyAction(one), 50, 7);
    play(new StickyAction(two), 50, 7);
    expect(one.played).toEqual(two.played);
    const sticky = new StickyAction(one, { repeatActionProbability: 1 });
    one.played.length = 0;
    for (const first of [3, 2]) {
      sticky.reset();
      sticky.step(first);
    }
    expect(one.played).toEqual([3, 2]);
  });

  it('keeps the action when its array is used again', () => {
    const seen: number[] = [];
    const world = {
      observationSpace: new Discrete(1) as Space<number>,
      actionSpace: new Box({ low: -1, high: 1 }) as Space<Float32Array>,
      reset: () => ({ observation: 0, info: {} }),
      step(action: Float32Array) {
        seen.push(action[0]!);
        return { observation: 0, reward: 0, terminated: false, truncated: false, info: {} };
      },
    };
    const env = new StickyAction(world, { repeatActionProbability: 1 });
    const action = Float32Array.of(0.5);
    env.reset();
    env.step(action);
    action[0] = -1;
    env.step(action);
    expect(seen).toEqual([0.5, 0.5]);
  });
});

describe('RepeatAction and MaxAndSkipObservation', () => {
  it('sum rewards and end with the episode', () => {
    const env = new RepeatAction(new Echo(6), 4);
    env.reset();
    expect(env.step(2)).toMatchObject({ observation: Float32Array.of(-4, 2), reward: 10, terminated: false });
    expect(env.step(1)).toMatchObject({ observation: Float32Array.of(-6, 1), reward: 11, terminated: true });
    expect(() => new RepeatAction(new Echo(), 0)).toThrow(
      /numRepeats must be an integer of at least 1, got 0/,
    );
  });

  it('show the maximum of the last two observations that there were', () => {
    const env = new MaxAndSkipObservation(new Echo(9), 4);
    env.reset();
    expect([...env.step(2).observation]).toEqual([3, 2]);
    expect([...env.step(2).observation]).toEqual([7, 2]);
    // The episode ends at once: nothing is taken from before.
    expect([...env.step(1).observation]).toEqual([9, 1]);
    expect(() => new MaxAndSkipObservation(new Echo(), 1)).toThrow(/skip must be an integer of at least 2/);
    expect(() => new MaxAndSkipObservation(make('Taxi-v4') as never, 4)).toThrow(/needs a Box observation/);
  });
});

describe('Autoreset', () => {
  it('begins the next episode in the step after the last', () => {
    const echo = new Echo(2);
    const env = new Autoreset(echo);
    env.reset();
    const steps = [0, 1, 2, 3].map((action) => env.step(action));
    expect(steps.map(({ reward }) => reward)).toEqual([1, 2, 0, 1]);
    expect(steps.map(({ terminated }) => terminated)).toEqual([false, true, false, false]);
    expect([...steps[2]!.observation]).toEqual([0, -1]);
    expect(echo.played).toEqual([0, 1, 3]);
  });

  it('works inside the guard of agents, which reset by themselves', () => {
    const env = guarded(new Autoreset(new Echo(1)));
    env.reset();
    env.step(0);
    env.reset();
    expect(env.step(0).reward).toBe(1);
  });
});

describe('the form of observations', () => {
  const named = () =>
    new TransformObservation(
      new Echo(),
      (echo: Float32Array) => ({ echo, side: 1 }),
      new Dict({ echo: new Echo().observationSpace, side: new Discrete(3) }),
    );

  it('some entries of a Dict', () => {
    expect(() => new FilterObservation(named() as never, undefined as never)).toThrow(/takes a list such as/);
    const env = new FilterObservation(named() as never, ['side']);
    expect(String(env.observationSpace)).toBe('Dict(side: Discrete(3))');
    expect(env.reset().observation).toEqual({ side: 1 });
    expect(() => new FilterObservation(named() as never, ['size'])).toThrow(
      /some of the keys echo, side, got \[size\]/,
    );
    expect(() => new FilterObservation(named() as never, [])).toThrow(/some of the keys/);
    expect(() => new FilterObservation(new Echo() as never, ['a'])).toThrow(
      /needs a Dict observation space, got Box/,
    );
  });

  it('flat', () => {
    const env = new FlattenObservation(named());
    env.reset();
    expect([...env.step(2).observation]).toEqual([1, 2, 0, 1, 0]);
    expect(env.observationSpace.contains(env.reset().observation)).toBe(true);
  });

  it('another shape', () => {
    expect(() => new ReshapeObservation(new Echo(), 2 as never)).toThrow(
      /takes a list such as \[2, 2\], got 2/,
    );
    const env = new ReshapeObservation(new Echo(), [2, 1]);
    expect(String(env.observationSpace)).toBe('Box(-100, 100, [2, 1], float32)');
    expect(env.reset().observation).toEqual(Float32Array.of(0, -1));
    expect(() => new ReshapeObservation(new Echo(), [3])).toThrow(
      /a shape of 2 elements in all, as \[2\] has, got \[3\]/,
    );
    for (const shape of [undefined, '2', [-2, -1], [0.5, 4]]) {
      expect(() => new ReshapeObservation(new Echo(), shape as never)).toThrow(
        Array.isArray(shape) ? /a shape of 2 elements in all/ : /takes a list such as \[2, 2\]/,
      );
    }
  });

  it('another number type, where it holds the bounds', () => {
    expect(() => new DtypeObservation(new Echo(), undefined as never)).toThrow(
      /takes one of float32, .*undefined/,
    );
    const env = new DtypeObservation(new Echo(), 'int8');
    expect(env.reset().observation).toEqual(Int8Array.of(0, -1));
    expect(String(env.observationSpace)).toBe('Box(-100, 100, [2], int8)');
    expect(() => new DtypeObservation(new Echo(), 'uint8')).toThrow(
      /low of a uint8 Box must be a number of that type/,
    );
  });

  it('with the time, which needs a limit and a free key', () => {
    expect(() => new TimeAwareObservation(new CartPole())).toThrow(/needs an environment with a time limit/);
    const env = new TransformObservation(
      make('CartPole-v1'),
      (time) => ({ time }),
      new Dict({ time: new Echo().observationSpace }) as never,
    );
    expect(() => new TimeAwareObservation(env)).toThrow(/have a "time" already/);
    expect(
      new TimeAwareObservation(env, { dictTimeKey: 't', flatten: false }).reset().observation,
    ).toMatchObject({
      t: Int32Array.of(0),
    });
  });
});

it('types tell what comes out', () => {
  const stacked = new FrameStack(new Echo(), 2);
  expectTypeOf(stacked.reset().observation).toEqualTypeOf<Float32Array>();
  expectTypeOf(stacked.step).parameter(0).toEqualTypeOf<number>();
  expectTypeOf(new DtypeObservation(new Echo(), 'int16').reset)
    .returns.toHaveProperty('observation')
    .toEqualTypeOf<Int16Array>();
  expectTypeOf(new TransformObservation(new Echo(), ([t]) => t!).step(0).observation).toEqualTypeOf<number>();
  expectTypeOf(new RescaleAction(make('Pendulum-v1')).step)
    .parameter(0)
    .toEqualTypeOf<Float32Array>();
  // @ts-expect-error CartPole has no continuous actions
  expect(() => new RescaleAction(new CartPole())).toThrow(/Box action space/);
  // @ts-expect-error there is no such padding
  expect(() => new FrameStack(new Echo(), 2, { padding: 'unknown' })).toThrow(/padding/);
  // @ts-expect-error rewards are numbers
  expectTypeOf(new TransformReward(new Echo(), (reward) => String(reward))).toBeObject();
});
