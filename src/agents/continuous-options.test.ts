// Hyperparameters that all learners of continuous actions share: each changes what its name says, and nothing else.
import { describe, expect, it } from 'vitest';
import { expectExactResume, play } from '../../test/agents.js';
import { recordedSpaces } from '../../test/sb3-updates.js';
import { IdentityEnvBox, makeVec } from '../envs/index.js';
import { noGrad, tensor } from '../tensor/index.js';
import { type Agent, algorithm } from './index.js';
import type { TransitionBatch } from './transition-batch.js';

const ALGORITHMS = ['ddpg', 'td3', 'sac', 'tqc'] as const;
type Options = Record<string, unknown>;

interface Learner extends Agent {
  batches: { batch: TransitionBatch };
  learnt: { updates: number };
  update(batch: TransitionBatch): { metrics: Record<string, number> };
  actor: { parameters(): { grad: { toArray(): Float32Array } }[] };
  critic: Learner['actor'] & { first(s: unknown, a: unknown): { item(): number } };
}

const make = (id: string, options: Options = {}) =>
  algorithm(id).create(recordedSpaces('continuous'), {
    ...{ batchSize: 4, hiddenSizes: [8, 8], seed: 1 },
    ...options,
  }) as unknown as Learner;

/** A gradient step, and which networks it changed. */
function step(agent: Learner): string[] {
  const { batch } = agent.batches;
  for (const [i, part] of [batch.states, batch.nextStates, batch.actions].entries())
    part.data.set(Array.from(part.data, (_, k) => Math.sin(k + i)));
  batch.rewards.data.fill(3);
  batch.discounts.data.fill(0.9);
  const before = agent.weights();
  agent.learnt.updates++;
  agent.update(batch);
  const moved = Object.entries(agent.weights()).filter(
    ([name, { data }]) => String(data) !== String(before[name]!.data),
  );
  return [...new Set(moved.map(([name]) => name.split('.')[0]!))].sort();
}

const norm = (network: Learner['actor']) =>
  Math.hypot(...network.parameters().flatMap(({ grad }) => [...grad.toArray()]));

describe.each(ALGORITHMS)('%s', (id) => {
  it('limits the gradients of the policy and of the critics, each for itself', () => {
    const options = id === 'td3' ? { policyDelay: 1 } : {};
    const free = make(id, options);
    step(free);
    const limit = Math.min(norm(free.actor), norm(free.critic)) / 2;
    const limited = make(id, { ...options, maxGradNorm: limit });
    step(limited);
    expect(norm(limited.actor)).toBeCloseTo(limit, 5);
    expect(norm(limited.critic)).toBeCloseTo(limit, 5);
  });

  it('gives the critics a learning rate of their own', () => {
    const still = make(id, { criticLearningRate: 0, tau: 1, ...(id === 'td3' && { policyDelay: 1 }) });
    const moved = step(still);
    expect(moved).toContain('actor');
    expect(moved).not.toContain('critic');
    const actorStill = make(id, { learningRate: 0, criticLearningRate: 1e-3 });
    expect(step(actorStill)).not.toContain('actor');
    expect(step(actorStill)).toContain('critic');
  });

  it('lets the learning rate of the critics follow its schedule, and tells it', async () => {
    const env = makeVec('Pendulum-v1');
    const agent = algorithm(id).create(env, {
      ...{ batchSize: 4, hiddenSizes: [4], learningStarts: 10, logInterval: 1, trainFreq: 10 },
      criticLearningRate: 'linear:1e-2:0',
    });
    const rows: Record<string, number>[] = [];
    await agent.learn({ totalSteps: 400, callbacks: [{ onMetrics: (_, __, row) => void rows.push(row) }] });
    expect(rows.map((row) => row['train/critic_learning_rate'])).toEqual([
      expect.closeTo(0.00525, 10),
      expect.closeTo(0.00025, 10),
    ]);
    expect(rows[0]!['train/learning_rate']).toBe(agent.config.learningRate);
  });

  it('copies the targets at every targetUpdateInterval-th step of the policy, with tau 1', () => {
    const policyDelay = 2;
    const options = { tau: 1, targetUpdateInterval: 2, learningRate: 1e-2 };
    const agent = make(id, { ...options, ...(id === 'td3' && { policyDelay }) });
    const every = id === 'td3' ? 4 : 2;
    for (let update = 1; update <= 2 * every; update++) {
      const targets = step(agent).filter((name) => name.endsWith('_target'));
      const expected = update % every > 0 ? [] : id === 'ddpg' || id === 'td3' ? 2 : 1;
      expect(targets, `update ${update}`).toHaveLength(Number(expected));
    }
    const weights = agent.weights();
    for (const [name, { data }] of Object.entries(weights).filter(([name]) => name.startsWith('critic.')))
      expect(weights[name.replace('critic', 'critic_target')]!.data).toEqual(data);
  });

  it('lets the action join the critics at a later layer, by hand', () => {
    const tail = id === 'tqc' ? { nCritics: 1, quantiles: 1, dropPerNet: 0 } : {};
    const agent = make(id, { hiddenSizes: [1, 1], criticActionLayer: 1, ...tail });
    const weights = agent.weights();
    const set = (name: string, ...values: number[]) => weights[`critic.${name}`]!.data.set(values);
    // Q(s, a) = 2·relu(3·relu(s₀ + 1) - 2·a₀ + a₁) - 1
    set('qf0_states.0.weight', 1, 0, 0, 0, 0);
    set('qf0_states.0.bias', 1);
    set('qf0.0.weight', 3, -2, 1);
    set('qf0.0.bias', 0);
    set('qf0.2.weight', 2);
    set('qf0.2.bias', -1);
    agent.loadWeights(weights);
    const value = (s: number, a: number[]) =>
      noGrad(() => agent.critic.first(tensor([[s, 5, 5, 5, 5]]), tensor([a])).item());
    expect(value(0.5, [1, 0.5])).toBeCloseTo(2 * (3 * 1.5 - 2 + 0.5) - 1, 5);
    // The first layer's unit is off: a negative state cannot be made up for by the action there.
    expect(value(-9, [-1, 0])).toBeCloseTo(2 * 2 - 1, 5);
    expect(make(id, { hiddenSizes: [3], criticActionLayer: 0 }).weights()).not.toHaveProperty([
      'critic.qf0_states.0.weight',
    ]);
  });

  it('refuses an action that would pass through no hidden layer', () => {
    const refused = /criticActionLayer: the action would join after 2 of 2 hidden layers/;
    expect(() => make(id, { criticActionLayer: 2 })).toThrow(refused);
    expect(() => make(id, { hiddenSizes: [], criticActionLayer: 1 })).toThrow(/criticActionLayer/);
  });

  it('learns and goes on bit for bit with all of it', async () => {
    const options = {
      ...{ learningRate: 3e-3, learningStarts: 100, batchSize: 32, hiddenSizes: [32, 32], gamma: 0, seed: 1 },
      ...{ criticActionLayer: 1, maxGradNorm: 1, criticLearningRate: 5e-3, tau: 1, targetUpdateInterval: 50 },
      ...(id === 'tqc' && { nCritics: 2, quantiles: 5, dropPerNet: 1 }),
    };
    const env = new IdentityEnvBox({ eps: 0.3 });
    const agent = await algorithm(id).create(env, options).learn({ totalSteps: 2000 });
    expect(play(agent, new IdentityEnvBox({ eps: 0.3 }) as never)).toBeGreaterThanOrEqual(85);
    const create = () => algorithm(id).create(makeVec('Pendulum-v1'), { ...options, logInterval: 1 });
    await expectExactResume(create as never, 600, 317);
  });
});
