// Learners with tables as agents: masks, determinism, exact resume, what is saved, what is refused.
import { describe, expect, it } from 'vitest';
import { expectDeterminism, expectExactResume } from '../../../test/agents.js';
import { CONTROL, createTable as create } from '../../../test/tables.js';
import { type Env, make, makeVec } from '../../envs/index.js';
import { Discrete } from '../../spaces/index.js';
import { agentFromBytes, DoubleQLearning, QLearning } from '../index.js';

/** Action 0 and one other are legal; the other pays. */
class Masked implements Env<number, number> {
  readonly observationSpace = new Discrete(4);
  readonly actionSpace = new Discrete(5, { start: 10 });
  private state = 0;
  private steps = 0;

  reset() {
    this.steps = 0;
    return { observation: this.state, info: {} };
  }

  step(action: number) {
    const index = action - 10;
    if (this.actionMask()[index] !== 1) throw new Error(`illegal action ${action}`);
    this.state = (this.state * 3 + ++this.steps) % 4;
    const [terminated, truncated] = [this.steps === 15, this.steps === 20];
    return { observation: this.state, reward: index === 0 ? 0 : 1, terminated, truncated, info: {} };
  }

  actionMask() {
    return Uint8Array.from({ length: 5 }, (_, a) => Number(a === 0 || a === 1 + this.state));
  }
}

describe.each(CONTROL)('%s', (id) => {
  it('never takes an illegal action, and learns among the legal ones', async () => {
    const agent = await create(id, new Masked(), { seed: 3 }).learn({ totalSteps: 3000 });
    const env = new Masked();
    let { observation } = env.reset();
    for (let t = 0; t < 15; t++) {
      const result = env.step(
        agent.predict(observation as never, { actionMask: env.actionMask() }) as number,
      );
      expect(result.reward).toBe(1);
      observation = result.observation;
    }
  });

  it('is deterministic for a seed', () =>
    expectDeterminism((seed) => create(id, makeVec('FrozenLake-v1', { numEnvs: 2 }), { seed }), 1500));

  const extras =
    id === 'monte-carlo'
      ? [{ firstVisit: false }]
      : [{ nSteps: 3 }, ...(id.startsWith('d') ? [] : [{ lambda: 0.7 }])];
  it.each([{}, { visitDecay: 0.7 }, ...extras])(
    'goes on bit for bit in the middle of episodes: %j',
    async (config) => {
      for (const env of ['Taxi-v4', 'Blackjack-v1', 'GridworldRandom-v0']) {
        const make = () => create(id, makeVec(env, { numEnvs: 3 }), { ...config, logInterval: 1, seed: 2 });
        await expectExactResume(make, 700, 400);
      }
    },
  );

  it('is saved in double precision with the states it met, and predicts without meeting new ones', async () => {
    const agent = await create(id, 'GridworldRandom-v0', { seed: 1 }).learn({ totalSteps: 500 });
    const copy = agentFromBytes(agent.toBytes()) as typeof agent;
    expect(copy.weights()).toEqual(agent.weights());
    const { observation } = make('GridworldRandom-v0').reset({ seed: 77 });
    expect(copy.predict(observation as never)).toBe(agent.predict(observation as never));
    expect(copy.weights()).toEqual(agent.weights());
    const names = Object.keys(agent.weights());
    expect(names).toContain('table.states');
    expect(agent.weights()[names.at(-1)!]!.data).toBeInstanceOf(Float64Array);
  });

  it.each([
    ['CartPole-v1', {}, /keeps a row per observation.*DiscretizeObservation/],
    ['Pendulum-v1', {}, /needs a Discrete action space, got Box/],
    ['FrozenLake-v1', { learningRate: 1.5 }, /learningRate: expected a number from 0 to 1/],
    ['FrozenLake-v1', { epsilon: 'linear:2:0' }, /epsilon: expected a number from 0 to 1/],
    ['FrozenLake-v1', { initialValue: Number.NaN }, /initialValue/],
  ])('refuses %s with %j', (env, config, message) => {
    expect(() => create(id, env, config)).toThrow(message);
  });

  it('refuses to learn nothing', async () => {
    await expect(create(id, 'FrozenLake-v1', { learningRate: 0 }).learn({ totalSteps: 10 })).rejects.toThrow(
      /learningRate: with steps of size 0/,
    );
  });
});

it('traces and sums of rewards are one or the other; traces need lambda', () => {
  expect(() => new QLearning('FrozenLake-v1', { nSteps: 2, lambda: 0.5 })).toThrow(
    /lambda: 0.5 would have no effect/,
  );
  expect(() => new QLearning('FrozenLake-v1', { traces: 'accumulating' })).toThrow(/traces: .* no effect/);
  expect(() => new DoubleQLearning('FrozenLake-v1', { lambda: 0.5 } as never)).toThrow(/lambda: no such/);
});
