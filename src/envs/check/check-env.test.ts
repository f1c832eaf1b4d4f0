import { describe, expect, it } from 'vitest';
import { Box, Dict, Discrete, type Space } from '../../spaces/index.js';
import { CartPole, type Env, envSpecs, make, SeededEnv, type StepResult, unwrapped } from '../index.js';
import { checkEnv } from './check-env.js';

describe('environments of the project', () => {
  it.each(envSpecs().map(({ id }) => id))('%s keeps the contract', (id) => {
    const expected = id.startsWith('Pendulum') ? [/actionSpace Box\(-2, 2.*RescaleAction/] : [];
    const messages = (env: Env) => checkEnv(env).map(({ message }) => message);
    for (const found of [messages(make(id)), messages(unwrapped(make(id)))]) {
      expect(found).toHaveLength(expected.length);
      expected.forEach((pattern, i) => {
        expect(found[i]).toMatch(pattern);
      });
    }
  });
});

/** A sound environment whose methods the cases below break one by one. */
class Sound extends SeededEnv<Float32Array, number> {
  observationSpace: Space<Float32Array> = new Box({ low: 0, high: 1, shape: [2] });
  actionSpace: Space<number> = new Discrete(2);
  position = 0;

  start() {
    this.position = this.rng.random();
    return { observation: this.observe(), info: {} };
  }

  step(action: number): StepResult<Float32Array> {
    this.position = (this.position + 0.1 * action + 0.01 * this.rng.random()) % 1;
    const terminated = this.position < 0.02;
    return { observation: this.observe(), reward: 1, terminated, truncated: false, info: {} };
  }

  observe() {
    return Float32Array.of(this.position, 0.5);
  }

  render() {
    return { width: 10, height: 10, background: '#ffffff', shapes: [] };
  }

  snapshot() {
    return { position: this.position };
  }

  restore(state: { position?: number }) {
    this.position = state.position!;
  }
}

const reused = Float32Array.of(0, 0);
let outside = 0;
const step = (change: object) => ({
  step(this: Sound, action: number) {
    return { ...Sound.prototype.step.call(this, action), ...change };
  },
});

it.each<[string, object, RegExp]>([
  ['no space', { actionSpace: undefined }, /actionSpace must be a Space, got undefined/],
  ['no render', { render: undefined }, /render\(\) is missing/],
  ['half a state', { loadState: undefined }, /must come together/],
  ['asynchronous reset', { reset: async () => ({}) }, /reset\(\) returned a Promise/],
  ['asynchronous step', { step: async () => ({}) }, /step\(\) returned a Promise/],
  [
    'bare observation',
    { reset: () => new Float32Array(2) },
    /reset\(\) must return \{ observation, info \}, got Float32Array of length 2/,
  ],
  [
    'five-tuple',
    { step: () => [new Float32Array(2), 0, false, false, {}] },
    /step\(\) must return .* array of length 5/,
  ],
  [
    'wrong length',
    { observe: () => new Float32Array(3) },
    /2 numbers \(shape \[2\]\), got Float32Array of length 3/,
  ],
  [
    'out of bounds',
    { observe: () => Float32Array.of(0, 2) },
    /it is 2 at element 1, outside its bounds 0 to 1/,
  ],
  ['NaN', { observe: () => Float32Array.of(Number.NaN, 0) }, /it is NaN at element 0/],
  ['no info', step({ info: undefined }), /info of step\(\) must be an object, got undefined/],
  ['NaN reward', step({ reward: Number.NaN }), /reward must be a finite number, got NaN/],
  ['numeric flag', step({ terminated: 0 }), /terminated must be true or false, got 0/],
  ['done', step({ done: true }), /"done", which nobody reads/],
  [
    'reused array',
    {
      observe(this: Sound) {
        reused[0] = this.position;
        return reused;
      },
    },
    /changed the observation returned before/,
  ],
  [
    'unseeded randomness',
    {
      observe(this: Sound) {
        outside = (outside + 0.377) % 1;
        return Float32Array.of(this.position, outside);
      },
    },
    /same seed and actions gave another episode/,
  ],
  ['forgotten variable', { restore: () => {} }, /did not restore everything/],
  ['mask of wrong length', { actionMask: () => Uint8Array.of(1) }, /must hold 2 flags/],
  ['nothing legal', { actionMask: () => Uint8Array.of(0, 0) }, /forbids every action/],
  [
    'throwing step',
    {
      step: () => {
        throw new Error('wheel fell off');
      },
    },
    /The trial threw: wheel fell off/,
  ],
  ['bad drawing', { render: () => ({ shapes: [] }) }, /must return a Drawing/],
  [
    'bad shape',
    {
      render: () => ({
        width: 1,
        height: 1,
        background: '#fff',
        shapes: [{ kind: 'circle', x: Number.NaN, y: 0, radius: 1 }],
      }),
    },
    /not a finite number/,
  ],
  ['no state', { saveState: undefined, loadState: undefined }, /cannot resume exactly/],
])('finds %s', (_name, change, message) => {
  const findings = checkEnv(Object.assign(new Sound(), change));
  expect(findings.map((finding) => finding.message).join('\n')).toMatch(message);
  expect(findings).toHaveLength(1);
});

it.each<[string, Partial<Sound>, RegExp]>([
  ['an unbounded action', { actionSpace: new Box({ low: -Infinity, high: 1 }) as never }, /unbounded/],
  ['an asymmetric action', { actionSpace: new Box({ low: 0, high: 1 }) as never }, /not symmetric/],
  [
    'a dead element',
    { observationSpace: new Box({ low: [0, 0.5], high: [1, 0.5] }) as Space<Float32Array> },
    /lower and upper bound are equal/,
  ],
  [
    'odd images',
    {
      observationSpace: new Dict({
        eye: new Box({ low: 0, high: 1, shape: [2, 2, 1], dtype: 'uint8' }),
      }) as never,
      observe: (() => ({ eye: new Uint8Array(4) })) as never,
    },
    /bounded by 0 and 255/,
  ],
])('warns of %s', (_name, change, message) => {
  const [finding] = checkEnv(Object.assign(new Sound(), change));
  expect(finding).toMatchObject({ severity: 'warning', message: expect.stringMatching(message) });
});

it('throws all errors at once when asked', () => {
  const broken = Object.assign(new Sound(), step({ reward: 'much', truncated: null }));
  expect(() => checkEnv(broken, { throwOnError: true })).toThrow(
    /Sound breaks the contract:\n.*reward.*\n.*truncated/,
  );
  expect(checkEnv(new CartPole(), { throwOnError: true })).toEqual([]);
});
