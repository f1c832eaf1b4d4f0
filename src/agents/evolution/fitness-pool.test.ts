// Fitness by threads: the same for any number of them, whether they crash or hang, and the same population in each.
import { existsSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { defineEnv, make, NormalizeReward, SyncVectorEnv } from '../../envs/index.js';
import { WorkerPool } from '../../parallel/worker-pool.js';
import { Box, Discrete } from '../../spaces/index.js';
import { ARS, algorithm, ES, type EvolutionAgent, Neuroevolution } from '../index.js';
import { FitnessPool } from './fitness-pool.js';
import { FitnessPool as NoFitnessPool } from './no-fitness-pool.js';

const built = (path: string) => new URL(`../../../dist/${path}`, import.meta.url).href;
const folder = mkdtempSync(join(tmpdir(), 'trainyard-evolution-'));

/** Rewards the action that the observation names; in threads the first episode of all ends as told, once. */
function fragile(id: string, end: string): string {
  const path = join(folder, `${id}.mjs`);
  const mark = JSON.stringify(join(folder, `${id}.mark`));
  const body = (guard: string) => `
    class Fragile {
      constructor() {
        this.observationSpace = new Box({ low: -1, high: 1, shape: [2] });
        this.actionSpace = new Discrete(2);
        this.seed = 0;
      }
      look() {
        this.seed = (this.seed * 16807 + 11) % 2147483647;
        this.side = this.seed % 2;
        return Float32Array.of(this.side, 1 - this.side);
      }
      reset({ seed } = {}) {
        if (seed !== undefined) this.seed = Number(seed) % 2147483647;
        this.steps = 0;
        return { observation: this.look(), info: {} };
      }
      step(action) {
        ${guard}
        const reward = action === this.side ? 1 : 0;
        return { observation: this.look(), reward, terminated: ++this.steps === 10, truncated: false, info: {} };
      }
      render() {}
      close() {}
    }
    defineEnv({ id: '${id}', description: 'Ends its thread.', create: () => new Fragile() });`;
  writeFileSync(
    path,
    `import { writeFileSync } from 'node:fs';
     import { defineEnv } from '${built('envs/index.js')}';
     import { Box, Discrete } from '${built('spaces/index.js')}';
     const first = () => {
       try { writeFileSync(${mark}, '', { flag: 'wx' }); return true; } catch { return false; }
     };
     ${body(`if (this.steps === 5 && first()) { ${end} }`)}`,
  );
  new Function('defineEnv', 'Box', 'Discrete', body(''))(defineEnv, Box, Discrete);
  return pathToFileURL(path).href;
}

const small = {
  es: { populationSize: 8, hiddenSizes: [6], normalizeObservations: true },
  neuroevolution: { populationSize: 8, episodes: 2 },
};

/** All that a training leaves behind. */
async function train(algo: string, env: string, config: object, totalIterations = 4) {
  const agent = algorithm(algo).create(env, { seed: 3, ...config }) as unknown as EvolutionAgent;
  const rows: unknown[] = [];
  const callbacks = [
    {
      onMetrics: (_: unknown, step: number, row: object) => void rows.push([step, row]),
      onEpisodeEnd: (_: unknown, episode: object) => void rows.push(episode),
    },
  ];
  await agent.learn({ totalIterations, callbacks });
  const search = agent.search.saveState();
  return { agent, outcome: { rows, weights: agent.weights(), search, hash: agent.search.populationHash() } };
}

describe('threads', () => {
  afterEach(() => vi.restoreAllMocks());

  it('learn the same with one, two and three, and go on with another number', async () => {
    const env = 'CartPole-v1';
    const { outcome } = await train('es', env, { ...small.es, workers: 1 }, 4);
    expect((await train('es', env, { ...small.es, workers: 3 }, 4)).outcome).toEqual(outcome);
    const { agent } = await train('es', env, { ...small.es, workers: 2 }, 2);
    const late = new ES(env, { seed: 3, ...small.es });
    late.loadWeights(agent.weights());
    late.loadState(structuredClone(agent.saveState()));
    late.setConfig({ workers: 1 });
    await late.learn({ totalIterations: 4 });
    expect(late.weights()).toEqual(outcome.weights);
    expect(late.search.populationHash()).toBe(outcome.hash);
  });

  it.each([
    ['crashes', 'process.exit(7);', {}, /exited with code 7/],
    ['hangs', 'for (;;);', { timeout: 2000, retries: 5 }, /no answer within 2 s/],
  ])('go on, and learn the same, when one %s', async (what, end, more, reason) => {
    const told = vi.spyOn(console, 'error').mockImplementation(() => {});
    const id = `Fragile-${what}-v0`;
    const imports = [fragile(id, end)];
    const config = { populationSize: 10, hiddenSizes: [4] };
    const { outcome } = await train('es', id, config);
    const { agent, outcome: survived } = await train('es', id, { ...config, workers: 2, imports, ...more });
    expect(existsSync(join(folder, `${id}.mark`))).toBe(true);
    expect(survived).toEqual(outcome);
    // Other threads of a busy machine may seem to hang as well.
    expect(agent.crashes.length).toBeGreaterThanOrEqual(1);
    expect(agent.crashes[0]).toMatch(/individual \d of generation 0 .* tried again/);
    expect(agent.crashes[0]).toMatch(reason);
    expect(told).toHaveBeenCalledTimes(agent.crashes.length);
  });

  it('have the same population each, built from seeds and fitness alone', async () => {
    const agent = new Neuroevolution('CartPole-v1', { ...small.neuroevolution, workers: 3, seed: 5 });
    const alone = new Neuroevolution('CartPole-v1', { ...small.neuroevolution, seed: 5 });
    const pool = new FitnessPool(agent as never);
    for (let generation = 0; generation < 30; generation++) {
      const hashes = await pool.populationHashes(12);
      expect(new Set(hashes.map(([, hash]) => hash))).toEqual(new Set([alone.search.populationHash()]));
      if (generation === 0) expect(new Set(hashes.map(([thread]) => thread)).size).toBeGreaterThan(1);
      const records = await pool.evaluate();
      expect(records).toEqual(await alone.evaluate());
      agent.absorb(records);
      alone.absorb(records);
    }
    await pool.close();
  });

  it('get two integers for an individual, and answer with its return and length', async () => {
    const map = vi.spyOn(WorkerPool.prototype, 'map');
    await train('es', 'CartPole-v1', { ...small.es, normalizeObservations: false, workers: 2 }, 2);
    expect(map).toHaveBeenCalledTimes(2);
    const jobs = map.mock.calls.map(([, inputs]) => inputs);
    expect(jobs).toEqual([0, 1].map((generation) => Array.from({ length: 8 }, (_, i) => [generation, i])));
    const records = (await map.mock.results[0]!.value) as Float64Array[];
    expect(records.map(({ length }) => length)).toEqual(Array(8).fill(2));
  });

  it('follow what is changed between generations', async () => {
    const run = async (workers: number) => {
      const config = { directions: 3, sampleActions: true, commonSeeds: false, episodes: 2 };
      const agent = new ARS('CartPole-v1', { ...config, workers, seed: 1 });
      const other = new ARS('CartPole-v1', { ...config, zeroPolicy: false, seed: 2 });
      const onIteration = () => {
        if (agent.generation === 2) agent.loadWeights(other.weights());
        if (agent.generation === 3) agent.setConfig({ logInterval: 2 });
      };
      await agent.learn({ totalIterations: 5, callbacks: [{ onIteration }] });
      return agent.weights();
    };
    expect(await run(2)).toEqual(await run(1));
  });

  it('are refused what they cannot have: nameless and wrapped environments, and parts of a program', async () => {
    class Nameless {
      observationSpace = new Box({ low: -1, high: 1, shape: [2] });
      actionSpace = new Discrete(2);
      reset = () => ({ observation: new Float32Array(2), info: {} });
      step = () => ({
        observation: new Float32Array(2),
        reward: 0,
        terminated: true,
        truncated: false,
        info: {},
      });
    }
    const learn = (env: unknown) => new ES(env as never, { workers: 2 }).learn({ totalIterations: 1 });
    await expect(learn(new Nameless())).rejects.toThrow(/workers: .* this one has none.*imports/);
    const wrapped = new SyncVectorEnv([() => new NormalizeReward(make('CartPole-v1')) as never]);
    await expect(learn(wrapped)).rejects.toThrow(/workers: .*CartPole-v1 by its id, without the wrappers/);
    expect(() => new ES('CartPole-v1', { workers: 2 }, { extractor: (() => {}) as never })).toThrow();
    expect(() => new ES('CartPole-v1', { timeout: 5 })).toThrow(/timeout: .*workers > 1/);
    expect(() => new NoFitnessPool()).toThrow(/In a browser evolve with one/);
  });
});
