// Q-learning with a table: a Gridworld whose goal pays and whose steps cost nothing.
import { QLearning } from '../../agents/index.js';
import { Gridworld } from '../../envs/index.js';
import { episodeGif, playEpisode } from '../../report/index.js';
import { defineLab, exactly, near } from '../index.js';

export const lab = defineLab({
  name: 'tabular-q',
  chapter: '3',
  title: 'Before networks: a table of action values',
  asks: 'Does a table of values learn the shortest way, and is the first state worth γ⁶?',
  settings: { steps: 20_000, gamma: 0.9, learningRate: 0.5 },
  flaw: { what: 'the table hardly changes', settings: { learningRate: 1e-4 } },
  async program({ steps, gamma, learningRate }, lab) {
    const env = new Gridworld({ rewards: 'sparse' });
    const agent = new QLearning(env, { gamma, learningRate, seed: 0 });
    await agent.learn({ totalSteps: steps });
    let { observation } = env.reset();
    const value = Math.max(...agent.qValues(observation));
    let [moves, ended] = [0, false];
    for (; !ended && moves < 20; moves++) {
      const step = env.step(agent.predict(observation) as number);
      observation = step.observation;
      ended = step.terminated;
    }
    lab.check('moves to the goal', ended ? moves : Number.NaN, exactly(7), 7);
    lab.picture('What it plays', episodeGif([...playEpisode(agent, env)])!);
    lab.check('value of the first state', value, near(gamma ** 6, 1e-3), '0.9⁶');
  },
});
