// Curiosity before a screen of noise: what of it three encoders take for news.
import { DQN, icm } from '../../agents/index.js';
import { makeVec } from '../../envs/index.js';
import '../../envs/small-worlds/index.js';
import { Generator } from '../../random/index.js';
import { atLeast, atMost, defineLab, mean, percent } from '../index.js';
import { FLOOR, MOVES, moves, output, sensitivity, squares } from './noisy-room.js';

export const lab = defineLab({
  name: 'noisy-tv',
  chapter: '8',
  title: 'Curiosity before a noisy screen',
  asks: 'Do features that are learnt by telling moves leave out noise, which captures pixels and random features?',
  settings: { seeds: 3, steps: 41_000, beta: 0.2 },
  quick: { seeds: 1, steps: 3000 },
  flaw: { what: 'the inverse model does not count', settings: { beta: 1 } },
  async program({ seedList, steps, beta }, lab) {
    const tried = moves(1000, new Generator(7));
    const column = (key: 'before' | 'after') => tried.map((move) => move[key]);

    /** One that walks at random, and learns what there is to foresee. */
    const watch = async (encoder: 'trained' | 'random' | 'pixels', seed: number) => {
      const agent = new DQN(makeVec('NoisyTV-v0', { options: { goal: false } }), {
        ...{ seed, hiddenSizes: [4], bufferSize: 50_000, batchSize: 128, trainFreq: 16 },
        ...{ learningStarts: 1000, explorationInitialEps: 1, explorationFinalEps: 1 },
        intrinsic: icm({ encoder, ...(encoder === 'trained' && { beta }) }),
      });
      const { icm_encoder: phi, icm_inverse: inverse, icm_forward: forward } = agent.parts.networks;
      const features = (rows: number[][]) => (phi ? output(phi, rows) : rows);
      const untrained = sensitivity(features, new Generator(seed));
      await agent.learn({ totalSteps: steps });
      const [before, after] = [features(column('before')), features(column('after'))];
      const foreseen = output(
        forward!,
        tried.map(({ action }, i) => [...before[i]!, ...MOVES.map((_, a) => Number(a === action))]),
      );
      const error = mean(foreseen.map((guess, i) => squares(guess, after[i]!)));
      const centre = after[0]!.map((_, j) => mean(after.map((row) => row[j]!)));
      const variance = mean(after.map((row) => squares(row, centre)));
      const pairs = before.map((row, i) => [...row, ...after[i]!]);
      const told = inverse && output(inverse, pairs);
      const right = told?.map((q, i) => q.indexOf(Math.max(...q)) === tried[i]!.action);
      return {
        ...{ untrained, trained: sensitivity(features, new Generator(seed)) },
        ...{ error, unforeseen: error / variance, accuracy: percent(right ?? [], Boolean) },
      };
    };

    const runs = await lab.each('seed', seedList, async (seed) => ({
      learnt: await watch('trained', seed),
      random: await watch('random', seed),
      pixels: await watch('pixels', seed),
    }));
    // Of all seeds the worst.
    const most = (of: (run: (typeof runs)[number]) => number) => Math.max(...runs.map(of));
    const least = (of: (run: (typeof runs)[number]) => number) => Math.min(...runs.map(of));
    lab.check(
      'noise / cell, untrained',
      least((run) => run.learnt.untrained),
      atLeast(1),
      7.2,
    );
    lab.check(
      'noise / cell, learnt features',
      most((run) => run.learnt.trained),
      atMost(0.1, { quick: 0.5 }),
      0.026,
    );
    lab.check(
      'moves told (%)',
      least((run) => run.learnt.accuracy),
      atLeast(98, { quick: 75 }),
      100,
    );
    lab.check(
      'not foreseen, learnt features: share of variance',
      most((run) => run.learnt.unforeseen),
      atMost(0.1, { quick: 0.5 }),
      0.03,
    );
    lab.check(
      'noise / cell, random encoder',
      least((run) => run.random.trained),
      atLeast(1),
    );
    lab.check(
      'not foreseen, random encoder: share of variance',
      least((run) => run.random.unforeseen),
      atLeast(0.5),
    );
    lab.check(
      'not foreseen, pixels: squared error',
      least((run) => run.pixels.error),
      atLeast(0.95 * FLOOR),
      6.53,
    );
    lab.tell('the least error there can be', FLOOR);
  },
});
