import { describe, expect, it } from 'vitest';
import { Generator } from '../../random/index.js';
import { Box, Dict, Discrete, MultiDiscrete, type Space } from '../../spaces/index.js';
import {
  CartPole,
  type Env,
  make,
  RecordEpisodeStatistics,
  SeededEnv,
  type StepResult,
  Wrapper,
} from '../index.js';
import { checkEnv } from './check-env.js';

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

  override render() {
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
  ['no step', { step: undefined }, /step\(\) is missing/],
  ['a drawing that is no method', { render: 'human' }, /render must be a method or left out, got "human"/],
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
  ['an info that is an array', step({ info: [] }), /info of step\(\) must be an object, got an array/],
  [
    'an info that differs between equal runs',
    {
      step(this: Sound, action: number) {
        outside += 0.1;
        return { ...Sound.prototype.step.call(this, action), info: { clock: outside } };
      },
    },
    /gave another info/,
  ],
  [
    'a seed that is ignored',
    {
      reset(this: Sound) {
        Object.assign(this, { rng: new Generator(0) });
        return this.start();
      },
    },
    /ignores its seed: the Generator in "rng"/,
  ],
  [
    'a default seed',
    {
      reset(this: Sound, { seed = 7 }: { seed?: number } = {}) {
        Object.assign(this, { rng: new Generator(seed) });
        return this.start();
      },
    },
    /without a seed begins the stream in "rng" again/,
  ],
  [
    'a state with typed arrays',
    {
      snapshot(this: Sound) {
        return { position: this.position, cells: new Float32Array(2) };
      },
    },
    /cannot be written to a checkpoint: state.cells is Float32Array of length 2/,
  ],
  [
    'a state with undefined',
    {
      snapshot(this: Sound) {
        return { position: this.position, goal: undefined };
      },
    },
    /cannot be written to a checkpoint: state.goal is undefined/,
  ],
  [
    'a changed action',
    {
      actionSpace: new Box({ low: -1, high: 1 }),
      step(this: Sound, action: Float32Array) {
        action[0]! *= 0.5;
        return Sound.prototype.step.call(this, 1);
      },
    },
    /changed the action/,
  ],
  [
    'a mask without meaning',
    { actionSpace: new Box({ low: -1, high: 1 }), actionMask: () => new Uint8Array(1) },
    /has no meaning for Box/,
  ],
  [
    'nothing legal in one entry',
    {
      actionSpace: new MultiDiscrete([2, 3]),
      actionMask: () => Uint8Array.of(1, 1, 0, 0, 0),
      step(this: Sound) {
        return Sound.prototype.step.call(this, 1);
      },
    },
    /forbids every value of entry 1/,
  ],
  ['goals without a Dict', { computeReward: () => 0 }, /achieved_goal and desired_goal/],
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
  ['mask of wrong length', { actionMask: () => Uint8Array.of(1) }, /hold 2 flags/],
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
        eye: new Box({ low: 0, high: 9, shape: [2, 2, 1], dtype: 'uint8' }),
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

describe('sound environments without findings', () => {
  /** As in the README: neither render nor close, no chance, no state that can be saved. */
  class Corridor {
    observationSpace = new Box({ low: 0, high: 1, shape: [1] });
    actionSpace = new Discrete(2);
    x = 0;
    reset() {
      this.x = 0;
      return { observation: Float32Array.of(0), info: {} };
    }
    step(action: number) {
      this.x = Math.max(0, this.x + (action === 1 ? 1 : -1));
      const terminated = this.x === 10;
      return {
        observation: Float32Array.of(this.x / 10),
        reward: terminated ? 1 : -0.01,
        terminated,
        truncated: false,
        info: {},
      };
    }
  }

  it('the least that an environment needs', () => {
    const findings = checkEnv(new Corridor(), { throwOnError: true });
    expect(findings).toEqual([
      {
        severity: 'warning',
        message: expect.stringMatching(/cannot resume exactly: Corridor has no saveState/),
      },
    ]);
  });

  it('masked choices, of which only legal ones are played', () => {
    const played: number[][] = [];
    const env = Object.assign(new Sound(), {
      actionSpace: new MultiDiscrete([2, 3], { start: [0, 5] }),
      actionMask: () => Uint8Array.of(0, 1, 1, 0, 1),
      step(this: Sound, action: Int32Array) {
        played.push([...action]);
        return Sound.prototype.step.call(this, 1);
      },
    });
    expect(checkEnv(env as unknown as Env)).toEqual([]);
    expect(played.every(([a, b]) => a === 1 && (b === 5 || b === 7))).toBe(true);
  });

  it('statistics with a clock', () => {
    expect(checkEnv(new RecordEpisodeStatistics(make('CartPole-v1')))).toEqual([]);
  });
});

describe('goals', () => {
  const goal = () => new Box({ low: 0, high: 1, shape: [1] });
  class Reach extends Sound {
    override observationSpace = new Dict({
      achieved_goal: goal(),
      desired_goal: goal(),
      observation: goal(),
    }) as never;
    wrong = 0;
    override observe() {
      const part = (x: number) => Float32Array.of(x);
      return {
        achieved_goal: part(this.position),
        desired_goal: part(0.5),
        observation: part(this.position),
      } as never;
    }
    computeReward(achieved: Float32Array, desired: Float32Array) {
      return -Math.abs(achieved[0]! - desired[0]!);
    }
    override step(action: number) {
      const result = super.step(action);
      const reward = this.computeReward(Float32Array.of(this.position), Float32Array.of(0.5)) + this.wrong;
      return { ...result, reward };
    }
  }

  it('agree with the rewards of steps, or are found', () => {
    expect(checkEnv(new Reach() as unknown as Env)).toEqual([]);
    const [finding] = checkEnv(Object.assign(new Reach(), { wrong: 1 }) as unknown as Env);
    expect(finding?.message).toMatch(
      /computeReward\(\) gave -?[\d.e-]+ for the goals of a step whose reward was/,
    );
    const endless = Object.assign(new Reach(), { computeTerminated: () => true }) as unknown as Env;
    expect(checkEnv(endless)[0]?.message).toMatch(
      /computeTerminated\(\) gave true for the goals of a step whose terminated was false/,
    );
  });
});

it('goes on after a finding', () => {
  const messages = checkEnv(
    Object.assign(new Sound(), step({ reward: 'much', info: [] }), {
      restore: () => {},
      render: () => ({ shapes: [] }),
      observe: () => Float32Array.of(2, 0.5),
    }),
  ).map(({ message }) => message);
  for (const pattern of [
    /outside its bounds 0 to 1/,
    /reward must be/,
    /info of step/,
    /did not restore everything/,
    /must return a Drawing/,
  ]) {
    expect(messages.some((message) => pattern.test(message))).toBe(true);
  }
  expect(messages).toHaveLength(5);
});

it('says which wrapper keeps an environment from being saved', () => {
  class Silent extends Wrapper<Float32Array, number> {
    override step(action: number) {
      return this.env.step(action);
    }
  }
  const [finding] = checkEnv(new Silent(new CartPole()));
  expect(finding?.message).toMatch(/cannot resume exactly: Silent overrides reset\(\) or step\(\)/);
});

it('says what is no environment, and refuses unknown options', () => {
  expect(checkEnv(null as never)[0]?.message).toMatch(/must be an object, got null/);
  expect(() => checkEnv(new CartPole(), { step: 10 } as never)).toThrow(/Did you mean steps/);
});
