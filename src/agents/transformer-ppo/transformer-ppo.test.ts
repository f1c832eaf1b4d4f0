import { describe, expect, it } from 'vitest';
import { expectDeterminism, expectExactResume, MaskedEnv, play } from '../../../test/agents.js';
import { IdentityEnv, make, makeVec, SyncVectorEnv } from '../../envs/index.js';
import { backendOptions } from '../../tensor/engine.js';
import { backend, useBackend } from '../../tensor/index.js';
import { evaluatePolicy } from '../../train/index.js';
import type { Metrics } from '../agent.js';
import type { TransformerPPOOptions } from './config.js';
import { TransformerPPO } from './transformer-ppo.js';

const fast: TransformerPPOOptions = {
  learningRate: 3e-3,
  gamma: 0,
  nSteps: 16,
  batchSize: 32,
  nEpochs: 4,
  hiddenSizes: [16],
  memorySize: 8,
  memoryLength: 6,
  heads: 2,
};

describe('TransformerPPO', () => {
  it('learns the identity task', async () => {
    const env = new SyncVectorEnv(Array.from({ length: 4 }, () => () => new IdentityEnv()));
    const agent = new TransformerPPO(env, { ...fast, learningRate: 0.01, seed: 1 });
    await agent.learn({ totalSteps: 1000 });
    expect(play(agent, new IdentityEnv())).toBeGreaterThanOrEqual(90);
  });

  it('sees in an update what it saw while acting, across episode ends and from stored memories', async () => {
    for (const options of [
      {},
      { sequenceLength: 4, layers: 2 },
      { sequenceLength: 8, memoryLength: 20, criticMemory: 'separate' },
    ] as const) {
      const rows: Metrics[] = [];
      // With a learning rate of 0 the policy stays the same: every probability ratio must be 1.
      const settings = { ...fast, ...options, learningRate: 0, seed: 3, vfCoef: 0 };
      const onMetrics = (_: unknown, __: number, row: Metrics) => void rows.push(row);
      await new TransformerPPO(makeVec('CartPole-v1', { numEnvs: 3 }), settings).learn({
        totalSteps: 3 * 16 * 4,
        callbacks: [{ onMetrics }],
      });
      expect(rows.length).toBe(4);
      for (const row of rows) {
        expect(row['train/approx_kl']).toBeLessThan(1e-9);
        expect(row['train/clip_fraction']).toBe(0);
      }
    }
  });

  it('never takes an illegal action', async () => {
    const agent = await new TransformerPPO(new MaskedEnv(), { ...fast, seed: 3 }).learn({ totalSteps: 100 });
    expect(play(agent, new MaskedEnv(), 20)).toBeLessThanOrEqual(20);
  });

  it('plays each episode as if there had been no other, alone or beside others', () => {
    const id = 'CartPoleNoVel-v1';
    const agent = new TransformerPPO(id, { ...fast, seed: 4 });
    const episodes = (env: Parameters<typeof evaluatePolicy>[1], seed: number, count: number) =>
      evaluatePolicy(agent, env, { episodes: count, seed });
    const single = episodes(id, 5, 3);
    expect(episodes(id, 5, 1).returns).toEqual(single.returns.slice(0, 1));
    const env = make(id);
    const play = () => {
      let { observation } = env.reset({ seed: 9 });
      const [state, actions] = [{}, [] as unknown[]];
      for (let ended = false; !ended; ) {
        actions.push(agent.predict(observation, { state }));
        const step = env.step(actions.at(-1) as number);
        observation = step.observation;
        ended = step.terminated || step.truncated;
      }
      return actions;
    };
    expect(play()).toEqual(play());
  });

  it('is deterministic for a seed', () =>
    expectDeterminism(
      (seed) => new TransformerPPO(makeVec('CartPole-v1', { numEnvs: 2 }), { ...fast, seed }),
      128,
    ));

  it('goes on bit for bit after saveState and loadState in the middle of episodes', () =>
    expectExactResume(
      () =>
        new TransformerPPO(makeVec('PendulumNoVel-v1', { numEnvs: 3 }), {
          ...fast,
          ...{ layers: 2, sequenceLength: 8, normalizeObservations: true, seed: 2 },
        }),
      200,
      70,
    ));

  it('trains on the plain kernels as on the fast ones', async () => {
    const train = async () => {
      const env = makeVec('CueMemory-v0', { numEnvs: 2 });
      return (await new TransformerPPO(env, { ...fast, seed: 1 }).learn({ totalSteps: 64 })).weights();
    };
    const fastest = await train();
    const before = backendOptions(backend());
    useBackend({ backend: 'reference' });
    const plain = await train();
    useBackend(before);
    for (const [name, { data }] of Object.entries(plain)) {
      data.forEach((value, i) => void expect(fastest[name]!.data[i]).toBeCloseTo(value as number, 3));
    }
  });

  it('refuses settings that do not fit together', () => {
    expect(() => new TransformerPPO('CartPole-v1', { memorySize: 10, heads: 4 })).toThrow(
      /heads: expected a divisor of memorySize, 10, got 4/,
    );
    expect(() => new TransformerPPO('CartPole-v1', { nSteps: 10, sequenceLength: 4 })).toThrow(
      /a divisor of nSteps/,
    );
    expect(() => new TransformerPPO('CartPole-v1', { cell: 'gru' } as object)).toThrow(/cell/);
    expect(() => new TransformerPPO('CartPole-v1', { memoryLength: 1e9 })).toThrow(/memoryLength/);
  });
});
