// Q-learning among many agents: what they are told, targets by hand, settling, weights of their own, exact resume.
import { describe, expect, it } from 'vitest';
import { makeVec } from '../../../envs/index.js';
import '../../../envs/multi/index.js';
import { UserError } from '../../../io/errors.js';
import type { Update } from '../../off-policy-agent.js';
import type { TransitionBatch } from '../../transition-batch.js';
import { IndependentQ, MeanFieldQ, NeighbourhoodQ } from './learners.js';
import { NeighbourActions } from './neighbour-actions.js';

const ring = (options = {}) => makeVec('ising_1d_v0', { options: { size: 6, blind: true, ...options } });
const small = { hiddenSizes: [8], learningStarts: 0, batchSize: 12, seed: 3 };

describe('what agents are told', () => {
  const neighbours = { offsets: Int32Array.of(0, 2, 3, 3), rows: Int32Array.of(1, 2, 0) };

  it('is the mean of one-hot actions: of [1, 0] and [0, 1] it is [.5, .5], of nobody all alike', () => {
    const out = new Float32Array(6);
    new NeighbourActions({ kind: 'mean' }, 2).tell([1, 0, 1], neighbours, out);
    expect([...out]).toEqual([0.5, 0.5, 0, 1, 0.5, 0.5]);
  });

  it('is the outer product of the actions of k neighbours; who is missing may do anything', () => {
    const joint = new NeighbourActions({ kind: 'joint', neighbours: 2 }, 4);
    const out = new Float32Array(3 * 16);
    joint.tell([2, 3, 1], neighbours, out);
    // The outer product of [0, 0, 0, 1] and [0, 1, 0, 0] is 1 at 13 of 16.
    expect([...out.subarray(0, 16)].flatMap((x, i) => (x ? [i, x] : []))).toEqual([13, 1]);
    expect([...out.subarray(24, 28)]).toEqual([0.25, 0.25, 0.25, 0.25]);
    expect([...out.subarray(32)]).toEqual(new Array(16).fill(1 / 16));
  });

  it('is refused when there are too many combinations', () => {
    expect(() => new NeighbourhoodQ('CartPole-v1', { neighbours: 13 })).toThrow(
      /8192 combinations.*mean-field-q/s,
    );
  });
});

describe('targets', () => {
  it.each([
    ['max', 2 + 0.5 * 4],
    // Q\'(s\') = (1, 4): a softmax with T = 3 gives e^(1/3) and e^(4/3) their shares.
    ['expected', 2 + 0.5 * ((1 + 4 * Math.E) / (1 + Math.E))],
  ] as const)('are r + γ·V by hand (%s), and r where the task ended', (value, target) => {
    const config = { value, temperature: 3, hiddenSizes: [], batchSize: 2, learningRate: 0 };
    const agent = new MeanFieldQ(ring(), config);
    const weights = agent.weights();
    for (const { data } of Object.values(weights)) data.fill(0);
    const named = (name: string) =>
      Object.entries(weights).find(([key]) => key.startsWith(name) && key.endsWith('bias'))!;
    named('q_net.')[1].data.set([5, 0]);
    named('q_net_target.')[1].data.set([1, 4]);
    agent.loadWeights(weights);
    const open = agent as unknown as {
      batches: { batch: TransitionBatch };
      memory: { claim(count: number): number };
      update(batch: TransitionBatch): Update;
    };
    open.memory.claim(2);
    const { batch } = open.batches;
    batch.rows = Int32Array.of(0, 1);
    batch.rewards.data.set([2, 3]);
    batch.discounts.data.set([0.5, 0]);
    batch.actions.data.set([0, 0]);
    batch.wantsErrors = true;
    const { errors } = open.update(batch);
    expect(errors![0]).toBeCloseTo(Math.abs(5 - target), 5);
    expect(errors![1]).toBeCloseTo(2, 5);
  });
});

describe('fields', () => {
  it('are what neighbours did in the last step, and stand in the memory beside what they do now', async () => {
    const envs = ring();
    const agent = new MeanFieldQ(envs, small);
    await agent.learn({ totalSteps: 18 });
    const { memory } = agent;
    const at = (name: string, row: number) => {
      const out = new Float32Array(2);
      memory.scalar(name).gather([row], out);
      return [...out];
    };
    const action = (row: number) => {
      const out = new Float32Array(1);
      memory.actions.gather([row], out);
      return out[0]!;
    };
    for (let row = 0; row < 6; row++) expect(at('field', row)).toEqual([0.5, 0.5]);
    for (let row = 6; row < 18; row++) {
      const [step, i] = [Math.floor(row / 6), row % 6];
      const mean = (t: number) => (action(6 * t + ((i + 5) % 6)) + action(6 * t + ((i + 1) % 6))) / 2;
      expect(at('field', row)[1]).toBe(mean(step - 1));
      expect(at('nextField', row)[1]).toBe(mean(step));
    }
  });

  it('settle: agents choose again with what neighbours chose', () => {
    // Q says: do what your neighbours do not.
    const actions = (settle: number) => {
      const envs = ring();
      const agent = new MeanFieldQ(envs, { hiddenSizes: [], settle });
      const weights = agent.weights();
      for (const [name, { data, shape }] of Object.entries(weights)) {
        data.fill(0);
        if (name.endsWith('bias')) data.set([0.1, 0]);
        // Rows are actions; the last two inputs are the field.
        else for (const a of [0, 1]) data.set(a === 0 ? [0, 1] : [1, 0], (a + 1) * shape[1]! - 2);
      }
      agent.loadWeights(weights);
      envs.reset({ seed: 1 });
      const out = new Uint8Array(6);
      agent.predictBatch(envs.observations, 6, out, { neighbours: envs.neighbours });
      return [...out];
    };
    // Knowing nothing all choose 0; knowing that, all choose 1.
    expect(actions(0)).toEqual(new Array(6).fill(0));
    expect(actions(1)).toEqual(new Array(6).fill(1));
    expect(actions(2)).toEqual(new Array(6).fill(0));
  });

  it('must be told where neighbours matter', () => {
    const agent = new MeanFieldQ(ring(), small);
    expect(() => agent.predict(0)).toThrow(/acts on what neighbours do: tell who they are/);
    expect(() => agent.predict(0, { state: { field: Float32Array.of(1) } })).toThrow(/told 2 numbers.*got 1/);
    expect(agent.predict(0, { state: { field: Float32Array.of(0, 1) } })).toBeTypeOf('number');
    expect(new IndependentQ(ring(), small).predict(0)).toBeTypeOf('number');
  });
});

describe('weights', () => {
  it('of their own: a network for each agent, each learns from its own rows', async () => {
    const agent = new IndependentQ(ring(), { ...small, parameterSharing: false });
    expect(agent.networks.networks).toHaveLength(6);
    await agent.learn({ totalSteps: 60 });
    const owners = new Int32Array(12);
    agent.memory.scalar('owner').gather([...owners.keys()], owners);
    expect([...owners]).toEqual([0, 1, 2, 3, 4, 5, 0, 1, 2, 3, 4, 5]);
    const values = Array.from({ length: 6 }, (_, owner) => agent.qValues(0, [], owner)[0]);
    expect(new Set(values).size).toBe(6);
    expect(() => agent.predictBatch(new Uint8Array(5), 5, new Uint8Array(5))).toThrow(UserError);
  });

  it('rows are answered by their owner, in their order', () => {
    const agent = new IndependentQ(ring(), { ...small, parameterSharing: false });
    const out = new Uint8Array(12);
    agent.predictBatch(new Uint8Array(12), 12, out);
    const greedy = Array.from({ length: 6 }, (_, owner) => {
      const [down, up] = agent.qValues(0, [], owner);
      return up! > down! ? 1 : 0;
    });
    expect([...out]).toEqual([...greedy, ...greedy]);
    expect(new Set(greedy).size).toBe(2);
  });
});

it.each([
  ['mean-field', (envs: ReturnType<typeof ring>) => new MeanFieldQ(envs, small)],
  ['neighbourhood', (envs) => new NeighbourhoodQ(envs, { ...small, settle: 1, parameterSharing: false })],
] as [string, (envs: ReturnType<typeof ring>) => MeanFieldQ | NeighbourhoodQ][])(
  '%s Q goes on bit for bit from the middle of an episode, and repeats itself by its seed',
  async (_, create) => {
    const whole = await create(ring()).learn({ totalSteps: 300 });
    const half = await create(ring()).learn({ totalSteps: 150 });
    const rest = create(ring());
    rest.loadWeights(half.weights());
    rest.loadState(half.saveState());
    await rest.learn({ totalSteps: 300 });
    await half.learn({ totalSteps: 300 });
    expect(half.weights()).toEqual(rest.weights());
    expect(half.saveState()).toEqual(rest.saveState());
    expect(Object.keys(whole.weights())).toEqual(Object.keys(rest.weights()));
    const again = await create(ring()).learn({ totalSteps: 300 });
    expect(again.weights()).toEqual(whole.weights());
  },
);
