// A lecture's deep Q-learning: the loop of its algorithm 1 with one exploration throughout.
import { DQN } from '../../agents/index.js';
import { evaluatePolicy } from '../../evaluate/index.js';
import { atLeast, defineLab, mean, smoothed } from '../index.js';
import { CARTPOLE, trainCartPole } from './cartpole.js';

export const lab = defineLab({
  name: 'lecture-dqn',
  chapter: 'course',
  title: "A lecture's deep Q-learning",
  asks: 'How far does algorithm 1 come on CartPole-v0 when it explores a fifth of the time, always?',
  settings: { seeds: 3, episodes: 1500, learningRate: 1e-4 },
  // Three times the step size, for a seventh of the episodes.
  quick: { seeds: 1, episodes: 200, learningRate: 3e-4 },
  flaw: { what: 'the network hardly learns', settings: { learningRate: 1e-8 } },
  async program({ seedList, episodes, learningRate }, lab) {
    const runs = await lab.each('seed', seedList, (seed) =>
      trainCartPole('lecture', { seed, learningRate }, episodes),
    );
    const untrained = evaluatePolicy(new DQN(CARTPOLE, { learningStarts: 1e6, seed: 100 }), CARTPOLE, {
      episodes: 100,
      epsilon: 1,
    }).mean;
    const best = runs.map((run) => run.best);
    lab.tell('mean of 100 episodes by chance', untrained);
    lab.check('best weights, worst seed / chance', Math.min(...best) / untrained, atLeast(5, { quick: 3 }));
    const recent = runs.map(({ returns }) => mean(returns.slice(-100)));
    lab.check('last 100 training episodes, worst seed', Math.min(...recent), atLeast(100));
    lab.tell('best weights, mean over seeds', mean(best));
    lab.tell('last weights, mean over seeds', mean(runs.map(({ last }) => last)));
    lab.plot({
      title: 'Return of training episodes, means of 20',
      xLabel: 'episode',
      series: runs.map(({ returns }, i) => ({ label: `seed ${seedList[i]}`, ...smoothed(returns, 20) })),
    });
    const ofSeeds = runs.map(({ losses }) => ({ x: smoothed(losses.x, 5).y, y: smoothed(losses.y, 5).y }));
    // Its targets grow with the returns, and so does what is missed of them: that it falls is not to be expected.
    lab.tell('loss, last points / first, mean over seeds', mean(ofSeeds.map(({ y }) => y.at(-1)! / y[0]!)));
    lab.plot({
      title: 'Loss, (y - Q(s, a))² of a batch, means of 5 points',
      xLabel: 'episode',
      series: ofSeeds.map((points, i) => ({ label: `seed ${seedList[i]}`, ...points })),
    });
  },
});
