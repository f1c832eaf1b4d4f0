// Search spaces: their own rules, and that every algorithm takes what its space holds.
import { describe, expect, it } from 'vitest';
import { algorithm, algorithms, type SearchSpace } from '../agents/index.js';
import { makeVecAsync } from '../envs/index.js';
import { Generator } from '../random/index.js';
import {
  coordinateOf,
  dimensionsOf,
  paramsAt,
  pointOf,
  randomPoint,
  settingsOf,
  valueAt,
} from './dimensions.js';
import { checkSpace } from './space-check.js';

const everything: SearchSpace = {
  rate: { type: 'float', low: 1e-5, high: 1e-1, log: true, as: 'linear:x:0' },
  share: { type: 'float', low: 0.25, high: 0.75 },
  few: { type: 'int', low: -1, high: 3 },
  many: { type: 'int', low: 1, high: 1000, log: true },
  net: { type: 'choice', values: [[64], [64, 64], null] },
  size: { type: 'choice', values: [32, 64, 128], ordered: true },
};

describe('dimensions', () => {
  const dimensions = dimensionsOf(everything);

  it('bring values back from their coordinates', () => {
    const rng = new Generator(1);
    for (let i = 0; i < 500; i++) {
      const params = paramsAt(dimensions, randomPoint(dimensions, rng));
      expect(paramsAt(dimensions, pointOf(dimensions, params))).toEqual(params);
    }
  });

  it('reach both ends, whole numbers as likely as their neighbours', () => {
    const ends = (at: number) =>
      dimensions.map((each) => valueAt(each, each.ordered ? at : at * (each.levels - 1)));
    expect(ends(0)).toEqual([1e-5, 0.25, -1, 1, [64], 32]);
    expect(ends(1)).toEqual([1e-1, 0.75, 3, 1000, null, 128]);
    const few = dimensions[2]!;
    const counts = new Map<unknown, number>();
    for (let i = 0; i < 1000; i++) {
      const value = valueAt(few, (i + 0.5) / 1000);
      counts.set(value, (counts.get(value) ?? 0) + 1);
    }
    expect([...counts]).toEqual([-1, 0, 1, 2, 3].map((value) => [value, 200]));
    expect(coordinateOf(dimensions[1]!, 0.5)).toBe(0.5);
  });

  it('put numbers into the text of a schedule', () => {
    expect(settingsOf(everything, { rate: 1e-3, net: null })).toEqual({ rate: 'linear:0.001:0', net: null });
    const falling = { eps: { type: 'float', low: 0.1, high: 1, as: 'exponential:x:0.01' } } as const;
    expect(settingsOf(falling, { eps: 0.5 })).toEqual({ eps: 'exponential:0.5:0.01' });
  });
});

it.each([
  [{}, /space is empty/],
  [
    { learningRat: { type: 'float', low: 0, high: 1 } },
    /learningRat: no such hyperparameter of dqn; did you mean learningRate\?/,
  ],
  [{ seed: { type: 'int', low: 0, high: 9 } }, /seeds are no hyperparameter/],
  [{ learningRate: { type: 'float', low: 0, high: 1, log: true } }, /begins above 0, not at 0/],
  [{ gamma: { type: 'float', low: 0.9, high: 0.1 } }, /low is 0.9, above high, 0.1/],
  [{ gamma: { type: 'float', low: 0.9, high: 2 } }, /gamma: dqn does not take 2/],
  [{ gamma: { type: 'flaot', low: 0, high: 1 } }, /"float", "int" or "choice"/],
  [{ gamma: { type: 'float', low: 0 } }, /gamma.high: expected/],
  [{ gamma: { type: 'float', low: 0, high: 1, lgo: true } }, /lgo: no such key/],
  [{ batchSize: { type: 'int', low: 1, high: 2.5 } }, /batchSize.high/],
  [{ batchSize: { type: 'float', low: 1.5, high: 2 } }, /dqn does not take 1.5/],
  [{ hiddenSizes: { type: 'choice', values: [] } }, /hiddenSizes.values/],
  [{ hiddenSizes: { type: 'choice', values: [[64], [64]] } }, /\[64\] is there twice/],
  [{ hiddenSizes: { type: 'choice', values: [[64], 'large'] } }, /dqn does not take "large"/],
  [{ learningRate: { type: 'float', low: 1, high: 2, as: 'exponential:1:0' } }, /with x in the place/],
  [
    { learningRate: { type: 'float', low: 0.1, high: 0.2, as: 'liner:x:0' } },
    /dqn does not take "liner:0.1:0"/,
  ],
  [{ totalSteps: { type: 'float', low: 1, high: 2 } }, /whole numbers ≥ 1/],
  [{ numEnvs: { type: 'choice', values: [0, 1] } }, /whole numbers ≥ 1/],
])('refuses %j', (space, message) => {
  expect(() => checkSpace(space as unknown as SearchSpace, 'dqn')).toThrow(message);
});

const tuned = algorithms().flatMap(({ id, searchSpace, namedSpaces = {} }) => [
  ...(searchSpace ? [[id, searchSpace] as const] : []),
  ...Object.values(namedSpaces).map(({ space }) => [id, space] as const),
]);

describe('spaces of algorithms', () => {
  it.each(tuned)('%s takes all of its space', async (id, space) => {
    checkSpace(space, id);
    const { create, needsDataset, schema, presets = {}, numEnvs = 1 } = algorithm(id);
    if (needsDataset) return;
    const dimensions = dimensionsOf(space);
    const point = paramsAt(dimensions, randomPoint(dimensions, new Generator(7)));
    const { totalSteps: _, totalEpisodes: __, ...params } = point;
    const config = settingsOf(space, params);
    // What a preset of its own has to say first, where the space is one of it; and initial weights that take no time.
    const exponential = 'explorationDecay' in config ? { explorationSchedule: 'exponential' } : {};
    const quick = 'orthoInit' in schema.shape ? { orthoInit: false } : {};
    const agentIn = async (env: string, more: object) =>
      create(await makeVecAsync(env, { numEnvs }), { ...exponential, ...quick, ...more });
    let env: string | undefined;
    for (const each of ['FrozenLake-v1', 'CartPole-v1', 'Pendulum-v1', ...Object.keys(presets)]) {
      if (await agentIn(each, {}).catch(() => undefined)) env ??= each;
      if (env) break;
    }
    expect((await agentIn(env!, config)).algo).toBe(id);
  });

  it('are there for all that have hyperparameters worth it', () => {
    const without = algorithms().filter(({ searchSpace }) => !searchSpace);
    const exact = ['value-iteration', 'policy-iteration', 'random'];
    expect(without.map(({ id }) => id).filter((id) => !exact.includes(id))).toEqual([]);
  });
});
