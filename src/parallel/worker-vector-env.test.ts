import { describe, expect, it } from 'vitest';
import { type AutoresetMode, make, SyncVectorEnv, type VectorEnv } from '../envs/index.js';
import { Generator } from '../random/index.js';
import { allocatePacked, Box, Dict, Discrete } from '../spaces/index.js';
import { WorkerVectorEnv } from './worker-vector-env.js';

const built = (path: string) => new URL(`../../dist/${path}`, import.meta.url).href;

/**
 * An environment of the user's own, with Dict observations, action masks and infos now and then. Action 3 throws,
 * action 4 ends the thread, action 5 eats all memory; the option `broken` fails when it is made.
 */
const source = `
  import { Box, Dict, Discrete } from '${built('spaces/index.js')}';
  import { Generator } from '${built('random/index.js')}';
  export class Odd {
    observationSpace = new Dict({ place: new Box({ low: -9, high: 9, shape: [2] }), kind: new Discrete(3) });
    actionSpace = new Discrete(6);
    rng = new Generator();
    time = 0;
    constructor({ length = 5, broken = false } = {}) {
      if (broken) throw new Error('out of order');
      this.length = length;
    }
    observe() {
      return { place: Float32Array.of(this.rng.uniform(-1, 1), this.time), kind: this.rng.integers(0, 3) };
    }
    reset({ seed } = {}) {
      if (seed !== undefined) this.rng = new Generator(seed);
      this.time = 0;
      return { observation: this.observe(), info: {} };
    }
    step(action) {
      if (action === 3) throw new RangeError('a step into the void');
      if (action === 4) process.exit(3);
      if (action === 5) for (const all = []; ; ) all.push(new Array(1e5).fill(Math.random()));
      this.time++;
      const observation = this.observe();
      const terminated = this.rng.random() < 0.1;
      const info = observation.kind === 0 ? { time: this.time, uncloneable: action === 2 ? () => 0 : null } : {};
      return { observation, reward: this.rng.random() + action, terminated, truncated: this.time >= this.length, info };
    }
    actionMask() { return Uint8Array.of(1, this.time % 2, 1, 0, 0, 0); }
    saveState() { return { rng: this.rng.getState(), time: this.time }; }
    loadState({ rng, time }) { this.rng.setState(rng); this.time = time; }
    render() {}
    close() {}
  }
  export const makeOdd = (options) => new Odd(options);
  export { SyncVectorEnv } from '${built('envs/index.js')}';
`;
const odd = { module: `data:text/javascript,${encodeURIComponent(source)}`, export: 'Odd' };

const MODES: AutoresetMode[] = ['same-step', 'next-step', 'disabled'];

/** All that a vector shows after a step, copied. */
const visible = (envs: VectorEnv) => ({
  observations: [...envs.observations],
  finalObservations: [...envs.finalObservations],
  rewards: [...envs.rewards],
  terminated: [...envs.terminated],
  truncated: [...envs.truncated],
  infos: structuredClone(envs.infos),
  masks: envs.actionMasks && [...envs.actionMasks],
});

/** Takes random steps, resetting what is done where the mode asks for it. */
function play(envs: VectorEnv, steps: number, rng: Generator, choices: number) {
  const seen: unknown[] = [visible(envs)];
  const actions = allocatePacked(envs.singleActionSpace.packedType, envs.numEnvs);
  for (let t = 0; t < steps; t++) {
    for (let i = 0; i < actions.length; i++) {
      actions[i] = envs.singleActionSpace instanceof Box ? rng.uniform(-2, 2) : rng.integers(0, choices);
    }
    envs.step(actions);
    seen.push(visible(envs));
    if (envs.autoreset !== 'disabled') continue;
    const mask = envs.terminated.map((flag, i) => flag | envs.truncated[i]!);
    if (mask.includes(1)) envs.reset({ mask });
    seen.push(visible(envs));
  }
  return seen;
}

/** The same environments in one thread. They are made of the build's spaces, which are classes of their own. */
async function inThisThread(autoreset: AutoresetMode, numEnvs: number): Promise<VectorEnv> {
  const { Odd, SyncVectorEnv } = await import(odd.module);
  return new SyncVectorEnv(
    Array.from({ length: numEnvs }, () => () => new Odd()),
    { autoreset },
  );
}

describe('WorkerVectorEnv', () => {
  for (const autoreset of MODES) {
    it(`equals SyncVectorEnv bit for bit, autoreset ${autoreset}`, async () => {
      for (const [id, choices] of [
        ['CartPole-v1', 2],
        ['FrozenLake-v1', 4],
        ['Pendulum-v1', 0],
        ['Blackjack-v1', 2],
      ] as const) {
        const options = { maxEpisodeSteps: 30 };
        const single = new SyncVectorEnv(
          Array.from({ length: 5 }, () => () => make(id, options)),
          { autoreset },
        );
        const workers = new WorkerVectorEnv({ id, options }, { numEnvs: 5, workers: 2, autoreset });
        for (const envs of [single, workers]) envs.reset({ seed: 12 });
        expect(play(workers, 80, new Generator(1), choices)).toEqual(
          play(single, 80, new Generator(1), choices),
        );
        expect(workers.spec).toEqual(single.spec);
        workers.close();
        expect(await workers.exited).toEqual([0, 0]);
      }
    });

    it(`carries Dict observations, masks and infos, autoreset ${autoreset}`, async () => {
      const single = await inThisThread(autoreset, 5);
      const workers = new WorkerVectorEnv(odd, { numEnvs: 5, workers: 3, autoreset });
      expect(workers.singleObservationSpace).toBeInstanceOf(Dict);
      expect(workers.singleActionSpace).toBeInstanceOf(Discrete);
      for (const envs of [single, workers]) envs.reset({ seed: 2n ** 70n });
      const seen = play(workers, 60, new Generator(3), 2);
      expect(seen).toEqual(play(single, 60, new Generator(3), 2));
      expect(seen.some((step) => (step as { infos: unknown[] }).infos.some(Boolean))).toBe(true);
      workers.close();
    });
  }

  it('saves a state that any vector continues, whatever its number of workers', async () => {
    const two = new WorkerVectorEnv(odd, { numEnvs: 5, workers: 2 });
    two.reset({ seed: 5 });
    play(two, 17, new Generator(8), 2);
    const state = structuredClone(two.saveState!());
    const expected = play(two, 20, new Generator(9), 2).slice(1);
    const single = await inThisThread('same-step', 5);
    const three = new WorkerVectorEnv(odd, { numEnvs: 5, workers: 3 });
    for (const envs of [single, three]) {
      envs.loadState!(state);
      expect(envs.saveState!()).toEqual(state);
      const found = play(envs, 20, new Generator(9), 2).slice(1);
      // Terminal observations of before the state was saved are not part of it.
      const known = (step: unknown) => ({ ...(step as object), finalObservations: undefined });
      expect(found.map(known)).toEqual(expected.map(known));
    }
    for (const envs of [two, three]) envs.close();
  });

  it('throws what an environment throws, with its number, and goes on', async () => {
    const envs = new WorkerVectorEnv(odd, { numEnvs: 5, workers: 2 });
    envs.reset({ seed: 0 });
    expect(() => envs.step(Int32Array.of(0, 0, 0, 3, 0))).toThrow(/Sub-environment 3: a step into the void/);
    envs.step(new Int32Array(5));
    const unsendable = () => {
      for (let t = 0; t < 50; t++) envs.step(new Int32Array(5).fill(2));
    };
    expect(unsendable).toThrow(/could not be cloned/);
    expect(() => envs.step(new Int32Array(4))).toThrow(/needs 5 packed actions .* got 4/);
    envs.close();
    expect(() => envs.step(new Int32Array(5))).toThrow(/was closed/);
    expect(await envs.exited).toEqual([0, 0]);
  });

  it('refuses what cannot be made', () => {
    expect(() => new WorkerVectorEnv('CartPoel-v1')).toThrow(
      /Unknown environment "CartPoel-v1". Did you mean/,
    );
    expect(() => new WorkerVectorEnv({ ...odd, options: { broken: true } }, { numEnvs: 3 })).toThrow(
      /Sub-environment 0: out of order/,
    );
    expect(() => new WorkerVectorEnv({ ...odd, export: 'Od' })).toThrow(
      /exports no function "Od"; did you mean Odd/,
    );
    expect(() => new WorkerVectorEnv({ module: './absent.js' })).toThrow(/Cannot import file:/);
    expect(() => new WorkerVectorEnv('CartPole-v1', { numEnvs: 0 })).toThrow(
      /numEnvs must be a positive integer/,
    );
  });

  it('takes a function that makes environments', () => {
    const envs = new WorkerVectorEnv({ ...odd, export: 'makeOdd', options: { length: 1 } }, { numEnvs: 2 });
    envs.reset({ seed: 1 });
    envs.step(new Int32Array(2));
    expect([...envs.truncated]).toEqual([1, 1]);
    envs.close();
  });

  it.each([
    ['ends its thread', 4],
    ['runs out of memory', 5],
  ])('names the environment that %s, at once and ever after', async (_, deadly) => {
    const envs = new WorkerVectorEnv(odd, {
      numEnvs: 4,
      workers: 2,
      resourceLimits: { maxOldGenerationSizeMb: 32 },
    });
    envs.reset({ seed: 0 });
    const step = () => envs.step(Int32Array.of(0, 0, 0, deadly));
    expect(step).toThrow(/Sub-environment 3: its worker thread died/);
    expect(step).toThrow(/Sub-environment 3: its worker thread died/);
    envs.close();
    const codes = await envs.exited;
    expect(codes[0]).toBe(0);
    expect(codes[1]).not.toBe(0);
  });
});
