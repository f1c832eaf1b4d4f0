// A cue that is shown once and asked for later: a policy that attends to what was sees it, one without a memory guesses.
import { algorithm, presetFor } from '../../agents/index.js';
import { make, makeVec } from '../../envs/index.js';
import { evaluatePolicy } from '../../evaluate/index.js';
import { atLeast, atMost, defineLab, smoothed } from '../index.js';

const CUE = 'CueMemory-v0';

export const lab = defineLab({
  name: 'transformer-memory',
  chapter: 'course',
  title: 'A transformer that remembers',
  asks: 'One of two cues is shown, and has to be named ten steps later: does a policy of attention learn it, and one without?',
  settings: { seeds: 3, steps: 25_000, delay: 8, memoryLength: 16, episodes: 500 },
  quick: { seeds: 1, steps: 5000, delay: 2, episodes: 200 },
  flaw: { what: 'it looks back a single step', settings: { memoryLength: 1 } },
  async program({ seedList, steps, delay, memoryLength, episodes }, lab) {
    const learn = (name: string, options: object) => async (seed: number) => {
      const { config, numEnvs } = presetFor(name, CUE)!;
      const envs = makeVec(CUE, { numEnvs: numEnvs!, options: { delay } });
      const agent = algorithm(name).create(envs, { ...config, ...options, seed });
      const right: number[] = [];
      const onEpisodeEnd = (_: unknown, episode: { return: number }) =>
        void right.push(episode.return > 0 ? 100 : 0);
      await agent.learn({ totalSteps: steps, callbacks: [{ onEpisodeEnd }] });
      const { mean } = evaluatePolicy(agent, make(CUE, { delay }), { episodes, seed: 1_000_000 });
      return { right, success: 50 * (1 + mean) };
    };
    const transformer = await lab.each('transformer', seedList, learn('transformer-ppo', { memoryLength }));
    // The same algorithm, from the same settings, without a memory.
    const perceptron = await lab.each('perceptron', seedList, learn('ppo', {}));
    const success = (runs: typeof transformer) => runs.map((run) => run.success);
    lab.check('transformer: named right (%), worst seed', Math.min(...success(transformer)), atLeast(90));
    lab.check(
      'perceptron: named right (%), best seed',
      Math.max(...success(perceptron)),
      atMost(60, { quick: 65 }),
      50,
    );
    // Every episode is as long as the other: the cue, the delay, and the answer.
    const learnt = transformer.map(({ right }) => {
      const { x, y } = smoothed(right, 100);
      const at = y.findIndex((share) => share >= 90);
      return at < 0 ? 'never' : (x[at]! + 50) * (delay + 2);
    });
    lab.tell('transformer: steps to 90 % of 100 episodes, each seed', learnt.join(', '));
    lab.plot({
      title: 'Cues named right in training (%), means of 100',
      xLabel: 'episode',
      series: [
        ...transformer.map(({ right }, i) => ({
          label: `transformer, seed ${seedList[i]}`,
          ...smoothed(right, 100),
        })),
        ...perceptron.map(({ right }, i) => ({
          label: `perceptron, seed ${seedList[i]}`,
          ...smoothed(right, 100),
        })),
      ],
      references: [{ y: 50, label: 'guessed' }],
    });
  },
});
