import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fromExactJson, toExactJson } from '../io/exact-json.js';
import { inexactPlace } from './exact-state.js';
import {
  CartPole,
  type EnvState,
  envSpecs,
  make,
  makeVec,
  requireExactState,
  SyncVectorEnv,
} from './index.js';

class Odd extends CartPole {
  constructor(private readonly state_: unknown) {
    super();
  }

  override saveState(): EnvState {
    return { ...super.saveState(), mine: this.state_ };
  }
}

describe('requireExactState', () => {
  it.each(envSpecs().map(({ id }) => id))('passes %s, alone and in a vector', (id) => {
    const env = make(id);
    requireExactState(env);
    const envs = makeVec(id, { numEnvs: 2 });
    requireExactState(envs);
  });

  it.each<[unknown, RegExp]>([
    [
      new Float32Array(4),
      /Odd: saveState\(\) must return plain JSON .*; state\.mine is Float32Array of length 4/,
    ],
    [{ a: [0, { b: new Map() }] }, /state\.mine\.a\[1\]\.b is a Map/],
    [1n, /state\.mine is a bigint/],
    [() => 0, /state\.mine is a function/],
    [[undefined], /state\.mine\[0\] is undefined/],
    [new Date(0), /is a Date/],
  ])('refuses %o', (value, message) => {
    expect(() => requireExactState(new Odd(value))).toThrow(message);
    const envs = new SyncVectorEnv([() => new Odd(0), () => new Odd(value)]);
    expect(() => requireExactState(envs)).toThrow(/SyncVectorEnv: .*state\.envs\[1\]\..*mine/);
  });

  it('passes what checkpoints bring back equal', () => {
    const anything = fc.anything({ withBigInt: true, withDate: true, withTypedArray: true, withMap: true });
    fc.assert(
      fc.property(anything, (value) => {
        if (inexactPlace(value) !== undefined) return;
        expect(fromExactJson(toExactJson(value))).toStrictEqual(value);
      }),
    );
  });
});
