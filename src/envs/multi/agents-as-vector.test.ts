// Rows of agents: deaths, masks, seeds, spaces, exact state.
import { describe, expect, it } from 'vitest';
import { Generator } from '../../random/index.js';
import { allocatePacked, Dict, Discrete, MultiBinary, type Space } from '../../spaces/index.js';
import type { VectorEnv } from '../index.js';
import { agentsAsVector, makeAec, makeParallel, type ParallelEnv, parallelToAec } from './index.js';

const battle = () => makeParallel('battle_v4', { mapSize: 14, agentsPerSide: 4, gap: 1, maxCycles: 60 });

/** Whether all numbers are equal; far quicker than `toEqual`. */
function same(a: ArrayLike<number>, b: ArrayLike<number>): boolean {
  for (let i = 0; i < b.length; i++) if (a[i] !== b[i]) return false;
  return a.length === b.length;
}

/** Attacks wherever possible, so that soldiers die. */
function drawActions(envs: VectorEnv, rng: Generator) {
  const actions = allocatePacked(envs.singleActionSpace.packedType, envs.numEnvs);
  for (let i = 0; i < actions.length; i++) {
    actions[i] = rng.random() < 0.6 ? rng.integers(13, 21) : i % 8 < 4 ? 7 : 5;
  }
  return actions;
}

describe('agentsAsVector', () => {
  it('has a row for each agent: what it sees and earns, until it dies', () => {
    const envs = agentsAsVector(battle, { worlds: 2 });
    const alone = [battle(), battle()];
    expect([envs.numEnvs, envs.autoreset]).toEqual([16, 'same-step']);
    envs.reset({ seed: 3 });
    let shown = alone.map((world, w) => world.reset({ seed: 3 + w }).observations);
    const rng = new Generator(5);
    const size = envs.singleObservationSpace.packedSize;
    const counts = { deaths: 0, ends: 0, dead: 0 };
    for (let t = 0; t < 200; t++) {
      for (const [w, world] of alone.entries()) {
        world.possibleAgents.forEach((agent, a) => {
          const row = 8 * w + a;
          const lives = world.agents.includes(agent);
          expect(envs.alive[row]).toBe(lives ? 1 : 0);
          if (!lives) counts.dead++;
          const seen = envs.observations.subarray(row * size, (row + 1) * size);
          expect(same(seen, lives ? shown[w]![agent]! : new Float32Array(size))).toBe(true);
        });
      }
      const actions = drawActions(envs, rng);
      envs.step(actions);
      shown = alone.map((world, w) => {
        const row = (agent: string) => 8 * w + world.possibleAgents.indexOf(agent);
        const acted = [...world.agents];
        const result = world.step(Object.fromEntries(acted.map((agent) => [agent, actions[row(agent)]!])));
        for (const agent of world.possibleAgents) {
          const i = row(agent);
          expect(envs.rewards[i]).toBe(result.rewards[agent] ?? 0);
          expect(envs.terminated[i]).toBe(result.terminations[agent] ? 1 : 0);
          expect(envs.truncated[i]).toBe(result.truncations[agent] ? 1 : 0);
          if (!envs.terminated[i] && !envs.truncated[i]) continue;
          counts.deaths++;
          const last = envs.finalObservations.subarray(i * size, (i + 1) * size);
          expect(same(last, result.observations[agent]!)).toBe(true);
        }
        if (world.agents.length > 0) return result.observations;
        counts.ends++;
        return world.reset().observations;
      });
    }
    expect(counts.deaths).toBeGreaterThan(20);
    expect(counts.ends).toBeGreaterThan(4);
    expect(counts.dead).toBeGreaterThan(20);
  });

  it.each([1, 2, 3])('goes on equally from a state saved at any step (%s)', (seed) => {
    const envs = agentsAsVector(battle, { worlds: 2 });
    envs.reset({ seed });
    const rng = new Generator(seed);
    for (let t = 0; t < 10 * seed + rng.integers(0, 30); t++) envs.step(drawActions(envs, rng));
    const copy = agentsAsVector(battle, { worlds: 2 });
    copy.loadState!(JSON.parse(JSON.stringify(envs.saveState!())));
    for (let t = 0; t < 80; t++) {
      const actions = drawActions(envs, rng);
      for (const vector of [envs, copy]) vector.step(actions);
      for (const name of ['observations', 'rewards', 'terminated', 'truncated', 'alive'] as const) {
        expect(same(copy[name], envs[name]), name).toBe(true);
      }
    }
    expect(() => agentsAsVector(battle).loadState!(envs.saveState!())).toThrow(/state is that of 2/);
  });

  it('seeds worlds one after the other, or by the seeds of their first rows, and resets whole worlds', () => {
    const start = (vector: VectorEnv, w: number) => vector.observations.slice(w * 20, (w + 1) * 20);
    const magnets = () => agentsAsVector(() => makeParallel('ising_1d_v0'), { worlds: 2 });
    const [one, two] = [magnets(), magnets()];
    one.reset({ seed: 4 });
    two.reset({ seed: Array.from({ length: 40 }, (_, row) => (row < 20 ? 4 : 5)) });
    expect(two.observations).toEqual(one.observations);
    const before = start(one, 0);
    one.reset({ seed: 9, mask: Uint8Array.from({ length: 40 }, (_, row) => (row < 20 ? 0 : 1)) });
    expect(start(one, 0)).toEqual(before);
    expect(() => one.reset({ mask: new Uint8Array(40).fill(1, 0, 5) })).toThrow(
      /all agents of a world or none/,
    );
    expect(() => magnets().step(new Uint8Array(40))).toThrow(/before the first reset/);
  });

  it('takes worlds whose agents act one after the other before it moves', () => {
    const envs = agentsAsVector(parallelToAec(battle()));
    envs.reset({ seed: 1 });
    const plain = agentsAsVector(battle());
    plain.reset({ seed: 1 });
    const rng = new Generator(2);
    for (let t = 0; t < 50; t++) {
      const actions = drawActions(envs, rng);
      for (const vector of [envs, plain]) vector.step(actions);
      expect(same(envs.observations, plain.observations)).toBe(true);
    }
  });

  it('passes masks on, wherever they stand', () => {
    const mask = (agent: string) => (agent === 'l' ? [1, 0] : [0, 1]);
    const masked = (where: 'method' | 'info' | 'observation'): ParallelEnv => {
      const choice = new Discrete(2);
      const dict = new Dict({ observation: choice, action_mask: new MultiBinary(2) });
      const flags = (agent: string) => Uint8Array.from(mask(agent));
      const look = (agent: string) =>
        where === 'observation' ? { observation: 1, action_mask: flags(agent) } : 1;
      const all = <T>(value: (agent: string) => T) => ({ l: value('l'), r: value('r') });
      const world = {
        possibleAgents: ['l', 'r'],
        agents: [] as string[],
        observationSpace: () => (where === 'observation' ? dict : choice) as Space,
        actionSpace: () => choice as Space,
        reset: () => {
          world.agents = ['l', 'r'];
          return {
            observations: all(look),
            infos: all((agent) => (where === 'info' ? { action_mask: mask(agent) } : {})),
          };
        },
        step: () => ({
          ...world.reset(),
          rewards: all(() => 0),
          terminations: all(() => false),
          truncations: all(() => false),
        }),
        ...(where === 'method' && { actionMask: flags }),
      };
      return world as unknown as ParallelEnv;
    };
    for (const where of ['method', 'info', 'observation'] as const) {
      const envs = agentsAsVector(masked(where));
      expect(envs.actionMasks).toHaveLength(4);
      envs.reset();
      expect([...envs.actionMasks!], where).toEqual([1, 0, 0, 1]);
      expect(envs.singleObservationSpace.toString()).toBe('Discrete(2)');
      envs.step(Uint8Array.of(0, 1));
      expect([...envs.actionMasks!], where).toEqual([1, 0, 0, 1]);
    }
    expect(agentsAsVector(battle()).actionMasks).toBeUndefined();
  });

  it('refuses what it cannot do, and says what can be done', () => {
    expect(() => agentsAsVector(makeAec('tictactoe_v3'))).toThrow(/game of turns.*singleAgent/);
    const uneven = battle();
    const space = new Discrete(5);
    const { actionSpace } = uneven;
    uneven.actionSpace = (agent) => (agent === 'blue_0' ? (space as never) : actionSpace.call(uneven, agent));
    expect(() => agentsAsVector(uneven)).toThrow(
      /actionSpace of red_0 and blue_0 differ: n is 21 in one and 5 in the other.*one at a time.*singleAgent/,
    );
    expect(() => agentsAsVector(battle(), { worlds: 2 })).toThrow(/pass a function that makes one/);
    const same = battle();
    expect(() => agentsAsVector(() => same, { worlds: 2 })).toThrow(/new world in every call/);
    const inTurns = parallelToAec(battle());
    expect(() => agentsAsVector(() => inTurns, { worlds: 2 })).toThrow(/new world in every call/);
    expect(() => agentsAsVector((() => 5) as never)).toThrow(/agentsAsVector\(\) takes a world.*got 5/);
    expect(() => agentsAsVector(battle, { world: 2 } as never)).toThrow(/no option 'world'/);
  });
});
