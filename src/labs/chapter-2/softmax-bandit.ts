// The softmax bandit: arms by the exponentials of their means.
import { banditStudy } from '../../agents/index.js';
import { atLeast, defineLab, exactly, mean } from '../index.js';

export const lab = defineLab({
  name: 'softmax-bandit',
  chapter: '2',
  title: 'Ten slot machines and a temperature: softmax',
  asks: 'Does choosing by softmax do better than ε-greedy, and how much does its temperature matter?',
  settings: { bandits: 400, plays: 500, temperature: 1.12 },
  quick: { bandits: 200 },
  flaw: { what: 'a temperature at which all arms are alike', settings: { temperature: 50 } },
  program({ bandits, plays, temperature }, lab) {
    const problem = { kind: 'bernoulli', trials: 10 } as const;
    const softmax = (temperature: number) =>
      banditStudy({ algo: 'softmax', config: { temperature, initialValue: 1 }, problem, plays, bandits });
    const drawn = softmax(temperature);
    const greedy = banditStudy({ algo: 'epsilon-greedy', config: { epsilon: 0.1 }, problem, plays, bandits });

    const lead = mean(drawn.rewards.slice(0, 50)) - mean(greedy.rewards.slice(0, 50));
    lab.check('mean reward / that of the best arm', mean(drawn.rewards) / drawn.optimum, atLeast(0.87));
    lab.check('ahead of ε-greedy in the first 50 plays', lead, atLeast(0.4), 'faster');
    lab.tell('best arm in the last 100 plays, softmax', mean(drawn.optimal.slice(-100)), 'better');
    lab.tell('best arm in the last 100 plays, ε-greedy', mean(greedy.optimal.slice(-100)));

    const temperatures = [0.3, 0.5, 0.7, temperature, 2, 3, 5];
    const earned = temperatures.map((each) => mean(softmax(each).rewards));
    const best = temperatures[earned.indexOf(Math.max(...earned))]!;
    lab.check('the best of all temperatures', best, exactly(1.12), 'sensitive to τ');
    lab.plot({
      title: 'Mean reward by temperature',
      xLabel: 'τ',
      series: [{ label: 'softmax', x: temperatures, y: earned }],
      references: [{ y: mean(greedy.rewards), label: 'ε-greedy, ε = 0.1' }],
    });
  },
});
