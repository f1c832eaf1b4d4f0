// What holds for every wrapper: results of the environment stay as they are, broken ones are refused, state is
// saved exactly or not offered.
import { describe, expect, it } from 'vitest';
import { Box, Discrete, type Space } from '../../spaces/index.js';
import type { Env, EnvState, Info, StepResult } from '../env.js';
import {
  CartPole,
  ClipAction,
  FrameStack,
  guarded,
  make,
  NormalizeObservation,
  NormalizeReward,
  OrderEnforcing,
  Pendulum,
  RecordEpisodeStatistics,
  RescaleAction,
  SelectObservation,
  TimeLimit,
  TransformObservation,
  TransformReward,
  unsavable,
  Wrapper,
} from '../index.js';

/** Gives the same result object at every step, frozen or not; the reward of a relabelled goal is the distance. */
class Reuser implements Env<Float32Array, Float32Array> {
  readonly observationSpace = new Box({ low: 0, high: 1, shape: [2] });
  readonly actionSpace = new Box({ low: -1, high: 1, shape: [2] });
  readonly result: StepResult<Float32Array> = {
    observation: Float32Array.of(0.25, 0.75),
    reward: 8,
    terminated: false,
    truncated: false,
    info: {},
  };

  constructor(frozen = false) {
    if (frozen) Object.freeze(this.result);
  }

  reset() {
    return { observation: Float32Array.of(0, 0), info: {} };
  }

  step(_action: Float32Array): StepResult<Float32Array> {
    return this.result;
  }

  computeTerminated(achieved: unknown, desired: unknown): boolean {
    return (achieved as number) > (desired as number);
  }

  computeReward(achieved: unknown, desired: unknown, info: Info): number {
    return Number(achieved) - Number(desired) + Number(info.bonus ?? 0);
  }

  saveState(): EnvState {
    return {};
  }

  loadState() {}
}

type Wrap = (env: Env<Float32Array, Float32Array>) => Env<unknown, Float32Array>;

const WRAPPERS: [string, Wrap][] = [
  ['TimeLimit', (env) => new TimeLimit(env, 3)],
  ['OrderEnforcing', (env) => new OrderEnforcing(env)],
  ['ClipAction', (env) => new ClipAction(env)],
  ['RescaleAction', (env) => new RescaleAction(env)],
  ['NormalizeObservation', (env) => new NormalizeObservation(env)],
  ['NormalizeReward', (env) => new NormalizeReward(env)],
  ['FrameStack', (env) => new FrameStack(env, 4)],
  ['SelectObservation', (env) => new SelectObservation(env, [1])],
  ['TransformObservation', (env) => new TransformObservation(env, (o) => o)],
  ['TransformReward', (env) => new TransformReward(env, (reward) => reward / 2)],
  ['RecordEpisodeStatistics', (env) => new RecordEpisodeStatistics(new TimeLimit(env, 2))],
];

describe('results that an environment reuses or freezes', () => {
  it.each(WRAPPERS)('%s leaves as they are', (_name, wrap) => {
    for (const frozen of [false, true]) {
      const inner = new Reuser(frozen);
      const before = structuredClone(inner.result);
      const env = wrap(inner);
      for (let episode = 0; episode < 3; episode++) {
        env.reset();
        let steps = 0;
        for (let over = false; !over && steps < 5; steps++) {
          const { terminated, truncated } = env.step(Float32Array.of(0, 0));
          over = terminated || truncated;
        }
        expect(steps).toBe(env instanceof TimeLimit ? 3 : env instanceof RecordEpisodeStatistics ? 2 : 5);
      }
      expect(inner.result).toEqual(before);
    }
  });

  it('do not make rewards compound', () => {
    const env = new TransformReward(new Reuser(), (reward) => reward / 2);
    expect([0, 1, 2].map(() => env.step(Float32Array.of(0, 0)).reward)).toEqual([4, 4, 4]);
  });
});

describe('computeReward', () => {
  it.each(WRAPPERS)('goes through %s', (name, wrap) => {
    const env = wrap(new Reuser());
    const reward = env.computeReward!(5, 2, { bonus: 1 });
    expect(env.computeTerminated!(5, 2, {})).toBe(true);
    if (name === 'TransformReward') expect(reward).toBe(2);
    else if (name === 'NormalizeReward') expect(reward).toBeCloseTo(4, 6);
    else expect(reward).toBe(4);
  });

  it('is scaled as the rewards of steps are, and leaves the statistics as they are', () => {
    const env = new NormalizeReward(new Reuser());
    let last = 0;
    for (let t = 0; t < 20; t++) last = env.step(Float32Array.of(0, 0)).reward;
    const before = JSON.stringify(env.statistics);
    expect(env.computeReward!(8, 0, {})).toBe(last);
    expect(JSON.stringify(env.statistics)).toBe(before);
  });

  it('is absent where the environment has none', () => {
    expect(new TimeLimit(new CartPole(), 3).computeReward).toBeUndefined();
  });
});

describe('TimeLimit', () => {
  it('is told by the spec, the shortest of several', () => {
    const env = make('CartPole-v1');
    expect(new TimeLimit(env, 10).spec?.maxEpisodeSteps).toBe(10);
    expect(env.spec?.maxEpisodeSteps).toBe(500);
    expect(new TimeLimit(env, 1000).spec?.maxEpisodeSteps).toBe(500);
    expect(
      new TimeLimit(make('CartPole-v1', { maxEpisodeSteps: Infinity }), 1000).spec?.maxEpisodeSteps,
    ).toBe(1000);
  });
});

describe('what is no environment', () => {
  const spaces = { observationSpace: new Discrete(2), actionSpace: new Discrete(2) };
  const reset = () => ({ observation: 0, info: {} });
  it.each<[string, unknown, RegExp]>([
    ['null', null, /OrderEnforcing needs an environment, such as make\('CartPole-v1'\), got null/],
    ['nothing', undefined, /got undefined/],
    ['a name', 'CartPole-v1', /got "CartPole-v1"/],
    ['a class', CartPole, /got a function: call it, or make an instance/],
    ['a promise', Promise.resolve(new CartPole()), /got a Promise: await it/],
    ['no space', { reset, step: reset }, /Object needs an observationSpace, such as new Box.* got undefined/],
    ['a shape', { ...spaces, actionSpace: [2] }, /needs an actionSpace, .* got an array of length 1/],
    ['no step', { ...spaces, reset }, /needs a method step\(\)/],
  ])('%s is refused', (_name, env, message) => {
    expect(() => guarded(env as Env)).toThrow(message);
  });
});

describe('results that break the contract are refused', () => {
  const start = (change: object) => {
    const sound = { observation: 0, reward: 0, terminated: false, truncated: false, info: {} };
    const env = guarded<number, number>({
      observationSpace: new Discrete(2),
      actionSpace: new Discrete(2),
      reset: () => ({ observation: 0, info: {} }),
      step: () => sound,
      ...change,
    });
    env.reset();
    return () => env.step(1);
  };
  const result = { observation: 0, reward: 0, terminated: false, truncated: false, info: {} };
  const { terminated: _, truncated: __, ...old } = result;

  it.each<[string, unknown, RegExp]>([
    [
      'done',
      { ...old, done: false },
      /step\(1\) gave terminated undefined; it must be true or false\. "done" is not read/,
    ],
    ['text', { ...result, truncated: 'false' }, /gave truncated "false"/],
    ['a number', { ...result, terminated: 0 }, /gave terminated 0/],
    [
      'nothing',
      undefined,
      /step\(1\) must return \{ observation, reward, terminated, truncated, info \}, got undefined/,
    ],
    ['null', null, /must return .* got null/],
    ['a tuple', [0, 0, false, false, {}], /must return .* got an array of length 5/],
    ['a promise', Promise.resolve(result), /returned a Promise; environments are synchronous/],
    ['no reward', { ...result, reward: undefined }, /gave the reward undefined/],
    ['a reward in text', { ...result, reward: '1' }, /gave the reward "1"/],
    [
      'a foreign observation',
      { ...result, observation: 2 },
      /step\(1\) does not fit .*an integer of Discrete\(2\), got 2/,
    ],
  ])('%s from step', (_name, value, message) => {
    expect(start({ step: () => value })).toThrow(message);
  });

  it.each<[string, unknown, RegExp]>([
    ['nothing', undefined, /reset\(\) must return \{ observation, info \}, got undefined/],
    ['the bare observation', 0, /reset\(\) must return .* got 0/],
    ['a promise', Promise.resolve({ observation: 0 }), /reset\(\) returned a Promise/],
    ['a foreign observation', { observation: 'left', info: {} }, /does not fit .* got "left"/],
  ])('%s from reset', (_name, value, message) => {
    expect(() => start({ reset: () => value })).toThrow(message);
  });

  it.each([[[0, 0.3, 0.7, 0.99]], [[300, 0, 0, 0]], [[-1, 0, 0, 0]], [Float32Array.of(0, 0.5, 1, 2)]])(
    'bytes %j',
    (observation) => {
      const change = {
        observationSpace: new Box({ low: 0, high: 255, shape: [4], dtype: 'uint8' }),
        reset: () => ({ observation, info: {} }),
      };
      expect(() => start(change)).toThrow(/does not fit .*it must hold integers of uint8/);
    },
  );
});

describe('state', () => {
  class Delayed extends Wrapper<Float32Array, number> {
    protected last = 0;
    override step(action: number) {
      const result = this.env.step(this.last);
      this.last = action;
      return result;
    }
  }
  class Told extends Delayed {
    override snapshot() {
      return { last: this.last };
    }
    override restore({ last }: EnvState) {
      this.last = last as number;
    }
    override step(action: number) {
      return super.step(action);
    }
  }
  class Forgetful extends Told {
    override step(action: number) {
      return super.step(1 - action);
    }
  }
  class Flipped extends Wrapper<Float32Array, number> {
    static stateless = true;
    override step(action: number) {
      return this.env.step(1 - action);
    }
  }
  class Renamed extends TransformReward<Float32Array, number> {
    constructor(env: Env<Float32Array, number>) {
      super(env, (reward) => 2 * reward);
    }
  }
  class Fields extends Wrapper<Float32Array, number> {
    override step = (action: number) => this.env.step(action);
  }

  it('is offered only by wrappers that say what they remember', () => {
    const silent = new Delayed(new CartPole());
    expect(silent.saveState).toBeUndefined();
    expect(silent.loadState).toBeUndefined();
    expect(unsavable(silent)).toMatch(
      /Delayed overrides .*give it snapshot\(\) and restore\(\), or "static stateless/,
    );
    expect(new TimeLimit(silent, 3).saveState).toBeUndefined();
    expect(unsavable(new TimeLimit(silent, 3))).toMatch(/^Delayed/);
    expect(unsavable(new Fields(new CartPole()))).toMatch(/^Fields/);
    expect(unsavable(new Flipped(new CartPole()))).toBeUndefined();
    expect(unsavable(new Renamed(new CartPole()))).toBeUndefined();
    expect(unsavable(make('Taxi-v4'))).toBeUndefined();
  });

  it('is asked of each class that changes what happens', () => {
    // Told adds nothing to step() and names the state of Delayed, which does not do so itself.
    expect(unsavable(new Told(new CartPole()))).toMatch(/^Delayed/);
    expect(unsavable(new Forgetful(new CartPole()))).toMatch(/^Forgetful/);
  });

  it('takes nothing but states', () => {
    for (const state of [null, 5, {}, { phase: 'running' }, { phase: 'gone', env: {} }]) {
      expect(() => make('CartPole-v1').loadState!(state as never)).toThrow(
        /takes what saveState\(\) gave, got/,
      );
    }
  });

  it('names the environment that has none', () => {
    const bare = Object.assign(new CartPole(), { saveState: undefined, loadState: undefined });
    expect(unsavable(guarded(bare as unknown as Env))).toBe('CartPole has no saveState() and loadState().');
  });
});

it('RescaleAction takes a bound for each number', () => {
  let inner: unknown;
  const env = new RescaleAction(
    Object.assign(new Pendulum(), {
      actionSpace: new Box({ low: [-2, 0], high: [2, 10] }) as Space<Float32Array>,
      step: (action: Float32Array) => {
        inner = action;
        return {} as never;
      },
    }),
    { minAction: [-1, 0], maxAction: [1, 100] },
  );
  env.step(Float32Array.of(0.5, 50));
  expect(inner).toEqual(Float32Array.of(1, 5));
  expect(() => new RescaleAction(new Pendulum(), { minAction: [-1, -1] })).toThrow(
    /a number or 1 of them as minAction, got 2/,
  );
  const narrow = Object.assign(new Pendulum(), { actionSpace: new Box({ low: [-2, 1], high: [2, 1] }) });
  expect(() => new RescaleAction(narrow as never)).toThrow(/bounds that differ.* of number 1 are both 1/);
  expect(() => new RescaleAction(new Pendulum(), { min: -1 } as never)).toThrow(
    /RescaleAction has no option 'min'/,
  );
});
