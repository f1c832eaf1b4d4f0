import { describe, expect, it } from 'vitest';
import { type AutoresetMode, make, SyncVectorEnv, type VectorEnv } from '../envs/index.js';
import { Generator } from '../random/index.js';
import { allocatePacked, Box, Dict, Discrete } from '../spaces/index.js';
import type { EnvSource } from './worker-protocol.js';
import { WorkerVectorEnv } from './worker-vector-env.js';

const built = (path: string) => new URL(`../../dist/${path}`, import.meta.url).href;

/**
 * An environment of the user's own, with Dict observations, action masks and infos now and then. Action 3 throws,
 * action 4 ends the thread, action 5 eats all memory, action 6 never ends; the option `broken` fails when it is made.
 */
const source = `
  import { Box, Dict, Discrete } from '${built('spaces/index.js')}';
  import { Generator } from '${built('random/index.js')}';
  export class Odd {
    observationSpace = new Dict({ place: new Box({ low: -9, high: 9, shape: [2] }), kind: new Discrete(3) });
    actionSpace = new Discrete(7);
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
      if (action === 6) for (;;);
      if (action === 5) for (const all = []; ; ) all.push(new Array(1e5).fill(Math.random()));
      this.time++;
      const observation = this.observe();
      const terminated = this.rng.random() < 0.1;
      const info = observation.kind === 0 ? { time: this.time, uncloneable: action === 2 ? () => 0 : null } : {};
      return { observation, reward: this.rng.random() + action, terminated, truncated: this.time >= this.length, info };
    }
    actionMask() { return Uint8Array.of(1, this.time % 2, 1, 0, 0, 0, 0); }
    saveState() { return { rng: this.rng.getState(), time: this.time }; }
    loadState({ rng, time }) { this.rng.setState(rng); this.time = time; }
    render() {}
    close() {}
  }
  /** Masks in infos only. */
  export class Told extends Odd {
    constructor(options) {
      super(options);
      this.mask = this.actionMask;
      this.actionMask = undefined;
    }
    reset(options) { return { ...super.reset(options), info: { action_mask: this.mask() } }; }
    step(action) { return { ...super.step(action), info: { action_mask: this.mask() } }; }
    computeReward(achieved, desired) { return achieved - desired; }
    computeTerminated(achieved, desired) { return achieved > desired; }
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
async function inThisThread(autoreset: AutoresetMode, numEnvs: number, name = 'Odd'): Promise<VectorEnv> {
  const { SyncVectorEnv, [name]: Env } = await import(odd.module);
  return new SyncVectorEnv(
    Array.from({ length: numEnvs }, () => () => new Env()),
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

  it('carries masks that stand in infos, also through a saved state, and answers questions about goals', async () => {
    const single = await inThisThread('same-step', 5, 'Told');
    const workers = new WorkerVectorEnv({ ...odd, export: 'Told' }, { numEnvs: 5, workers: 2 });
    expect(workers.actionMasks).toHaveLength(35);
    for (const envs of [single, workers]) envs.reset({ seed: [1, 9, 8, 3n, 4] });
    expect(play(workers, 20, new Generator(3), 2)).toEqual(play(single, 20, new Generator(3), 2));
    const state = structuredClone(workers.saveState!());
    expect(state).toEqual(single.saveState!());
    const copy = new WorkerVectorEnv({ ...odd, export: 'Told' }, { numEnvs: 5, workers: 3 });
    copy.loadState!(state);
    expect(copy.actionMasks).toEqual(workers.actionMasks);
    expect([...copy.finalObservations].every((x) => x === 0)).toBe(true);
    expect([workers.computeReward!(5, 2, {}), single.computeReward!(5, 2, {})]).toEqual([3, 3]);
    expect([workers.computeTerminated!(5, 2, {}), workers.computeTerminated!(2, 5, {})]).toEqual([
      true,
      false,
    ]);
    const plain = new WorkerVectorEnv(odd);
    expect([plain.computeReward, plain.computeTerminated]).toEqual([undefined, undefined]);
    plain.close();
    const two = new WorkerVectorEnv({ ...odd, export: 'Told' }, { numEnvs: 2 });
    expect(() => two.loadState!(state)).toThrow(/that of 5 environments, these are 2/);
    for (const envs of [workers, copy, two]) envs.close();
  });

  it('steps in two halves', async () => {
    const [whole, halves] = [2, 3].map((workers) => new WorkerVectorEnv(odd, { numEnvs: 5, workers }));
    for (const envs of [whole!, halves!]) envs.reset({ seed: 4 });
    const shown = (envs: VectorEnv) => [envs.observations.slice(), envs.rewards.slice(), envs.infos.slice()];
    for (let t = 0; t < 20; t++) {
      const actions = Int32Array.from({ length: 5 }, (_, i) => (t + i) % 2);
      whole!.step(actions);
      halves!.stepAsync(actions);
      halves!.stepWait();
      expect(shown(halves!)).toEqual(shown(whole!));
    }
    expect(() => halves!.stepWait()).toThrow(/no step is under way/);
    halves!.stepAsync(Int32Array.of(0, 0, 0, 3, 0));
    for (const ask of [
      () => halves!.reset(),
      () => halves!.saveState!(),
      () => halves!.stepAsync(new Int32Array(5)),
    ]) {
      expect(ask).toThrow(/in the middle of a step/);
    }
    expect(() => halves!.stepWait()).toThrow(/Sub-environment 3: a step into the void/);
    halves!.stepAsync(new Int32Array(5));
    for (const envs of [whole!, halves!]) {
      envs.close();
      expect(await envs.exited).toEqual(envs === whole ? [0, 0] : [0, 0, 0]);
    }
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
    const wrong: [object, RegExp][] = [
      [{ numEnvs: 0 }, /numEnvs must be a positive integer/],
      [{ workers: 1.5 }, /workers must be a positive integer, got 1.5/],
      [{ numEnv: 4 }, /'numEnv'. Did you mean numEnvs/],
      [{ autoreset: 'sometimes' }, /same-step, next-step, disabled, got 'sometimes'/],
      [{ timeout: 0 }, /timeout must be milliseconds above 0, got 0/],
    ];
    for (const [options, message] of wrong) {
      expect(() => new WorkerVectorEnv('CartPole-v1', options)).toThrow(message);
    }
    expect(() => new WorkerVectorEnv({ id: 'CartPole-v1', option: {} } as EnvSource)).toThrow(
      /no option 'option'. Did you mean options/,
    );
    expect(() => new WorkerVectorEnv({ id: 'FrozenLake-v1', options: { isSlippery: 'no' } })).toThrow(
      /Sub-environment 0: FrozenLake-v1: isSlippery must be true or false, got "no"/,
    );
  });

  it('loads what environments need, and wraps them by name', () => {
    const text = `
      import { defineEnv, IdentityEnv } from '${built('envs/index.js')}';
      let n = 0;
      const load = async () => { n = 7; };
      defineEnv({ id: 'Loaded-v0', description: '', load, create: () => new IdentityEnv({ n }) });`;
    const imports = [`data:text/javascript,${encodeURIComponent(text)}`];
    const wrappers = [{ name: 'TimeLimit', options: { maxEpisodeSteps: 1 } }];
    const envs = new WorkerVectorEnv({ id: 'Loaded-v0', imports, wrappers });
    expect(envs.singleActionSpace.toString()).toBe('Discrete(7)');
    envs.reset();
    envs.step(Uint8Array.of(0));
    expect([...envs.truncated]).toEqual([1]);
    envs.close();
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

  it('ends a worker that hangs and names its environment', async () => {
    const envs = new WorkerVectorEnv(odd, { numEnvs: 4, workers: 2, timeout: 5000 });
    envs.reset({ seed: 0 });
    const step = () => envs.step(Int32Array.of(0, 0, 6, 0));
    expect(step).toThrow(/Sub-environment 2: its worker thread gave no answer within 5 s .*timeout/);
    expect(step).toThrow(/Sub-environment 2: its worker thread gave no answer/);
    envs.close();
    expect((await envs.exited)[0]).toBe(0);
  });
});
