// A contextual bandit: which advertisement on which site, by a network that predicts clicks.
import { type Agent, NeuralBandit } from '../../agents/index.js';
import { AdPlacement } from '../../envs/bandits/index.js';
import { atLeast, defineLab, mean } from '../index.js';

export const lab = defineLab({
  name: 'ad-placement',
  chapter: '2',
  title: 'Ads on ten sites: a contextual bandit',
  asks: 'How near to the best advertisement on each site comes a network that predicts clicks?',
  settings: { seeds: 5, plays: 5000, learningRate: 1e-2 },
  quick: { seeds: 2 },
  flaw: { what: 'the network never learns', settings: { learningRate: 1e-9 } },
  async program({ seedList, plays, learningRate }, lab) {
    const results = await lab.each('seed', seedList, async (seed) => {
      const env = new AdPlacement({ instance: seed });
      const agent = new NeuralBandit(env, {
        ...{
          seed,
          hiddenSizes: [100],
          learningRate,
          temperature: 2,
          outputActivation: 'relu',
          logInterval: 500,
        },
      });
      const earned: number[] = [];
      const onMetrics = (_c: unknown, _step: unknown, row: Record<string, number>) =>
        void earned.push(row['rollout/mean_reward']!);
      await agent.learn({ totalSteps: plays, callbacks: [{ onMetrics }] });
      return { earned, ...greedyValue(agent, env) };
    });
    const share = mean(results.map(({ value, best }) => value / best));
    const curve = results[0]!.earned.map((_, i) => mean(results.map(({ earned }) => earned[i]!)));
    lab.check('greedy policy / the best one', share, atLeast(0.93, { quick: 0.9 }));
    lab.check('mean clicks of the last 500 plays', curve.at(-1)!, atLeast(7.2, { quick: 6.9 }), 8.5);
    lab.tell('the best policy', mean(results.map(({ best }) => best)));
    lab.plot({
      title: 'Clicks per play, means of 500 plays',
      xLabel: 'play',
      series: [{ label: 'drawn with τ = 2', x: curve.map((_, i) => 500 * (i + 1)), y: curve }],
      references: [{ y: 5, label: 'by chance' }],
    });
  },
});

/** Mean clicks over sites of the advertisement that the agent holds best, and of the best one. */
function greedyValue(agent: Agent, { means }: AdPlacement) {
  const sites = Array.from({ length: 10 }, (_, site) => means.subarray(10 * site, 10 * site + 10));
  const value = sites.reduce((sum, row, site) => sum + row[agent.predict(site) as number]! / 10, 0);
  return { value, best: sites.reduce((sum, row) => sum + Math.max(...row) / 10, 0) };
}
