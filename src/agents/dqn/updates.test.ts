// One update of DQN is Stable-Baselines3's; targets, which its recording does not tell apart, are those made by hand.
import { expect, it } from 'vitest';
import { expectSameUpdates, recordedSpaces, updateCase } from '../../../test/sb3-updates.js';
import type { Sampler } from '../../memory/index.js';
import type { TransitionBatch, TransitionBatches } from '../transition-batch.js';
import { DQN } from './dqn.js';

interface Opened {
  sampler: Sampler;
  batches: Pick<TransitionBatches, 'load'> & { batch: TransitionBatch };
  update(batch: TransitionBatch): { metrics: Record<string, number>; errors: number[] };
}

it('equals the updates of Stable-Baselines3', () => {
  const recorded = updateCase('dqn');
  const { config, net_arch: hiddenSizes } = recorded;
  const agent = new DQN(recordedSpaces('discrete') as never, {
    ...{ hiddenSizes, batchSize: 32, gamma: Number(config.gamma) },
    learningRate: Number(config.learning_rate),
  });
  expectSameUpdates(agent, recorded, (weights) =>
    Object.fromEntries(
      Object.entries(weights).map(([name, weight]) => [name.replace(/\.q_net\./, '.'), weight]),
    ),
  );
});

it.each([
  // Q'(s') = (1, 4, 2), Q(s') = (5, 0, 3): the online network likes action 0, the target network action 1.
  [false, [2 + 0.5 * 4, 3]],
  [true, [2 + 0.5 * 1, 3]],
])("learns towards r + γ·Q' by hand (double Q-learning %s)", (doubleQ, targets) => {
  const agent = new DQN(recordedSpaces('discrete') as never, {
    ...{ hiddenSizes: [], batchSize: 2, doubleQ, loss: 'mse' as const, learningRate: 0 },
  });
  const weights = agent.weights();
  for (const { data } of Object.values(weights)) data.fill(0);
  weights['q_net.0.bias']!.data.set([5, 0, 3]);
  weights['q_net_target.0.bias']!.data.set([1, 4, 2]);
  agent.loadWeights(weights);
  const open = agent as unknown as Opened;
  const { batch } = open.batches;
  batch.rewards.data.set([2, 3]);
  batch.discounts.data.set([0.5, 0]);
  batch.actions.data.set([0, 2]);
  batch.wantsErrors = true;
  const { metrics, errors } = open.update(batch);
  const expected = [5 - targets[0]!, 3 - targets[1]!];
  expect([...errors]).toEqual(expected.map(Math.abs));
  expect(metrics['train/loss']).toBeCloseTo((expected[0]! ** 2 + expected[1]! ** 2) / 2, 5);
});

it('bootstraps n-step returns from the actions that are legal n steps later', () => {
  const agent = new DQN(recordedSpaces('masked'), {
    ...{ hiddenSizes: [], batchSize: 3, nSteps: 3, gamma: 0.5, learningRate: 0 },
  });
  const weights = agent.weights();
  for (const { data } of Object.values(weights)) data.fill(0);
  for (const name of ['q_net', 'q_net_target']) weights[`${name}.0.bias`]!.data.set([1, 4, 2]);
  agent.loadWeights(weights);
  for (const [row, reward] of [1, 2, 4].entries()) {
    const observations = new Float32Array(5).fill(row);
    // After step 0 action 1 is the only legal one, after step 1 action 0, after step 2 action 2.
    const nextActionMasks = Uint8Array.from([0, 1, 2], (action) => Number(action === [1, 0, 2][row]));
    const goesOn = { terminated: Uint8Array.of(0), truncated: Uint8Array.of(0), nextActionMasks };
    const next = { nextObservations: observations, finalObservations: observations };
    const taken = { observations, actions: Int32Array.of(0), rewards: [reward] };
    agent.memory.add({ count: 1, ...taken, ...next, ...goesOn });
  }
  const open = agent as unknown as Opened;
  const inOrder = [0, 1, 2];
  const draw = open.sampler.draw(3, { integers: () => inOrder.shift()! } as never);
  const batch = open.batches.load(draw, 0.5);
  expect([...batch.nextMasks!.toArray()]).toEqual([0, 0, 1, 0, 0, 1, 0, 0, 1]);
  batch.wantsErrors = true;
  // Q'(s₃, 2) = 2 after sums of three, two and one rewards.
  const targets = [1 + 1 + 1 + 0.125 * 2, 2 + 2 + 0.25 * 2, 4 + 0.5 * 2];
  expect([...open.update(batch).errors]).toEqual(targets.map((target) => target - 1));
});
