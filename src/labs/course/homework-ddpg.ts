// A homework's DDPG on Pendulum: rewards made small, targets copied, noise that falls.
import { agentFromBytes, DDPG, type DDPGOptions, namedPreset } from '../../agents/index.js';
import { make, vectorize, wrap } from '../../envs/index.js';
import { evaluatePolicy } from '../../evaluate/index.js';
import { episodeGif, playEpisode } from '../../report/index.js';
import { atLeast, defineLab, keepBest, mean, smoothed } from '../index.js';

export const lab = defineLab({
  name: 'homework-ddpg',
  chapter: 'course',
  title: 'A homework: DDPG swings a pendulum up',
  asks: 'Does an actor learn to hold a pendulum up within 200 episodes, and how steady is what it learns?',
  // The text has no first deviation of the noise: 1 here. It reports a running score after hours.
  settings: { seeds: 3, episodes: 120, memory: 10_000, hiddenSizes: [400, 300], actorRate: 1e-4 },
  // A smaller network that begins after ten episodes.
  quick: { seeds: 1, episodes: 60, memory: 2000, hiddenSizes: [64, 48], actorRate: 1e-3 },
  flaw: { what: 'the actor hardly learns', settings: { actorRate: 1e-8 } },
  async program({ seedList, episodes, memory, hiddenSizes, actorRate }, lab) {
    const { env: id, wrappers, config } = namedPreset('ddpg', 'homework');
    const totalSteps = 200 * episodes;
    const runs = await lab.each('seed', seedList, async (seed) => {
      const agent = new DDPG(vectorize(() => wrap(make(id), wrappers!)) as never, {
        ...(config as DDPGOptions),
        ...{ seed, hiddenSizes, learningRate: actorRate, bufferSize: memory, learningStarts: memory },
        noiseSigma: {
          // Times 0.999 after each update: 0.01 after 4,603.
          ...{ type: 'exponential', start: 1, end: 0.01 },
          ...{ fraction: Math.min(4603 / totalSteps, 1 - memory / totalSteps), begin: memory / totalSteps },
        },
      });
      const returns: number[] = [];
      // What is learnt from is (r + 8)/8.
      const onEpisodeEnd = (_: unknown, episode: { return: number }) =>
        void returns.push(8 * episode.return - 1600);
      const { evaluation, restore } = keepBest(agent, {
        env: id,
        every: totalSteps / 12,
        episodes: 10,
        seed,
      });
      await agent.learn({ totalSteps, callbacks: [evaluation, { onEpisodeEnd }] });
      const score = () => evaluatePolicy(agent, id, { episodes: 100, seed: 1_000_000 }).mean;
      const last = score();
      restore();
      return { returns, last, mean: score(), bytes: Array.from(agent.toBytes()) };
    });
    const means = runs.map((run) => run.mean);
    lab.check(
      'best weights: mean return of 100 episodes, worst seed',
      Math.min(...means),
      atLeast(-200, { quick: -400 }),
      '-152, running',
    );
    lab.tell('mean over seeds', mean(means));
    lab.tell('last weights, worst seed', Math.min(...runs.map(({ last }) => last)));
    const before = mean(runs.map(({ returns }) => mean(returns.slice(0, 8))));
    lab.tell('by chance, the first episodes of training', before);
    lab.check('more than by chance, worst seed', Math.min(...means) - before, atLeast(800, { quick: 600 }));
    lab.plot({
      title: 'Return of training episodes, means of 5',
      xLabel: 'episode',
      series: runs.map(({ returns }, i) => ({ label: `seed ${seedList[i]}`, ...smoothed(returns, 5) })),
      references: [{ y: -200, label: 'asked for' }],
    });
    const agent = agentFromBytes(Uint8Array.from(runs[0]!.bytes), { env: id });
    lab.picture('The trained agent', episodeGif([...playEpisode(agent, make(id), { seed: 4 })])!);
  },
});
