// One update of DQN is Stable-Baselines3's; targets, which its recording does not tell apart, are those made by hand.
import { expect, it } from 'vitest';
import { expectSameUpdates, recordedSpaces, updateCase } from '../../../test/sb3-updates.js';
import type { TransitionBatch } from '../transition-batch.js';
import { DQN } from './dqn.js';

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
  const open = agent as unknown as {
    batches: { batch: TransitionBatch };
    update(batch: TransitionBatch): { metrics: Record<string, number>; errors: number[] };
  };
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
