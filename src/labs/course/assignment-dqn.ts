// An assignment's DQN on CartPole-v0: as printed, and with its mistakes mended.
import { atLeast, atMost, defineLab, mean, smoothed } from '../index.js';
import { trainCartPole } from './cartpole.js';

export const lab = defineLab({
  name: 'assignment-dqn',
  chapter: 'course',
  title: 'An assignment: DQN as printed, and mended',
  asks: 'What does the printed program learn, which bootstraps from fallen poles and hardly updates, and what the mended one?',
  settings: { seeds: 5, episodes: 600, printedEpisodes: 20_000, mended: true },
  quick: { seeds: 1, episodes: 450, printedEpisodes: 2000 },
  flaw: { what: 'it is not mended', settings: { mended: false } },
  async program({ seedList, episodes, printedEpisodes, mended }, lab) {
    const preset = mended ? 'assignment' : 'assignment-literal';
    const runs = await lab.each('seed', seedList, (seed) => trainCartPole(preset, { seed }, episodes));
    const printed = await trainCartPole('assignment-literal', { seed: seedList[0]! }, printedEpisodes);
    const all = runs.map(({ best }) => best);
    const reported = 'trained 195.25 of 500';
    lab.check(
      'mended: mean of 100 episodes, worst seed',
      Math.min(...all),
      atLeast(195, { quick: 150 }),
      reported,
    );
    lab.tell('mended, last weights, mean over seeds', mean(runs.map(({ last }) => last)));
    lab.check(`as printed, ${printedEpisodes} episodes, last weights`, printed.last, atMost(40));
    lab.check(
      'mended: first 20 episodes, mean return',
      mean(runs.map(({ returns }) => mean(returns.slice(0, 20)))),
      atMost(60),
      '19.4 by chance',
    );
    const curve = (label: string, returns: readonly number[]) => ({ label, ...smoothed(returns, 20) });
    lab.plot({
      title: 'Return of training episodes, means of 20',
      xLabel: 'episode',
      series: [
        ...runs.map(({ returns }, i) => curve(`mended, seed ${seedList[i]}`, returns)),
        curve('as printed', printed.returns.slice(0, episodes)),
      ],
    });
    lab.plot({
      title: 'ε',
      xLabel: 'episode',
      series: [curve('mended', runs[0]!.epsilons), curve('as printed', printed.epsilons.slice(0, episodes))],
    });
  },
});
