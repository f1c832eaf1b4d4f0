// REINFORCE on CartPole: a policy that learns from whole episodes.
import { namedPreset, Reinforce, type ReinforceOptions } from '../../agents/index.js';
import { evaluatePolicy } from '../../evaluate/index.js';
import { atLeast, defineLab, mean } from '../index.js';

export const lab = defineLab({
  name: 'reinforce',
  chapter: '4',
  title: 'REINFORCE keeps a pole up',
  asks: 'How well does a policy balance that was taught by the returns of 500 episodes?',
  settings: { seeds: 5, episodes: 500, learningRate: 9e-4 },
  quick: { seeds: 2 },
  flaw: { what: 'the policy hardly changes', settings: { learningRate: 1e-6 } },
  async program({ seedList, episodes, learningRate }, lab) {
    const { env, config } = namedPreset('reinforce', 'book');
    const runs = await lab.each('seed', seedList, async (seed) => {
      const agent = new Reinforce(env, { ...(config as ReinforceOptions), learningRate, seed });
      const lengths: number[] = [];
      const onEpisodeEnd = (_: unknown, { length }: { length: number }) => void lengths.push(length);
      await agent.learn({ totalEpisodes: episodes, callbacks: [{ onEpisodeEnd }] });
      const greedy = evaluatePolicy(agent, env, { episodes: 100, seed: 1_000_000 }).mean;
      const moving = lengths.slice(49).map((_, i) => mean(lengths.slice(i, i + 50)));
      return { greedy, moving };
    });
    const good = runs.filter(({ greedy, moving }) => greedy >= 190 && Math.max(...moving) >= 150).length;
    const share = good / runs.length;
    lab.check('share of seeds: mean of 50 episodes ≥ 150, greedy ≥ 190', share, atLeast(0.8, { quick: 0.5 }));
    lab.tell('greedy mean over 100 episodes', mean(runs.map(({ greedy }) => greedy)));
    lab.tell('best mean of 50 episodes', mean(runs.map(({ moving }) => Math.max(...moving))), 180);
    lab.plot({
      title: 'Length of episodes, means of 50',
      xLabel: 'episode',
      series: runs.map(({ moving }, i) => ({
        label: `seed ${seedList[i]}`,
        x: moving.map((_, episode) => episode + 50),
        y: moving,
      })),
    });
  },
});
