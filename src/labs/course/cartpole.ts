// DQN on CartPole-v0 by the preset of a course.
import { DQN, type DQNOptions, type Metrics, namedPreset } from '../../agents/index.js';
import { evaluatePolicy } from '../../evaluate/index.js';
import { keepBest } from '../index.js';

export const CARTPOLE = 'CartPole-v0';

/**
 * Trains, and keeps the best weights of an evaluation every 25 episodes.
 *
 * @returns return of each episode of training and ε after it; the loss, where it was logged, against episodes; mean returns of
 *   100 greedy episodes with the best weights and with the last; the best agent's bytes
 */
export async function trainCartPole(
  preset: string,
  options: DQNOptions,
  episodes = namedPreset('dqn', preset).totalEpisodes!,
) {
  const { config } = namedPreset('dqn', preset);
  const agent = new DQN(CARTPOLE, { ...(config as DQNOptions), ...options });
  const [returns, epsilons]: number[][] = [[], []];
  const onEpisodeEnd = (_: unknown, episode: { return: number }) => {
    returns!.push(episode.return);
    epsilons!.push(agent.epsilon);
  };
  const losses = { x: [] as number[], y: [] as number[] };
  const onMetrics = (_: unknown, __: number, row: Metrics) => {
    const [episode, loss] = [row['rollout/episodes'], row['train/loss']];
    if (episode === undefined || loss === undefined) return;
    losses.x.push(episode);
    losses.y.push(loss);
  };
  const seed = options.seed as number;
  const { evaluation, restore } = keepBest(agent, { env: CARTPOLE, every: 25, episodes: 20, seed });
  await agent.learn({ totalEpisodes: episodes, callbacks: [evaluation, { onEpisodeEnd, onMetrics }] });
  const score = () => evaluatePolicy(agent, CARTPOLE, { episodes: 100, seed: 1_000_000 }).mean;
  const last = score();
  restore();
  const bytes = Array.from(agent.toBytes());
  return { returns: returns!, epsilons: epsilons!, losses, best: score(), last, bytes };
}
