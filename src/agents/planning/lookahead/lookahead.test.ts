// Lookahead in a learnt model: the search by hand, a model that predicts, resume, and what it refuses.
import { describe, expect, it } from 'vitest';
import { expectDeterminism, expectExactResume } from '../../../../test/agents.js';
import { type Env, make, makeVec } from '../../../envs/index.js';
import { evaluatePolicy } from '../../../evaluate/index.js';
import { Generator } from '../../../random/index.js';
import { type Imagine, lookAheadIn } from './beam.js';
import { Lookahead } from './lookahead.js';
import { lookaheadPresets } from './presets.js';

const small = {
  ...{ hiddenSizes: [16], learningStarts: 30, batchSize: 16, bufferSize: 200, horizon: 3, beamWidth: 4 },
  ...{ logInterval: 2, seed: 4 },
};

describe('looking ahead', () => {
  /** A corridor from 0 to 4: action 1 goes right, the end pays 10, every step costs 1, standing still in 2 pays 0.5. */
  const corridor: Imagine = (states, actions, count) => {
    const next = Float32Array.from({ length: count }, (_, i) =>
      Math.max(0, states[i]! + (actions[i] === 1 ? 1 : -1)),
    );
    return {
      next,
      rewards: [...next].map((state) => (state === 4 ? 10 : -1)),
      ends: [...next].map((state) => (state === 4 ? 1 : 0)),
    };
  };
  const options = { horizon: 4, width: 8, gamma: 1, merges: true };
  const choose = (state: number, change: object = {}, isLegal = (_: number) => true) =>
    lookAheadIn(corridor, Float32Array.of(state), 2, isLegal, { ...options, ...change });

  it('finds an end that pays within the horizon', () => {
    expect([0, 1, 2, 3].map((state) => choose(state))).toEqual([1, 1, 1, 1]);
    // Beyond it all ways are alike: the first of equals.
    expect(choose(0, { horizon: 3 })).toBe(0);
  });

  it('keeps to legal first actions', () => {
    expect(choose(2, {}, (action) => action === 0)).toBe(0);
  });

  it('weighs rewards by how probable it is to get there', () => {
    // Action 0 pays 1 and may well be the end; action 1 pays nothing now and 1 in each step after.
    const risky: Imagine = (states, actions, count) => ({
      next: Float32Array.from({ length: count }, (_, i) => (states[i] === 0 ? actions[i]! + 1 : states[i]!)),
      rewards: Array.from({ length: count }, (_, i) => (states[i] === 0 ? 1 - actions[i]! : 1)),
      ends: Array.from({ length: count }, (_, i) => (states[i] === 0 && actions[i] === 0 ? 0.9 : 0)),
    });
    const first = (horizon: number) =>
      lookAheadIn(risky, Float32Array.of(0), 2, () => true, { ...options, horizon });
    expect([first(1), first(4)]).toEqual([0, 1]);
  });
});

describe('lookahead', () => {
  it('is deterministic, and goes on exactly from a checkpoint', async () => {
    await expectDeterminism((seed) => new Lookahead('CartPole-v1', { ...small, seed }), 80);
    const create = () => new Lookahead(makeVec('CartPole-v1', { numEnvs: 2 }), { ...small, epsilon: 0.8 });
    await expectExactResume(create, 200, 90);
  });

  it('learns a Gridworld: one step ≥ 99 % right, five ≥ 95 %, and a way of the best length', async () => {
    const agent = new Lookahead('Gridworld-v0', { ...lookaheadPresets['Gridworld-v0']!.config, seed: 1 });
    await agent.learn({ totalSteps: 1500 });
    const rng = new Generator(3);
    const env = make('Gridworld-v0') as Env<Uint8Array, number>;
    const right = [0, 0, 0, 0, 0];
    const tried = [0, 0, 0, 0, 0];
    for (let walk = 0; walk < 150; walk++) {
      let { observation } = env.reset({ seed: walk });
      let imagined = Float32Array.from(observation);
      for (let k = 0; k < 5; k++) {
        const action = rng.integers(0, 4);
        imagined = agent.imagine(imagined, [action], 1).next;
        const step = env.step(action);
        observation = step.observation;
        tried[k]!++;
        if (imagined.every((value, i) => value === observation[i])) right[k]!++;
        if (step.terminated) break;
      }
    }
    expect(right[0]! / tried[0]!).toBeGreaterThanOrEqual(0.99);
    expect(right[4]! / tried[4]!).toBeGreaterThanOrEqual(0.95);
    const { lengths } = evaluatePolicy(agent, makeVec('Gridworld-v0', { numEnvs: 1 }), {
      episodes: 1,
      seed: 7,
    });
    expect(lengths[0]).toBeLessThanOrEqual(8);
  });

  it('refuses what it cannot learn from', async () => {
    expect(() => new Lookahead('Pendulum-v1' as never)).toThrow(/needs a Discrete action space/);
    expect(() => new Lookahead('CartPole-v1', { bufferSize: 20, batchSize: 30 })).toThrow(
      /bufferSize: a memory of 20 transitions never holds a batch of 30/,
    );
    await expect(new Lookahead('CartPole-v1').learn({ totalSteps: 100 })).rejects.toThrow(
      /learningStarts: learning begins after 200 steps/,
    );
  });
});
