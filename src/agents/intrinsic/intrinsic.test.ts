import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { expectDeterminism, expectExactResume, MaskedEnv } from '../../../test/agents.js';
import {
  type Env,
  IdentityEnv,
  IdentityEnvMultiBinary,
  IdentityEnvMultiDiscrete,
  make,
  makeVec,
} from '../../envs/index.js';
import '../../envs/small-worlds/index.js';
import { Generator } from '../../random/index.js';
import { Box, Discrete } from '../../spaces/index.js';
import { buffer, scope } from '../../tensor/index.js';
import {
  A2C,
  type Agent,
  agentFromBytes,
  algorithm,
  C51,
  DQN,
  defineIntrinsic,
  type Experience,
  type Hook,
  ICM,
  type ICMOptions,
  icm,
  icmSchema,
  intrinsics,
  ObservationEncoder,
  Parts,
  PPO,
  RND,
  rnd,
  rndSchema,
  VisitCounts,
  visitCounts,
} from '../index.js';
import { actionCodes } from './action-codes.js';
import { stateHash } from './state-hash.js';
import { countSchema } from './visit-counts.js';

const replay = {
  ...{ learningStarts: 40, batchSize: 16, trainFreq: 2, hiddenSizes: [8], targetUpdateInterval: 50 },
  logInterval: 1,
};
const rollout = { nSteps: 16, hiddenSizes: [8], logInterval: 1 };
const small = { encoderSizes: [8], hiddenSizes: [8] };
const SETTINGS = {
  icm: icm(small),
  'icm random': icm({ ...small, encoder: 'random' }),
  'icm pixels': icm({ hiddenSizes: [8], encoder: 'pixels', extrinsic: 0 }),
  rnd: rnd({ size: 4, targetSizes: [8], predictorSizes: [8], batchSize: 10 }),
  count: visitCounts({ bits: 6 }),
};

/** A context as an agent gives it, for the environment with this id. */
function contextOf(id: string, config: object = {}) {
  const env = makeVec(id);
  const encoder = new ObservationEncoder(env.singleObservationSpace);
  return { env, encoder, rng: new Generator(3), config: { features: 'auto', ...config }, parts: new Parts() };
}

const icmFor = (id: string, options: Partial<ICMOptions> = {}, config: object = {}) =>
  new ICM(icmSchema.parse(options), contextOf(id, config));

/** Random inputs of `rows` transitions. */
function inputsFor(rows: number, width: number, actions: number) {
  const rng = new Generator(5);
  const inputs = {
    pairs: buffer([2 * rows, width]),
    codes: buffer([rows, actions]),
    counts: buffer([rows]),
  };
  for (let i = 0; i < inputs.pairs.size; i++) inputs.pairs.data[i] = rng.normal();
  for (let i = 0; i < rows; i++) inputs.codes.data[i * actions + rng.integers(0, actions)] = 1;
  inputs.counts.data.fill(1);
  return inputs;
}

function batchOf(states: number[][], nextStates: number[][], actions: number[]): Experience {
  const rows = states.length;
  const fill = (values: number[][]) => {
    const out = buffer([rows, values[0]!.length]);
    out.data.set(values.flat());
    return out;
  };
  const taken = buffer([rows, 1], 'int32');
  taken.data.set(actions);
  return { states: fill(states), nextStates: fill(nextStates), actions: taken, rewards: buffer([rows]) };
}

describe('curiosity', () => {
  it('sends no gradient of the forward loss into the encoder, and all of the inverse loss', () => {
    const model = icmFor('CartPole-v1', { encoderSizes: [6, 4] });
    const inputs = inputsFor(8, 4, 2);
    const gradients = () =>
      model.encoder!.parameters().map((weight) => weight.hasGrad && weight.grad!.toArray());
    scope(() => model.evaluate(inputs).parts['intrinsic/forward_loss']!.backward());
    // Not small: none at all.
    expect(gradients()).toEqual(model.encoder!.parameters().map(() => 0));
    expect(model.forward.parameters().every(({ hasGrad }) => hasGrad === 1)).toBe(true);
    scope(() => model.evaluate(inputs).parts['intrinsic/inverse_loss']!.backward());
    for (const gradient of gradients())
      expect([...(gradient as Float32Array)].some((x) => x !== 0)).toBe(true);
  });

  it('has the networks of the book, parameter for parameter, when told to', () => {
    const convolutions = [1, 2, 3, 4].map(() => [32, 3, 2]);
    const cnn = { type: 'cnn', channels: 'first', convolutions, padding: 'same', activation: 'elu' };
    const env = {
      observationSpace: new Box({ low: 0, high: 255, shape: [3, 42, 42], dtype: 'uint8' }),
      actionSpace: new Discrete(12),
      reset: () => ({ observation: new Uint8Array(3 * 42 * 42), info: {} }),
      step() {},
    };
    const agent = new DQN(env as never, {
      ...{ features: { ...cnn, size: 100 }, hiddenSizes: [], bufferSize: 200 },
      intrinsic: icm({ features: { ...cnn, size: null } }),
    });
    const sizes = Object.entries(agent.parts.networks).map(([name, network]) => [
      name,
      network.parameters().reduce((sum, { size }) => sum + size, 0),
    ]);
    expect(Object.fromEntries(sizes)).toEqual({
      ...{ q_net: 58_752, q_net_target: 58_752 },
      ...{ icm_encoder: 28_640, icm_inverse: 150_796, icm_forward: 151_072 },
    });
  });

  it('weighs the losses as the paper does, and measures cross-entropy of logits', () => {
    const inputs = inputsFor(16, 4, 2);
    scope(() => {
      const { loss, parts, bonuses, guesses } = icmFor('CartPole-v1', { beta: 0.25 }).evaluate(inputs);
      const [forward, inverse] = ['forward', 'inverse'].map((name) =>
        parts[`intrinsic/${name}_loss`]!.item(),
      );
      expect(loss.item()).toBeCloseTo(0.75 * inverse! + 0.25 * forward!, 5);
      expect(bonuses.mean().item()).toBeCloseTo(forward!, 5);
      const expected = guesses!.logSoftmax(1).mul(inputs.codes).sum(1).mean().neg().item();
      expect(inverse).toBeCloseTo(expected, 5);
    });
  });

  it.each([
    ['logits', 0, Math.log(12)],
    // Softmax of a softmax is never far from uniform: 1 and eleven 0 become e against eleven 1.
    ['doubleSoftmax', Math.log(1 + 11 / Math.E), Math.log(12)],
  ] as const)('with %s ranges from %d for certainty to %d for ignorance', (kind, certain, ignorant) => {
    const codes = actionCodes(new Discrete(12), kind === 'doubleSoftmax');
    const [guesses, right] = [buffer([2, 12]), buffer([2, 12])];
    right.data[4] = 1;
    right.data[12 + 7] = 1;
    guesses.data[4] = 200;
    scope(() => {
      const errors = codes.errors(guesses, right).toArray();
      expect(errors[0]).toBeCloseTo(certain, 4);
      expect(errors[1]).toBeCloseTo(ignorant, 4);
    });
  });

  it('leaves rows that stand in for others out of its losses and means', () => {
    const model = icmFor('CartPole-v1', small);
    const [few, many] = [inputsFor(4, 4, 2), inputsFor(8, 4, 2)];
    many.codes.data.set(few.codes.data);
    many.pairs.data.set(few.pairs.data.subarray(0, 16));
    many.pairs.data.set(few.pairs.data.subarray(16), 32);
    many.counts.data.fill(0, 4);
    scope(() => expect(model.evaluate(many).loss.item()).toBeCloseTo(model.evaluate(few).loss.item(), 5));
  });

  it('judges a rollout as a whole before it learns from a part of it', () => {
    const make = (batchSize: number) => icmFor('CartPole-v1', { ...small, batchSize });
    const rng = new Generator(8);
    const rows = (n: number) =>
      Array.from({ length: n }, () => Array.from({ length: 4 }, () => rng.normal()));
    const batch = {
      ...batchOf(
        rows(20),
        rows(20),
        Array.from({ length: 20 }, (_, i) => i % 2),
      ),
      isRollout: true,
    };
    const [whole, parts] = [make(20), make(6)];
    const expected = Array.from(whole.judge(batch).bonuses);
    const { bonuses, metrics } = parts.judge(batch);
    Array.from(bonuses, (bonus, i) => expect(bonus).toBeCloseTo(expected[i]!, 5));
    expect(metrics['intrinsic/forward_loss']).toBeGreaterThan(0);
    // Four steps for the parts, one for the whole.
    const state = (model: ICM) => String(model.forward.parameters()[0]!.toArray());
    expect(state(parts)).not.toBe(state(whole));
  });

  it.each([
    ['pixels', { features: 'flatten' }, /features would have no effect with encoder "pixels"/],
    ['pixels', { encoderSizes: [4] }, /encoderSizes would have no effect/],
    ['random', { inverseLoss: 'doubleSoftmax' }, /inverseLoss would have no effect with encoder "random"/],
    ['random', { beta: 0.5 }, /beta would have no effect/],
    ['trained', { encoderSizes: [] }, /no encoder where features are plain numbers/],
  ] as const)('with encoder %s refuses %j', (encoder, options, message) => {
    const intrinsic = { type: 'icm', encoder, ...options };
    expect(() => new DQN('CartPole-v1', { intrinsic })).toThrow(message);
  });
});

describe('random-network distillation', () => {
  it('pays less for states it has seen, as much for others, and never moves its target', () => {
    const context = contextOf('CartPole-v1');
    const model = new RND(rndSchema.parse({ size: 8, learningRate: 3e-3 }), context);
    const rng = new Generator(2);
    const point = (shift: number) => Array.from({ length: 4 }, () => shift + 0.1 * rng.normal());
    const known = Array.from({ length: 32 }, () => point(-1));
    const far = Array.from({ length: 32 }, () => point(1));
    for (const states of [known, far]) model.onSteps(Float32Array.from(states.flat()), 32);
    const target = context.parts.weights()['rnd_target.0.weight']!.data.slice();
    const at = (states: number[][]) =>
      batchOf(
        states,
        states,
        states.map(() => 0),
      );
    for (let i = 0; i < 100; i++) model.judge(at(known));
    const mean = (states: number[][]) =>
      Array.from(model.judge(at(states)).bonuses).reduce((a, b) => a + b) / 32;
    expect(mean(far)).toBeGreaterThan(20 * mean(known));
    expect(context.parts.weights()['rnd_target.0.weight']!.data).toEqual(target);
  });
});

describe('counts of visits', () => {
  const counter = (options = {}, config = {}) =>
    new VisitCounts(countSchema.parse(options), contextOf('CartPole-v1', config));

  it('pay one over the root of how often a state was reached', () => {
    const counts = counter();
    const [a, b, c] = [
      [1, 0, 0, 0],
      [0, 1, 0, 0],
      [0, 0, 1, 0],
    ] as [number[], number[], number[]];
    counts.onSteps(Float32Array.from([a, a, b, a, a].flat()), 5);
    const { bonuses, metrics } = counts.judge(batchOf([c, c, c], [a, b, c], [0, 0, 0]));
    expect([...Array.from(bonuses)]).toEqual([0.5, 1, 1]);
    expect(metrics['intrinsic/states']).toBe(2);
  });

  it('tell states apart, and take 0 and -0 for one', () => {
    const keys = new Set<number>();
    const state = new Float32Array(3);
    for (let i = 0; i < 20_000; i++) {
      state[0] = i % 100;
      state[1] = Math.floor(i / 100) % 100;
      state[2] = Math.floor(i / 10_000) / 7;
      keys.add(stateHash(state));
    }
    expect(keys.size).toBe(20_000);
    expect(stateHash(Float32Array.of(-0, 1))).toBe(stateHash(Float32Array.of(0, 1)));
  });

  it('take states that lie close together for one with bits, and far ones for several', () => {
    const counts = counter({ bits: 8 });
    counts.onSteps(Float32Array.of(1, 2, 3, 4, 1.0001, 2, 3, 4, -1, -2, -3, -4), 3);
    expect(counts.size).toBe(2);
  });

  it('refuse inputs that are normalised', () => {
    expect(() => counter({}, { normalizeObservations: true })).toThrow(/needs normalizeObservations false/);
  });
});

/** Four steps to the right and the end: terminated, or cut off. The state tells the step. */
class Corridor implements Env<Float32Array, number> {
  readonly observationSpace = new Box({ low: 0, high: 9, shape: [1] });
  readonly actionSpace = new Discrete(2);
  private at = 0;
  constructor(private readonly end: 'terminated' | 'truncated') {}
  reset() {
    this.at = 0;
    return { observation: Float32Array.of(0), info: {} };
  }
  step() {
    this.at++;
    const over = this.at === 4;
    return {
      ...{ observation: Float32Array.of(this.at), reward: 0, info: {} },
      ...{ terminated: over && this.end === 'terminated', truncated: over && this.end === 'truncated' },
    };
  }
}

describe.each(['terminated', 'truncated'] as const)('where episodes are %s', (end) => {
  it.each([
    ['dqn', { ...replay, hiddenSizes: [4] }],
    ['ppo', { ...rollout, batchSize: 16 }],
    ['a2c', rollout],
  ])('%s counts the last state, not the first of the next episode', async (id, config) => {
    const agent = algorithm(id).create(new Corridor(end), { ...config, intrinsic: 'count' });
    await agent.learn({ totalSteps: 160 });
    const { arrays } = agent.saveState();
    const visits = (name: string) =>
      Array.from(
        Object.entries(arrays).find(([key]) => new RegExp(`visits\\W${name}$`).test(key))![1] as Float64Array,
      );
    const keys = [1, 2, 3, 4].map((x) => stateHash(Float32Array.of(x)));
    expect(visits('states').sort()).toEqual([...keys].sort());
    expect(visits('visits')).toEqual([40, 40, 40, 40]);
  });
});

describe('as an option', () => {
  const creators: [string, (intrinsic: never, seed?: number) => Agent][] = [
    [
      'dqn',
      (intrinsic, seed = 1) =>
        new DQN(makeVec('CartPole-v1', { numEnvs: 2 }), { ...replay, intrinsic, seed }),
    ],
    [
      'c51',
      (intrinsic, seed = 1) =>
        new C51('CartPole-v1', { ...replay, atoms: 5, prioritized: true, intrinsic, seed }),
    ],
    [
      'ppo',
      (intrinsic, seed = 1) =>
        new PPO(makeVec('CartPole-v1', { numEnvs: 2 }), {
          ...rollout,
          batchSize: 16,
          nEpochs: 2,
          intrinsic,
          seed,
        }),
    ],
    [
      'a2c',
      (intrinsic, seed = 1) =>
        new A2C(makeVec('Pendulum-v1', { numEnvs: 2 }), {
          ...rollout,
          normalizeObservations: false,
          intrinsic,
          seed,
        }),
    ],
  ];

  it.each(
    creators.flatMap(([name, create]) =>
      Object.entries(SETTINGS)
        .filter(([setting]) => setting === 'icm' || ['dqn', 'ppo'].includes(name))
        .map(([setting, each]) => [name, setting, create, each] as const),
    ),
  )('of %s, %s resumes exactly and is saved in one file', async (_, __, create, setting) => {
    const make = () => create(setting as never);
    await expectExactResume(make, 200, 100);
    const agent = await make().learn({ totalSteps: 120 });
    const copy = agentFromBytes(agent.toBytes({ memory: true }), { env: agent.env! });
    expect(copy.weights()).toEqual(agent.weights());
    expect(copy.saveState()).toEqual(agent.saveState());
    // On another number of environments it goes on with what it has learnt.
    const id = agent.env!.spec!.id;
    const other = agentFromBytes(agent.toBytes(), { env: makeVec(id, { numEnvs: 3 }) });
    expect(other.weights()).toEqual(agent.weights());
    await other.learn({ totalSteps: 260 });
  });

  it('is deterministic for a seed', () =>
    expectDeterminism((seed) => creators[0]![1](SETTINGS.icm as never, seed), 200));

  it('tells its losses and the mean reward it gave, beside those of the algorithm', async () => {
    for (const [, create] of creators) {
      const rows: Record<string, number>[] = [];
      const callbacks = [
        { onMetrics: (_c: unknown, _s: number, row: object) => void rows.push(row as never) },
      ];
      await create(SETTINGS.icm as never).learn({ totalSteps: 250, callbacks });
      const last = rows.at(-1)!;
      for (const name of ['reward', 'forward_loss', 'inverse_loss', 'loss'])
        expect(last[`intrinsic/${name}`]).toBeGreaterThan(0);
      expect(last['train/loss']).toBeTypeOf('number');
    }
  });

  it('never leaves legal actions, whatever is curious', async () => {
    for (const create of [DQN, PPO, A2C] as (new (
      env: Env,
      options: object,
    ) => Agent)[]) {
      const config = create === DQN ? replay : { ...rollout, ...(create === PPO && { batchSize: 16 }) };
      await new create(new MaskedEnv(), { ...config, intrinsic: icm(small) }).learn({ totalSteps: 200 });
    }
  });

  it.each([
    ['multi-discrete', () => new IdentityEnvMultiDiscrete()],
    ['multi-binary', () => new IdentityEnvMultiBinary()],
    ['continuous', () => make('Pendulum-v1')],
  ])('tells %s actions', async (_, env) => {
    const agent = new A2C(env() as never, { ...rollout, intrinsic: icm(small) });
    await agent.learn({ totalSteps: 100 });
    expect(agent.weights()['icm_inverse.0.weight']!.shape).toEqual([8, 16]);
  });

  it('alone or beside the reward of the environment, times its factor', async () => {
    /** The last hook sees what the algorithm will learn from. */
    const seen: number[] = [];
    const hooks: Hook[] = [
      {
        onBatch: ({ rewards }) => {
          seen.push(...rewards.data);
          return {};
        },
      },
    ];
    class Payer extends IdentityEnv {
      override step(action: number) {
        return { ...super.step(action), reward: 8 };
      }
    }
    for (const [options, low, high] of [
      [{ extrinsic: 0 }, 0, 1],
      [{ extrinsic: 0.5, scale: 0 }, 4, 4],
      [{ extrinsic: 1, scale: 2 }, 8, 10],
    ] as const) {
      seen.length = 0;
      await new DQN(new Payer(), { ...replay, intrinsic: visitCounts(options) }, { hooks }).learn({
        totalSteps: 120,
      });
      expect(seen.length).toBeGreaterThan(100);
      expect(Math.min(...seen)).toBeGreaterThanOrEqual(low);
      expect(Math.max(...seen)).toBeLessThanOrEqual(high);
    }
  });

  it('is refused where it would mean nothing, by name', () => {
    const create =
      (id: string, intrinsic: unknown, config = {}) =>
      () =>
        algorithm(id).create('CartPole-v1', { ...config, intrinsic });
    expect(create('dqn', 'imc')).toThrow(
      /no intrinsic reward called "imc".*did you mean icm|did you mean icm/is,
    );
    expect(create('dqn', { type: 'icm', bta: 1 })).toThrow(/intrinsic \(icm\)[\s\S]*bta.*did you mean beta/);
    expect(create('ppo', { type: 'rnd', size: 0 })).toThrow(/size: expected a number > 0, got 0/);
    expect(create('dqn', { type: 'none', scale: 1 })).toThrow(/"none" has no options, got scale/);
    expect(create('dqn', 5)).toThrow(/intrinsic: expected the name of an intrinsic reward/);
    expect(create('rainbow', 'icm')).toThrow(/intrinsic needs nSteps 1/);
    expect(create('rainbow', 'icm', { nSteps: 1 })).not.toThrow();
    expect(create('reinforce', 'icm')).toThrow(/intrinsic: no such hyperparameter/);
    expect(create('ppo', icm())).not.toThrow();
  });

  it('of your own is found by name', async () => {
    defineIntrinsic({
      id: 'toy-constant',
      summary: 'Always the same',
      schema: z.strictObject({ value: z.number().default(3), normalize: z.boolean().default(false) }),
      create: ({ value }) => ({
        judge: ({ rewards }) => ({
          bonuses: new Float32Array(rewards.size).fill(value),
          metrics: { 'toy/value': value },
        }),
      }),
    });
    expect(intrinsics().map(({ id }) => id)).toEqual(['icm', 'rnd', 'count', 'toy-constant']);
    const rows: Record<string, number>[] = [];
    const callbacks = [{ onMetrics: (_c: unknown, _s: number, row: object) => void rows.push(row as never) }];
    const intrinsic = { type: 'toy-constant', value: 4, scale: 0.5 };
    await new DQN('CartPole-v1', { ...replay, intrinsic }).learn({ totalSteps: 120, callbacks });
    expect(rows.at(-1)).toMatchObject({ 'toy/value': 4, 'intrinsic/reward': 2 });
  });
});
