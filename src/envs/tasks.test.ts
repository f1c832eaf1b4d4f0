// Small tasks and own maps by their rules, and simple controllers that must master the physical ones.
import { describe, expect, it } from 'vitest';
import {
  CliffWalking,
  CueMemory,
  type Env,
  FrozenLake,
  generateRandomMap,
  IdentityEnv,
  IdentityEnvBox,
  IdentityEnvMultiBinary,
  IdentityEnvMultiDiscrete,
  make,
  type TabularEnv,
  Taxi,
} from './index.js';

/** Plays one episode and returns the sum of rewards and the last result. */
function play<O, A>(env: Env<O, A>, policy: (observation: O) => A, seed = 0) {
  let { observation } = env.reset({ seed });
  let total = 0;
  for (;;) {
    const result = env.step(policy(observation));
    total += result.reward;
    observation = result.observation;
    if (result.terminated || result.truncated) return { total, ...result };
  }
}

describe('identity tasks', () => {
  const tasks = [IdentityEnv, IdentityEnvMultiDiscrete, IdentityEnvMultiBinary, IdentityEnvBox];

  it.each(tasks.map((task) => [task.name, () => new task() as unknown as Env] as const))(
    '%s pays for repeating the observation and for nothing else',
    (_name, create) => {
      expect(play(create(), (observation) => observation)).toMatchObject({ total: 100, terminated: true });
      const env = create();
      env.actionSpace.seed(99);
      expect(play(env, () => env.actionSpace.sample()).total).toBeLessThan(75);
    },
  );

  it('take their size and length', () => {
    expect(new IdentityEnv({ n: 5 }).actionSpace.flatdim).toBe(5);
    expect(play(new IdentityEnv({ episodeLength: 7 }), (shown) => shown).total).toBe(7);
  });
});

describe('CueMemory', () => {
  it('shows the cue once, waits, and pays for the cue at the end', () => {
    const env = new CueMemory({ delay: 3, cues: 4 });
    for (let seed = 0; seed < 20; seed++) {
      const cue = env.reset({ seed }).observation;
      const answer = seed % 2 === 0 ? cue : (cue + 1) % 4;
      const waits = [0, 1, 2].map(() => env.step(0));
      expect(waits.map(({ observation }) => observation)).toEqual([4, 4, 4]);
      expect(env.step(0)).toMatchObject({ observation: 5, reward: 0, terminated: false });
      expect(env.step(answer)).toMatchObject({ reward: answer === cue ? 1 : -1, terminated: true });
    }
  });

  it('can do without delay', () => {
    const env = new CueMemory({ delay: 0 });
    const cue = env.reset({ seed: 1 }).observation;
    expect(env.step(1 - cue)).toMatchObject({ observation: 3, reward: 0, terminated: false });
    expect(env.step(cue)).toMatchObject({ reward: 1, terminated: true });
  });
});

describe('classic control', () => {
  it('CartPole stands under a linear controller', () => {
    const policy = ([x, v, angle, turn]: Float32Array) =>
      angle! + 0.5 * turn! + 0.05 * x! + 0.1 * v! > 0 ? 1 : 0;
    for (let seed = 0; seed < 5; seed++) {
      expect(play(make('CartPole-v1'), policy, seed)).toMatchObject({
        total: 500,
        truncated: true,
        terminated: false,
      });
    }
  });

  it('CartPole can reward as in the book', () => {
    expect(play(make('CartPole-v1', { suttonBartoReward: true }), () => 1).total).toBe(-1);
  });

  it('MountainCar climbs by pushing along its velocity', () => {
    expect(play(make('MountainCar-v0'), ([, v]) => (v! < 0 ? 0 : 2)).terminated).toBe(true);
    const push = ([, v]: Float32Array) => Float32Array.of(Math.sign(v!) || 1);
    expect(play(make('MountainCarContinuous-v0'), push).total).toBeGreaterThan(85);
    expect(play(make('MountainCar-v0', { goalVelocity: 1 }), ([, v]) => (v! < 0 ? 0 : 2)).terminated).toBe(
      false,
    );
  });

  it('Acrobot swings up by pushing along the velocity of its second link', () => {
    const policy = (observation: Float32Array) => (observation[5]! > 0 ? 2 : 0);
    const book = play(make('Acrobot-v1'), policy);
    expect(book.terminated).toBe(true);
    expect(play(make('Acrobot-v1', { bookOrNips: 'nips' }), policy).total).not.toBe(book.total);
  });

  it('Pendulum swings up by energy and holds by feedback', () => {
    const policy = ([cos, sin, speed]: Float32Array) => {
      const energy = 0.5 * speed! ** 2 * (1 / 3) + 5 * cos!;
      const torque = cos! > 0.9 ? -12 * sin! - 3 * speed! : 2 * Math.sign(speed! * (5 - energy)) || 2;
      return Float32Array.of(torque);
    };
    for (let seed = 0; seed < 5; seed++)
      expect(play(make('Pendulum-v1'), policy, seed).total).toBeGreaterThan(-600);
    expect(play(make('Pendulum-v1', { g: 0 }), () => Float32Array.of(0)).truncated).toBe(true);
  });
});

/** Greedy policy of the optimal values, by value iteration on the table. */
function plan({ P }: TabularEnv, gamma = 0.999): number[] {
  const values = new Float64Array(P.length);
  const worth = (state: number, action: number) =>
    P[state]![action]!.reduce((sum, { probability, reward, nextState, terminated }) => {
      return sum + probability * (reward + (terminated ? 0 : gamma * values[nextState]!));
    }, 0);
  const actions = P[0]!.map((_, action) => action);
  for (let sweep = 0; sweep < 2000; sweep++) {
    for (let state = 0; state < P.length; state++) {
      values[state] = Math.max(...actions.map((action) => worth(state, action)));
    }
  }
  return P.map((_, state) =>
    actions.reduce((best, a) => (worth(state, a) > worth(state, best) ? a : best), 0),
  );
}

describe('toy text', () => {
  it('tables lead planning to known results', () => {
    const lake = new FrozenLake();
    const policy = plan(lake);
    const games = Array.from(
      { length: 1000 },
      (_, seed) => play(make('FrozenLake-v1'), (s) => policy[s]!, seed).total,
    );
    // The optimal policy of the slippery 4x4 lake succeeds in about 74 of 100 games of 100 steps.
    const rate = games.reduce((sum, x) => sum + x, 0) / games.length;
    expect(rate).toBeGreaterThan(0.68);
    expect(rate).toBeLessThan(0.8);
    const cliff = new CliffWalking();
    const walk = plan(cliff);
    expect(play(cliff, (s) => walk[s]!).total).toBe(-13);
    const taxi = new Taxi();
    const route = plan(taxi, 0.99);
    for (let seed = 0; seed < 50; seed++)
      expect(play(make('Taxi-v4'), (s) => route[s]!, seed).total).toBeGreaterThan(1);
  });

  it('FrozenLake takes own maps, rewards and success rates', () => {
    const env = new FrozenLake({ desc: ['SHG', 'FFF'], isSlippery: false, rewardSchedule: [5, -2, -0.1] });
    expect(env.observationSpace.n).toBe(6);
    env.reset();
    expect(env.step(2)).toMatchObject({ observation: 1, reward: -2, terminated: true });
    env.reset();
    const path = [1, 2, 2, 3].map((action) => env.step(action).reward);
    expect(path).toEqual([-0.1, -0.1, -0.1, 5]);
    const sure = new FrozenLake({ successRate: 1 });
    expect(sure.P[0]![2]!.map(({ probability }) => probability)).toEqual([0, 1, 0]);
    expect(new FrozenLake({ mapName: null }).desc).toHaveLength(8);
    expect(generateRandomMap(5, 0.7, 1)).toHaveLength(5);
  });

  it('FrozenLake starts on each S', () => {
    const env = new FrozenLake({ desc: ['SFS', 'FFG'] });
    const starts = Array.from({ length: 40 }, (_, seed) => env.reset({ seed }).observation);
    expect(new Set(starts)).toEqual(new Set([0, 2]));
  });

  it("Taxi's mask marks the actions that have an effect", () => {
    const env = new Taxi();
    env.reset({ seed: 0 });
    for (let state = 0; state < 500; state++) {
      env.state = state;
      const effects = env.P[state]!.map(([outcome]) => outcome!.nextState !== state || outcome!.terminated);
      expect([...env.actionMask!()]).toEqual(effects.map(Number));
    }
  });
});
