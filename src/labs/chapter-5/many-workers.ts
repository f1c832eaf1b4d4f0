// Training of many workers in CartPole until they have seen enough.
import { A3C, type A3COptions, type Callback } from '../../agents/index.js';
import { evaluatePolicy } from '../../evaluate/index.js';

/** Gives lengths of the training's episodes, and the mean of 100 others that the final policy is drawn for. */
export async function train(options: A3COptions, reached: (agent: A3C) => boolean) {
  const lengths: number[] = [];
  const watch: Callback = {
    onEpisodeEnd: (_, { length }) => void lengths.push(length),
    onIteration: ({ agent, stop }) => void (reached(agent as unknown as A3C) && stop('reached')),
  };
  const agent = new A3C('CartPole-v1', options);
  await agent.learn({ totalSteps: 1_000_000, callbacks: [watch] });
  const played = { episodes: 100, deterministic: false, seed: 1_000_000 };
  return { lengths, mean: evaluatePolicy(agent, 'CartPole-v1', played).mean, exitCodes: agent.exitCodes };
}
