import { describe, expect, it } from 'vitest';
import type { PredictOptions } from '../agents/agent.js';
import {
  asVectorEnv,
  defineEnv,
  type Env,
  make,
  makeVec,
  type StepResult,
  SyncVectorEnv,
  TimeLimit,
  type VectorEnv,
} from '../envs/index.js';
import { Discrete, type PackedArray } from '../spaces/index.js';
import { EvalCallback } from './eval-callback.js';
import { evaluatePolicy, evaluationSeed } from './evaluate.js';

/** Pushes towards the side the pole leans to: good for a hundred steps or so. */
const leaning = {
  predictBatch(observations: PackedArray, count: number, out: PackedArray) {
    for (let i = 0; i < count; i++) out[i] = observations[i * 4 + 2]! + observations[i * 4 + 3]! > 0 ? 1 : 0;
  },
};

/** One state; counts down from a number that depends on the seed. */
class Countdown implements Env<number, number> {
  readonly observationSpace = new Discrete(1);
  readonly actionSpace = new Discrete(2);
  private left = 0;

  constructor(private readonly endless = false) {}

  reset({ seed = 0 } = {}) {
    this.left = 1 + (Number(seed) % 5);
    return { observation: 0, info: {} };
  }

  step(action: number): StepResult<number> {
    this.left--;
    return {
      observation: 0,
      reward: action,
      terminated: !this.endless && this.left <= 0,
      truncated: false,
      info: {},
    };
  }

  render() {
    return undefined;
  }

  close() {}
}

const always = (action: number) => ({
  predictBatch(_: PackedArray, count: number, out: PackedArray) {
    out.fill(action, 0, count);
  },
});

describe('evaluatePolicy', () => {
  it('gives the returns that single environments with the same seeds give', () => {
    const returns = [];
    for (let seed = 40; seed < 47; seed++) {
      const env = make('CartPole-v1');
      let { observation } = env.reset({ seed });
      for (let total = 1; ; total++) {
        const [, , angle, velocity] = observation;
        const result = env.step(angle! + velocity! > 0 ? 1 : 0);
        observation = result.observation;
        if (result.terminated || result.truncated) {
          returns.push(total);
          break;
        }
      }
    }
    for (const numEnvs of [1, 3, 7, 20]) {
      const evaluation = evaluatePolicy(leaning, makeVec('CartPole-v1', { numEnvs }), {
        episodes: 7,
        seed: 40,
      });
      expect(evaluation.returns).toEqual(returns);
      expect(evaluation.lengths).toEqual(returns);
    }
    expect(evaluatePolicy(leaning, 'CartPole-v1', { episodes: 7, seed: 40 }).returns).toEqual(returns);
  });

  it('counts one episode per seed, whatever their lengths, and takes mean and population std', () => {
    const { returns, mean, std, meanLength } = evaluatePolicy(always(1), new Countdown(), { episodes: 5 });
    expect(returns).toEqual([1, 2, 3, 4, 5]);
    expect([mean, meanLength]).toEqual([3, 3]);
    expect(std).toBeCloseTo(Math.sqrt(2), 12);
  });

  it('cuts episodes that never end', () => {
    expect(evaluatePolicy(always(1), new Countdown(true), { episodes: 1 }).lengths).toEqual([10_000]);
    expect(
      evaluatePolicy(always(1), new Countdown(true), { episodes: 1, maxEpisodeSteps: 7 }).returns,
    ).toEqual([7]);
  });

  it('passes on masks, determinism and a state that begins empty with every block', () => {
    const seen: { options: PredictOptions; fresh: boolean }[] = [];
    class Masked extends Countdown {
      actionMask() {
        return Uint8Array.of(0, 1);
      }
    }
    const agent = {
      predictBatch(_: PackedArray, count: number, out: PackedArray, options: PredictOptions = {}) {
        seen.push({
          options: { ...options, actionMask: options.actionMask?.slice() },
          fresh: !options.state!.hidden,
        });
        options.state!.hidden = new Float32Array(count);
        out.fill(1, 0, count);
      },
    };
    evaluatePolicy(agent, new Masked(), { episodes: 2, seed: 1, deterministic: false });
    expect(seen.map(({ fresh }) => fresh)).toEqual([true, false, true, false, false]);
    expect(seen[0]!.options.actionMask).toEqual(Uint8Array.of(0, 1));
    expect(seen[0]!.options.deterministic).toBe(false);
  });

  it('follows the time limit of the environment', () => {
    defineEnv({
      id: 'Endless-v0',
      description: 'x',
      maxEpisodeSteps: 12_000,
      create: () => new Countdown(true),
    });
    expect(evaluatePolicy(always(0), 'Endless-v0', { episodes: 1 }).lengths).toEqual([12_000]);
  });

  it('lets episodes last as long as the environment does, whatever its specification says', () => {
    class Patient extends Countdown {
      spec = { id: 'Patient-v0', description: 'x', maxEpisodeSteps: 3, options: {} };
    }
    expect(evaluatePolicy(always(1), new Patient(), { episodes: 1, seed: 4 }).lengths).toEqual([5]);
  });

  it('refuses what makes no sense', () => {
    const refused: [object, RegExp][] = [
      [{ episodes: 0 }, /episodes to be a whole number ≥ 1, got 0/],
      [{ episodes: Infinity }, /episodes to be .* got Infinity/],
      [{ seed: -1 }, /seed to be a whole number ≥ 0, got -1/],
      [{ episodes: 1e12 }, /at most 1000000 episodes/],
      [{ seed: 'x' }, /seed to be .* got "x"/],
      [{ deterministic: 'no' }, /deterministic to be true or false, got "no"/],
      [[], /object of options, got a list/],
      [{ episode: 3 }, /evaluatePolicy\(\) has no option 'episode'. Did you mean episodes\?/],
    ];
    for (const [options, message] of refused)
      expect(() => evaluatePolicy(leaning, 'CartPole-v1', options)).toThrow(message);
    expect(() => evaluatePolicy({} as never, 'CartPole-v1')).toThrow(/plays an agent, got an empty object/);
    for (const [given, message] of [
      [{ env: 'CartPole-v1', evry: 3 }, /no option 'evry'/],
      [{ env: 'CartPole-v1', every: 0 }, /every must be a whole number ≥ 1, got 0/],
      [{ every: 5 }, /needs env/],
    ] as const)
      expect(() => new EvalCallback(given as never)).toThrow(message);
    const manual = makeVec('CartPole-v1', { autoreset: 'disabled' });
    expect(() => evaluatePolicy(leaning, manual)).toThrow(/resets itself .* got 'disabled'/);
  });

  it('refuses the environment the agent trains on, however it is wrapped', () => {
    const env = make('CartPole-v1');
    const vector: VectorEnv = makeVec('CartPole-v1', { numEnvs: 2, vectorization: 'sync' });
    const trainsOn = (env: VectorEnv) => ({ ...leaning, env });
    const disturbing = /reset the environment the agent trains on/;
    expect(() => evaluatePolicy(trainsOn(vector), vector)).toThrow(disturbing);
    expect(() => evaluatePolicy(trainsOn(vector), (vector as SyncVectorEnv).envs[1]!)).toThrow(disturbing);
    expect(() => evaluatePolicy(trainsOn(asVectorEnv(env)), new TimeLimit(env, 5))).toThrow(disturbing);
    expect(evaluatePolicy(trainsOn(vector), make('CartPole-v1'), { episodes: 1 }).returns.length).toBe(1);
  });

  it('refuses an environment with other spaces', () => {
    const agent = { ...leaning, env: makeVec('CartPole-v1') };
    expect(() => evaluatePolicy(agent, 'Acrobot-v1')).toThrow(
      /made for observations Box\(.*this environment has Box/,
    );
    const shifted = new Countdown();
    Object.assign(shifted, { actionSpace: new Discrete(2, { start: 5 }) });
    const other = { ...always(0), env: asVectorEnv(new Countdown()) };
    expect(() => evaluatePolicy(other, shifted)).toThrow(/made for actions/);
  });
});

it('gives every evaluation of a run its own seed', () => {
  const seeds = [0, 1, 2].flatMap((run) => [0, 1000, 2000].map((step) => evaluationSeed(run, step)));
  expect(new Set(seeds).size).toBe(9);
  expect(evaluationSeed(1, 1000)).toBe(evaluationSeed(1, 1000));
});

describe('epsilon', () => {
  const steady = {
    predictBatch: (_: PackedArray, count: number, out: PackedArray) => void out.fill(0, 0, count),
  };
  /** Ends after 200 steps; the reward is 1 for each action 1. */
  class Count implements Env<number, number> {
    readonly observationSpace = new Discrete(1);
    readonly actionSpace = new Discrete(4);
    private taken = 0;

    reset() {
      this.taken = 0;
      return { observation: 0, info: {} };
    }

    step(action: number): StepResult<number> {
      const terminated = ++this.taken === 200;
      return { observation: 0, reward: Number(action === 1), terminated, truncated: false, info: {} };
    }
  }
  const play = (options: object, numEnvs = 1) =>
    evaluatePolicy(steady, makeVecOf(numEnvs), { episodes: 20, seed: 5, ...options });
  const makeVecOf = (count: number) =>
    new SyncVectorEnv(Array.from({ length: count }, () => () => new Count()));

  it('takes a drawn action in that share of the steps, the same however many are played at once', () => {
    const { mean, returns } = play({ epsilon: 0.4 });
    // A quarter of 40 % of 200 steps, ± 3 of 20 episodes' standard errors.
    expect(Math.abs(mean - 20)).toBeLessThan(3);
    expect(play({ epsilon: 0.4 }, 8).returns).toEqual(returns);
    expect(play({ epsilon: 0 }).mean).toBe(0);
  });

  it('refuses what is no probability, and actions that are no choice', () => {
    expect(() => play({ epsilon: 1.5 })).toThrow(/epsilon to be a probability from 0 to 1, got 1.5/);
    expect(() => evaluatePolicy(steady, 'Pendulum-v1', { epsilon: 0.1 })).toThrow(
      /draws among Discrete actions, got Box/,
    );
  });
});
