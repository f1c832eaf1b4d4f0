// How long `learn` goes on, and what its callbacks may say.
import { describe, expect, it } from 'vitest';
import { IdentityEnv } from '../envs/index.js';
import { DQN, PPO, Reinforce, type TrainingContext } from './index.js';

const fast = {
  learningRate: 1e-3,
  learningStarts: 50,
  trainFreq: 1,
  targetUpdateInterval: 100,
  hiddenSizes: [16],
};

describe('a budget', () => {
  it('counts steps, episodes or iterations', async () => {
    const create = () => new Reinforce(new IdentityEnv({ episodeLength: 10 }), { hiddenSizes: [8] });
    const bySteps = await create().learn({ totalSteps: 50 });
    expect(bySteps.numTimesteps).toBe(50);
    const byEpisodes = await create().learn({ totalEpisodes: 7 });
    expect([byEpisodes.numEpisodes, byEpisodes.numTimesteps]).toEqual([7, 70]);
    const byIterations = await create().learn({ totalIterations: 3 });
    expect(byIterations.numIterations).toBe(3);
    const progress: number[] = [];
    await byIterations.learn({
      totalIterations: 6,
      callbacks: [{ onIteration: (c) => void progress.push(c.progress) }],
    });
    expect(progress).toEqual([4 / 6, 5 / 6, 1]);
  });

  it.each([
    [1000, /expected options such as \{ totalSteps/],
    [{}, /expected one of totalSteps, totalEpisodes, totalIterations, got none/],
    [{ totalTimesteps: 1000 }, /no option 'totalTimesteps'. Did you mean totalSteps/],
    [{ totalSteps: 5, totalEpisodes: 5 }, /got totalSteps and totalEpisodes/],
    [{ totalSteps: 0.5 }, /totalSteps must be a whole number ≥ 1, got 0.5/],
    [{ totalSteps: '100' }, /totalSteps must be a whole number ≥ 1, got 100/],
    [{ totalSteps: 100, callbacks: () => {} }, /callbacks must be a list/],
  ])('is refused as %j', async (options, message) => {
    await expect(new PPO('CartPole-v1').learn(options as { totalSteps: number })).rejects.toThrow(message);
  });

  it('gives the reason for which a callback stopped, and logs rows of callbacks', async () => {
    let reason: string | undefined;
    const rows: unknown[] = [];
    await new DQN('CartPole-v1', fast).learn({
      totalSteps: 500,
      callbacks: [
        {
          onIteration: (context) => {
            context.log({ mine: 1 });
            if (context.agent.numTimesteps >= 3) context.stop('three are enough');
          },
          onMetrics: (_, step, row) => void rows.push([step, row]),
          onTrainingEnd: (context) => {
            reason = context.stopReason;
          },
        },
      ],
    });
    for (const row of ['own/x', 5, [1], { mine: 'x' }, null]) {
      const onIteration = (context: TrainingContext) => context.log(row as never);
      const wrong = new DQN('CartPole-v1', fast).learn({ totalSteps: 100, callbacks: [{ onIteration }] });
      await expect(wrong).rejects.toThrow(/context.log\(\) takes a row of numbers by name/);
    }
    expect(reason).toBe('three are enough');
    expect(rows).toEqual([1, 2, 3].map((step) => [step, { mine: 1 }]));
  });
});
