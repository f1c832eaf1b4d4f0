// Proximal policy optimisation on CartPole: steps of the policy that stay small.
import { agentFromBytes, PPO, type PPOOptions, presetFor } from '../../agents/index.js';
import { make, makeVec } from '../../envs/index.js';
import { evaluatePolicy } from '../../evaluate/index.js';
import { episodeGif, playEpisode } from '../../report/index.js';
import { atLeast, defineLab, mean, median, smoothed } from '../index.js';

export const lab = defineLab({
  name: 'ppo',
  chapter: '11',
  title: 'PPO keeps a pole up',
  asks: 'Does PPO come to 475 of 500 steps within 150,000 steps?',
  settings: { seeds: 3, steps: 100_000, learningRate: 'linear:1e-3:0' },
  quick: { seeds: 1, steps: 30_000 },
  flaw: { what: 'the policy hardly changes', settings: { learningRate: 'linear:1e-7:0' } },
  async program({ seedList, steps, learningRate }, lab) {
    const { numEnvs, config } = presetFor('ppo', 'CartPole-v1')!;
    const runs = await lab.each('seed', seedList, async (seed) => {
      const envs = makeVec('CartPole-v1', { numEnvs: numEnvs! });
      const agent = new PPO(envs, { ...(config as PPOOptions), learningRate, seed } as PPOOptions);
      const returns: number[] = [];
      const onEpisodeEnd = (_: unknown, episode: { return: number }) => void returns.push(episode.return);
      await agent.learn({ totalSteps: steps, callbacks: [{ onEpisodeEnd }] });
      const { mean } = evaluatePolicy(agent, 'CartPole-v1', { episodes: 100, seed: 1_000_000 });
      return { returns, mean, bytes: Array.from(agent.toBytes()) };
    });
    const means = runs.map((run) => run.mean);
    const reported = 'a concept, not measured';
    lab.check(
      'mean of 100 greedy episodes, median seed',
      median(means),
      atLeast(475, { quick: 300 }),
      reported,
    );
    lab.tell('over seeds', mean(means));
    lab.plot({
      title: 'Return of training episodes, means of 10',
      xLabel: 'episode',
      series: runs.map(({ returns }, i) => ({ label: `seed ${seedList[i]}`, ...smoothed(returns, 10) })),
      references: [{ y: 475, label: 'solved' }],
    });
    const agent = agentFromBytes(Uint8Array.from(runs[0]!.bytes), { env: 'CartPole-v1' });
    lab.picture('The trained agent', episodeGif([...playEpisode(agent, make('CartPole-v1'), { seed: 1 })])!);
  },
});
