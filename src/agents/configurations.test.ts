// Any configuration in any environment: it trains, or is refused by a message that names the key or the space.
import { beforeEach, describe, expect, it } from 'vitest';
import * as z from 'zod';
import type { Env } from '../envs/index.js';
import { UserError } from '../io/errors.js';
import { Generator } from '../random/index.js';
import {
  Box,
  Dict,
  Discrete,
  MultiBinary,
  MultiDiscrete,
  OneOf,
  type Space,
  Text,
  Tuple,
} from '../spaces/index.js';
import { ANY_SPACE } from './define.js';
import { type Agent, algorithms } from './index.js';

const image = () => new Box({ low: 0, high: 255, shape: [6, 6, 3], dtype: 'uint8' });
const bits = () => new Box({ low: 0, high: 1, shape: [4], dtype: 'uint8' });
const SPACES: Record<string, () => Space> = {
  box: () => new Box({ low: -1, high: 1, shape: [3] }),
  unbounded: () => new Box({ low: -Infinity, high: Infinity, shape: [2, 2] }),
  bytes: bits as () => Space,
  integers: () => new Box({ low: -5, high: 5, shape: [2], dtype: 'int32' }) as Space,
  image: image as () => Space,
  discrete: () => new Discrete(3) as Space,
  started: () => new Discrete(4, { start: -2 }) as Space,
  multiBinary: () => new MultiBinary(3) as Space,
  multiDiscrete: () => new MultiDiscrete([2, 3], { start: [1, -1] }) as Space,
  tuple: () => new Tuple([new Discrete(2, { start: 3 }), new Box({ low: 0, high: 1, shape: [2] })]) as Space,
  text: () => new Text(4, { charset: 'ab ' }) as Space,
  oneOf: () => new OneOf([new Discrete(2), new Box({ low: 0, high: 1, shape: [2] })]) as Space,
  dict: () =>
    new Dict({
      image: image(),
      bits: bits(),
      pick: new MultiDiscrete([3, 2]),
      flags: new MultiBinary(2),
    }) as never,
};
const NAMES = Object.keys(SPACES);
/** Those that map [-1, 1] onto the bounds of a Box. */
const BOUNDED = ['ddpg', 'td3', 'sac', 'tqc', 'crossq'];
/** Those that keep a row per observation, and observations that hold real numbers. */
const TABLES = [
  'dyna-q',
  'q-learning',
  'double-q-learning',
  'sarsa',
  'expected-sarsa',
  'monte-carlo',
  'epsilon-greedy',
  'softmax',
  'ucb1',
  'gradient-bandit',
  'thompson',
];
const REAL = ['box', 'unbounded', 'tuple', 'oneOf'];
const KINDS =
  /observation|action space|environments? |Box|Discrete|MultiBinary|MultiDiscrete|Dict|Tuple|Text|OneOf/;

/** Observations are drawn from their space, rewards are anything, episodes last five steps. */
class Anything implements Env {
  readonly observationSpace: Space;
  readonly actionSpace: Space;
  actionMask?: () => Uint8Array;
  private steps = 0;

  constructor(observations: string, actions: string, masked: boolean) {
    this.observationSpace = SPACES[observations]!();
    this.actionSpace = SPACES[actions]!();
    if (!masked) return;
    // The first value of each choice is always legal.
    this.actionMask = () =>
      Uint8Array.from({ length: this.actionSpace.flatdim }, (_, i) => (i === 1 ? 0 : 1));
  }

  reset({ seed }: { seed?: unknown } = {}) {
    if (typeof seed === 'number') this.observationSpace.seed(seed);
    this.steps = 0;
    return { observation: this.observationSpace.sample(), info: {} };
  }

  step(action: unknown) {
    if (!this.actionSpace.contains(action)) throw new Error(`illegal action ${JSON.stringify(action)}`);
    this.steps++;
    const observation = this.observationSpace.sample();
    return { observation, reward: this.steps, terminated: this.steps === 5, truncated: false, info: {} };
  }
}

let rng = new Generator(2026);
/** Draws of an algorithm do not depend on those before it. */
const restart = () => {
  rng = new Generator(2026);
};
const oneOf = <T>(values: readonly T[]): T => values[rng.integers(0, values.length)]!;

/** What JSON Schema says of a key; schedules say nothing. */
interface Field {
  type?: string | string[];
  enum?: unknown[];
  anyOf?: Field[];
  items?: Field;
  properties?: Record<string, Field>;
  minimum?: number;
  exclusiveMinimum?: number;
  maximum?: number;
  exclusiveMaximum?: number;
}

const fieldsOf = (schema: z.ZodObject): Record<string, Field> =>
  z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }).properties as Record<string, Field>;

const FEATURES = [
  'auto',
  'flatten',
  'cnn',
  'combined',
  { type: 'cnn', channels: 'last', convolutions: [[4, 3, 1]], size: 8 },
  { type: 'combined', channels: 'last', convolutions: [[4, 2, 2]], size: 4 },
  { type: 'cnn', channels: 'last' },
];

const INTRINSICS = [
  'none',
  { type: 'icm', encoderSizes: [4], hiddenSizes: [4], batchSize: 3 },
  { type: 'icm', encoder: 'pixels', hiddenSizes: [4], extrinsic: 0.5 },
  { type: 'rnd', targetSizes: [4], predictorSizes: [4], size: 2 },
  'count',
  { type: 'count', bits: 4, scale: 0.1 },
];

/** A small valid value. */
function valid(key: string, field: Field): unknown {
  if (key === 'features') return oneOf(FEATURES);
  if (key === 'intrinsic') return oneOf(INTRINSICS);
  if (key === 'imports') return [];
  // Needs worker threads.
  if (key === 'overlap') return false;
  // At most the number of hidden layers, of which there are two at most.
  if (key === 'criticActionLayer') return rng.integers(0, 2);
  if (field.enum) return oneOf(field.enum.filter((value) => value !== 'async'));
  if (field.anyOf) return valid(key, oneOf(field.anyOf));
  const low = field.minimum ?? field.exclusiveMinimum ?? -2;
  const high = field.maximum ?? field.exclusiveMaximum ?? Infinity;
  switch (Array.isArray(field.type) ? oneOf(field.type) : field.type) {
    case undefined:
      return oneOf([0.001, 0.1, 'linear:0.01:0', 'exponential:1e-2:1e-4:0.5']);
    case 'null':
      return null;
    case 'boolean':
      return rng.random() < 0.5;
    case 'integer':
      return Math.max(low, 1) + rng.integers(low < 1 ? low - 1 : 0, key === 'bufferSize' ? 60 : 9);
    case 'number':
      return oneOf([0.25, 0.5, 0.75].map((share) => low + share * (Math.min(high, low + 4) - low)));
    case 'array':
      return Array.from({ length: rng.integers(0, 3) }, () => valid(key, field.items!));
    case 'object':
      return Object.fromEntries(Object.entries(field.properties!).map(([k, each]) => [k, valid(k, each)]));
  }
  throw new Error(`${key}: no values for ${JSON.stringify(field)}`);
}

/** What came of it: an agent that has learnt for a moment, or the message of the refusal. */
async function attempt(make: () => Agent, totalSteps = 24): Promise<Agent | string> {
  try {
    return await make().learn({ totalSteps });
  } catch (error) {
    if (error instanceof UserError) return error.message;
    throw error;
  }
}

/** What learns from a dataset alone, or plans in a simulator or with a table, has tests of its own. */
const online = algorithms().filter(({ needsDataset, needsModel }) => !needsDataset && !needsModel);

describe.each(online.map((definition) => [definition.id, definition] as const))('%s', (_, definition) => {
  beforeEach(restart);
  const fields = fieldsOf(definition.schema);
  const keys = Object.keys(fields);
  const names = new RegExp(`\\b(${keys.join('|')})\\b`);
  /** Small enough for one step; each has values that no default is too large for. */
  const small = Object.fromEntries(
    Object.entries({
      ...{ nSteps: 4, batchSize: 4, nEpochs: 1, learningStarts: 0, trainFreq: 2, bufferSize: 40 },
      ...{ hiddenSizes: [4], criticHiddenSizes: [4], memorySize: 4, workers: 1 },
      ...{ nCritics: 2, quantiles: 4, dropPerNet: 1 },
      ...{ quantileSamples: 2, targetQuantileSamples: 2, actingQuantileSamples: 2, cosines: 4 },
      ...{ atoms: 5, sequenceLength: 2, burnIn: 1 },
      ...{ populationSize: 4, episodes: 1, directions: 2, elites: 1 },
    }).filter(([key]) => key in fields),
  );

  it('takes every space that its definition names, with and without masks, and refuses the others', async () => {
    for (const observations of NAMES) {
      for (const actions of NAMES) {
        const masked = ['discrete', 'multiDiscrete', 'started'].includes(actions) && rng.random() < 0.5;
        const env = new Anything(observations, actions, masked);
        const images = ['image', 'dict'].includes(observations) && 'features' in fields;
        const features = {
          features: { type: 'auto', channels: 'last', convolutions: [[2, 3, 3]], size: 4 },
        };
        const outcome = await attempt(() => definition.create(env, { ...small, ...(images && features) }));
        const takes =
          definition.spaces!.actions.includes(env.actionSpace.kind as never) &&
          !(BOUNDED.includes(definition.id) && actions === 'unbounded') &&
          !(TABLES.includes(definition.id) && REAL.includes(observations));
        const what = `${observations} → ${actions}: ${outcome}`;
        if (takes) expect(typeof outcome, what).toBe('object');
        else expect(outcome, what).toMatch(KINDS);
      }
    }
    expect(definition.spaces!.observations).toEqual(ANY_SPACE);
  });

  it('trains with random valid values, or names the key that does not fit', async () => {
    let trained = 0;
    for (let i = 0; i < 40; i++) {
      const usual = definition.spaces!.actions.includes('Discrete')
        ? ['discrete', 'started']
        : ['box', 'bytes'];
      const [observations, actions] = [oneOf(NAMES), oneOf([...usual, oneOf(NAMES)])];
      // About three of them: many count only beside another one, and are refused without.
      const changed = keys.filter(() => rng.random() < 3 / keys.length);
      const config = {
        ...small,
        ...Object.fromEntries(changed.map((key) => [key, valid(key, fields[key]!)])),
      };
      const env = new Anything(observations, actions, actions === 'started');
      const what = `${observations} → ${actions} ${JSON.stringify(config)}`;
      const outcome = await attempt(() => definition.create(env, config)).catch((cause) => {
        throw new Error(what, { cause });
      });
      if (typeof outcome === 'string')
        expect(names.test(outcome) || KINDS.test(outcome), `${what}: ${outcome}`).toBe(true);
      else trained++;
    }
    expect(trained).toBeGreaterThan(5);
  });

  it('refuses wrong values and unknown keys by name', async () => {
    const wrong: unknown[] = [
      Number.NaN,
      Infinity,
      -1e12,
      '12',
      'heavy',
      {},
      [Number.NaN],
      [{}],
      [-1],
      () => 1,
      Symbol('s'),
      10n,
    ];
    for (const key of keys) {
      for (const value of wrong) {
        const what = `${key}: ${typeof value} ${String(Array.isArray(value) ? `[${value}]` : value)}`;
        if (definition.schema.shape[key]!.safeParse(value).success) continue;
        const outcome = await attempt(() =>
          definition.create(new Anything('box', 'discrete', false), { ...small, [key]: value }),
        ).catch((cause) => {
          throw new Error(what, { cause });
        });
        expect(outcome, what).toMatch(new RegExp(`\\b${key}\\b`));
      }
      const outcome = await attempt(() => definition.create('CartPole-v1', { [`${key}x`]: 1 }));
      expect(outcome).toMatch(new RegExp(`${key}x: no such hyperparameter`));
    }
    for (const config of [5, 'fast', [1], Number.NaN, true, () => 1]) {
      expect(await attempt(() => definition.create('CartPole-v1', config as never)), String(config)).toMatch(
        /configuration/,
      );
    }
  });

  it('works with huge values, or names them', async () => {
    const space = (actions: string) => new Anything('box', actions, false);
    const kind = definition.spaces?.actions.includes('Discrete') ? 'discrete' : 'box';
    for (const key of keys) {
      for (const value of [1e12, -1e12, 1e300, 1e9, [1e5], [1e12], [1e6, 1e6], [1e5, 1e5]]) {
        if (!definition.schema.shape[key]!.safeParse(value).success) continue;
        // Networks of 100,000 units take their time: a few steps of one are enough.
        const large = Array.isArray(value);
        for (const actions of large ? [kind] : ['discrete', 'box']) {
          const what = `${key} ${value} ${actions}`;
          const make = () => definition.create(space(actions), { ...small, [key]: value });
          const outcome = await attempt(make, large ? 8 : 24).catch((cause) => {
            throw new Error(what, { cause });
          });
          if (typeof outcome === 'string' && !KINDS.test(outcome))
            expect(outcome, what).toMatch(new RegExp(`\\b${key}\\b`));
        }
      }
    }
  });
});
