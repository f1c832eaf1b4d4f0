// Intrinsic rewards as a hyperparameter: in training, resumed, refused, of your own.
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
import { replay, rollout, SETTINGS, small } from '../../../test/intrinsic.js';
import {
  A2C,
  type Agent,
  agentFromBytes,
  algorithm,
  C51,
  DQN,
  defineIntrinsic,
  type Hook,
  icm,
  intrinsics,
  PPO,
  visitCounts,
} from '../index.js';

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
