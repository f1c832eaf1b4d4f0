import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Generator } from '../../random/index.js';
import { allocatePacked, Box, Dict, Discrete, MultiBinary, type Space, Tuple } from '../../spaces/index.js';
import {
  type AutoresetMode,
  asVectorEnv,
  CartPole,
  type Env,
  make,
  makeVec,
  Pendulum,
  RowsVectorEnv,
  SelectObservation,
  SyncVectorEnv,
  TimeLimit,
  type VectorEnv,
  VectorNormalizeObservation,
  VectorNormalizeReward,
  vectorize,
} from '../index.js';

const modes = ['same-step', 'next-step', 'disabled'] as const;

function randomActions(env: VectorEnv, rng: Generator) {
  const { packedType, packedSize } = env.singleActionSpace;
  const actions = allocatePacked(packedType, env.numEnvs * packedSize);
  for (let i = 0; i < env.numEnvs; i++) {
    env.singleActionSpace.pack(env.singleActionSpace.sample({ rng }), actions, i * packedSize);
  }
  return actions;
}

/** Everything that agents read, as plain lists. */
function view(env: VectorEnv) {
  const { observations, rewards, terminated, truncated, infos } = env;
  const size = env.singleObservationSpace.packedSize;
  const finals = Array.from(terminated, (flag, i) => {
    const isOver = env.autoreset === 'same-step' && (flag === 1 || truncated[i] === 1);
    return isOver ? [...env.finalObservations.slice(i * size, (i + 1) * size)] : null;
  });
  return [observations, rewards, terminated, truncated]
    .map((array) => [...array])
    .concat(finals as never, infos as never);
}

function resetFinished(env: VectorEnv) {
  const mask = env.terminated.map((flag, i) => flag | env.truncated[i]!);
  if (env.autoreset === 'disabled' && mask.includes(1)) env.reset({ mask });
}

describe.each(modes)('CartPole for many carts, autoreset %s', (autoreset) => {
  it('equals single ones, number for number', () => {
    fc.assert(
      fc.property(
        fc.nat(),
        fc.integer({ min: 1, max: 5 }),
        fc.integer({ min: 1, max: 40 }),
        (seed, numEnvs, limit) => {
          const settings = {
            numEnvs,
            autoreset,
            options: { maxEpisodeSteps: limit, suttonBartoReward: seed % 2 === 0 },
          };
          const native = makeVec('CartPole-v1', settings);
          const sync = makeVec('CartPole-v1', { ...settings, vectorization: 'sync' });
          expect(native).toBeInstanceOf(RowsVectorEnv);
          expect(sync).toBeInstanceOf(SyncVectorEnv);
          native.reset({ seed });
          sync.reset({ seed });
          expect(view(native)).toEqual(view(sync));
          const rng = new Generator(seed);
          for (let t = 0; t < 80; t++) {
            const actions = randomActions(native, rng);
            native.step(actions);
            sync.step(actions);
            expect(view(native)).toEqual(view(sync));
            resetFinished(native);
            resetFinished(sync);
          }
        },
      ),
      { numRuns: 25 },
    );
  });

  it('goes on exactly from a saved state', () => {
    for (const vectorization of ['auto', 'sync'] as const) {
      const make = () => makeVec('CartPole-v1', { numEnvs: 3, autoreset, vectorization });
      const env = make();
      env.reset({ seed: 9 });
      const rng = new Generator(2);
      for (let t = 0; t < 30; t++) {
        env.step(randomActions(env, rng));
        resetFinished(env);
      }
      const copy = make();
      copy.loadState!(JSON.parse(JSON.stringify(env.saveState!())));
      expect(copy.observations).toEqual(env.observations);
      for (let t = 0; t < 60; t++) {
        const actions = randomActions(env, rng);
        env.step(actions);
        copy.step(actions);
        expect(view(copy)).toEqual(view(env));
        resetFinished(env);
        resetFinished(copy);
      }
    }
  });
});

/** What a caller sees who steps the same environments by hand. */
function playByHand(env: Env, seed: number, actions: unknown[], autoreset: AutoresetMode) {
  const rows: unknown[] = [env.reset({ seed }).observation];
  let isOver = false;
  for (const action of actions) {
    if (isOver) {
      rows.push({ observation: env.reset().observation, reward: 0, terminated: false, truncated: false });
      isOver = false;
      continue;
    }
    const { observation, reward, terminated, truncated } = env.step(action);
    const hasEnded = terminated || truncated;
    if (hasEnded && autoreset === 'same-step') {
      rows.push({ observation: env.reset().observation, reward, terminated, truncated, final: observation });
    } else {
      rows.push({ observation, reward, terminated, truncated });
      isOver = hasEnded;
    }
  }
  return rows;
}

it.each(
  ['Taxi-v4', 'Blackjack-v1', 'Pendulum-v1', 'GridworldRandom-v0'].flatMap((id) =>
    (['same-step', 'next-step'] as const).map((autoreset) => [id, autoreset] as const),
  ),
)('%s in a vector with autoreset %s is what it is alone', (id, autoreset) => {
  const envs = makeVec(id, { numEnvs: 3, autoreset, options: { maxEpisodeSteps: 25 } });
  const space = envs.singleObservationSpace;
  const rng = new Generator(4);
  const steps = Array.from({ length: 60 }, () => randomActions(envs, rng));
  envs.reset({ seed: 11 });
  const seen: unknown[][] = [0, 1, 2].map((i) => [space.unpack(envs.observations, i * space.packedSize)]);
  for (const actions of steps) {
    envs.step(actions);
    for (let i = 0; i < 3; i++) {
      const terminated = envs.terminated[i] === 1;
      const truncated = envs.truncated[i] === 1;
      const observation = space.unpack(envs.observations, i * space.packedSize);
      const row = { observation, reward: envs.rewards[i], terminated, truncated };
      const isOver = autoreset === 'same-step' && (terminated || truncated);
      const final = space.unpack(envs.finalObservations, i * space.packedSize);
      seen[i]!.push(isOver ? { ...row, final } : row);
    }
  }
  for (let i = 0; i < 3; i++) {
    const unpack = (actions: (typeof steps)[number]) => {
      return envs.singleActionSpace.unpack(actions, i * envs.singleActionSpace.packedSize);
    };
    expect(seen[i]).toEqual(
      playByHand(make(id, { maxEpisodeSteps: 25 }), 11 + i, steps.map(unpack), autoreset),
    );
  }
});

describe('SyncVectorEnv', () => {
  it('packs nested observations and keeps infos of the step', () => {
    const space = new Dict({
      b: new Box({ low: 0, high: 9 }),
      a: new Tuple([new Discrete(4), new MultiBinary(2)]),
    });
    const value = () => ({ b: Float32Array.of(2.5), a: [3, Uint8Array.of(0, 1)] });
    let steps = 0;
    const env: Env = {
      observationSpace: space as Space,
      actionSpace: new Discrete(2) as Space,
      reset: () => ({ observation: value(), info: { fresh: true } }),
      step: () => ({
        observation: value(),
        reward: 1,
        terminated: ++steps === 2,
        truncated: false,
        info: { steps },
      }),
      render: () => undefined,
      close: () => {},
    };
    const envs = new SyncVectorEnv([() => env]);
    expect(envs.saveState).toBeUndefined();
    envs.reset();
    expect([...envs.observations]).toEqual([3, 0, 1, 2.5]);
    expect(envs.infos).toEqual([{ fresh: true }]);
    envs.step(Uint8Array.of(0));
    envs.step(Uint8Array.of(0));
    expect(envs.infos).toEqual([{ steps: 2 }]);
    expect([...envs.finalObservations]).toEqual([3, 0, 1, 2.5]);
  });

  it('shows the masks of the states in `observations`', () => {
    const envs = makeVec('Taxi-v4', { numEnvs: 2 });
    const singles = [make('Taxi-v4'), make('Taxi-v4')];
    envs.reset({ seed: 5 });
    const resets = singles.map((env, i) => env.reset({ seed: 5 + i }));
    const masks = () => singles.flatMap((env) => [...env.actionMask!()]);
    expect([...envs.actionMasks!]).toEqual(masks());
    expect(envs.infos).toEqual(resets.map((result) => result.info));
    envs.step(Uint8Array.of(1, 2));
    singles.forEach((env, i) => {
      env.step(1 + i);
    });
    expect([...envs.actionMasks!]).toEqual(masks());
    expect(makeVec('CartPole-v1').actionMasks).toBeUndefined();
  });

  it('seeds row i with seed + i, bigints too', () => {
    for (const seed of [3, 2n ** 70n]) {
      const envs = makeVec('Acrobot-v1', { numEnvs: 2 });
      envs.reset({ seed });
      const second = make('Acrobot-v1').reset({ seed: typeof seed === 'bigint' ? seed + 1n : seed + 1 });
      expect(envs.observations.slice(6)).toEqual(second.observation);
    }
  });

  it('resets only the rows of the mask', () => {
    const envs = makeVec('Pendulum-v1', { numEnvs: 3 });
    envs.reset({ seed: 0 });
    const before = envs.observations.slice();
    envs.reset({ mask: Uint8Array.of(0, 1, 0) });
    const changed = [0, 1, 2].map((i) => envs.observations[3 * i] !== before[3 * i]);
    expect(changed).toEqual([false, true, false]);
  });

  it('seeds each row with its own of a list', () => {
    for (const vectorization of ['auto', 'sync'] as const) {
      const envs = makeVec('CartPole-v1', { numEnvs: 3, vectorization });
      envs.reset({ seed: [7, undefined, 2n ** 70n] });
      const rows = [7, 2n ** 70n].map((seed) => make('CartPole-v1').reset({ seed }).observation);
      expect(envs.observations.slice(0, 4)).toEqual(rows[0]);
      expect(envs.observations.slice(8)).toEqual(rows[1]);
      expect(() => envs.reset({ seed: [1, 2] })).toThrow(
        /seed of reset\(\) needs an entry for each of the 3/,
      );
      expect(() => envs.reset({ mask: Uint8Array.of(1) })).toThrow(
        /mask of reset\(\) needs an entry for each/,
      );
      expect(() => envs.reset({ sede: 1 } as object)).toThrow(/no option 'sede'. Did you mean seed/);
    }
  });

  it('forgets what the last step left behind when it restores a state', () => {
    const envs = makeVec('Taxi-v4', { numEnvs: 2, options: { maxEpisodeSteps: 3 } });
    envs.reset({ seed: 0 });
    const state = envs.saveState!();
    for (let t = 0; t < 3; t++) envs.step(Uint8Array.of(0, 1));
    envs.loadState!(state);
    expect([[...envs.rewards], [...envs.finalObservations], envs.infos]).toEqual([
      [0, 0],
      [0, 0],
      [undefined, undefined],
    ]);
    const three = makeVec('Taxi-v4', { numEnvs: 3 });
    expect(() => three.loadState!(state)).toThrow(/that of 2 environments, these are 3/);
    const cart = makeVec('CartPole-v1', { numEnvs: 3 });
    const other = makeVec('CartPole-v1', { numEnvs: 2 }).saveState!();
    expect(() => cart.loadState!(other)).toThrow(/that of 2 environments, these are 3/);
  });

  it('forwards computeReward and computeTerminated, also through wrappers of the vector', () => {
    const goal = () =>
      Object.assign(new Pendulum(), {
        computeReward: (achieved: unknown, desired: unknown) => (achieved === desired ? 0 : -1),
        computeTerminated: (achieved: unknown, desired: unknown) => achieved === desired,
      });
    const envs = new VectorNormalizeReward(new SyncVectorEnv([goal, goal]));
    expect([envs.computeReward!(1, 1, {}), envs.computeReward!(1, 2, {})]).toEqual([0, -1]);
    expect([envs.computeTerminated!(1, 1, {}), envs.computeTerminated!(1, 2, {})]).toEqual([true, false]);
    expect(new SyncVectorEnv([() => new Pendulum()]).computeReward).toBeUndefined();
  });

  it('refuses the same environment twice, however it is wrapped', () => {
    const env = new CartPole();
    const other = () => new CartPole();
    expect(() => new SyncVectorEnv([() => env, other, () => env])).toThrow(
      /Number 2 of the vector is the same environment as number 0: make a new one/,
    );
    expect(() => vectorize(() => new TimeLimit(env, 5), { numEnvs: 2 })).toThrow(/same environment/);
    expect(() => asVectorEnv(() => env, { numEnvs: 2 })).toThrow(/same environment/);
  });

  it.each<[string, () => unknown, RegExp]>([
    ['no environments', () => new SyncVectorEnv([]), /at least one/],
    [
      'an unknown key',
      () => makeVec('CartPole-v1', { numEnv: 4 } as object),
      /'numEnv'. Did you mean numEnvs/,
    ],
    ['an unknown key', () => new SyncVectorEnv([() => new CartPole()], { reset: 1 } as object), /'reset'/],
    [
      'an unknown mode',
      () => makeVec('CartPole-v1', wrongMode),
      /same-step, next-step, disabled, got 'sometimes'/,
    ],
    ['an unknown mode', () => new SyncVectorEnv([() => new CartPole()], wrongMode), /got 'sometimes'/],
    [
      'an unknown vectorization',
      () => makeVec('CartPole-v1', { vectorization: 'gpu' as 'auto' }),
      /'auto' or 'sync', got 'gpu'/,
    ],
    [
      'environments for functions',
      () => new SyncVectorEnv([new CartPole()] as never),
      /\(\) => new MyEnv\(\)/,
    ],
    ['a class for a function', () => asVectorEnv(CartPole as never), /\(\) => new CartPole\(\)/],
    [
      'several of one',
      () => asVectorEnv(new CartPole(), { numEnvs: 3 }),
      /3 environments are wanted and 1 is there/,
    ],
    ['a promise', () => asVectorEnv((async () => new CartPole()) as never), /got a Promise: await it first/],
    ['a null', () => asVectorEnv((() => null) as never), /A vector needs an environment, .* got null/],
    ['a missing space', () => asVectorEnv(spaceless as never), /needs an actionSpace, such as/],
    [
      'a result without flags',
      () => stepOnce({ observation: 0, reward: 1, done: true }),
      /terminated.*true or false/,
    ],
    ['a flag that is text', () => stepOnce({ ...result, truncated: 'false' }), /gave truncated "false"/],
    ['no result', () => stepOnce(undefined), /step\(0\) must return \{ observation, reward/],
    ['a promise of a result', () => stepOnce(Promise.resolve(result)), /returned a Promise/],
    [
      'nothing',
      () => asVectorEnv(undefined as never),
      /a function that makes one, or a VectorEnv; got undefined/,
    ],
    ['too many', () => makeVec('CartPole-v1', { numEnvs: 1e9 }), /numEnvs must be at most 65536/],
    ['no count', () => makeVec('CartPole-v1', { numEnvs: 0 }), /numEnvs must be a positive integer, got 0/],
    [
      'unequal spaces',
      () => new SyncVectorEnv([() => new CartPole(), () => new Pendulum()]),
      /number 1 has Box/,
    ],
    [
      'too few actions',
      () => started('auto').step(Uint8Array.of(0)),
      /needs 2 packed actions of Discrete\(2\).*got 1/,
    ],
    [
      'too few actions',
      () => started('sync').step(Uint8Array.of(0)),
      /needs 2 packed actions of Discrete\(2\).*got 1/,
    ],
    ['a foreign action', () => started('auto').step(Uint8Array.of(0, 2)), /action 2 of sub-environment 1/],
    ['a foreign action', () => started('sync').step(Uint8Array.of(0, 2)), /action 2 does not fit/],
    ['steps before reset', () => makeVec('CartPole-v1').step(Uint8Array.of(0)), /before the first reset/],
    ['a finished row', () => stepFinished('auto'), /Sub-environment 0 .* call reset\(\{ mask \}\)/],
    ['a finished row', () => stepFinished('sync'), /Sub-environment 0 .* call reset\(\{ mask \}\)/],
  ])('explains %s', (_name, run, message) => {
    expect(run).toThrow(message);
  });
});

const result = { observation: 0, reward: 0, terminated: false, truncated: false, info: {} };
const spaceless = { ...result, observationSpace: new Discrete(2), reset: () => result, step: () => result };

/** Steps an environment that gives this result. */
function stepOnce(given: unknown): void {
  const step = () => given;
  const bare = { ...spaceless, actionSpace: new Discrete(2), step };
  const envs = new SyncVectorEnv([() => bare as unknown as Env]);
  envs.reset();
  envs.step(Uint8Array.of(0));
}

const wrongMode = { autoreset: 'sometimes' as AutoresetMode };

function started(vectorization: 'auto' | 'sync'): VectorEnv {
  const env = makeVec('CartPole-v1', { numEnvs: 2, vectorization });
  env.reset();
  return env;
}

function stepFinished(vectorization: 'auto' | 'sync') {
  const options = { maxEpisodeSteps: 1 };
  const env = makeVec('CartPole-v1', { autoreset: 'disabled', vectorization, options });
  env.reset();
  env.step(Uint8Array.of(0));
  env.step(Uint8Array.of(0));
}

describe('asVectorEnv', () => {
  it('takes ids, environments and vectors', () => {
    const vector = makeVec('CartPole-v1', { numEnvs: 2 });
    expect(asVectorEnv(vector)).toBe(vector);
    expect(asVectorEnv('CartPole-v1').numEnvs).toBe(1);
    const bare = asVectorEnv(new CartPole());
    expect(() => bare.step(Uint8Array.of(0))).toThrow(/CartPole: step\(\) was called before the first reset/);
    const single = asVectorEnv(make('Taxi-v4', { maxEpisodeSteps: 9 }));
    expect([single.numEnvs, single.spec?.maxEpisodeSteps, single.autoreset]).toEqual([1, 9, 'same-step']);
    expect(asVectorEnv('CartPole-v1', { numEnvs: 3 }).numEnvs).toBe(3);
  });

  it('takes functions that make environments', () => {
    const envs = asVectorEnv(() => new CartPole(), { numEnvs: 2 });
    const wrapped = vectorize(() => new CartPole(), {
      numEnvs: 2,
      autoreset: 'disabled',
      wrappers: [(env) => new TimeLimit(env, 2), (env) => new SelectObservation(env as CartPole, [1])],
    });
    for (const vector of [envs, wrapped]) {
      vector.reset({ seed: 3 });
      vector.step(Uint8Array.of(0, 1));
      vector.step(Uint8Array.of(0, 1));
    }
    expect(wrapped.observations[1]).toBe(envs.observations[5]);
    expect([...wrapped.truncated]).toEqual([1, 1]);
    const byId = makeVec('CartPole-v1', {
      numEnvs: 2,
      wrappers: [{ name: 'TimeLimit', options: { maxEpisodeSteps: 2 } }, (env) => env],
    });
    byId.reset({ seed: 3 });
    byId.step(Uint8Array.of(0, 1));
    byId.step(Uint8Array.of(0, 1));
    expect([...byId.truncated]).toEqual([1, 1]);
  });
});

describe('VectorNormalizeObservation', () => {
  const make = (options = {}) => {
    return new VectorNormalizeObservation(
      makeVec('Pendulum-v1', { numEnvs: 4, options: { maxEpisodeSteps: 10 } }),
      options,
    );
  };

  it('normalises by the statistics of all batches so far', () => {
    const env = make();
    const batches: number[][] = [];
    const rng = new Generator(0);
    env.reset({ seed: 0 });
    batches.push([...env.env.observations]);
    for (let t = 0; t < 15; t++) {
      env.step(randomActions(env, rng));
      batches.push([...env.env.observations]);
    }
    const speeds = batches.flat().filter((_, i) => i % 3 === 2);
    const mean = speeds.reduce((sum, x) => sum + x, 0) / speeds.length;
    const variance = speeds.reduce((sum, x) => sum + (x - mean) ** 2, 0) / speeds.length;
    expect(env.statistics.count).toBeCloseTo(64, 3);
    expect(env.statistics.mean[2]).toBeCloseTo(mean, 4);
    expect(env.statistics.variance[2]).toBeCloseTo(variance, 4);
    const expected =
      (env.env.observations[5]! - env.statistics.mean[2]!) / Math.sqrt(env.statistics.variance[2]! + 1e-8);
    expect(env.observations[5]).toBeCloseTo(expected, 5);
  });

  it('normalises terminal observations without counting them', () => {
    const env = make();
    const rng = new Generator(0);
    env.reset({ seed: 0 });
    for (let t = 0; t < 10; t++) env.step(randomActions(env, rng));
    expect([...env.truncated]).toEqual([1, 1, 1, 1]);
    expect(env.statistics.count).toBeCloseTo(44, 3);
    const raw = env.env.finalObservations[2]!;
    const expected = (raw - env.statistics.mean[2]!) / Math.sqrt(env.statistics.variance[2]! + 1e-8);
    expect(env.finalObservations[2]).toBeCloseTo(expected, 5);
  });

  it('clips', () => {
    const env = make({ clip: 0.01 });
    env.reset({ seed: 0 });
    expect(Math.max(...env.observations.map(Math.abs))).toBeCloseTo(0.01, 6);
    expect(env.singleObservationSpace.contains(env.observations.slice(0, 3))).toBe(true);
  });

  it('counts only the rows that a masked reset renews', () => {
    const env = make();
    env.reset({ seed: 0 });
    const before = env.observations.slice();
    env.reset({ mask: Uint8Array.of(0, 0, 1, 0) });
    expect(env.statistics.count).toBeCloseTo(5, 3);
    expect(env.observations.slice(0, 6)).toEqual(before.slice(0, 6));
  });

  it('shares its statistics with an evaluation that leaves them alone', () => {
    const train = make();
    train.reset({ seed: 0 });
    const frozen = JSON.stringify(train.statistics);
    const test = make({ statistics: train.statistics, training: false });
    test.reset({ seed: 0 });
    test.step(randomActions(test, new Generator(0)));
    expect(JSON.stringify(train.statistics)).toBe(frozen);
    test.reset({ seed: 0 });
    expect(test.observations).toEqual(train.observations);
  });

  it('needs a box', () => {
    expect(() => new VectorNormalizeObservation(makeVec('Taxi-v4'))).toThrow(
      /Box observation space, got Discrete/,
    );
  });
});

describe('VectorNormalizeReward', () => {
  it('follows VecNormalize: return first, then statistics, then division, then a fresh start', () => {
    const options = { maxEpisodeSteps: 6 };
    const env = new VectorNormalizeReward(makeVec('Pendulum-v1', { numEnvs: 3, options }), { gamma: 0.9 });
    const rng = new Generator(3);
    env.reset({ seed: 2 });
    let returns = [0, 0, 0];
    const seen: number[] = [];
    for (let t = 0; t < 14; t++) {
      env.step(randomActions(env, rng));
      const raw = [...env.env.rewards];
      returns = returns.map((value, i) => value * 0.9 + raw[i]!);
      seen.push(...returns);
      const count = seen.length + 1e-4;
      const mean = seen.reduce((sum, x) => sum + x, 0) / count;
      const variance = (1e-4 + seen.reduce((sum, x) => sum + x * x, 0)) / count - mean ** 2;
      raw.forEach((reward, i) => {
        expect(env.rewards[i]).toBeCloseTo(reward / Math.sqrt(variance + 1e-8), 6);
      });
      if (env.truncated[0] === 1) returns = [0, 0, 0];
    }
  });

  it('clips and freezes', () => {
    const env = new VectorNormalizeReward(makeVec('MountainCar-v0'), { clip: 0.5 });
    env.reset();
    env.step(Uint8Array.of(0));
    expect(env.rewards[0]).toBe(-0.5);
    env.training = false;
    env.step(Uint8Array.of(0));
    expect(env.statistics.count).toBeCloseTo(1, 3);
  });
});

it('normalising wrappers go on exactly from a saved state', () => {
  const make = () => {
    const inner = makeVec('Pendulum-v1', { numEnvs: 2, options: { maxEpisodeSteps: 15 } });
    return new VectorNormalizeReward(new VectorNormalizeObservation(inner));
  };
  const env = make();
  env.reset({ seed: 1 });
  const rng = new Generator(1);
  for (let t = 0; t < 20; t++) env.step(randomActions(env, rng));
  const copy = make();
  copy.loadState!(JSON.parse(JSON.stringify(env.saveState!())));
  expect(copy.observations).toEqual(env.observations);
  for (let t = 0; t < 20; t++) {
    const actions = randomActions(env, rng);
    env.step(actions);
    copy.step(actions);
    expect(view(copy)).toEqual(view(env));
  }
  env.close();
});
