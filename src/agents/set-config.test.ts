// Hyperparameters that change during training.
import { describe, expect, it } from 'vitest';
import { DQN, PPO, TD3 } from './index.js';

const fast = {
  learningRate: 1e-3,
  learningStarts: 50,
  trainFreq: 1,
  targetUpdateInterval: 100,
  hiddenSizes: [16],
};

describe('hyperparameters', () => {
  it('may change in mid-run, and the change is saved (population-based training)', async () => {
    const agent = new DQN('CartPole-v1', { ...fast, seed: 1 });
    await agent.learn({ totalSteps: 100 });
    agent.setConfig({ learningRate: 5e-4, gamma: 0.9 });
    expect(agent.config).toMatchObject({ learningRate: 5e-4, gamma: 0.9, learningStarts: 50 });
    await agent.learn({ totalSteps: 150 });
    const copy = new DQN('CartPole-v1', { ...fast, seed: 1 });
    copy.loadWeights(agent.weights());
    copy.loadState(structuredClone(agent.saveState()));
    expect(copy.config).toEqual(agent.config);
  });

  it('may not change where nobody would read them, as others stand or change with them', () => {
    const agent = new DQN('CartPole-v1', { ...fast, seed: 1 });
    expect(() => agent.setConfig({ explorationDecay: 0.9 })).toThrow(
      /explorationDecay: 0.9 would have no effect here; dqn reads it for an exponential schedule only/,
    );
    expect(agent.config.explorationDecay).toBe(0.995);
    const smooth = new TD3('Pendulum-v1', { targetPolicyNoise: 0 });
    expect(() => smooth.setConfig({ targetNoiseClip: 0.3 })).toThrow(/targetNoiseClip: 0.3 would have no/);
    smooth.setConfig({ targetPolicyNoise: 0.1, targetNoiseClip: 0.3 });
    smooth.setConfig({ targetNoiseClip: 0.4 });
  });

  it('that decide what an agent is made of may not, nor take wrong values', () => {
    const agent = new PPO('CartPole-v1');
    expect(() => agent.setConfig({ hiddenSizes: [8] })).toThrow(
      /hiddenSizes decides what a ppo agent is made of/,
    );
    expect(() => agent.setConfig({ learningrate: 1 })).toThrow(/did you mean learningRate/);
    expect(() => agent.setConfig({ gamma: 2 })).toThrow(/gamma: expected a number ≤ 1, got 2/);
    expect(agent.config.gamma).toBe(0.99);
  });
});
