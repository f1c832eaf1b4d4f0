// Values that change while a training runs: each update reads what its schedule says then, from the start to the end.
import { afterEach, expect, it, vi } from 'vitest';
import { NormalNoise, OrnsteinUhlenbeckNoise } from '../explore/index.js';
import { PrioritizedSampler } from '../memory/index.js';
import { DDPG, DQN } from './index.js';

afterEach(() => void vi.restoreAllMocks());

/** Values by progress: the first, those about the middle and the last. */
function ends(seen: readonly (readonly [progress: number, value: number])[]) {
  return [seen[0]!, seen[Math.floor(seen.length / 2)]!, seen.at(-1)!];
}

it('β of prioritised replay rises from 0.4 to 1, and the largest weight of a batch is 1', async () => {
  const agent = new DQN('CartPole-v1', {
    ...{ prioritized: true, learningStarts: 20, trainFreq: 2, hiddenSizes: [8], batchSize: 16, seed: 1 },
  });
  const seen: [number, number][] = [];
  const { draw } = PrioritizedSampler.prototype;
  vi.spyOn(PrioritizedSampler.prototype, 'draw').mockImplementation(function (
    this: PrioritizedSampler,
    ...args
  ) {
    const powers = this.saveState().arrays.priorities!;
    const drawn = draw.apply(this, args);
    const [rows, weights] = [[...drawn.rows], [...drawn.weights!]];
    expect(Math.max(...weights)).toBeCloseTo(1, 6);
    // w ∝ (p^α)^-β: two rows of different priority tell β.
    const likely = rows.reduce((a, b) => (powers[b]! > powers[a]! ? b : a));
    const rare = rows.reduce((a, b) => (powers[b]! < powers[a]! ? b : a));
    const ratio = weights[rows.indexOf(rare)]! / weights[rows.indexOf(likely)]!;
    const odds = powers[likely]! / powers[rare]!;
    if (odds > 1.02) seen.push([agent.progress, Math.log(ratio) / Math.log(odds)]);
    return drawn;
  });
  await agent.learn({ totalSteps: 600 });
  for (const [progress, beta] of seen) expect(beta).toBeCloseTo(0.4 + 0.6 * progress, 4);
  const [first, middle, last] = ends(seen).map(([, beta]) => beta);
  expect(first).toBeLessThan(0.45);
  expect(middle).toBeCloseTo(0.7, 1);
  expect(last).toBeCloseTo(1, 4);
});

it.each([
  ['normal', NormalNoise],
  ['ornstein-uhlenbeck', OrnsteinUhlenbeckNoise],
] as const)('σ of %s noise on actions falls to its end', async (actionNoise, { prototype }) => {
  const agent = new DDPG('Pendulum-v1', {
    ...{ learningStarts: 10, trainFreq: 50, batchSize: 8, hiddenSizes: [4], seed: 1, actionNoise },
    noiseSigma: { type: 'linear', start: 0.5, end: 0.1, fraction: 0.75 },
  });
  const seen: [number, number][] = [];
  const { addTo } = prototype;
  vi.spyOn(prototype, 'addTo').mockImplementation(function (this: NormalNoise, actions, sigma, rng) {
    seen.push([agent.progress, sigma]);
    addTo.call(this as never, actions, sigma, rng);
  });
  await agent.learn({ totalSteps: 300 });
  expect(seen).toHaveLength(300);
  expect(ends(seen)).toEqual([
    [0, 0.5],
    [0.5, expect.closeTo(0.5 - (0.4 * 2) / 3, 10)],
    [299 / 300, 0.1],
  ]);
});
