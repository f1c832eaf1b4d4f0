// Discrete CQL: its penalty, what it believes of actions that were never taken, and the way from a dataset to an environment.
import { describe, expect, it } from 'vitest';
import { expectDeterminism, expectExactResume } from '../../../test/agents.js';
import { IdentityEnv, makeVec, OfflineEnv } from '../../envs/index.js';
import { evaluatePolicy, recordDataset } from '../../evaluate/index.js';
import { DQN, RandomAgent } from '../index.js';
import type { TransitionBatch } from '../transition-batch.js';
import { CQL } from './cql.js';

const fast = { learningRate: 3e-3, hiddenSizes: [16], targetUpdateInterval: 50, gamma: 0.5, seed: 3 };
const random = (steps = 400) => recordDataset(new RandomAgent('Identity-v0'), new IdentityEnv(), { steps });

describe('cql', () => {
  it('adds α (log Σ exp Q(s, ·) - Q(s, a)) to the loss of DQN', () => {
    const dataset = random();
    class Open extends CQL {
      lossOf(batch: TransitionBatch) {
        return this.compare(batch).loss.item();
      }
    }
    const losses = [0, 1, 2].map((cqlAlpha) => {
      let loss = 0;
      let doubt = 0;
      const hook = {
        onBatch: (batch: object) => {
          const { states, actions } = batch as TransitionBatch;
          loss = agent.lossOf(batch as TransitionBatch);
          const rows = actions.size;
          for (let i = 0; i < rows; i++) {
            const shown = states.data[2 * i] === 1 ? 0 : 1;
            const values = agent.qValues(shown);
            const sum = Math.log(Math.exp(values[0]!) + Math.exp(values[1]!));
            doubt += (sum - values[actions.data[i]!]!) / rows;
          }
          return {};
        },
      };
      const agent = new Open(new OfflineEnv(dataset), { ...fast, cqlAlpha }, { dataset, hooks: [hook] });
      return agent.learn({ totalSteps: 1 }).then(() => ({ loss, doubt }));
    });
    return Promise.all(losses).then(([none, one, two]) => {
      expect(one!.doubt).toBeGreaterThan(0.1);
      expect(one!.loss - none!.loss).toBeCloseTo(one!.doubt, 4);
      expect(two!.loss - none!.loss).toBeCloseTo(2 * two!.doubt, 4);
    });
  });

  it('learns from what chance did, without an environment', async () => {
    const dataset = random();
    const agent = await new CQL(new OfflineEnv(dataset), fast, { dataset }).learn({ totalSteps: 600 });
    expect(evaluatePolicy(agent, 'Identity-v0', { episodes: 5 }).mean).toBe(100);
    // So does DQN.
    const plain = await new DQN(new OfflineEnv(dataset), fast, { dataset }).learn({ totalSteps: 600 });
    expect(evaluatePolicy(plain, 'Identity-v0', { episodes: 5 }).mean).toBe(100);
  });

  it('prefers what was done to what never was', async () => {
    const zero = {
      predictBatch: (_: unknown, count: number, out: { fill(v: number, a: number, b: number): void }) =>
        out.fill(0, 0, count),
    };
    const dataset = recordDataset(zero as never, new IdentityEnv(), { steps: 200 });
    const agent = await new CQL(new OfflineEnv(dataset), fast, { dataset }).learn({ totalSteps: 300 });
    for (const shown of [0, 1]) {
      const [done, never] = agent.qValues(shown);
      expect(done! - never!).toBeGreaterThan(1);
    }
  });

  it('is deterministic and goes on exactly, with priorities and sums over steps too', async () => {
    const dataset = random();
    const create = (options: object) =>
      new CQL(new OfflineEnv(dataset), { ...fast, ...options }, { dataset });
    await expectDeterminism((seed) => create({ seed }), 60);
    await expectExactResume(() => create({ logInterval: 1, prioritized: true, nSteps: 3 }), 300, 170);
  });

  it('goes on in an environment with what it learnt', async () => {
    const dataset = random();
    const offline = await new CQL(new OfflineEnv(dataset), fast, { dataset }).learn({ totalSteps: 300 });
    const online = new CQL(new IdentityEnv(), { ...fast, cqlAlpha: 0, learningStarts: 0 });
    online.loadWeights(offline.weights());
    expect(online.qValues(1)).toEqual(offline.qValues(1));
    await online.learn({ totalSteps: 200 });
    expect(online.numEpisodes).toBe(2);
  });

  it('keeps the rewards of ends that a setting asks for', () => {
    const dataset = random(210);
    const create = () => new CQL(new OfflineEnv(dataset), { ...fast, terminalReward: -5 }, { dataset });
    const { memory } = create();
    for (let row = 0; row < dataset.size; row++) {
      const isOver = dataset.columns.terminations[row] === 1;
      expect(memory.rewards.get(row)).toBe(isOver ? -5 : dataset.columns.rewards[row]);
    }
    expect(dataset.columns.terminations.reduce((sum, each) => sum + each, 0)).toBeGreaterThan(0);
  });

  it('learns the same beside several environments, none of which is stepped', async () => {
    const dataset = random();
    const options = { ...fast, targetUpdateInterval: 10 };
    const [one, four] = [new OfflineEnv(dataset), makeVec('Identity-v0', { numEnvs: 4 })].map((env) =>
      new CQL(env, options, { dataset }).learn({ totalSteps: 19 }),
    );
    expect((await four!).weights()).toEqual((await one!).weights());
  });

  it('refuses targets that wait for the ends of episodes', () => {
    const dataset = random();
    const options = { ...fast, targetUpdateUnit: 'episode' } as const;
    expect(() => new CQL(new OfflineEnv(dataset), options, { dataset })).toThrow(
      /the target network would never be/,
    );
    expect(new CQL(new IdentityEnv(), options).config.targetUpdateUnit).toBe('episode');
  });

  it('refuses settings of collecting where nothing is collected', () => {
    const dataset = random();
    for (const option of [{ bufferSize: 500 }, { explorationFinalEps: 0.2 }, { trainFreq: 1 }]) {
      const create = () => new CQL(new OfflineEnv(dataset), { ...fast, ...option }, { dataset });
      expect(create).toThrow(/would have no effect here; cql reads it for steps in an environment only/);
    }
  });
});
