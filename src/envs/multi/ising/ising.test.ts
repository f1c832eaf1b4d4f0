// Ising worlds of many agents: rewards by what was seen, joint turns, alignment by following the field.
import { describe, expect, it } from 'vitest';
import { byAgent } from '../calls.js';
import { makeParallel } from '../index.js';
import { IsingRing } from './ising-ring.js';
import { IsingTorus } from './ising-torus.js';

describe('the ring', () => {
  it('pays -2, -0.2 and 1.6 for none, one and both neighbours alike, as they were before anybody turned', () => {
    const env = new IsingRing({ size: 4 });
    env.reset({ seed: 0 });
    env.spins.set([1, 1, 0, 0]);
    const { rewards, observations } = env.step({ magnet_0: 1, magnet_1: 0, magnet_2: 0, magnet_3: 1 });
    // Of magnet 0 the left neighbour is magnet 3 (down), the right one magnet 1 (up), and so on.
    expect(Object.values(rewards)).toEqual([-0.2, -0.2, -0.2, -0.2]);
    expect([...env.state()]).toEqual([1, 0, 0, 1]);
    expect(Object.values(observations)).toEqual([2, 2, 1, 1]);
    env.spins.set([1, 1, 1, 1]);
    expect(env.step({ magnet_0: 1, magnet_1: 0, magnet_2: 1, magnet_3: 1 }).rewards).toMatchObject({
      magnet_0: 1.6,
      magnet_1: -2,
    });
  });

  it('is cut for all after maxCycles', () => {
    const env = makeParallel('ising_1d_v0', { maxCycles: 2 });
    env.reset({ seed: 1 });
    const down = byAgent(env.agents, () => 0);
    expect(env.step(down).truncations.magnet_0).toBe(false);
    const last = env.step(down);
    expect(last.truncations.magnet_19).toBe(true);
    expect(env.agents).toEqual([]);
  });
});

describe('the torus', () => {
  it('pays the book’s ±0.8483 in a field of one to three', () => {
    const env = new IsingTorus();
    env.reset({ seed: 0 });
    env.spins.fill(0);
    env.spins.set([1, 1], 0);
    // Magnet 11 has the neighbours 0, 1 and 2 above, of which two point up.
    const { rewards } = env.step(byAgent(env.agents, (agent) => (agent === 'magnet_11' ? 1 : 0)));
    expect(rewards.magnet_11).toBeCloseTo(-0.8483, 4);
    expect(rewards.magnet_12).toBeCloseTo(Math.tanh(5 * (7 / 8 - 0.5)), 10);
  });

  it('aligns when every magnet follows its field', () => {
    const env = new IsingTorus();
    let { observations } = env.reset({ seed: 3 });
    const before = env.energy;
    while (env.agents.length > 0) {
      const seen = observations;
      observations = env.step(byAgent(env.agents, (agent) => (seen[agent]![1]! > 0.5 ? 1 : 0))).observations;
    }
    expect(env.energy).toBeLessThan(before - 100);
  });
});
