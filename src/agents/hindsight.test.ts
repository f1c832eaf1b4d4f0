// Hindsight in an agent: what its batches hold, that it goes on exactly, and where it is refused.
import { describe, expect, it } from 'vitest';
import { expectExactResume } from '../../test/agents.js';
import { makeVec } from '../envs/index.js';
import '../envs/goals/index.js';
import { DQN, type DQNOptions, type Experience, type Hook } from './index.js';

const options: DQNOptions = {
  hindsight: 'future',
  seed: 1,
  learningRate: 1e-3,
  learningStarts: 20,
  bufferSize: 150,
  batchSize: 16,
  trainFreq: 1,
  targetUpdateInterval: 50,
  hiddenSizes: [16],
};
const BITS = 5;
const bitFlipping = (numEnvs = 1) => makeVec('BitFlipping-v0', { numEnvs, options: { n: BITS } });

describe.each(['future', 'final', 'episode'] as const)('hindsight "%s"', (hindsight) => {
  it('shows goals, rewards and ends that agree', async () => {
    let reached = 0;
    const hook: Hook = {
      onBatch({ states, nextStates, rewards, ...batch }: Experience) {
        const { discounts } = batch as unknown as { discounts: { data: Float32Array } };
        const part = (inputs: { data: ArrayLike<number> }, row: number, which: number) =>
          Array.from({ length: BITS }, (_, i) => inputs.data[(3 * row + which) * BITS + i]).join('');
        for (let row = 0; row < rewards.size; row++) {
          // Inputs are in the order of the keys: achieved, desired, observation.
          const [achieved, desired] = [part(nextStates, row, 0), part(nextStates, row, 1)];
          expect(part(states, row, 1)).toBe(desired);
          const isReached = achieved === desired;
          expect(rewards.data[row]).toBe(isReached ? 0 : -1);
          expect(discounts.data[row]).toBe(isReached ? 0 : Math.fround(0.99));
          reached += Number(isReached);
        }
        return {};
      },
    };
    await new DQN(bitFlipping(3), { ...options, hindsight }, { hooks: [hook] }).learn({ totalSteps: 300 });
    expect(reached).toBeGreaterThan(100);
  });

  it('goes on exactly, in a ring that is written over', async () => {
    await expectExactResume(
      () => new DQN(bitFlipping(2), { ...options, hindsight, logInterval: 1 }),
      400,
      270,
    );
  });
});

it('goes with prioritised draws and normalised observations', async () => {
  const create = () =>
    new DQN(bitFlipping(2), { ...options, prioritized: true, normalizeObservations: true });
  await expectExactResume(create, 200, 130);
});

it('is refused where it makes no sense', () => {
  expect(() => new DQN('CartPole-v1', { hindsight: 'future' })).toThrow(
    /hindsight: observations must be a Dict/,
  );
  expect(() => new DQN(bitFlipping(), { hindsight: 'future', nSteps: 3 })).toThrow(/needs nSteps 1/);
  expect(() => new DQN(bitFlipping(), { nSampledGoal: 8 })).toThrow(/dqn reads it for hindsight only/);
  expect(() => new DQN(bitFlipping(), { hindsight: 'past' as 'future' })).toThrow(
    /hindsight: expected one of/,
  );
});
