// Samplers against hand-made memories: n-step sums across ends and rings, and the frequencies of prioritised draws.
import { describe, expect, it } from 'vitest';
import { Generator } from '../../random/index.js';
import { Box, Discrete } from '../../spaces/index.js';
import { ENDED, OPEN } from '../episode-links.js';
import { ReplayMemory } from '../replay-memory.js';
import type { Transitions } from '../transitions.js';
import { NStepSampler } from './n-step.js';
import { PrioritizedSampler } from './prioritized.js';
import type { Draw, Sampler } from './sampler.js';
import { SequenceSampler } from './sequences.js';
import { SumTree } from './sum-tree.js';

const spaces = {
  observationSpace: new Box({ low: -1e6, high: 1e6, shape: [1] }),
  actionSpace: new Discrete(2),
};

/** A step of several environments: rewards, and how each goes on. */
function step(rewards: number[], ends: ('' | 'terminated' | 'truncated' | 'dead')[] = []): Transitions {
  const flags = (end: string) => Uint8Array.from(rewards, (_, i) => Number(ends[i] === end));
  const numbers = Float32Array.from(rewards);
  return {
    count: rewards.length,
    observations: numbers,
    actions: new Int32Array(rewards.length),
    rewards,
    terminated: flags('terminated'),
    truncated: flags('truncated'),
    nextObservations: numbers,
    finalObservations: numbers.map((r) => r + 1000),
    alive: Uint8Array.from(rewards, (_, i) => Number(ends[i] !== 'dead')),
  };
}

/** Draws all rows in order. */
class All implements Sampler {
  constructor(private readonly memory: ReplayMemory) {}
  draw(): Draw {
    return { rows: Int32Array.from({ length: this.memory.size }, (_, i) => i) };
  }
  saveState() {
    return { meta: {}, arrays: {} };
  }
  loadState() {}
}

function drawAll(memory: ReplayMemory, n: number, gamma = 0.5) {
  const sampler = new NStepSampler(new All(memory), memory, { n, gamma: () => gamma });
  const { lastRows, rewards, discounts } = sampler.draw(0, new Generator(0));
  return { last: [...lastRows!], rewards: [...rewards!], discounts: [...discounts!] };
}

describe('n-step returns', () => {
  it('sum rewards of each environment by itself, up to what is known', () => {
    const memory = new ReplayMemory(100, { ...spaces, linked: true });
    for (const t of [0, 1, 2, 3]) memory.add(step([2 ** t, 100 + t]));
    expect(drawAll(memory, 3)).toEqual({
      last: [4, 5, 6, 7, 6, 7, 6, 7],
      rewards: [1 + 1 + 1, 100 + 50.5 + 25.5, 2 + 2 + 2, 101 + 51 + 25.75, 4 + 4, 102 + 51.5, 8, 103],
      discounts: [0.125, 0.125, 0.125, 0.125, 0.25, 0.25, 0.5, 0.5],
    });
  });

  it.each(['terminated', 'truncated'] as const)('stop where an episode is %s', (end) => {
    const memory = new ReplayMemory(100, { ...spaces, linked: true });
    memory.add(step([1]));
    memory.add(step([2], [end]));
    memory.add(step([4]));
    memory.add(step([8]));
    expect(drawAll(memory, 3)).toEqual({
      last: [1, 1, 3, 3],
      rewards: [2, 2, 8, 8],
      discounts: [0.25, 0.5, 0.25, 0.5],
    });
    // The bootstrap is from the last observation of the episode itself; the batch leaves it out after a termination.
    expect(memory.nextObservations.columns[0]!.source(1)[1]).toBe(1002);
    expect(memory.terminated.get(1)).toBe(end === 'terminated' ? 1 : 0);
  });

  it('hold in a ring that is written over, whatever its size', () => {
    for (const capacity of [5, 6, 7, 8, 11]) {
      const memory = new ReplayMemory(capacity, { ...spaces, linked: true });
      const kept: { reward: number; env: number; time: number }[] = [];
      for (let time = 0; time < 40; time++) {
        const rewards = [time + 1, 1000 + time];
        memory.add(step(rewards, [time % 7 === 6 ? 'truncated' : '', time % 5 === 4 ? 'terminated' : '']));
        for (const [env, reward] of rewards.entries()) kept.push({ reward, env, time });
        const held = kept.slice(-capacity);
        const { rewards: sums } = drawAll(memory, 4);
        for (let row = 0; row < memory.size; row++) {
          const at = held.find(({ reward }) => reward === memory.rewards.get(row))!;
          const period = at.env === 0 ? 7 : 5;
          let expected = 0;
          for (let m = 0; m < 4; m++) {
            const next = held.find((each) => each.env === at.env && each.time === at.time + m);
            if (!next) break;
            expected += 0.5 ** m * next.reward;
            if (next.time % period === period - 1) break;
          }
          expect(sums[row]).toBeCloseTo(expected, 4);
        }
      }
    }
  });

  it('are refused where not even one step of all environments fits', () => {
    const memory = new ReplayMemory(1, { ...spaces, linked: true });
    expect(() => memory.add(step([1, 2]))).toThrow(/memory of 1 rows cannot follow 2 environments/);
  });

  it('leave out the steps of agents that do not live', () => {
    const memory = new ReplayMemory(100, { ...spaces, linked: true });
    memory.add(step([1, 10]));
    memory.add(step([2, 20], ['terminated', '']));
    memory.add(step([99, 30], ['dead', '']));
    memory.add(step([4, 40]));
    expect(Array.from({ length: memory.size }, (_, row) => memory.episodes!.after(row))).toEqual([
      2,
      3,
      ENDED,
      4,
      6,
      OPEN,
      OPEN,
    ]);
  });

  it('go on in a restored memory, also in a larger one, and not over abandoned episodes', () => {
    const memory = new ReplayMemory(5, { ...spaces, linked: true });
    for (let t = 0; t < 8; t++) memory.add(step([2 ** t]));
    const saved = structuredClone(memory.saveState());
    const same = new ReplayMemory(5, { ...spaces, linked: true });
    same.loadState(saved);
    const larger = new ReplayMemory(9, { ...spaces, linked: true });
    larger.loadState(saved);
    const abandoned = new ReplayMemory(5, { ...spaces, linked: true });
    abandoned.loadState(saved);
    abandoned.episodes!.abandon();
    for (const each of [memory, same, larger, abandoned]) each.add(step([256]));
    expect(drawAll(same, 2)).toEqual(drawAll(memory, 2));
    // Rows 5, 6, 7, 3, 4 hold steps 5, 6, 7, 3, 4: in the ring of 9, step 4 may outlive step 5, and does not look at it.
    expect(drawAll(larger, 2).rewards).toEqual([32 + 32, 64 + 64, 128 + 128, 8 + 8, 16, 256]);
    expect(drawAll(abandoned, 2).rewards).toEqual([64, 128, 128, 256, 32]);
    expect(() => same.loadState({ ...saved, meta: { ...saved.meta, newest: [7] } })).toThrow(
      /with the row 7, which it has not/,
    );
  });
});

describe('sequences', () => {
  const memory = new ReplayMemory(9, { ...spaces, linked: true });
  // Rows 0, 2, 4, … of the first environment, 1, 3, 5, … of the second, in a ring of 9; the first ends at time 2.
  for (let t = 0; t < 6; t++) memory.add(step([t, 100 + t], [t === 2 ? 'terminated' : '', '']));

  it('hold what went before and comes after in the same episode, the rest without weight', () => {
    const sampler = new SequenceSampler(memory, { burnIn: 2, length: 3 });
    const seen = new Map<number, string>();
    const rng = new Generator(2);
    for (let i = 0; i < 100; i++) {
      const { rows, weights } = sampler.draw(2, rng);
      for (const column of [0, 1]) {
        const at = (t: number) => t * 2 + column;
        const sequence = [0, 1, 2, 3, 4].map(
          (t) => `${memory.rewards.get(rows[at(t)]!)}${weights![at(t)] === 1 ? '' : '-'}`,
        );
        seen.set(memory.rewards.get(rows[at(2)]!), sequence.join(' '));
      }
    }
    // Of twelve steps nine are stored: 2, 3, 4, 5 and 101 … 105.
    expect(Object.fromEntries(seen)).toEqual({
      2: '2- 2- 2 2- 2-',
      3: '3- 3- 3 4 5',
      4: '3- 3 4 5 5-',
      5: '3 4 5 5- 5-',
      101: '101- 101- 101 102 103',
      102: '101- 101 102 103 104',
      103: '101 102 103 104 105',
      104: '102 103 104 105 105-',
      105: '103 104 105 105- 105-',
    });
  });
});

describe('the sum tree', () => {
  it('finds leaves by their share of the total, never empty ones', () => {
    const tree = new SumTree();
    const leaves = [0, 3, 0, 1, 2, 0, 0];
    leaves.forEach((value, i) => void tree.set(i, value));
    expect(tree.total).toBe(6);
    expect([0, 2.9, 3, 3.9, 4, 5.9, 6, 7].map((at) => tree.find(at))).toEqual([1, 1, 3, 3, 4, 4, 4, 4]);
  });

  it('is the same however it came to be', () => {
    const rng = new Generator(1);
    const tree = new SumTree();
    for (let i = 0; i < 3000; i++) tree.set(rng.integers(0, 1000), rng.random());
    const copy = new SumTree();
    copy.fill(tree.values(1000).slice());
    for (let i = 0; i < 1000; i++) {
      const at = (i / 1000) * tree.total;
      expect(copy.find(at)).toBe(tree.find(at));
    }
    expect(copy.total).toBe(tree.total);
  });
});

describe('prioritised draws', () => {
  const memory = new ReplayMemory(100, spaces);
  for (let t = 0; t < 20; t++) memory.add(step([t]));
  const errors = Float32Array.from({ length: 20 }, (_, row) => (row % 5) + 0.1);
  const rows = Int32Array.from(errors, (_, row) => row);

  function sampler(alpha: number, beta = 1): PrioritizedSampler {
    const made = new PrioritizedSampler(memory, { alpha, beta: () => beta });
    for (const row of rows) made.onAdd(row);
    made.onErrors(rows, errors);
    return made;
  }

  it.each([0, 0.6, 1])('come as often as p^α says (χ², α = %d)', (alpha) => {
    const made = sampler(alpha);
    const rng = new Generator(3);
    const counts = new Float64Array(20);
    const draws = 40_000;
    // One at a time: strata make the counts of larger draws more even than chance.
    for (let i = 0; i < draws; i++) counts[made.draw(1, rng).rows[0]!]!++;
    const powers = Array.from(errors, (error) => (error + 1e-6) ** alpha);
    const total = powers.reduce((a, b) => a + b);
    const chi = powers.reduce((sum, p, row) => {
      const expected = (draws * p) / total;
      return sum + (counts[row]! - expected) ** 2 / expected;
    }, 0);
    // 99.9 % of χ² with 19 degrees of freedom lie below.
    expect(chi).toBeLessThan(43.8);
  });

  it('are stratified: each of k draws from its k-th of the total', () => {
    const made = sampler(1);
    const rng = new Generator(5);
    const ends = Array.from(errors, (_, row) =>
      errors.slice(0, row + 1).reduce((sum, error) => sum + error + 1e-6, 0),
    );
    const total = ends.at(-1)!;
    for (let i = 0; i < 50; i++) {
      const drawn = made.draw(8, rng).rows;
      drawn.forEach((row, k) => {
        expect(ends[row]!).toBeGreaterThan((k / 8) * total - 1e-9);
        expect(row === 0 ? 0 : ends[row - 1]!).toBeLessThan(((k + 1) / 8) * total + 1e-9);
      });
    }
  });

  it('are weighed by (N·P)^-β, at most 1', () => {
    for (const beta of [0, 0.4, 1]) {
      const { rows: drawn, weights } = sampler(0.6, beta).draw(16, new Generator(7));
      const powers = Array.from(errors, (error) => (error + 1e-6) ** 0.6);
      const total = powers.reduce((a, b) => a + b);
      const raw = Array.from(drawn, (row) => ((20 * powers[row]!) / total) ** -beta);
      const most = Math.max(...raw);
      weights!.forEach((weight, i) => void expect(weight).toBeCloseTo(raw[i]! / most, 6));
    }
  });

  it('give new rows the largest priority so far, and keep it when saved', () => {
    const made = sampler(1);
    made.onErrors(Int32Array.of(0), [9]);
    made.onErrors(Int32Array.of(0), [1]);
    made.onAdd(3);
    const state = structuredClone(made.saveState());
    expect(state.arrays.priorities![3]).toBeCloseTo(9, 5);
    const copy = new PrioritizedSampler(memory, { alpha: 1, beta: () => 1 });
    copy.loadState(state);
    copy.onAdd(4);
    expect(copy.saveState().arrays.priorities![4]).toBeCloseTo(9, 5);
    const [a, b] = [new Generator(1), new Generator(1)];
    made.onAdd(4);
    expect(copy.draw(32, b)).toEqual(made.draw(32, a));
    expect(() => copy.loadState({ meta: { largest: 1 }, arrays: {} })).toThrow(/must be 20 positive numbers/);
  });
});
