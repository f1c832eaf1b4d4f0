import { describe, expect, it } from 'vitest';
import { ChanceEnd, expectDeterminism, expectExactResume, MaskedEnv, play } from '../../../test/agents.js';
import { IdentityEnv, make, makeVec } from '../../envs/index.js';
import { evaluatePolicy } from '../../evaluate/index.js';
import { tensor } from '../../tensor/index.js';
import { DQN } from '../dqn/dqn.js';
import type { DRQNOptions } from './config.js';
import { DRQN } from './drqn.js';
import { rescale, unscale } from './rescaling.js';

const fast: DRQNOptions = {
  learningRate: 3e-3,
  learningStarts: 50,
  trainFreq: 2,
  batchSize: 16,
  targetUpdateInterval: 100,
  hiddenSizes: [16],
  memorySize: 8,
  sequenceLength: 6,
  burnIn: 2,
  explorationFraction: 0.5,
};

describe('value rescaling', () => {
  it('is h of the paper, and undone by its inverse', () => {
    const x = [-1000, -3, -0.5, 0, 1, 24, 5000];
    const h = (v: number) => Math.sign(v) * (Math.sqrt(Math.abs(v) + 1) - 1) + 1e-3 * v;
    const scaled = rescale(tensor(x));
    scaled.toArray().forEach((y, i) => void expect(y).toBeCloseTo(h(x[i]!), 4));
    unscale(scaled)
      .toArray()
      .forEach((y, i) => void expect(Math.abs(y - x[i]!)).toBeLessThan(2e-3 * (1 + Math.abs(x[i]!))));
  });
});

describe('DRQN', () => {
  it.each(['lstm', 'gru'] as const)('learns the identity task (%s)', async (cell) => {
    const agent = new DRQN(new IdentityEnv(), { ...fast, cell, gamma: 0, seed: 3 });
    await agent.learn({ totalSteps: 1500 });
    expect(play(agent, new IdentityEnv())).toBeGreaterThanOrEqual(90);
  });

  it('remembers a cue that DQN cannot know', async () => {
    const env = () => makeVec('CueMemory-v0', { numEnvs: 4, options: { delay: 4 } });
    const settings = {
      ...{ learningRate: 3e-3, learningStarts: 200, trainFreq: 2, gamma: 0.95, hiddenSizes: [32], seed: 1 },
      ...{ targetUpdateInterval: 200, explorationFraction: 0.5, batchSize: 32 },
    };
    const recurrent = new DRQN(env(), { ...settings, cell: 'gru', memorySize: 16, sequenceLength: 6 });
    const plain = new DQN(env(), settings);
    const score = (agent: DRQN | DQN) => {
      const test = makeVec('CueMemory-v0', { numEnvs: 100, options: { delay: 4 } });
      return evaluatePolicy(agent as DQN, test, { episodes: 100, seed: 99 }).mean;
    };
    await recurrent.learn({ totalSteps: 12_000 });
    await plain.learn({ totalSteps: 12_000 });
    expect(score(recurrent)).toBe(1);
    expect(Math.abs(score(plain))).toBeLessThan(0.4);
  });

  it.each([
    // V = 1 + γ·0.7·V, since 3 of 10 steps are the last; and V = 1 + γ·V.
    ['terminated', 1 / (1 - 0.5 * 0.7)],
    ['truncated', 2],
  ] as const)('values states whose episodes are %s at %d', async (end, value) => {
    for (const valueRescaling of [false, true]) {
      const options = { ...fast, gamma: 0.5, targetUpdateInterval: 20, seed: 1, valueRescaling };
      const agent = await new DRQN(new ChanceEnd(end), options).learn({ totalSteps: 4000 });
      const q = agent.qValues(Float32Array.of(1))[0]!;
      expect(valueRescaling ? unscale(tensor([q])).item() : q).toBeCloseTo(value, 0.7);
    }
  });

  it('is deterministic for a seed', () =>
    expectDeterminism((seed) => new DRQN(makeVec('CartPole-v1', { numEnvs: 2 }), { ...fast, seed }), 300));

  it('goes on bit for bit, memories of running episodes included, also in a ring written over', () =>
    expectExactResume(
      () =>
        new DRQN(makeVec('CartPole-v1', { numEnvs: 2 }), {
          ...fast,
          seed: 2,
          bufferSize: 150,
          logInterval: 1,
          normalizeObservations: true,
        }),
      500,
      263,
    ));

  it('stores what it remembered before each step, nothing where an episode begins', async () => {
    const agent = new DRQN(makeVec('CueMemory-v0', { numEnvs: 2, options: { delay: 1 } }), fast);
    await agent.learn({ totalSteps: 60 });
    const stored = agent.memory.scalar('remembered');
    for (let row = 0; row < agent.memory.size; row++) {
      const state = [...stored.source(row)].slice(stored.offset(row), stored.offset(row) + stored.size);
      const isFirst = Math.floor(row / 2) % 3 === 0;
      expect(state.every((x) => x === 0)).toBe(isFirst);
    }
  });

  it('keeps its memory in the state given to predict', async () => {
    const agent = new DRQN('CueMemory-v0', { ...fast, seed: 4 });
    const env = make('CueMemory-v0');
    const { observation } = env.reset({ seed: 1 });
    const state: Record<string, Float32Array> = {};
    agent.predict(observation, { state });
    const first = state.memory!.slice();
    agent.predict(env.step(0).observation, { state });
    expect(state.memory).not.toEqual(first);
    expect(() => agent.predict(observation, { state: { memory: new Float32Array(48) } })).toThrow(
      /a state of 3 environments for 1 observations/,
    );
  });

  it('takes legal actions only, and refuses samplers that draw single rows', async () => {
    const agent = await new DRQN(new MaskedEnv(), { ...fast, gamma: 0, seed: 3 }).learn({ totalSteps: 2000 });
    expect(play(agent, new MaskedEnv(), 20)).toBe(20);
    expect(() => new DRQN('CartPole-v1', {}, { sampler: () => undefined as never })).toThrow(
      /parts of drqn has no option 'sampler'/,
    );
  });

  it('works without burn-in', async () => {
    const agent = await new DRQN('CartPole-v1', { ...fast, burnIn: 0 }).learn({ totalSteps: 80 });
    expect(agent.numTimesteps).toBe(80);
  });
});
