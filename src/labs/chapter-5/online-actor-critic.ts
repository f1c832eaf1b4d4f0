// One actor and its critic, who learn from every step as it is taken.
import { A3C } from '../../agents/index.js';
import { evaluatePolicy } from '../../evaluate/index.js';
import { generalizedAdvantages } from '../../memory/index.js';
import { atLeast, atMost, defineLab, median, near, smoothed } from '../index.js';
import { gradientError } from './loss-gradient.js';

export const lab = defineLab({
  name: 'online-actor-critic',
  chapter: '5',
  title: 'An actor and a critic, step by step',
  asks: 'What is the advantage of a step, and does one actor learn from one step at a time?',
  settings: { seeds: 5, steps: 50_000, learningRate: 1e-3 },
  quick: { seeds: 1, steps: 25_000 },
  flaw: { what: 'the networks hardly change', settings: { learningRate: 1e-7 } },
  async program({ seedList, steps, learningRate }, lab) {
    const advantage = (reward: number, value: number, next: number, terminated: 0 | 1) => {
      const out = { advantages: [0], returns: [0] };
      const step = { steps: 1, numEnvs: 1, rewards: [reward], values: [value], lastValues: [next] };
      generalizedAdvantages(
        { ...step, terminated: [terminated], truncated: [0], finalValues: [next] },
        0.9,
        0,
        out,
      );
      return out.advantages[0]!;
    };
    lab.check(
      'advantage of reward 10 on the way from value 5 to 7',
      advantage(10, 5, 7, 0),
      near(11.3, 1e-12),
      11.3,
    );
    lab.check('and at the end, though the critic says 7', advantage(10, 5, 7, 1), near(5, 1e-12));
    lab.check('gradient of the loss / by differences - 1, at most', gradientError(), atMost(1e-4));

    const train = async (nSteps: number, seed: number) => {
      const agent = new A3C('CartPole-v1', {
        ...{ workers: 1, nSteps, seed },
        // A step that stays as large forgets what it has learnt.
        learningRate: { type: 'linear', start: learningRate, end: 0 },
      });
      const lengths: number[] = [];
      const onEpisodeEnd = (_: unknown, { length }: { length: number }) => void lengths.push(length);
      await agent.learn({ totalSteps: steps, callbacks: [{ onEpisodeEnd }] });
      const greedy = evaluatePolicy(agent, 'CartPole-v1', { episodes: 100, seed: 1_000_000 }).mean;
      return { lengths, greedy, best: Math.max(...smoothed(lengths, 50).y) };
    };
    const runs = await lab.each('seed', seedList, async (seed) => ({
      one: await train(1, seed),
      ten: await train(10, seed),
    }));
    const all = (key: 'one' | 'ten', of: 'best' | 'greedy') => runs.map((run) => run[key][of]);
    // Updates of single steps come and go: an actor that had learnt may end with less.
    lab.check(
      'one step at a time: best mean of 50 episodes',
      median(all('one', 'best')),
      atLeast(50, { quick: 28 }),
    );
    lab.tell('and greedily at the end, from the worst seed to the best', range(all('one', 'greedy')));
    lab.check(
      'ten steps at a time: best mean of 50 episodes',
      median(all('ten', 'best')),
      atLeast(150, { quick: 80 }),
    );
    lab.check('and greedily at the end', median(all('ten', 'greedy')), atLeast(300, { quick: 100 }));
    lab.plot({
      title: 'Length of episodes',
      xLabel: 'episode',
      series: [
        { label: 'one step at a time', ...smoothed(runs[0]!.one.lengths, 20) },
        { label: 'ten steps at a time', ...smoothed(runs[0]!.ten.lengths, 20) },
      ],
    });
  },
});

function range(values: readonly number[]): string {
  return `${Math.min(...values).toFixed(0)} to ${Math.max(...values).toFixed(0)}`;
}
