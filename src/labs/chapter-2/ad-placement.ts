// A contextual bandit: which advertisement on which site, by a network that predicts clicks.
import { type Agent, NeuralBandit } from '../../agents/index.js';
import { AdPlacement } from '../../envs/bandits/index.js';
import { atLeast, defineLab, mean, near } from '../index.js';

export const lab = defineLab({
  name: 'ad-placement',
  chapter: '2',
  title: 'Ads on ten sites: a contextual bandit',
  asks: 'How near to the best advertisement on each site comes a network that predicts clicks?',
  settings: { seeds: 5, plays: 5000, learningRate: 1e-2 },
  quick: { seeds: 2 },
  flaw: { what: 'the network never learns', settings: { learningRate: 1e-9 } },
  async program({ seedList, plays, learningRate }, lab) {
    const learn = async (outputActivation: 'relu' | 'none', seed: number) => {
      const env = new AdPlacement({ instance: seed });
      const agent = new NeuralBandit(env, {
        ...{
          seed,
          hiddenSizes: [100],
          learningRate,
          temperature: 2,
          outputActivation,
          logInterval: 500,
        },
      });
      const earned: number[] = [];
      const onMetrics = (_c: unknown, _step: unknown, row: Record<string, number>) =>
        void earned.push(row['rollout/mean_reward']!);
      await agent.learn({ totalSteps: plays, callbacks: [{ onMetrics }] });
      return { earned, ...values(agent, env) };
    };
    const runs = await lab.each('seed', seedList, async (seed) => ({
      results: await learn('relu', seed),
      linear: await learn('none', seed),
    }));
    const results = runs.map((run) => run.results);
    const share = mean(results.map(({ value, best }) => value / best));
    const curve = results[0]!.earned.map((_, i) => mean(results.map(({ earned }) => earned[i]!)));
    lab.check('greedy policy / the best one', share, atLeast(0.93, { quick: 0.9 }));
    lab.check('mean clicks of the last 500 plays', curve.at(-1)!, atLeast(7.2, { quick: 6.9 }), 8.5);
    const linear = mean(runs.map((run) => run.linear.value / run.linear.best));
    // A prediction that is 0 by the rectifier gets no gradient any more.
    lab.check('without a rectified output', linear, atLeast(0.96, { quick: 0.93 }));
    // What τ = 2 costs one who knows all: 8.5 is more than it can earn.
    const ceiling = mean(results.map((run) => run.drawn));
    lab.check('drawn with τ = 2 from true means', ceiling, near(7.78, 0.3, { quick: 0.5 }), 8.5);
    lab.tell('the best policy', mean(results.map(({ best }) => best)));
    lab.plot({
      title: 'Clicks per play, means of 500 plays',
      xLabel: 'play',
      series: [{ label: 'drawn with τ = 2', x: curve.map((_, i) => 500 * (i + 1)), y: curve }],
      references: [
        { y: 5, label: 'by chance' },
        { y: ceiling, label: 'by true means' },
      ],
    });
  },
});

/** Mean clicks over sites: of the advertisement that the agent holds best, of the best one, and drawn with τ = 2. */
function values(agent: Agent, { means }: AdPlacement) {
  const sites = Array.from({ length: 10 }, (_, site) => [...means.subarray(10 * site, 10 * site + 10)]);
  const drawn = (row: number[]) => {
    const weights = row.map((clicks) => Math.exp(clicks / 2));
    const sum = weights.reduce((total, weight) => total + weight, 0);
    return row.reduce((total, clicks, ad) => total + (clicks * weights[ad]!) / sum, 0);
  };
  return {
    value: mean(sites.map((row, site) => row[agent.predict(site) as number]!)),
    best: mean(sites.map((row) => Math.max(...row))),
    drawn: mean(sites.map(drawn)),
  };
}
