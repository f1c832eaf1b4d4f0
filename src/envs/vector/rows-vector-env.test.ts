// Every environment that has a vector form of its own, and every option of it that changes what happens: number for
// number what a SyncVectorEnv of single ones is, states included. All of `ourForms` are taken in.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Comparison, type Run, readGolden, replay } from '../../../test/golden.js';
import { Generator } from '../../random/index.js';
import { allocatePacked, Discrete, type PackedArray } from '../../spaces/index.js';
import { builtin } from '../builtin.js';
import type { Env } from '../env.js';
import {
  type AutoresetMode,
  defineEnv,
  type EnvState,
  makeVec,
  RowsVectorEnv,
  SeededEnv,
  SeededRows,
  SyncVectorEnv,
  type VectorEnv,
  type VectorSettings,
} from '../index.js';
import { ourForms } from './our-forms.js';

const MODES: readonly AutoresetMode[] = ['same-step', 'next-step', 'disabled'];

/** Options besides the defaults. */
const VARIANTS: Record<string, Record<string, unknown>[]> = {
  'CartPole-v1': [{ suttonBartoReward: true }],
  'MountainCar-v0': [{ goalVelocity: 0.03 }],
  'MountainCarContinuous-v0': [{ goalVelocity: 0.03 }],
  'Acrobot-v1': [{ bookOrNips: 'nips' }],
  'Pendulum-v1': [{ g: 9.81 }],
  'FrozenLake-v1': [
    { isSlippery: false, rewardSchedule: [5, -1, -0.1] },
    { desc: ['SFS', 'FHF', 'GFS'], successRate: 0.5 },
  ],
  'Taxi-v4': [
    { isRainy: true },
    { ficklePassenger: true, fickleProbability: 0.9 },
    { isRainy: true, ficklePassenger: true, actionMask: false },
  ],
  'Blackjack-v1': [{ natural: true, sab: false }, { sab: false }],
  'Gridworld-v0': [{ rewards: 'sparse', size: 6, mode: 'random' }],
  'CueMemory-v0': [{ delay: 0, cues: 5 }],
};

const cases = builtin
  .filter(({ id }) => id in ourForms)
  .flatMap(({ id }) => [{}, ...(VARIANTS[id] ?? [])].map((options) => [id, options] as const));

function pair(id: string, numEnvs: number, autoreset: AutoresetMode, options: Record<string, unknown>) {
  const settings = { numEnvs, autoreset, options };
  const rows: VectorEnv = makeVec(id, settings);
  const sync: VectorEnv = makeVec(id, { ...settings, vectorization: 'sync' });
  expect(rows).toBeInstanceOf(RowsVectorEnv);
  expect(sync).toBeInstanceOf(SyncVectorEnv);
  return [rows, sync] as const;
}

/** Legal and other actions, beyond the bounds of boxes too. */
function randomActions(env: VectorEnv, rng: Generator): PackedArray {
  const { packedType, packedSize } = env.singleActionSpace;
  const actions = allocatePacked(packedType, env.numEnvs * packedSize);
  for (let i = 0; i < env.numEnvs; i++) {
    env.singleActionSpace.pack(env.singleActionSpace.sample({ rng }), actions, i * packedSize);
  }
  return packedType === 'float32' ? actions.map((x) => 1.3 * x) : actions;
}

/** Everything that can be seen but final observations, … */
function view(env: VectorEnv) {
  const { observations, rewards, terminated, truncated, infos, actionMasks } = env;
  return { observations, rewards, terminated, truncated, actionMasks, infos: [...infos] };
}

/** … which are those of rows whose episode ended. */
function finalsOf({ terminated, truncated, finalObservations, numEnvs }: VectorEnv): number[][] {
  const size = finalObservations.length / numEnvs;
  const finals: number[][] = [];
  for (let i = 0; i < numEnvs; i++) {
    if (terminated[i] === 0 && truncated[i] === 0) continue;
    finals.push([...finalObservations.slice(i * size, (i + 1) * size)]);
  }
  return finals;
}

/** Compares everything quickly and, where something differs, so that one sees what. */
function expectEqual(a: VectorEnv, b: VectorEnv): void {
  const isEqual =
    isSame(a.observations, b.observations) &&
    isSame(a.rewards, b.rewards) &&
    isSame(a.terminated, b.terminated) &&
    isSame(a.truncated, b.truncated) &&
    isSame(a.actionMasks ?? [], b.actionMasks ?? []) &&
    JSON.stringify(a.infos) === JSON.stringify(b.infos);
  if (!isEqual) expect(view(a)).toEqual(view(b));
  expect(finalsOf(a)).toEqual(finalsOf(b));
}

function isSame(a: ArrayLike<number>, b: ArrayLike<number>): boolean {
  let isEqual = a.length === b.length;
  for (let k = 0; k < a.length; k++) isEqual &&= Object.is(a[k], b[k]);
  return isEqual;
}

/** Where nothing resets by itself, renews what is over: all rows or some, by new seeds or by their streams. */
function renew(envs: readonly VectorEnv[], rng: Generator): void {
  const [{ terminated, truncated, numEnvs }] = envs as [VectorEnv];
  const mask = terminated.map((flag, i) => flag | truncated[i]!);
  if (!mask.includes(1)) return;
  const seeds = Array.from({ length: numEnvs }, () => (rng.random() < 0.5 ? rng.integers(1000) : undefined));
  const seed = rng.random() < 0.3 ? seeds : undefined;
  for (const env of envs) env.reset({ mask, seed });
}

function play(envs: readonly VectorEnv[], steps: number, rng: Generator, full = true): void {
  const [first, ...others] = envs as [VectorEnv];
  for (let t = 0; t < steps; t++) {
    const actions = randomActions(first, rng);
    for (const env of envs) env.step(actions);
    if (full || t === steps - 1) for (const env of others) expectEqual(env, first);
    if (first.autoreset === 'disabled') renew(envs, rng);
  }
}

describe.each(cases)('%s %j', (id, options) => {
  it.each(MODES)('equals single environments, autoreset %s', (autoreset) => {
    const limit = fc.constantFrom(undefined, 1, 2, 9, 40, Infinity);
    fc.assert(
      fc.property(fc.nat(), fc.integer({ min: 1, max: 3 }), limit, (seed, numEnvs, maxEpisodeSteps) => {
        const envs = pair(id, numEnvs, autoreset, { ...options, maxEpisodeSteps });
        for (const env of envs) env.reset({ seed });
        expectEqual(envs[0], envs[1]);
        play(envs, 60, new Generator(seed));
        expect(envs[0].saveState!()).toEqual(envs[1].saveState!());
      }),
      { numRuns: 6 },
    );
  });

  it('goes on equally from states of either form, saved at any step', () => {
    for (const autoreset of MODES) {
      const envs = pair(id, 3, autoreset, { ...options, maxEpisodeSteps: 25 });
      const rng = new Generator(8);
      for (const env of envs) env.reset({ seed: 3 });
      play(envs, 37, rng);
      const states = envs.map((env) => JSON.parse(JSON.stringify(env.saveState!())) as EnvState);
      expect(states[0]).toEqual(states[1]);
      const again = pair(id, 3, autoreset, { ...options, maxEpisodeSteps: 25 });
      again[0].loadState!(states[1]!);
      again[1].loadState!(states[0]!);
      expectEqual(again[0], again[1]);
      expect(again[0].infos).toEqual([undefined, undefined, undefined]);
      play([...envs, ...again], 40, rng);
    }
  });

  it('equals single environments, 64 rows and thousands of steps', () => {
    const envs = pair(id, 64, 'same-step', options);
    for (const env of envs) env.reset({ seed: 2n ** 70n });
    const rng = new Generator(1);
    for (let block = 0; block < 40; block++) play(envs, 50, rng, false);
    expect(envs[0].saveState!()).toEqual(envs[1].saveState!());
  });
});

it('every classic control and toy text world has a vector form', () => {
  const without = builtin.map(({ id }) => id).filter((id) => !(id in ourForms));
  expect(without.filter((id) => !id.startsWith('Identity'))).toEqual([]);
});

/** The one row of a vector as the environment that it stands for. */
function rowAsEnv(id: string, options: Record<string, unknown>): Env {
  const envs: VectorEnv = makeVec(id, { autoreset: 'disabled', options });
  const { singleObservationSpace: observationSpace, singleActionSpace: actionSpace } = envs;
  const observe = () => observationSpace.unpack(envs.observations, 0);
  const actions = allocatePacked(actionSpace.packedType, actionSpace.packedSize);
  return {
    observationSpace,
    actionSpace,
    reset: ({ seed } = {}) => {
      envs.reset({ seed });
      return { observation: observe(), info: {} };
    },
    step: (action) => {
      actionSpace.pack(
        typeof action === 'number' ? action : Float32Array.from(action as number[]),
        actions,
        0,
      );
      envs.step(actions);
      const [terminated, truncated] = [envs.terminated[0] === 1, envs.truncated[0] === 1];
      return { observation: observe(), reward: envs.rewards[0]!, terminated, truncated, info: {} };
    },
  };
}

const exact = { observationMismatches: 0, rewardMismatches: 0, flagMismatches: 0 };

// Gymnasium's last bits of trigonometry are its own: see golden.test.ts.
it.each<[string, Record<string, unknown>, string, Partial<Comparison>]>([
  ['CartPole-v0', {}, 'CartPole-v0', exact],
  ['CartPole-v1', {}, 'CartPole-v1', exact],
  ['MountainCar-v0', {}, 'MountainCar-v0', exact],
  ['MountainCarContinuous-v0', {}, 'MountainCarContinuous-v0', exact],
  ['Pendulum-v1', {}, 'Pendulum-v1', { observationMismatches: 0, flagMismatches: 0 }],
  ['Acrobot-v1', {}, 'Acrobot-v1', { rewardMismatches: 0, flagMismatches: 0 }],
  ['FrozenLake-v1', {}, 'FrozenLake-v1', exact],
  ['FrozenLake-v1', { isSlippery: false }, 'FrozenLake-v1.notslippery', exact],
  ['CliffWalking-v1', {}, 'CliffWalking-v1', exact],
  ['CliffWalkingSlippery-v1', {}, 'CliffWalkingSlippery-v1', exact],
  ['Taxi-v4', {}, 'Taxi-v4', exact],
  ['Taxi-v4', { isRainy: true, ficklePassenger: true }, 'Taxi-v4.rainyfickle', exact],
  ['Blackjack-v1', {}, 'Blackjack-v1', exact],
  ['Blackjack-v1', { natural: true, sab: false }, 'Blackjack-v1.natural', exact],
])('%s %j plays as Gymnasium recorded it, in a vector too', (id, options, recording, expected) => {
  const { runs } = readGolden<{ runs: Run[] }>(recording);
  expect(replay(rowAsEnv(id, options), runs)).toMatchObject(expected);
});

it('random maps of FrozenLake differ from row to row, so single environments are stepped', () => {
  const options = { mapName: null };
  expect(makeVec('FrozenLake-v1', { options })).toBeInstanceOf(SyncVectorEnv);
  expect(makeVec('FrozenLake-v1', { options: { ...options, desc: ['SG'] } })).toBeInstanceOf(RowsVectorEnv);
});

/** A corridor to the right end, from a random place. */
class Corridor extends SeededEnv<number, number> {
  readonly observationSpace = new Discrete(9);
  readonly actionSpace = new Discrete(3, { start: -1 });
  private place = 0;

  protected start() {
    this.place = this.rng.integers(0, 4);
    return { observation: this.place, info: {} };
  }

  step(action: number) {
    this.place = Math.max(0, this.place + action);
    const terminated = this.place === 8;
    return { observation: this.place, reward: action, terminated, truncated: false, info: {} };
  }

  protected snapshot(): EnvState {
    return { place: this.place };
  }

  protected restore({ place }: EnvState): void {
    this.place = place as number;
  }
}

class CorridorRows extends SeededRows {
  constructor({ numEnvs }: VectorSettings) {
    super(numEnvs, new Discrete(9), new Discrete(3, { start: -1 }));
  }

  protected start(row: number): void {
    this.observations[row] = this.rngs[row]!.integers(0, 4);
  }

  step(actions: PackedArray, from: number, to: number): void {
    for (let i = from; i < to; i++) {
      this.observations[i] = Math.max(0, this.observations[i]! + actions[i]!);
      this.rewards[i] = actions[i]!;
      this.terminated[i] = this.observations[i] === 8 ? 1 : 0;
    }
  }

  protected snapshot(row: number): EnvState {
    return { place: this.observations[row] };
  }

  protected restore(row: number, { place }: EnvState): void {
    this.observations[row] = place as number;
  }
}

describe("a vector form of one's own", () => {
  const id = 'RowsCorridor-v0';
  defineEnv({
    id,
    description: 'Walk right.',
    maxEpisodeSteps: 30,
    create: () => new Corridor(),
    createVector: (settings) => new RowsVectorEnv(new CorridorRows(settings), settings),
  });

  it.each(MODES)('is taken by makeVec, autoreset %s', (autoreset) => {
    const envs = pair(id, 3, autoreset, {});
    for (const env of envs) env.reset({ seed: 1 });
    play(envs, 200, new Generator(2));
    expect(makeVec(id, { wrappers: [(env) => env] })).toBeInstanceOf(SyncVectorEnv);
  });

  it('says what is wrong before any row moves', () => {
    const envs = makeVec(id, { numEnvs: 3, autoreset: 'next-step' });
    expect(() => envs.step(Int8Array.of(0, 0, 0))).toThrow(
      /RowsCorridor-v0: step\(\) was called before the first/,
    );
    envs.reset({ seed: 0, mask: Uint8Array.of(1, 1, 0) });
    expect(() => envs.step(Int8Array.of(0, 0, 0))).toThrow(/first reset\(\) of sub-environment 2/);
    envs.reset({ seed: 0 });
    const before = envs.observations.slice();
    expect(() => envs.step(Int8Array.of(1, 2, 0))).toThrow(
      /the action 2 of sub-environment 1 does not fit the action space Discrete\(3, start=-1\): it must be an integer/,
    );
    expect(() => envs.step(Float64Array.of(1, 0, 0.5))).toThrow(/the action 0.5 of sub-environment 2/);
    expect(envs.observations).toEqual(before);
    expect(() => envs.reset({ options: { low: 1 } })).toThrow(
      /RowsCorridor-v0 has no option 'low'. It takes none/,
    );
    expect(() => envs.loadState!({ rngs: [] })).toThrow(
      /The state is none that a vector of environments saved/,
    );
    const state = envs.saveState!();
    (state.envs as EnvState[])[1]!.phase = 'runing';
    expect(() => envs.loadState!(state)).toThrow(/takes what saveState\(\) gave, got the phase "runing"/);
    const lasted = envs.saveState!();
    ((lasted.envs as EnvState[])[1]!.env as EnvState).elapsed = null;
    expect(() => envs.loadState!(lasted)).toThrow(
      /takes what saveState\(\) gave, got the elapsed steps null/,
    );
    const pendulums = makeVec('Pendulum-v1', { numEnvs: 2 });
    pendulums.reset();
    expect(() => pendulums.step(Float32Array.of(0, NaN))).toThrow(/the action .*NaN.* of sub-environment 1/);
  });

  it('says what is wrong with the rows', () => {
    const spec = { id, description: 'Walk right.', options: {} };
    const settings: VectorSettings = {
      numEnvs: 2,
      autoreset: 'same-step',
      options: {},
      maxEpisodeSteps: 9,
      spec,
    };
    const few = new CorridorRows({ ...settings, numEnvs: 1 });
    expect(() => new RowsVectorEnv(few, settings)).toThrow(/must make as many rows as .* wanted, 2; got 1/);
    class Astray extends CorridorRows {
      override step(): void {
        this.rewards[1] = 0 / 0;
      }
    }
    const envs = new RowsVectorEnv(new Astray(settings), settings);
    envs.reset();
    expect(() => envs.step(Int8Array.of(0, 0))).toThrow(
      /sub-environment 1 gave the reward NaN; it must be a finite/,
    );
    expect(() => envs.reset({ options: null as never })).toThrow(/takes an object of options, got null/);
  });

  it('forgets the actions of rows that begin anew', () => {
    const envs = makeVec(id, { numEnvs: 2, autoreset: 'next-step', options: { maxEpisodeSteps: 1 } });
    envs.reset({ seed: 0 });
    envs.step(Int8Array.of(0, 0));
    envs.step(Int8Array.of(7, 7));
    expect([...envs.truncated]).toEqual([0, 0]);
  });
});
