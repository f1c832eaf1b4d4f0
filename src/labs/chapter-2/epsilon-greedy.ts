// The ε-greedy bandit: the best arm so far, now and then any.
import { banditStudy } from '../../agents/index.js';
import { atLeast, defineLab, mean, smoothed } from '../index.js';

export const lab = defineLab({
  name: 'epsilon-greedy',
  chapter: '2',
  title: 'Ten slot machines and a coin: ε-greedy',
  asks: 'How near to the best machine comes who plays the best one so far, and one of ten times any?',
  settings: { bandits: 200, plays: 500, epsilon: 0.1 },
  quick: { bandits: 100 },
  flaw: { what: 'every play is drawn by chance', settings: { epsilon: 1 } },
  program({ bandits, plays, epsilon }, lab) {
    const problem = { kind: 'bernoulli', trials: 10 } as const;
    const study = (epsilon: number) =>
      banditStudy({ algo: 'epsilon-greedy', config: { epsilon }, problem, plays, bandits });

    const { rewards, optimal, optimum } = study(epsilon);
    lab.check('mean reward / that of the best arm', mean(rewards) / optimum, atLeast(0.89), 'improves');
    lab.check('best arm chosen, last 100 plays', mean(optimal.slice(-100)), atLeast(0.75, { quick: 0.72 }));

    const rates = [0, 0.01, epsilon, 0.5];
    lab.plot({
      title: 'Reward of a play, mean over the bandits',
      xLabel: 'play',
      series: rates.map((rate) => ({ label: `ε = ${rate}`, ...smoothed(study(rate).rewards, 10) })),
      references: [{ y: optimum, label: 'the best arm' }],
    });
  },
});
