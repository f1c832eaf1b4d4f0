// What the type checker knows: these tests fail at compile time (npm run typecheck), not when they run.
import { describe, expect, expectTypeOf, it } from 'vitest';
import type { Box, Discrete } from '../spaces/index.js';
import {
  type AnyEnvId,
  CartPole,
  defineEnv,
  type Env,
  IdentityEnv,
  make,
  makeAsync,
  makeVec,
  makeVecAsync,
  option,
  type VectorEnv,
  vectorize,
} from './index.js';

const typed = defineEnv({
  id: 'Typed-v0',
  description: 'For this test.',
  options: {
    count: 3,
    kind: option('a', { choices: ['a', 'b'] }),
    map: option<string | null>(null, { like: '' }),
  },
  create(options) {
    expectTypeOf(options).toEqualTypeOf<{ count: number; kind: 'a' | 'b'; map: string | null }>();
    return new IdentityEnv({ n: options.count });
  },
});

declare module './env-types.js' {
  interface EnvTypes {
    'Typed-v0': typeof typed;
  }
}

describe('types', () => {
  it('of make come from the id', () => {
    const cart = make('CartPole-v1');
    expectTypeOf(cart.actionSpace.n).toBeNumber();
    expectTypeOf(cart.observationSpace.low).toEqualTypeOf<Float32Array>();
    expectTypeOf(cart.reset().observation).toEqualTypeOf<Float32Array>();
    expectTypeOf(cart.step).parameter(0).toBeNumber();
    expectTypeOf(cart.render).toBeFunction();
    expect(cart.actionSpace.n).toBe(2);

    const pendulum = make('Pendulum-v1', { g: 9.8, maxEpisodeSteps: 5 });
    expectTypeOf(pendulum.actionSpace).toExtend<Box>();
    expectTypeOf(pendulum.step).parameter(0).toEqualTypeOf<Float32Array>();
    // @ts-expect-error: an action of Pendulum is an array
    expect(() => pendulum.step(0)).toThrow();

    expectTypeOf(make('Typed-v0').actionSpace.flatdim).toBeNumber();
    expectTypeOf(make('Blackjack-v1').reset().observation).toEqualTypeOf<
      [sum: number, dealerCard: number, usableAce: number]
    >();
    expectTypeOf(makeAsync('Taxi-v4')).resolves.toHaveProperty('actionSpace').toExtend<Discrete>();
  });

  it('of options come from the definition', () => {
    make('FrozenLake-v1', { mapName: '8x8', rewardSchedule: [1, 0, 0], desc: null });
    make('Typed-v0', { kind: 'b', map: 'x' });
    // @ts-expect-error: no such option
    expect(() => make('FrozenLake-v1', { isSlipery: true })).toThrow();
    // @ts-expect-error: not a boolean
    expect(() => make('FrozenLake-v1', { isSlippery: 'False' })).toThrow();
    // @ts-expect-error: not a number
    expect(() => make('Pendulum-v1', { g: 'heavy' })).toThrow();
    // @ts-expect-error: not a choice
    expect(() => make('Acrobot-v1', { bookOrNips: 'paper' })).toThrow();
    // @ts-expect-error: not a choice
    expect(() => make('Typed-v0', { kind: 'c' })).toThrow();
    // @ts-expect-error: no such option
    expect(() => makeVec('FrozenLake-v1', { options: { isSlipery: true } })).toThrow();
    // @ts-expect-error: no such key
    expect(() => makeVec('FrozenLake-v1', { numEnv: 4 })).toThrow();
    // @ts-expect-error: no such mode
    expect(() => makeVec('FrozenLake-v1', { autoreset: 'sometimes' })).toThrow();
    // @ts-expect-error: not a boolean
    expect(() => new CartPole({ suttonBartoReward: 1 })).toThrow();
  });

  it('of vectors come from the id or the function', () => {
    expectTypeOf(makeVec('CartPole-v1').singleActionSpace.n).toBeNumber();
    expectTypeOf(makeVec('Pendulum-v1')).toExtend<VectorEnv<Float32Array, Float32Array>>();
    expectTypeOf(makeVecAsync('CartPole-v1')).resolves.toExtend<VectorEnv<Float32Array, number>>();
    expectTypeOf(vectorize(() => new CartPole(), { numEnvs: 2 }).singleActionSpace.n).toBeNumber();
  });

  it('of other ids are those of any environment', () => {
    const id = 'CartPole-v1' as string;
    expectTypeOf(make(id)).toExtend<Env>();
    expectTypeOf(make(id).reset().observation).toBeUnknown();
    make(id, { suttonBartoReward: true });
    expectTypeOf(makeVec(id)).toExtend<VectorEnv>();
    const known: AnyEnvId = 'CartPole-v1';
    expect(make(known).spec?.id).toBe(known);
  });
});
