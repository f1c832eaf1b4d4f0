import { describe, expect, it } from 'vitest';
import {
  Acrobot,
  CueMemory,
  defineEnv,
  defineEnvFamily,
  envFamilies,
  envSpec,
  envSpecs,
  FrozenLake,
  IdentityEnv,
  loadEnv,
  make,
  makeAsync,
  makeVec,
  makeVecAsync,
  option,
  Taxi,
  TimeLimit,
  unwrapped,
} from './index.js';

describe('make', () => {
  it.each([
    ['CartPole-v1', 500, 475],
    ['CartPole-v0', 200, 195],
    ['MountainCar-v0', 200, -110],
    ['MountainCarContinuous-v0', 999, 90],
    ['Acrobot-v1', 500, -100],
    ['Pendulum-v1', 200, undefined],
    ['FrozenLake-v1', 100, 0.7],
    ['FrozenLake8x8-v1', 200, 0.85],
    ['CliffWalking-v1', undefined, undefined],
    ['Taxi-v4', 200, 8],
    ['Blackjack-v1', undefined, undefined],
  ])("%s has Gymnasium's limit %s and threshold %s", (id, maxEpisodeSteps, rewardThreshold) => {
    expect(make(id).spec).toMatchObject({ id });
    expect(envSpec(id).maxEpisodeSteps).toBe(maxEpisodeSteps);
    expect(envSpec(id).rewardThreshold).toBe(rewardThreshold);
  });

  it('passes options on and records them in the spec', () => {
    const env = make('FrozenLake-v1', { desc: ['SF', 'HG'], isSlippery: false });
    expect((unwrapped(env) as FrozenLake).desc).toEqual(['SF', 'HG']);
    expect(env.spec?.options).toMatchObject({ isSlippery: false, mapName: '4x4' });
    expect(envSpec('FrozenLake-v1').options.isSlippery).toBe(true);
  });

  it('lets the time limit be changed and removed', () => {
    expect(make('CartPole-v1', { maxEpisodeSteps: 7 }).spec?.maxEpisodeSteps).toBe(7);
    const endless = make('MountainCar-v0', { maxEpisodeSteps: Infinity });
    endless.reset({ seed: 0 });
    for (let t = 0; t < 300; t++) expect(endless.step(1).truncated).toBe(false);
    expect(() => make('CartPole-v1', { maxEpisodeSteps: 0 })).toThrow(/positive integer, got 0/);
  });

  it.each<[string, Record<string, unknown>, RegExp]>([
    [
      'CartPole-v2',
      {},
      /Unknown environment "CartPole-v2": of CartPole there is CartPole-v0 and CartPole-v1\./,
    ],
    ['CartPole', {}, /of CartPole there is CartPole-v0 and CartPole-v1/],
    ['CartPoel-v1', {}, /Did you mean CartPole-v1/],
    ['Breakfast', {}, /Known are CartPole-v0, /],
    ['FrozenLake-v1', { isSlipery: false }, /no option 'isSlipery'\. Did you mean isSlippery\?/],
    ['CartPole-v1', { colour: 'red' }, /no option 'colour'\. It knows suttonBartoReward, maxEpisodeSteps\./],
    ['FrozenLake-v1', { mapName: '8x9' }, /no map "8x9"; did you mean 8x8/],
    ['FrozenLake-v1', { desc: ['SF', 'G'] }, /equally long strings/],
    ['FrozenLake-v1', { desc: ['FF', 'FG'] }, /at least one S/],
    ['FrozenLake-v1', { successRate: 2 }, /successRate must be a number from 0 to 1, got 2/],
    ['Taxi-v4', { rainyProbability: -1 }, /rainyProbability must be a number from 0 to 1, got -1/],
    ['Acrobot-v1', { bookOrNips: 'paper' }, /"book" or "nips", got "paper"/],
    ['Gridworld-v0', { size: 3 }, /at least 4, got 3/],
    ['Gridworld-v0', { mode: 'chaos' }, /mode must be "static", "player" or "random", got "chaos"/],
    ['Gridworld-v0', { rewards: 'rich' }, /"stepCost" or "sparse", got "rich"/],
    ['CueMemory-v0', { delay: -1 }, /delay must be an integer of at least 0, got -1/],
    [
      'FrozenLake-v1',
      { isSlippery: 'False' },
      /FrozenLake-v1: isSlippery must be true or false, got "False"/,
    ],
    ['FrozenLake-v1', { isSlippery: 0 }, /must be true or false, got 0/],
    ['FrozenLake-v1', { rewardSchedule: [1, 0] }, /a list of 3 numbers, got \[1, 0\]/],
    ['FrozenLake-v1', { rewardSchedule: [1, 0, '0'] }, /a list of 3 numbers/],
    ['FrozenLake-v1', { desc: 'SG' }, /desc must be a list of strings or null, got "SG"/],
    ['FrozenLake-v1', { mapName: 4 }, /mapName must be a string or null, got 4/],
    ['Pendulum-v1', { g: 'heavy' }, /g must be a number, got "heavy"/],
    ['Pendulum-v1', { g: Number.NaN }, /g must be a number, got NaN/],
    ['Pendulum-v1', { g: null }, /g must be a number, got null/],
    ['MountainCar-v0', { goalVelocity: [0] }, /must be a number, got \[0\]/],
    ['IdentityMultiDiscrete-v0', { nvec: [2, 1.5] }, /a list of integers of at least 1, got \[2, 1.5\]/],
    ['CartPole-v1', { maxEpisodeSteps: 0 }, /positive integer, got 0/],
    ['CartPole-v1', { maxEpisodeSteps: '10' }, /positive integer, got 10/],
    ['CartPole-v1', { maxEpisodeStep: 10 }, /Did you mean maxEpisodeSteps\?/],
  ])('explains what is wrong with %s %o', (id, options, message) => {
    expect(() => make(id, options)).toThrow(message);
    expect(() => makeVec(id, { options })).toThrow(message);
  });

  it('explains what an id is', () => {
    for (const id of [undefined, null, 5])
      expect(() => make(id as never)).toThrow(/id is text such as "CartPole-v1", got/);
    expect(() => make('minigrid-empty-5x5-v0')).toThrow(/Did you mean one that begins with MiniGrid-\?/);
    expect(() => make('battle_v4')).toThrow(/made by makeParallel and makeAec of 'trainyard\/envs\/multi'/);
  });

  it('checks the options of constructors too', () => {
    const untyped = (Class: new (options: never) => unknown, options: object) => () =>
      new Class(options as never);
    expect(untyped(FrozenLake, { isSlippery: 'no' })).toThrow(/FrozenLake: isSlippery must be true or false/);
    expect(untyped(Acrobot, { book: true })).toThrow(
      /Acrobot has no option 'book'\. Did you mean bookOrNips/,
    );
    expect(untyped(CueMemory, { cues: 1 })).toThrow(/cues must be an integer of at least 2, got 1/);
    expect(untyped(IdentityEnv, { episodeLength: 0 })).toThrow(/episodeLength must be an integer/);
    expect(untyped(Taxi, { isRainy: 1 })).toThrow(/Taxi: isRainy must be true or false, got 1/);
  });

  it('tells what each option may be', () => {
    expect(envSpec('FrozenLake-v1')).toMatchObject({
      options: { desc: null, mapName: '4x4', isSlippery: true },
      allowed: { isSlippery: 'true or false', successRate: 'a number from 0 to 1' },
    });
    expect(envSpec('FrozenLake8x8-v1').options.mapName).toBe('8x8');
    expect(envSpec('Acrobot-v1').allowed).toEqual({ bookOrNips: '"book" or "nips"' });
  });

  it('explains wrong options of reset', () => {
    expect(() => make('CartPole-v1').reset({ options: { low: 1, high: 0 } })).toThrow(
      /low <= high; got 1 and 0/,
    );
    for (const vectorization of ['auto', 'sync'] as const) {
      const envs = makeVec('CartPole-v1', { vectorization });
      expect(() => envs.reset({ options: { lo: 0 } })).toThrow(
        /CartPole(-v1)? has no option 'lo'. Did you mean low/,
      );
    }
    expect(() => make('Taxi-v4').reset({ options: { row: 1 } })).toThrow(
      /Taxi has no option 'row'. It takes none/,
    );
    expect(() => make('Taxi-v4').reset({ sede: 1 } as object)).toThrow(/no option 'sede'. Did you mean seed/);
    expect(() => make('Pendulum-v1').reset({ options: { x_init: 'far' } })).toThrow(
      /must be numbers, got far/,
    );
  });
});

describe('defineEnv', () => {
  it('adds an environment of one’s own', () => {
    const definition = defineEnv({
      id: 'TinyLake-v3',
      description: 'Two steps of ice.',
      maxEpisodeSteps: 5,
      options: { isSlippery: false, floor: option(1, { integer: true }) },
      create: ({ isSlippery }) => new FrozenLake({ desc: ['SFG'], isSlippery }),
    });
    expect(definition.create({ isSlippery: true, floor: 1 })).toBeInstanceOf(FrozenLake);
    const env = make('TinyLake-v3');
    env.reset();
    env.step(2);
    expect(env.step(2)).toMatchObject({ observation: 2, reward: 1, terminated: true });
    expect(envSpecs().at(-1)?.id).toBe('TinyLake-v3');
    expect(() => make('TinyLake-v0')).toThrow(/there is TinyLake-v3/);
    expect(() => make('TinyLake-v3', { floor: 0.5 })).toThrow(/floor must be an integer, got 0.5/);
  });

  it('refuses ids without version and ids that are taken', () => {
    const create = () => new FrozenLake();
    const define = (definition: object) => () =>
      defineEnv({ description: '', create, ...definition } as never);
    expect(define({ id: 'Lake' })).toThrow(/version such as "Lake-v0"/);
    expect(define({ id: 'CartPole-v1' })).toThrow(/"CartPole-v1" is defined already/);
    expect(define({ id: 'Lake-v0', maxEpisodeStep: 5 })).toThrow(/Did you mean maxEpisodeSteps/);
    expect(define({ id: 'Lake-v0', maxEpisodeSteps: 1.5 })).toThrow(/positive integer, got 1.5/);
    expect(define({ id: 'Lake-v0', create: undefined })).toThrow(/needs create/);
    expect(() => envSpec('Lake-v0')).toThrow(/Unknown environment/);
  });
});

describe('load', () => {
  it('is awaited once by makeAsync, makeVecAsync and loadEnv, and missed by make', async () => {
    let loads = 0;
    let engine: { gravity: number } | undefined;
    defineEnv({
      id: 'Engine-v0',
      description: 'Needs an engine.',
      async load() {
        loads++;
        await Promise.resolve();
        if (loads === 1) throw new Error('the network is down');
        engine = { gravity: 9.8 };
      },
      create: () => new IdentityEnv({ n: Math.floor(engine!.gravity) }),
    });
    expect(() => make('Engine-v0')).toThrow(/must be loaded .*await makeAsync\("Engine-v0"\).*loadEnv/);
    expect(() => makeVec('Engine-v0')).toThrow(/must be loaded/);
    await expect(loadEnv('Engine-v0')).rejects.toThrow('the network is down');
    const [env, envs] = await Promise.all([
      makeAsync('Engine-v0'),
      makeVecAsync('Engine-v0', { numEnvs: 2 }),
      loadEnv('Engine-v0'),
    ]);
    expect(loads).toBe(2);
    expect(env.actionSpace.toString()).toBe('Discrete(9)');
    expect(envs.numEnvs).toBe(2);
    expect(make('Engine-v0').actionSpace.flatdim).toBe(9);
    expect((await makeAsync('CartPole-v1')).actionSpace.n).toBe(2);
    await expect(makeAsync('Engin-v0')).rejects.toThrow(/Did you mean Engine-v0/);
  });
});

describe('families', () => {
  it('cost nothing until they are used, and say what to import', async () => {
    let imports = 0;
    const family = {
      prefixes: ['Toy-'],
      description: 'Ten toys.',
      entry: 'my-toys/envs',
      // What importing the entry point does.
      async load() {
        imports++;
        for (let n = 1; n <= 10; n++) {
          defineEnv({ id: `Toy-${n}-v0`, description: `Toy ${n}.`, create: () => new IdentityEnv({ n }) });
        }
      },
    };
    defineEnvFamily(family);
    expect(envFamilies()).toContain(family);
    expect(() => defineEnvFamily(family)).toThrow(/"Toy-" is defined already/);
    expect(() => make('Toy-3-v0')).toThrow(/import 'my-toys\/envs', or await makeAsync\("Toy-3-v0"\)/);
    expect(envSpecs().some(({ id }) => id.startsWith('Toy-'))).toBe(false);
    expect(imports).toBe(0);
    expect((await makeAsync('Toy-3-v0')).actionSpace.flatdim).toBe(3);
    await loadEnv('Toy-4-v0');
    expect(imports).toBe(1);
    expect(make('Toy-10-v0').actionSpace.flatdim).toBe(10);
    expect(() => make('Toy-11-v0')).toThrow(/Unknown environment "Toy-11-v0". Did you mean Toy-1/);
    await expect(loadEnv('Toy-0-v1')).rejects.toThrow(/Unknown environment "Toy-0-v1"/);
  });
});

describe('unwrapped', () => {
  it('finds the environment inside all wrappers', () => {
    const lake = new FrozenLake();
    expect(unwrapped(new TimeLimit(new TimeLimit(lake, 5), 4))).toBe(lake);
  });
});
