// Seven workers that improve one actor-critic in turns: after whole episodes, or after ten steps at a time.
import { type A3COptions, namedPreset } from '../../agents/index.js';
import { atLeast, defineLab, mean, median, smoothed } from '../index.js';
import { train } from './many-workers.js';

export const lab = defineLab({
  name: 'distributed-actor-critic',
  chapter: '5',
  title: 'Many workers, one policy',
  asks: 'How long does a pole stay up after whole episodes, and after ten steps at a time?',
  settings: { seeds: 5, share: 1, learningRate: 1e-4, tellsBlind: true },
  quick: { seeds: 1, share: 0.8, tellsBlind: false },
  flaw: { what: 'the policy hardly changes', settings: { learningRate: 1e-7 } },
  async program({ seedList, share, learningRate, tellsBlind }, lab) {
    const nStep = namedPreset('a3c', 'book');
    const monteCarlo = namedPreset('a3c', 'book-monte-carlo');
    const steps = share * nStep.totalSteps!;
    const episodes = share * monteCarlo.totalEpisodes!;
    const tenSteps = (options: A3COptions) =>
      train({ ...(nStep.config as A3COptions), ...options }, ({ numTimesteps }) => numTimesteps >= steps);
    const runs = await lab.each('seed', seedList, async (seed) => {
      const options = { seed, learningRate };
      const whole = { ...(monteCarlo.config as A3COptions), ...options };
      return {
        whole: await train(whole, ({ numEpisodes }) => numEpisodes >= episodes),
        sameSteps: await train(whole, ({ numTimesteps }) => numTimesteps >= steps),
        ten: await tenSteps(options),
        blind: tellsBlind ? await tenSteps({ ...options, bootstrap: 'none' }) : undefined,
      };
    });
    const last = runs.map(({ whole }) => mean(whole.lengths.slice(-50)));
    lab.check('whole episodes: the last 50, worst seed', Math.min(...last), atLeast(90, { quick: 60 }), 145);
    lab.tell('and of the median seed', median(last));
    const middle = (of: (run: (typeof runs)[number]) => number) => median(runs.map(of));
    const [ten, sameSteps] = [middle((run) => run.ten.mean), middle((run) => run.sameSteps.mean)];
    lab.check('ten steps at a time', ten, atLeast(200, { quick: 100 }), 300);
    lab.check(
      'of whole episodes after as many steps',
      ten / sameSteps,
      atLeast(1.5, { quick: 1.2 }),
      300 / 140,
    );
    // More updates, not values of what follows, are what ten steps at a time are better by.
    if (tellsBlind) {
      const blind = middle((run) => run.blind!.mean);
      lab.check('ten steps at a time, without a bootstrap', blind / ten, atLeast(0.75));
    }
    lab.plot({
      title: 'Length of episodes',
      xLabel: 'episode',
      series: [
        { label: 'whole episodes', ...smoothed(runs[0]!.whole.lengths, 50) },
        { label: 'ten steps at a time', ...smoothed(runs[0]!.ten.lengths, 50) },
      ],
    });
  },
});
