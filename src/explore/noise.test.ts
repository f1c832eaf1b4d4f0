import { describe, expect, it } from 'vitest';
import { Generator } from '../random/index.js';
import { NormalNoise, OrnsteinUhlenbeckNoise } from './noise.js';

const zeros = (n: number) => new Float32Array(n);
const deviation = (values: number[]) => Math.sqrt(values.reduce((sum, x) => sum + x * x, 0) / values.length);

describe('action noise', () => {
  it('normal: independent draws of the given deviation, added to what is there', () => {
    const rng = new Generator(1);
    const actions = zeros(20_000).fill(3);
    new NormalNoise().addTo(actions, 0.5, rng);
    const noise = [...actions].map((x) => x - 3);
    expect(deviation(noise)).toBeCloseTo(0.5, 1);
    const neighbours = noise.slice(1).reduce((sum, x, i) => sum + x * noise[i]!, 0) / noise.length;
    expect(Math.abs(neighbours)).toBeLessThan(0.01);
    const still = zeros(3);
    new NormalNoise().addTo(still, 0, rng);
    expect([...still]).toEqual([0, 0, 0]);
  });

  it('Ornstein-Uhlenbeck: x ← x - θ·x·dt + σ·√dt·N(0, 1), each environment by itself', () => {
    const noise = new OrnsteinUhlenbeckNoise({ numEnvs: 2, size: 2, theta: 0.5, dt: 0.04 });
    const draws = new Generator(7);
    const rng = new Generator(7);
    const expected = zeros(4);
    for (let step = 0; step < 5; step++) {
      const actions = zeros(4);
      noise.addTo(actions, 0.3, rng);
      for (let i = 0; i < 4; i++)
        expected[i]! += -0.5 * expected[i]! * 0.04 + 0.3 * 0.2 * draws.standardNormal();
      for (let i = 0; i < 4; i++) expect(actions[i]).toBeCloseTo(expected[i]!, 6);
    }
  });

  it('Ornstein-Uhlenbeck: settles at deviation σ·√(dt / (2·θ·dt)) and begins at 0 in each episode', () => {
    const noise = new OrnsteinUhlenbeckNoise({ numEnvs: 1, size: 1 });
    const rng = new Generator(3);
    const values = Array.from({ length: 100_000 }, () => {
      const actions = zeros(1);
      noise.addTo(actions, 0.2, rng);
      return actions[0]!;
    });
    expect(deviation(values) / (0.2 / Math.sqrt(2 * 0.15))).toBeCloseTo(1, 0);
    noise.reset(0);
    const still = zeros(1);
    noise.addTo(still, 0, rng);
    expect(still[0]).toBe(0);
  });

  it('is saved and goes on where it was', () => {
    const make = () => new OrnsteinUhlenbeckNoise({ numEnvs: 2, size: 3 });
    const [first, second] = [make(), make()];
    first.addTo(zeros(6), 1, new Generator(1));
    second.loadState(structuredClone(first.saveState()));
    const [a, b] = [zeros(6), zeros(6)];
    first.addTo(a, 1, new Generator(2));
    second.addTo(b, 1, new Generator(2));
    expect(b).toEqual(a);
    first.reset(1);
    expect([...first.saveState().arrays.values!].slice(3)).toEqual([0, 0, 0]);
  });

  it('stays finite with any deviation', () => {
    const noise = new OrnsteinUhlenbeckNoise({ numEnvs: 1, size: 1 });
    const actions = zeros(1);
    for (let i = 0; i < 10; i++) noise.addTo(actions, 1e300, new Generator(i));
    expect(Number.isFinite(actions[0])).toBe(true);
  });
});
