// A homework's DQN on CartPole-v0: what it learns, what it forgets, and a picture of the trained agent.
import { agentFromBytes } from '../../agents/index.js';
import { make } from '../../envs/index.js';
import { episodeGif, playEpisode } from '../../report/index.js';
import { atLeast, atMost, defineLab, mean, smoothed } from '../index.js';
import { CARTPOLE, trainCartPole } from './cartpole.js';

export const lab = defineLab({
  name: 'homework-dqn',
  chapter: 'course',
  title: 'A homework: DQN keeps a pole up',
  asks: 'Does a network of 32 units, whose target is copied every 50 episodes, keep the pole up for 195 of 200 steps?',
  settings: { seeds: 3, episodes: 1000, learningRate: 1e-3 },
  quick: { seeds: 1, episodes: 375 },
  flaw: { what: 'the network hardly learns', settings: { learningRate: 1e-7 } },
  needs: 'files',
  async program({ seedList, episodes, learningRate }, lab) {
    const runs = await lab.each('seed', seedList, (seed) =>
      trainCartPole('homework', { seed, learningRate }, episodes),
    );
    const worst = Math.min(...runs.map(({ best }) => best));
    lab.check('best weights: mean of 100 episodes, worst seed', worst, atLeast(195, { quick: 150 }), 200);
    lab.tell('last weights, mean over seeds', mean(runs.map(({ last }) => last)));
    lab.check('ε at the end', runs[0]!.epsilons.at(-1)!, atMost(0.0101), 'falls by a factor');
    lab.check(
      'first 50 episodes, mean return, best seed',
      Math.max(...runs.map(({ returns }) => mean(returns.slice(0, 50)))),
      atMost(40),
      'the printed log is of a trained network: 200',
    );
    const series = runs.map(({ returns }, i) => ({ label: `seed ${seedList[i]}`, ...smoothed(returns, 10) }));
    lab.plot({ title: 'Return of training episodes, means of 10', xLabel: 'episode', series });
    const epsilon = { label: 'ε', ...smoothed(runs[0]!.epsilons, 10) };
    lab.plot({ title: 'ε', xLabel: 'episode', series: [epsilon] });
    const agent = agentFromBytes(Uint8Array.from(runs[0]!.bytes), { env: CARTPOLE });
    const episode = [...playEpisode(agent, make(CARTPOLE), { seed: 1 })];
    lab.picture('The trained agent', episodeGif(episode)!);
  },
});
