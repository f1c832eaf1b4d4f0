// Seven workers that improve one actor-critic: whole episodes or ten steps at a time, in turns, in step or in threads.
import { A3C, type A3COptions, type Callback, namedPreset } from '../../agents/index.js';
import { evaluatePolicy } from '../../evaluate/index.js';
import { atLeast, defineLab, mean, median, smoothed } from '../index.js';

type Mode = NonNullable<A3COptions['mode']>;

export const lab = defineLab({
  name: 'distributed-actor-critic',
  chapter: '5',
  title: 'Many workers, one policy',
  asks: 'How long does a pole stay up after whole episodes and after ten steps at a time, and does it matter who computes?',
  settings: { seeds: 3, share: 1, learningRate: 1e-4, threads: 2, everyMode: true },
  quick: { seeds: 1, share: 0.8, everyMode: false },
  flaw: { what: 'the policy hardly changes', settings: { learningRate: 1e-7 } },
  needs: 'threads',
  async program({ seedList, share, learningRate, threads, everyMode }, lab) {
    const nStep = namedPreset('a3c', 'book');
    const monteCarlo = namedPreset('a3c', 'book-monte-carlo');
    const steps = share * nStep.totalSteps!;

    const train = async (config: A3COptions, reached: (agent: A3C) => boolean, times = 1) => {
      const lengths: number[] = [];
      const watch: Callback = {
        onEpisodeEnd: (_, { length }) => void lengths.push(length),
        onIteration: ({ agent, stop }) => void (reached(agent as unknown as A3C) && stop('reached')),
      };
      const agent = new A3C('CartPole-v1', { ...config, learningRate: times * learningRate });
      await agent.learn({ totalSteps: 1_000_000, callbacks: [watch] });
      const played = { episodes: 100, deterministic: false, seed: 1_000_000 };
      return { lengths, mean: evaluatePolicy(agent, 'CartPole-v1', played).mean };
    };
    const inMode = (mode: Mode, seed: number, change: A3COptions = {}, times = 1) => {
      const workers = mode === 'async' ? threads : 7;
      const config = { ...(nStep.config as A3COptions), mode, workers, seed, ...change };
      return train(config, ({ numTimesteps }) => numTimesteps >= steps, times);
    };
    const runs = await lab.each('seed', seedList, async (seed) => {
      const whole = { ...(monteCarlo.config as A3COptions), seed };
      const byMode: Partial<Record<Mode, number>> = {};
      // In step, seven gradients make one update of their mean, which may go seven times as far.
      if (everyMode) {
        byMode.sync = (await inMode('sync', seed, {}, 7)).mean;
        byMode.async = (await inMode('async', seed)).mean;
      }
      const inTurns = await inMode('inline', seed);
      return {
        episodes: await train(whole, ({ numEpisodes }) => numEpisodes >= share * monteCarlo.totalEpisodes!),
        sameSteps: await train(whole, ({ numTimesteps }) => numTimesteps >= steps),
        inTurns,
        blind: everyMode ? (await inMode('inline', seed, { bootstrap: 'none' })).mean : Number.NaN,
        ...byMode,
      };
    });
    const middle = (of: (run: (typeof runs)[number]) => number) => median(runs.map(of));
    const [ten, whole] = [middle(({ inTurns }) => inTurns.mean), middle(({ sameSteps }) => sameSteps.mean)];
    lab.check(
      'whole episodes: the last 50',
      middle(({ episodes }) => mean(episodes.lengths.slice(-50))),
      atLeast(100, { quick: 60 }),
      145,
    );
    lab.check('ten steps at a time, in turns', ten, atLeast(200, { quick: 100 }), 300);
    lab.check('of whole episodes after as many steps', ten / whole, atLeast(1.5, { quick: 1.2 }), 300 / 140);
    if (everyMode) {
      lab.check(
        'in step, seven times the step size',
        middle(({ sync }) => sync!),
        atLeast(200),
      );
      lab.check(
        `in ${threads} threads`,
        middle(({ async }) => async!),
        atLeast(170),
      );
      // More updates, not values of what follows, are what ten steps at a time are better by.
      lab.check(
        'ten steps at a time, without a bootstrap',
        middle(({ blind }) => blind) / ten,
        atLeast(0.75),
      );
    }
    lab.plot({
      title: 'Length of episodes',
      xLabel: 'episode',
      series: [
        { label: 'whole episodes', ...smoothed(runs[0]!.episodes.lengths, 50) },
        { label: 'ten steps at a time', ...smoothed(runs[0]!.inTurns.lengths, 50) },
      ],
    });
  },
});
