// Dyna-Q: the model and its updates by hand, masks, resume, and how much sooner it learns than Q-learning.
import { describe, expect, it } from 'vitest';
import { expectExactResume } from '../../../../test/agents.js';
import { makeVec } from '../../../envs/index.js';
import { mdpOf, valueIteration } from '../../../envs/mdp/index.js';
import { evaluatePolicy } from '../../../evaluate/index.js';
import { QLearning } from '../../tabular/q-learning.js';
import { DynaQ } from './dyna-q.js';
import { TableModel } from './table-model.js';
import { UrgentCells } from './urgent-cells.js';

describe('the model', () => {
  it('keeps how often a cell led where, and mean rewards', () => {
    const model = new TableModel();
    for (const [next, reward, end] of [
      [3, 1, false],
      [3, 2, false],
      [4, 5, true],
    ] as const)
      model.add(7, next, reward, end);
    const outcomes = [
      { next: 3, isTerminal: false, count: 2, reward: 1.5 },
      { next: 4, isTerminal: true, count: 1, reward: 5 },
    ];
    expect(model.of(7)).toEqual(outcomes);
    expect([[...model.before(3)], [...model.before(9)]]).toEqual([[7], []]);
    const copy = new TableModel();
    copy.loadState(structuredClone(model.saveState()));
    expect([copy.of(7), copy.cells, [...copy.before(4)]]).toEqual([outcomes, [7], [7]]);
  });

  it('urgent cells come by priority, each once, at its largest', () => {
    const urgent = new UrgentCells();
    for (const [cell, priority] of [
      [5, 1],
      [2, 3],
      [5, 4],
      [1, 3],
      [5, 2],
    ] as const)
      urgent.add(cell, priority);
    expect([1, 2, 3, 4].map(() => urgent.take())).toEqual([5, 1, 2, undefined]);
  });
});

describe('dyna-q', () => {
  it('without planning steps is Q-learning, bit for bit', async () => {
    const dyna = await new DynaQ('FrozenLake-v1', { planningSteps: 0, seed: 3 }).learn({ totalSteps: 2000 });
    const q = await new QLearning('FrozenLake-v1', { seed: 3 }).learn({ totalSteps: 2000 });
    expect(dyna.weights()).toEqual(q.weights());
  });

  it.each([false, true])('learns the exact values of a frozen lake, prioritized %s', async (prioritized) => {
    const options = { prioritized, planningSteps: 20, epsilon: 1, gamma: 0.9, learningRate: 1, seed: 2 };
    const agent = await new DynaQ('FrozenLake-v1', options).learn({ totalSteps: 15_000 });
    const { values } = valueIteration(mdpOf('FrozenLake-v1').mdp, { gamma: 0.9 });
    for (const state of [0, 6, 10, 14]) {
      // What was seen is not quite what is so: within 0.05 of 0.07 … 0.64.
      expect(Math.abs(Math.max(...agent.qValues(state)) - values[state]!)).toBeLessThan(0.06);
    }
  });

  it('needs a fraction of the steps of Q-learning: cliff and taxi, with masks', async () => {
    for (const [id, totalSteps, least] of [
      ['CliffWalking-v1', 5000, -13],
      ['Taxi-v4', 20_000, 7],
    ] as const) {
      const score = (agent: DynaQ | QLearning) =>
        evaluatePolicy(agent, makeVec(id, { numEnvs: 10 }), { episodes: 50, seed: 3 }).mean;
      const dyna = await new DynaQ(id, { seed: 1 }).learn({ totalSteps });
      expect(score(dyna), id).toBeGreaterThanOrEqual(least);
      const q = await new QLearning(id, { seed: 1 }).learn({ totalSteps });
      expect(score(q), id).toBeLessThan(least);
    }
  });

  it('goes on exactly from a checkpoint, whatever it draws cells by', async () => {
    for (const prioritized of [false, true]) {
      const create = () =>
        new DynaQ(makeVec('Taxi-v4', { numEnvs: 2 }), { prioritized, planningSteps: 3, logInterval: 2 });
      await expectExactResume(create, 2000, 901);
    }
  });

  it('refuses options that nobody reads', () => {
    expect(() => new DynaQ('FrozenLake-v1', { priorityThreshold: 0.1 })).toThrow(
      /priorityThreshold: 0.1 would have no effect here/,
    );
    expect(() => new DynaQ('FrozenLake-v1', { planningSteps: 0, prioritized: true })).toThrow(
      /prioritized: true would have no effect/,
    );
  });
});
