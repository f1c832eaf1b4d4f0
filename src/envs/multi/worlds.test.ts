// Worlds with many agents by their ids, for learners: rows of makeVec, neighbours, opponents by chance, evaluation by worlds.
import { describe, expect, it } from 'vitest';
import { evaluatePolicy } from '../../evaluate/index.js';
import { make, makeVec, makeVecAsync } from '../index.js';
import { type AgentsVectorEnv, makeParallel } from './index.js';
// Its Ising1D-v0 looks like the world's id.
import '../small-worlds/index.js';

const battle = (options = {}) =>
  makeVec('battle_book_v0', { options: { minimapMode: false, ...options } }) as unknown as AgentsVectorEnv;

describe('makeVec of a world', () => {
  it('has a row for every agent of numEnvs worlds', async () => {
    const envs = await makeVecAsync('ising_1d_v0', { numEnvs: 2, options: { size: 5 } });
    expect([envs.numEnvs, envs.agentsPerWorld, envs.spec!.id]).toEqual([10, 5, 'ising_1d_v0']);
    expect(envs.spec!.options).toMatchObject({ size: 5, blind: false });
  });

  it('refuses what worlds do not have', async () => {
    expect(() => make('ising_1d_v0')).toThrow(/as rows for learners by makeVec/);
    expect(() => makeVec('ising_1d_v0', { wrappers: [{ name: 'FrameStack' }] })).toThrow(/of one agent/);
    expect(() => makeVec('ising_1d_v0', { autoreset: 'disabled' })).toThrow(/same-step/);
    expect(() => makeVec('ising_1d_v0', { options: { sise: 3 } as never })).toThrow(/sise/);
    await expect(makeVecAsync('isin_v0')).rejects.toThrow(/Unknown environment/);
  });

  it('shows the end of an episode although the rows go on', () => {
    const envs = makeVec('ising_1d_v0', { options: { size: 4, maxCycles: 1 } });
    envs.reset({ seed: 1 });
    expect(envs.finalDrawing).toBeUndefined();
    envs.render!();
    envs.step(Uint8Array.of(1, 1, 1, 1));
    const alike = (drawing: object) => JSON.stringify(drawing);
    const world = makeParallel('ising_1d_v0', { size: 4 });
    world.reset({ seed: 9 });
    world.step(Object.fromEntries(world.agents.map((agent) => [agent, 1])));
    expect(alike(envs.finalDrawing!)).toBe(alike(world.render!()!));
  });
});

describe('neighbours', () => {
  it('of magnets are those beside them', () => {
    const envs = makeVec('ising_1d_v0', { numEnvs: 2, options: { size: 4 } });
    envs.reset({ seed: 0 });
    const { offsets, rows } = envs.neighbours!;
    expect([...offsets]).toEqual([0, 2, 4, 6, 8, 10, 12, 14, 16]);
    expect([...rows].slice(8)).toEqual([7, 5, 4, 6, 5, 7, 6, 4]);
  });

  it('of soldiers are the living of their army nearer than 7', () => {
    const envs = battle();
    envs.reset({ seed: 0 });
    const { offsets, rows } = envs.neighbours;
    // Columns of four with every second cell free: number 5 is in the second place of the second column.
    expect([...rows.subarray(offsets[5], offsets[6])]).toEqual([
      0, 1, 2, 3, 4, 6, 7, 8, 9, 10, 11, 12, 13, 14,
    ]);
    expect([...rows.subarray(offsets[16])].every((row) => row >= 16)).toBe(true);
    const [world] = envs.worlds as unknown as [{ arena: { alive: Uint8Array } }];
    world.arena.alive[6] = 0;
    envs.step(new Uint8Array(32).fill(6));
    const later = envs.neighbours;
    expect([...later.rows.subarray(later.offsets[5], later.offsets[6])]).not.toContain(6);
  });
});

describe('battle against chance', () => {
  it('has the red army for agents, and tells who won and how many fell', () => {
    const envs = battle({ blue: 'random', maxCycles: 3 });
    expect(envs.numEnvs).toBe(16);
    envs.reset({ seed: 0 });
    const told = [];
    for (let t = 0; t < 3; t++) {
      envs.step(new Uint8Array(16).fill(6));
      told.push(envs.infos[0]);
    }
    expect(told).toEqual([{}, {}, { isSuccess: false, kills: 0 }]);
  });

  it('repeats itself by its seed and goes on from a saved state', () => {
    const envs = battle({ blue: 'random' });
    const play = (steps: number) => {
      for (let t = 0; t < steps; t++) envs.step(new Uint8Array(16).fill(t % 13));
      return [...envs.observations].reduce((sum, x, i) => sum + x * (i % 97), 0);
    };
    envs.reset({ seed: 4 });
    play(5);
    const state = JSON.parse(JSON.stringify(envs.saveState!()));
    const later = play(8);
    envs.loadState!(state);
    expect(play(8)).toBe(later);
    envs.reset({ seed: 4 });
    expect(play(5)).not.toBe(0);
  });
});

it('an episode of an evaluation is that of a world: the mean return of its agents', () => {
  const envs = makeVec('ising_1d_v0', { numEnvs: 3, options: { size: 4, maxCycles: 6 } });
  const up = {
    predictBatch: (_: unknown, __: number, out: { fill(value: number): void }) => void out.fill(1),
  };
  const { returns, lengths } = evaluatePolicy(up as never, envs, { episodes: 5 });
  expect([returns.length, lengths]).toEqual([5, [6, 6, 6, 6, 6]]);
  // After the first step all agree.
  for (const each of returns) expect(each).toBeLessThanOrEqual(6 * 1.6);
  for (const each of returns) expect(each).toBeGreaterThanOrEqual(5 * 1.6 - 2);
});
