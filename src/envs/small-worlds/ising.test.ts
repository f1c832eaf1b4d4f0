// The Ising lattices by hand, and the book's numbers.
import { describe, expect, it } from 'vitest';
import { Generator } from '../../random/index.js';
import { make, unwrapped } from '../index.js';
import { Ising1D, Ising2D } from './index.js';
import {
  drawSpins,
  energy,
  fieldReward,
  magnetization,
  meanField,
  pairOf,
  pairReward,
  ring,
  torus,
} from './ising.js';

describe('lattices', () => {
  it('put sites in a circle', () => {
    expect(ring(4).neighbours).toEqual([
      [3, 1],
      [0, 2],
      [1, 3],
      [2, 0],
    ]);
  });

  it('put sites in a square whose borders touch', () => {
    const { neighbours } = torus(10, 10);
    expect(neighbours[0]).toEqual([99, 90, 91, 9, 1, 19, 10, 11]);
    expect(neighbours[55]).toEqual([44, 45, 46, 54, 56, 64, 65, 66]);
    for (const [site, beside] of neighbours.entries()) {
      expect(new Set(beside).size).toBe(8);
      for (const other of beside) expect(neighbours[other]).toContain(site);
    }
  });

  it('also where rows and columns differ', () => {
    expect(torus(3, 5).neighbours[4]).toEqual([13, 14, 10, 3, 0, 8, 9, 5]);
  });

  it('know energy and magnetisation', () => {
    const aligned = new Uint8Array(100).fill(1);
    expect([energy(aligned, torus(10, 10)), magnetization(aligned)]).toEqual([-400, 1]);
    expect(energy([0, 1, 0, 1], ring(4))).toBe(4);
    expect(energy([0, 0, 1, 1], ring(4))).toBe(0);
    expect([magnetization([0, 0, 1, 1]), magnetization([0, 0, 0, 1])]).toEqual([0, -0.5]);
  });

  it('start in disorder', () => {
    const spins = drawSpins(new Generator(1), 10_000);
    expect(Math.abs(magnetization(spins))).toBeLessThan(0.03);
  });
});

describe('rewards', () => {
  it('are the book’s -2, -0.2 and 1.6 in a ring', () => {
    expect([0, 1, 2, 3].map((pair) => pairReward(0, pair))).toEqual([1.6, -0.2, -0.2, -2]);
    expect([0, 1, 2, 3].map((pair) => pairReward(1, pair))).toEqual([-2, -0.2, -0.2, 1.6]);
    expect(pairOf([0, 0, 1, 1], ring(4), 1)).toBe(1);
    expect(pairOf([0, 0, 1, 1], ring(4), 0)).toBe(2);
  });

  it('are the book’s ±0.8483 in a mean field of a quarter', () => {
    expect(fieldReward(1, 0.75)).toBeCloseTo(0.8483, 4);
    expect(fieldReward(0, 0.75)).toBeCloseTo(-0.8483, 4);
    expect(fieldReward(0, 0.5)).toBe(0);
    expect(meanField([1, 1, 0, 0, 0, 0, 0, 0, 0], torus(3, 3), 0)).toBe(1 / 8);
  });
});

describe('worlds', () => {
  it('let one magnet after the other act, at once or together at the end of a sweep', () => {
    for (const update of ['sequential', 'sync'] as const) {
      const env = new Ising1D({ size: 5, update });
      env.reset({ seed: 3 });
      env.spins.set([0, 1, 0, 1, 1]);
      // Each does what its left neighbour shows.
      const seen: number[] = [];
      for (let i = 0; i < 5; i++) {
        expect(env.site).toBe(i);
        const left = pairOf(env.spins, env.lattice, i) >> 1;
        seen.push(left);
        env.step(left);
      }
      expect(seen).toEqual(update === 'sync' ? [1, 0, 1, 0, 1] : [1, 1, 1, 1, 1]);
      expect([...env.spins]).toEqual(seen);
    }
  });

  it('align when each magnet follows the majority', () => {
    const env = make('Ising2D-v0');
    const { spins } = unwrapped(env) as unknown as Ising2D;
    let { observation } = env.reset({ seed: 0 });
    for (let i = 0; i < 3000; i++) ({ observation } = env.step(observation[1]! > 0.5 ? 1 : 0));
    const inner = unwrapped(env) as unknown as Ising2D;
    expect(spins).toHaveLength(100);
    expect(Math.abs(inner.magnetization)).toBeGreaterThan(0.9);
    expect(inner.energy).toBeLessThan(-350);
  });

  it('end after 200 sweeps of 20, and 75 of 100', () => {
    for (const [id, steps] of [
      ['Ising1D-v0', 4000],
      ['Ising2D-v0', 7500],
    ] as const) {
      const env = make(id);
      env.reset({ seed: 1 });
      for (let i = 1; i < steps; i++) expect(env.step(i % 2).truncated).toBe(false);
      expect(env.step(0)).toMatchObject({ truncated: true, terminated: false });
    }
  });

  it('refuse lattices without distinct neighbours', () => {
    expect(() => new Ising1D({ size: 2 })).toThrow(/at least 3/);
    expect(() => new Ising2D({ update: 'later' as never })).toThrow(/sequential.*sync/);
  });
});
