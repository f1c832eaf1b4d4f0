import { describe, expect, it } from 'vitest';
import { Box, Dict, Discrete, type Space, Tuple } from '../../spaces/index.js';
import type { Env, EnvState, StepResult } from '../env.js';
import {
  CartPole,
  CliffWalking,
  ClipAction,
  type EpisodeStatistics,
  FrameStack,
  MountainCarContinuous,
  make,
  NormalizeObservation,
  NormalizeReward,
  OrderEnforcing,
  Pendulum,
  RecordEpisodeStatistics,
  RescaleAction,
  Taxi,
  TimeLimit,
  TransformObservation,
  TransformReward,
} from '../index.js';

/** Counts up from 0; observation and reward are the count, the action is kept. */
class Counter<A = number> implements Env<Float32Array, A> {
  readonly observationSpace = new Box({ low: 0, high: 1e6, shape: [1] });
  count = 0;
  lastAction?: A;

  constructor(
    readonly actionSpace: Space<A> = new Discrete(2) as unknown as Space<A>,
    private readonly end = Infinity,
  ) {}

  reset() {
    this.count = 0;
    return { observation: Float32Array.of(0), info: {} };
  }

  step(action: A): StepResult<Float32Array> {
    this.lastAction = action;
    this.count++;
    return {
      observation: Float32Array.of(this.count),
      reward: this.count,
      terminated: this.count >= this.end,
      truncated: false,
      info: {},
    };
  }

  render() {
    return undefined;
  }

  close() {}

  saveState(): EnvState {
    return { count: this.count };
  }

  loadState(state: EnvState) {
    this.count = state.count as number;
  }
}

/** Runs on from a saved state in a second wrapper and in the first; both must go the same way. */
function expectExactState<A>(make: () => Env<unknown, A>, action: (t: number) => A) {
  const env = make();
  env.reset({ seed: 1 });
  for (let t = 0; t < 7; t++) env.step(action(t));
  const copy = make();
  copy.loadState!(JSON.parse(JSON.stringify(env.saveState!())));
  for (let t = 7; t < 20; t++) expect(copy.step(action(t))).toEqual(env.step(action(t)));
}

describe('TimeLimit', () => {
  it('truncates at the limit and counts anew after reset', () => {
    const env = new TimeLimit(new Counter(), 3);
    for (let episode = 0; episode < 2; episode++) {
      env.reset();
      expect([env.step(0), env.step(0), env.step(0)].map((result) => result.truncated)).toEqual([
        false,
        false,
        true,
      ]);
    }
  });

  it('leaves termination in the last step as it is', () => {
    const env = new TimeLimit(new Counter(undefined, 2), 2);
    env.reset();
    env.step(0);
    expect(env.step(0)).toMatchObject({ terminated: true, truncated: true });
  });
});

describe('OrderEnforcing', () => {
  it('refuses steps outside an episode', () => {
    const env = make('CartPole-v1', { maxEpisodeSteps: 2 });
    expect(() => env.step(0)).toThrow(/CartPole-v1: step\(\) was called before the first reset\(\)/);
    env.reset();
    env.step(0);
    env.step(1);
    expect(() => env.step(0)).toThrow(/after the episode ended. Call reset\(\)/);
    env.reset();
    expect(env.step(0).reward).toBe(1);
  });

  it.each<[string, unknown[]]>([
    ['CartPole-v1', [2, -1, 0.5, Number.NaN, '1', [0], undefined]],
    [
      'Pendulum-v1',
      [0, [Number.NaN], [Infinity], [0, 0], new Float32Array(2), new Float64Array([Number.NaN])],
    ],
  ])('refuses actions that do not fit %s', (id, actions) => {
    const env = make(id as string);
    env.reset();
    for (const action of actions) expect(() => env.step(action)).toThrow(/does not fit the action space/);
  });

  it('lets continuous actions beyond the bounds pass, inside tuples and dicts too', () => {
    const torque = new Box({ low: -1, high: 1 }) as Space;
    const space = new Dict({ a: new Tuple([torque, new Discrete(2)]) }) as Space;
    const env = new OrderEnforcing(new Counter<unknown>(space));
    env.reset();
    expect(() => env.step({ a: [[5], 1] })).not.toThrow();
    expect(() => env.step({ a: [[5], 2] })).toThrow(/does not fit/);
    expect(() => env.step({ b: 1 })).toThrow(/does not fit/);
    expect(() => env.step(null)).toThrow(/does not fit/);
  });

  it('reports numbers that are not finite', () => {
    const nanReward = new OrderEnforcing(new TransformReward(new Counter(), () => Number.NaN));
    nanReward.reset();
    expect(() => nanReward.step(1)).toThrow(/TransformReward: step\(1\) gave the reward NaN/);
    const at = (bad: number) =>
      new OrderEnforcing(
        new TransformObservation(new Counter(), ([count]) => Float32Array.of(count === bad ? Infinity : 0)),
      );
    expect(() => at(0).reset()).toThrow(
      /the observation of reset\(\) does not fit .*: it is Infinity at element 0/,
    );
    const late = at(1);
    late.reset();
    expect(() => late.step(0)).toThrow(/the observation of step\(0\) does not fit .*: it is Infinity/);
  });

  it('reports observations of another form', () => {
    const env = new OrderEnforcing(new TransformObservation(new Counter(), () => new Float32Array(2)));
    expect(() => env.reset()).toThrow(
      /does not fit the observation space Box\(0, 1000000, \[1\], float32\): it must be a flat array of 1 numbers .* got Float32Array of length 2/,
    );
    const text = new OrderEnforcing(new TransformObservation(new Counter(), () => 'fine'));
    expect(() => text.reset()).toThrow(/does not fit .*got "fine"/);
  });
});

describe('RecordEpisodeStatistics', () => {
  it('reports return and length at the end only, and keeps the last episodes', () => {
    const env = new RecordEpisodeStatistics(new Counter(undefined, 3), { bufferLength: 2 });
    for (let episode = 0; episode < 3; episode++) {
      env.reset();
      expect(env.step(0).info).toEqual({});
      env.step(0);
      const { r, l, t } = env.step(0).info.episode as EpisodeStatistics;
      expect([r, l]).toEqual([6, 3]);
      expect(t).toBeGreaterThanOrEqual(0);
    }
    expect(env.episodes).toHaveLength(2);
  });
});

describe('ClipAction and RescaleAction', () => {
  const bounds = new Box({ low: [-2, 0], high: [2, 10] });

  it('clip to the bounds', () => {
    const inner = new Counter(bounds);
    const env = new ClipAction(inner);
    env.step(Float32Array.of(-5, 4));
    expect(inner.lastAction).toEqual(Float32Array.of(-2, 4));
    expect(String(env.actionSpace)).toBe('Box(-Infinity, Infinity, [2], float32)');
  });

  it('stretch a range over the bounds, clipping what lies beyond', () => {
    const inner = new Counter(bounds);
    const env = new RescaleAction(inner);
    env.step(Float32Array.of(0.5, 0));
    expect(inner.lastAction).toEqual(Float32Array.of(1, 5));
    env.step(Float32Array.of(-3, 1));
    expect(inner.lastAction).toEqual(Float32Array.of(-2, 10));
    const unit = new RescaleAction(inner, { minAction: 0, maxAction: 1 });
    unit.step(Float32Array.of(0.25, 0.25));
    expect(inner.lastAction).toEqual(Float32Array.of(-1, 2.5));
    expect(String(unit.actionSpace)).toBe('Box(0, 1, [2], float32)');
  });

  it('need a box with bounds', () => {
    expect(() => new ClipAction(new CartPole() as never)).toThrow(
      /needs a Box action space, got Discrete\(2\)/,
    );
    expect(() => new RescaleAction(new ClipAction(new Pendulum()))).toThrow(/finite bounds/);
    expect(() => new RescaleAction(new Pendulum(), { minAction: 1 })).toThrow(/minAction < maxAction/);
  });
});

describe('NormalizeObservation', () => {
  // Worked out by hand from Gymnasium's formulas: counts 1e-4 + n, population variance.
  it('uses the statistics that include the observation itself', () => {
    const env = new NormalizeObservation(new Counter());
    env.reset();
    const { observation } = env.step(0);
    const count = 2.0001;
    const mean = 1 / count;
    const variance = (1e-4 + (1 - 1e-4) * 0 + 1 - count * mean ** 2) / count;
    expect(env.statistics.count).toBeCloseTo(count, 10);
    expect(env.statistics.mean[0]).toBeCloseTo(mean, 10);
    expect(env.statistics.variance[0]).toBeCloseTo(variance, 4);
    expect(observation[0]).toBeCloseTo((1 - mean) / Math.sqrt(env.statistics.variance[0]! + 1e-8), 5);
  });

  it('tends to mean 0 and variance 1, and freezes', () => {
    const env = new NormalizeObservation(new Pendulum());
    env.reset({ seed: 0 });
    env.actionSpace.seed(0);
    for (let t = 0; t < 2000; t++) env.step(env.actionSpace.sample());
    env.training = false;
    const frozen = JSON.stringify(env.statistics);
    const sums = [0, 0];
    for (let t = 0; t < 2000; t++) {
      const cos = env.step(env.actionSpace.sample()).observation[0]!;
      sums[0]! += cos / 2000;
      sums[1]! += cos ** 2 / 2000;
    }
    expect(Math.abs(sums[0]!)).toBeLessThan(0.5);
    expect(Math.abs(sums[1]! - 1)).toBeLessThan(0.5);
    expect(JSON.stringify(env.statistics)).toBe(frozen);
    const evaluation = new NormalizeObservation(new Pendulum(), {
      statistics: env.statistics,
      training: false,
    });
    evaluation.reset();
    expect(JSON.stringify(env.statistics)).toBe(frozen);
  });

  it('needs a box', () => {
    expect(() => new NormalizeObservation(new Taxi() as never)).toThrow(
      /Box observation space, got Discrete\(500\)/,
    );
  });
});

describe('NormalizeReward', () => {
  it('divides by the deviation of the discounted return', () => {
    const env = new NormalizeReward(new Counter(undefined, 3), { gamma: 0.5 });
    env.reset();
    const rewards = [env.step(0), env.step(0), env.step(0)].map((result) => result.reward);
    // Discounted returns: 1, 2.5, and 3 where the episode terminates.
    const returns = [1, 2.5, 3];
    rewards.forEach((reward, t) => {
      const seen = returns.slice(0, t + 1);
      const count = seen.length + 1e-4;
      const mean = seen.reduce((sum, x) => sum + x, 0) / count;
      const variance = (1e-4 + seen.reduce((sum, x) => sum + x * x, 0)) / count - mean ** 2;
      expect(reward).toBeCloseTo((t + 1) / Math.sqrt(variance + 1e-8), 6);
    });
    env.training = false;
    env.reset();
    env.step(0);
    expect(env.statistics.count).toBeCloseTo(3.0001, 10);
  });
});

describe('FrameStack', () => {
  it('shows the last observations, the oldest first', () => {
    const env = new FrameStack(new Counter(), 3);
    expect(env.observationSpace.toJSON()).toMatchObject({ shape: [3, 1], low: 0, high: 1e6 });
    expect([...env.reset().observation]).toEqual([0, 0, 0]);
    env.step(0);
    expect([...env.step(0).observation]).toEqual([0, 1, 2]);
    expect([...env.step(0).observation]).toEqual([1, 2, 3]);
    expect(env.observationSpace.contains(env.reset().observation)).toBe(true);
  });

  it('pads with the first observation or zeros', () => {
    const shifted = () => new TransformObservation(new Counter(), ([count]) => Float32Array.of(count! + 5));
    expect([...new FrameStack(shifted(), 2).reset().observation]).toEqual([5, 5]);
    expect([...new FrameStack(shifted(), 2, { padding: 'zero' }).reset().observation]).toEqual([0, 5]);
    expect(() => new FrameStack(new Counter(), 0)).toThrow(
      /stackSize must be an integer of at least 1, got 0/,
    );
  });
});

describe('TransformObservation and TransformReward', () => {
  it('pass values through a function', () => {
    const env = new TransformReward(
      new TransformObservation(new Counter(), ([count]) => count!, new Discrete(100)),
      (reward) => -reward,
    );
    expect(env.reset().observation).toBe(0);
    expect(env.step(0)).toMatchObject({ observation: 1, reward: -1 });
    expect(String(env.observationSpace)).toBe('Discrete(100)');
  });
});

describe('state', () => {
  const push = (t: number) => Float32Array.of(Math.sin(t));

  it.each<[string, (env: MountainCarContinuous) => Env<unknown, Float32Array>]>([
    ['TimeLimit', (env) => new TimeLimit(env, 18)],
    ['OrderEnforcing', (env) => new OrderEnforcing(env)],
    ['ClipAction', (env) => new ClipAction(env)],
    ['RescaleAction', (env) => new RescaleAction(env)],
    ['NormalizeObservation', (env) => new NormalizeObservation(env)],
    ['NormalizeReward', (env) => new NormalizeReward(env)],
    ['FrameStack', (env) => new FrameStack(env, 4)],
    ['TransformReward', (env) => new TransformReward(env, (reward) => 2 * reward)],
    [
      'all of them',
      (env) => new FrameStack(new NormalizeReward(new NormalizeObservation(new TimeLimit(env, 30))), 2),
    ],
  ])('of %s is exact', (_name, wrap) => {
    expectExactState(() => wrap(new MountainCarContinuous()), push);
  });

  it('of RecordEpisodeStatistics is exact but for the clock', () => {
    const env = new RecordEpisodeStatistics(new Counter(undefined, 4));
    env.reset();
    env.step(0);
    const copy = new RecordEpisodeStatistics(new Counter(undefined, 4));
    copy.loadState!(env.saveState!());
    copy.step(0);
    copy.step(0);
    expect(copy.step(0).info.episode).toMatchObject({ r: 10, l: 4 });
  });

  it('is there only when the environment has one', () => {
    const bare = Object.assign(new Counter(), { saveState: undefined, loadState: undefined });
    expect(new TimeLimit(bare as unknown as Env<Float32Array, number>, 3).saveState).toBeUndefined();
  });
});

it('wrappers hand masks, drawings and specs through', () => {
  const env = make('Taxi-v4');
  env.reset({ seed: 0 });
  expect(env.actionMask!()).toHaveLength(6);
  expect(env.render()?.width).toBeGreaterThan(0);
  expect(new TimeLimit(env, 3).spec?.id).toBe('Taxi-v4');
  expect(new TimeLimit(new CliffWalking(), 3).actionMask).toBeUndefined();
  env.close();
});
