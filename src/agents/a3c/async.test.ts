// Real threads: what they share, how they are counted, and what happens when one dies.
import { existsSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { defineEnv, make, makeVec, SelectObservation, SyncVectorEnv } from '../../envs/index.js';
import { Box, Discrete } from '../../spaces/index.js';
import type { EpisodeSummary } from '../agent.js';
import { A3C } from './a3c.js';

const built = (path: string) => new URL(`../../../dist/${path}`, import.meta.url).href;
const folder = mkdtempSync(join(tmpdir(), 'trainyard-a3c-'));

/** A module that registers an environment whose first thread to reach 300 steps ends as told. */
function registering(id: string, last: string): string {
  const path = join(folder, `${id}.mjs`);
  const mark = JSON.stringify(join(folder, `${id}.mark`));
  writeFileSync(
    path,
    `import { writeFileSync } from 'node:fs';
     import { defineEnv } from '${built('envs/index.js')}';
     import { Box, Discrete } from '${built('spaces/index.js')}';
     let steps = 0;
     const first = () => {
       try { writeFileSync(${mark}, '', { flag: 'wx' }); return true; } catch { return false; }
     };
     class Mortal {
       observationSpace = new Box({ low: -1, high: 1, shape: [2] });
       actionSpace = new Discrete(2);
       reset() { return { observation: Float32Array.of(1, 0), info: {} }; }
       step(action) {
         if (++steps === 300 && (${last.startsWith('all')} || first())) { ${last.replace('all', '')} }
         return { observation: Float32Array.of(1, 0), reward: action, terminated: steps % 10 === 0, truncated: false, info: {} };
       }
       render() {}
       close() {}
     }
     defineEnv({ id: '${id}', description: 'Ends its thread.', create: () => new Mortal() });`,
  );
  const placeholder = {
    observationSpace: new Box({ low: -1, high: 1, shape: [2] }),
    actionSpace: new Discrete(2),
    reset: () => ({ observation: new Float32Array(2), info: {} }),
    step: () => {
      throw new Error('only the threads step');
    },
    render: () => undefined,
    close: () => {},
  };
  defineEnv({ id, description: 'As known to the main thread.', create: () => ({ ...placeholder }) });
  return pathToFileURL(path).href;
}

describe('A3C in threads', () => {
  afterEach(() => vi.restoreAllMocks());

  it('does with one worker exactly what mode inline does', async () => {
    const train = (mode: 'inline' | 'async') =>
      new A3C('CartPole-v1', { workers: 1, mode, seed: 3 }).learn({ totalSteps: 4500 });
    const [inline, threads] = [await train('inline'), await train('async')];
    expect(threads.weights()).toEqual(inline.weights());
    expect(threads.updates).toBe(inline.updates);
    expect(threads.numEpisodes).toBe(inline.numEpisodes);
  });

  it('takes exactly the steps it was given and counts every update and episode', async () => {
    const episodes: EpisodeSummary[] = [];
    const seen: number[] = [];
    const agent = new A3C('CartPole-v1', { workers: 4, mode: 'async', nSteps: 5, seed: 1, logInterval: 50 });
    const rows: Record<string, number>[] = [];
    await agent.learn({
      totalSteps: 7777,
      callbacks: [
        {
          onEpisodeEnd: (_, episode) => episodes.push(episode),
          onIteration: ({ agent }) => void seen.push(agent.numTimesteps),
          onMetrics: (_, __, metrics) => rows.push(metrics),
        },
      ],
    });
    expect(seen).toEqual([2000, 4000, 6000, 7777]);
    expect(episodes.length).toBe(agent.numEpisodes);
    expect(new Set(episodes.map(({ env }) => env)).size).toBe(4);
    expect(episodes.every(({ step }, i) => step >= (episodes[i - 1]?.step ?? 0) && step <= 7777)).toBe(true);
    const finished = episodes.reduce((sum, { length }) => sum + length, 0);
    expect(finished).toBeGreaterThan(7777 - 4 * 500);
    // Windows are 5 steps, fewer at the end of an episode.
    const windows = episodes.reduce((sum, { length }) => sum + Math.ceil(length / 5), 0);
    expect(agent.updates).toBeGreaterThanOrEqual(windows);
    expect(agent.updates).toBeLessThanOrEqual(windows + (7777 - finished) / 5);
    expect(rows.at(-1)).toMatchObject({ 'train/workers': 4, 'train/loss': expect.any(Number) });
    expect(agent.weights()).not.toEqual(new A3C('CartPole-v1', { seed: 1 }).weights());
    expect(agent.exitCodes).toEqual([0, 0, 0, 0]);
  });

  it('resumes exactly with one worker, also in the middle of an episode', async () => {
    const create = () => new A3C(makeVec('CartPole-v1'), { mode: 'async', seed: 5 });
    const straight = await create().learn({ totalSteps: 6000 });
    const half = await create().learn({
      totalSteps: 6000,
      callbacks: [{ onIteration: (c) => c.stop('half') }],
    });
    expect(half.numTimesteps).toBe(2000);
    const saved = structuredClone({ weights: half.weights(), state: half.saveState() });
    const resumed = create();
    resumed.loadWeights(saved.weights);
    resumed.loadState(saved.state);
    await resumed.learn({ totalSteps: 6000 });
    expect(resumed.weights()).toEqual(straight.weights());
    expect(resumed.saveState()).toEqual(straight.saveState());
  });

  it('takes a checkpoint of all workers while they rest', async () => {
    const states: unknown[] = [];
    const agent = new A3C('CartPole-v1', { workers: 2, mode: 'async', seed: 5 });
    await agent.learn({
      totalSteps: 4000,
      callbacks: [{ onIteration: (c) => void states.push(c.agent.saveState()) }],
    });
    expect(states.length).toBe(2);
    expect(states[1]).toEqual(agent.saveState());
    expect(states[0]).not.toEqual(states[1]);
  });

  it.each([
    ['ends', 'process.exit(5)', /exited with code 5/, 5],
    ['throws', 'throw new Error("lost the pole")', /lost the pole/, 1],
  ])('reports a worker that %s, and goes on with the others', async (how, last, reason, code) => {
    const print = vi.spyOn(console, 'error').mockImplementation(() => {});
    const id = `Mortal-${how}-v0`;
    const imports = [registering(id, last)];
    const agent = await new A3C(id, { workers: 3, mode: 'async', seed: 1, imports }).learn({
      totalSteps: 6000,
    });
    expect(agent.numTimesteps).toBe(6000);
    expect(agent.crashes).toEqual([expect.stringMatching(reason)]);
    expect([...agent.exitCodes].sort()).toEqual([0, 0, code]);
    expect(print).toHaveBeenCalledExactlyOnceWith(
      expect.stringMatching(/A3C worker \d: .* 2 of 3 workers go on\./),
    );
    expect(existsSync(join(folder, `${id}.mark`))).toBe(true);
    expect(agent.predict(Float32Array.of(1, 0))).toBe(1);
  });

  it('fails when no worker is left, with the reason', async () => {
    vi.spyOn(console, 'error').mockImplementation(() => {});
    const imports = [registering('Doomed-v0', 'all throw new Error("nobody survives")')];
    const agent = new A3C('Doomed-v0', { workers: 2, mode: 'async', imports });
    await expect(agent.learn({ totalSteps: 6000 })).rejects.toThrow(/Every worker .*nobody survives/);
  });

  it('notices wrappers that the threads would not have', async () => {
    const hidden = () => new SelectObservation(make('CartPole-v1'), [0, 2]);
    const agent = new A3C(new SyncVectorEnv([hidden]), { mode: 'async' });
    await expect(agent.learn({ totalSteps: 100 })).rejects.toThrow(
      /CartPole-v1 has Box.*the shape is \[2\] in one and \[4\] in the other.*without wrappers/,
    );
  });

  it('needs to know how to make the environment', () => {
    const placeholder = makeVec('CartPole-v1');
    const anonymous = {
      ...placeholder,
      spec: undefined,
      singleObservationSpace: placeholder.singleObservationSpace,
    };
    Object.setPrototypeOf(anonymous, Object.getPrototypeOf(placeholder));
    expect(() => new A3C(anonymous, { mode: 'async' })).toThrow(/needs to know its id/);
  });
});
