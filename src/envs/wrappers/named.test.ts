// Wrappers by name: found, checked, made in order, and described in full.
import { describe, expect, expectTypeOf, it } from 'vitest';
import { UserError } from '../../io/errors.js';
import { Box, Dict, Discrete } from '../../spaces/index.js';
import {
  CartPole,
  checkEnv,
  completeWrappers,
  defineWrapper,
  type Env,
  FrameStack,
  make,
  NormalizeReward,
  option,
  Pendulum,
  SeededEnv,
  TransformObservation,
  TransformReward,
  unsavable,
  type WrapperSpec,
  wrap,
  wrapper,
  wrappers,
} from '../index.js';

const scaled = defineWrapper({
  id: 'ScaledRewardOfATest',
  description: 'Multiplies rewards.',
  options: { factor: option(2, { min: 0 }), words: 'none' },
  create(env, { factor, words }) {
    expectTypeOf(factor).toEqualTypeOf<number>();
    expectTypeOf(words).toEqualTypeOf<string>();
    return new TransformReward(env, (reward) => factor * reward);
  },
});

it('wraps in the order of the list, with defaults for what is left out', () => {
  const env = wrap(make('CartPole-v1'), [
    { name: 'FrameStack', options: { stackSize: 2 } },
    { name: 'ScaledRewardOfATest' },
    { name: 'NormalizeReward', options: { gamma: 0.5 } },
  ]);
  expect(env).toBeInstanceOf(NormalizeReward);
  const inner = (env as NormalizeReward<unknown, unknown>).env as TransformReward<unknown, unknown>;
  expect(inner).toBeInstanceOf(TransformReward);
  expect(inner.env).toBeInstanceOf(FrameStack);
  expect(String(env.observationSpace)).toMatch(/\[2, 4\]/);
  inner.reset();
  expect(inner.step(0).reward).toBe(2);
});

it('writes down every option', () => {
  expect(
    completeWrappers([{ name: 'FrameStack', options: { padding: 'zero' } }, { name: 'ClipAction' }]),
  ).toEqual([
    { name: 'FrameStack', options: { stackSize: 4, padding: 'zero' } },
    { name: 'ClipAction', options: {} },
  ]);
});

it('lists ours and those defined since', () => {
  const ids = wrappers().map(({ id }) => id);
  expect(ids[0]).toBe('TimeLimit');
  expect(ids.at(-1)).toBe(scaled.id);
  expect(new Set(ids).size).toBe(ids.length);
  expect(wrapper('ScaledRewardOfATest')).toBe(scaled);
});

describe('what is wrong is refused', () => {
  it.each<[string, unknown, RegExp]>([
    ['a name', [{ name: 'FrameStak' }], /Unknown wrapper "FrameStak"\. Did you mean FrameStack\?/],
    ['a far name', [{ name: 'Blue' }], /Known are TimeLimit, /],
    ['an option', [{ name: 'FrameStack', options: { size: 4 } }], /FrameStack has no option 'size'/],
    [
      'a value',
      [{ name: 'FrameStack', options: { padding: 'unknown' } }],
      /FrameStack: padding must be "reset" or "zero", got "unknown"/,
    ],
    [
      'a type',
      [{ name: 'ScaledRewardOfATest', options: { factor: '2' } }],
      /factor must be a number of at least 0, got "2"/,
    ],
    ['a key', [{ id: 'FrameStack' }], /A wrapper has no option 'id'/],
    ['a word', ['FrameStack'], /described as \{ name, options \}, got "FrameStack"/],
    ['no list', { name: 'FrameStack' }, /must be a list/],
    [
      'a wrapper that does not fit',
      [{ name: 'ClipAction' }],
      /ClipAction needs a Box action space, got Discrete\(2\)/,
    ],
    ['missing indices', [{ name: 'SelectObservation' }], /SelectObservation needs indices/],
  ])('%s', (_name, list, message) => {
    expect(() => wrap(make('CartPole-v1') as Env, list as WrapperSpec[])).toThrow(message);
    expect(() => wrap(make('CartPole-v1') as Env, list as WrapperSpec[])).toThrow(UserError);
  });

  it('a definition', () => {
    const create = (env: unknown) => env;
    expect(() => defineWrapper({ id: 'FrameStack', description: '', create })).toThrow(/defined already/);
    expect(() => defineWrapper({ id: 'Frame stack', description: '', create })).toThrow(/must be a word/);
    expect(() => defineWrapper({ id: 'NoCreate', description: '' } as never)).toThrow(/needs create/);
    expect(() => defineWrapper({ id: 'Odd', description: '', create, defaults: {} } as never)).toThrow(
      /no option 'defaults'/,
    );
    defineWrapper({ id: 'EmptyHandedOfATest', description: '', create: () => undefined });
    expect(() => wrap(new CartPole(), [{ name: 'EmptyHandedOfATest' }])).toThrow(
      /create\(\) of the wrapper EmptyHanded/,
    );
  });
});

it('options of constructors are checked as well', () => {
  const env = new Pendulum();
  expect(() => new FrameStack(env, 2, { padding: 'unknown' as never })).toThrow(
    /padding must be "reset" or "zero"/,
  );
  expect(() => new FrameStack(env, 1.5)).toThrow(/stackSize must be an integer of at least 1, got 1.5/);
  expect(() => new NormalizeReward(env, { gama: 1 } as never)).toThrow(/Did you mean gamma/);
  expect(() => new NormalizeReward(env, { gamma: 1.5 })).toThrow(/gamma must be a number from 0 to 1/);
});

describe('all of ours', () => {
  class Eye extends SeededEnv<Uint8Array, number> {
    observationSpace = new Box({ low: 0, high: 255, shape: [8, 8, 3], dtype: 'uint8' });
    actionSpace = new Discrete(2);
    start() {
      return { observation: this.rng.bytes(256, 192), info: { lives: this.rng.integers(4) } };
    }
    step() {
      return { ...this.start(), reward: this.rng.random(), terminated: false, truncated: false };
    }
    snapshot() {
      return {};
    }
    restore() {}
  }
  class Named extends TransformObservation<Record<string, unknown>, number, Float32Array> {
    constructor() {
      const env = make('CartPole-v1');
      const space = new Dict({ a: env.observationSpace, b: new Discrete(2) });
      super(env, (a) => ({ a, b: 1 }), space as never);
    }
  }
  const options: Record<string, Record<string, unknown>> = {
    SelectObservation: { indices: [0, 2] },
    SelectActions: { actions: [1, 0] },
    FilterObservation: { keys: ['a'] },
    ReshapeObservation: { shape: [2, 2] },
    ResizeObservation: { shape: [3, 4] },
    DtypeObservation: { dtype: 'float64' },
    StickyAction: { repeatActionDuration: 2, longestRepeat: 4 },
    DelayObservation: { delay: 2 },
    DiscretizeAction: { bins: 5 },
    DiscretizeObservation: { binsOfEach: [18, 14], multidiscrete: true },
    MaxAndSkipObservation: { skip: 2 },
    RepeatAction: { numRepeats: 2 },
    CropObservation: { top: 1 },
  };
  const on = (id: string): [Env, Record<string, unknown>] => {
    const known = options[id] ?? {};
    if (/^(Clip|Rescale|Discretize)Action$|^RescaleObs/.test(id)) return [make('Pendulum-v1') as Env, known];
    if (id === 'DiscretizeObservation') return [make('MountainCar-v0') as Env, known];
    if (/^(Gray|Resize|Crop|EpisodicLife)/.test(id)) return [new Eye() as Env, known];
    return [(id === 'FilterObservation' ? new Named() : make('CartPole-v1')) as Env, known];
  };

  it.each(
    wrappers()
      .filter((known) => !known.id.endsWith('OfATest'))
      .map(({ id }) => id),
  )('%s can be saved in mid-episode and goes on exactly', (id) => {
    const made = () => {
      const [env, options] = on(id);
      return wrap(env, [{ name: id, options }]);
    };
    const env = made();
    expect(unsavable(env)).toBeUndefined();
    // Running statistics go on through resets.
    if (!id.startsWith('Normalize'))
      expect(checkEnv(made(), { throwOnError: true }).filter(({ severity }) => severity === 'error')).toEqual(
        [],
      );
    env.reset({ seed: 3 });
    env.actionSpace.seed(0);
    const actions = Array.from({ length: 12 }, () => env.actionSpace.sample());
    const clockless = (result: object) =>
      JSON.parse(JSON.stringify(result, (key, value) => (key === 't' ? 0 : value)));
    for (const action of actions.slice(0, 4)) env.step(action);
    const copy = made();
    copy.loadState!(JSON.parse(JSON.stringify(env.saveState!())));
    for (const action of actions.slice(4)) {
      const result = env.step(action);
      expect(clockless(copy.step(action))).toEqual(clockless(result));
      if (id !== 'Autoreset' && (result.terminated || result.truncated)) break;
    }
  });
});
