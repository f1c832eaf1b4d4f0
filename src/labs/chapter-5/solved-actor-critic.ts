// A step size three times that of the book, and the best of twenty policies on the way.
import { A3C, type A3COptions, type Callback, namedPreset } from '../../agents/index.js';
import { evaluatePolicy } from '../../evaluate/index.js';
import { atLeast, defineLab } from '../index.js';

export const lab = defineLab({
  name: 'solved-actor-critic',
  chapter: '5',
  title: 'CartPole solved',
  asks: 'Does the actor-critic of many workers solve CartPole-v1 if it learns faster, and its best policy is kept?',
  settings: { seeds: 5, steps: 200_000, looks: 20, learningRate: 3e-4 },
  quick: { seeds: 1, steps: 80_000, looks: 8 },
  flaw: { what: 'the policy hardly changes', settings: { learningRate: 1e-7 } },
  async program({ seedList, steps, looks, learningRate }, lab) {
    const { config } = namedPreset('a3c', 'book');
    const train = async (seed: number) => {
      const agent = new A3C('CartPole-v1', { ...(config as A3COptions), learningRate, seed });
      const greedy = (episodes: number, from: number) =>
        evaluatePolicy(agent, 'CartPole-v1', { episodes, seed: from }).mean;
      const seen: number[] = [];
      let best = { mean: -1, weights: agent.weights() };
      const onIteration: Callback['onIteration'] = () => {
        if (agent.numTimesteps < (seen.length + 1) * (steps / looks)) return;
        const mean = greedy(10, 2_000_000 + 1000 * seen.length);
        seen.push(mean);
        if (mean >= best.mean) best = { mean, weights: agent.weights() };
      };
      await agent.learn({ totalSteps: steps, callbacks: [{ onIteration }] });
      const last = greedy(100, 1_000_000);
      agent.loadWeights(best.weights);
      // Of episodes that did not choose it.
      return { seen, last, best: greedy(100, 1_000_000) };
    };
    const runs = await lab.each('seed', seedList, train);
    const worst = (which: 'best' | 'last') => Math.min(...runs.map((run) => run[which]));
    lab.check('the best policy, greedily, worst seed', worst('best'), atLeast(475, { quick: 300 }));
    lab.tell('the last policy, greedily, worst seed', worst('last'));
    lab.plot({
      title: 'Ten greedy episodes, mean length',
      xLabel: 'environment step',
      series: runs.map(({ seen }, i) => ({
        label: `seed ${seedList[i]}`,
        x: seen.map((_, look) => (look + 1) * (steps / looks)),
        y: seen,
      })),
    });
  },
});
