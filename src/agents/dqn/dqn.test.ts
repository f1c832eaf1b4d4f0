import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { MaskedEnv } from '../../../test/agents.js';
import { BitFlipping } from '../../envs/goals/index.js';
import { type Env, IdentityEnv, make, type StepResult } from '../../envs/index.js';
import { Box, Discrete } from '../../spaces/index.js';
import { DQN } from './dqn.js';

const fast = {
  learningRate: 1e-3,
  learningStarts: 50,
  trainFreq: 1,
  targetUpdateInterval: 100,
  hiddenSizes: [32],
};

/** One state, two actions. Each step is one episode, ended by the flag under test; reward 1 whatever the action. */
class OneStepEnv implements Env<Float32Array, number> {
  readonly observationSpace = new Box({ low: -1, high: 1, shape: [1] });
  readonly actionSpace = new Discrete(2);

  constructor(private readonly end: 'terminated' | 'truncated') {}

  reset() {
    return { observation: Float32Array.of(1), info: {} };
  }

  step(): StepResult<Float32Array> {
    return {
      observation: Float32Array.of(1),
      reward: 1,
      terminated: this.end === 'terminated',
      truncated: this.end === 'truncated',
      info: {},
    };
  }

  render() {
    return undefined;
  }

  close() {}
}

describe('DQN', () => {
  it.each([false, true])('bootstraps from legal actions only (double Q-learning %s)', async (doubleQ) => {
    const heard: number[] = [];
    const agent = new DQN(
      new MaskedEnv(3),
      { ...fast, doubleQ, gamma: 0.5, targetUpdateInterval: 1e6, seed: 1 },
      {
        sampler: () => ({
          draw: (count) => ({ rows: new Int32Array(count) }),
          onErrors: (_, errors) => void heard.push(errors[0]!),
          saveState: () => ({ meta: {}, arrays: {} }),
          loadState() {},
        }),
      },
    );
    // Q is 1, 5, 7 everywhere.
    for (const net of [agent.qNetwork, agent.targetNetwork]) {
      for (const parameter of net.parameters()) parameter.data.fill(0);
      net.parameters().at(-1)!.data.set([1, 5, 7]);
    }
    await agent.learn({ totalSteps: 51 });
    const { memory } = agent;
    const mask = [...memory.nextMasks!.source(0)].slice(0, 3);
    expect(mask).toEqual([1, 0, 1].map((_, a) => Number(a === 0 || a === mask.lastIndexOf(1))));
    const best = mask[2] === 1 ? 7 : 5;
    const target = memory.rewards.get(0) + 0.5 * best;
    expect(heard[0]).toBeCloseTo(Math.abs([1, 5, 7][memory.actions.get(0)]! - target), 5);
  });

  it('learns the identity task', async () => {
    const agent = new DQN(new IdentityEnv(), { ...fast, gamma: 0, seed: 3, explorationFraction: 0.5 });
    await agent.learn({ totalSteps: 1500 });
    const env = new IdentityEnv();
    let { observation } = env.reset({ seed: 7 });
    let total = 0;
    for (let t = 0; t < 100; t++) {
      const result = env.step(agent.predict(observation) as number);
      total += result.reward;
      observation = result.terminated || result.truncated ? env.reset().observation : result.observation;
    }
    expect(total).toBeGreaterThanOrEqual(90);
  });

  it('bootstraps through truncation and not through termination', async () => {
    const options = { ...fast, gamma: 0.5, loss: 'mse' as const, targetUpdateInterval: 20, seed: 1 };
    const value = async (end: 'terminated' | 'truncated') => {
      const agent = await new DQN(new OneStepEnv(end), options).learn({ totalSteps: 2000 });
      return agent.qValues(Float32Array.of(1))[0];
    };
    // A reward of 1 for ever is worth 1 / (1 - γ) = 2; a reward of 1 and then the end is worth 1.
    expect(await value('terminated')).toBeCloseTo(1, 1);
    expect(await value('truncated')).toBeCloseTo(2, 1);
  });

  it('learns from another reward at the end, and bootstraps through it, where told to', async () => {
    const value = async (options: object) => {
      const fixed = { ...fast, gamma: 0.5, loss: 'mse', targetUpdateInterval: 20, seed: 1 } as const;
      const agent = new DQN(new OneStepEnv('terminated'), { ...fixed, ...options });
      return (await agent.learn({ totalSteps: 2000 })).qValues(Float32Array.of(1))[0];
    };
    expect(await value({ terminalReward: -1 })).toBeCloseTo(-1, 1);
    expect(await value({ bootstrapTerminal: true })).toBeCloseTo(2, 1);
    expect(await value({ bootstrapTerminal: true, terminalReward: -1 })).toBeCloseTo(-2, 1);
    // What is legal in the end nobody tells; goals that were wanted later have rewards and ends of their own.
    expect(() => new DQN(new MaskedEnv(), { bootstrapTerminal: true })).toThrow(
      /bootstrapTerminal: nobody tells which actions are legal where the task has ended/,
    );
    const later = { hindsight: 'future', terminalReward: -1 } as const;
    expect(() => new DQN(new BitFlipping(), later)).toThrow(/terminalReward: -1 would have no effect/);
  });

  it.each([
    ['update', 3, (agent: DQN) => Math.floor((agent.numTimesteps - 50) / 3)],
    ['episode', 2, (agent: DQN) => Math.floor(agent.numEpisodes / 2)],
    ['step', 7, (agent: DQN) => Math.floor(agent.numTimesteps / 7)],
  ] as const)('copies the target network by %s', async (unit, interval, due) => {
    const agent = new DQN('CartPole-v1', {
      ...fast,
      targetUpdateUnit: unit,
      targetUpdateInterval: interval,
      tau: 1,
      seed: 3,
    });
    const target = () => agent.targetNetwork.parameters()[0]!.data[0]!;
    const copies: [number, number][] = [];
    let last = target();
    await agent.learn({
      totalSteps: 150,
      callbacks: [
        {
          onIteration: () => {
            if (target() !== last) copies.push([agent.numTimesteps, due(agent)]);
            last = target();
          },
        },
      ],
    });
    const dues = copies.map(([, count]) => count);
    expect(copies.length).toBeGreaterThan(3);
    expect(new Set(dues).size).toBe(dues.length);
    expect(dues).toEqual([...Array(dues.length).keys()].map((i) => dues[0]! + i));
  });

  it.each([false, true])('is deterministic for a seed (double Q-learning %s)', async (doubleQ) => {
    const run = (seed: number) =>
      new DQN('CartPole-v1', { ...fast, doubleQ, seed })
        .learn({ totalSteps: 400 })
        .then((agent) => agent.weights());
    const [first, again, other] = [await run(5), await run(5), await run(6)];
    expect(again).toEqual(first);
    expect(other).not.toEqual(first);
  });

  it('goes on bit for bit after saveState and loadState, in the middle of an episode', async () => {
    const options = { ...fast, bufferSize: 300, seed: 2, optimizer: 'adamw' as const };
    const straight = new DQN('CartPole-v1', options);
    const rows: unknown[] = [];
    const record = {
      onMetrics: (_: unknown, step: number, metrics: object) => void rows.push([step, metrics]),
    };
    await straight.learn({ totalSteps: 800, callbacks: [record] });

    const stopAt = (steps: number) => ({
      onIteration: (context: { agent: { numTimesteps: number }; stop(reason: string): void }) => {
        if (context.agent.numTimesteps >= steps) context.stop('enough');
      },
    });
    const resumedRows: unknown[] = [];
    const resumedRecord = {
      onMetrics: (_: unknown, step: number, metrics: object) => void resumedRows.push([step, metrics]),
    };
    const half = new DQN('CartPole-v1', options);
    await half.learn({ totalSteps: 800, callbacks: [resumedRecord, stopAt(437)] });
    const saved = structuredClone({ weights: half.weights(), state: half.saveState() });
    const resumed = new DQN('CartPole-v1', options);
    resumed.loadWeights(saved.weights);
    resumed.loadState(saved.state);
    await resumed.learn({ totalSteps: 800, callbacks: [resumedRecord] });

    expect(resumed.weights()).toEqual(straight.weights());
    expect(resumedRows).toEqual(rows);
  });

  it('saves to and loads from one file', async () => {
    const path = join(mkdtempSync(join(tmpdir(), 'trainyard-')), 'agent.safetensors');
    const agent = await new DQN('CartPole-v1', { ...fast, seed: 4 }).learn({ totalSteps: 300 });
    await agent.save(path, { memory: true });
    const loaded = await DQN.load(path, 'CartPole-v1');
    expect(loaded.weights()).toEqual(agent.weights());
    expect(loaded.saveState()).toEqual(agent.saveState());
  });

  it('follows its ε schedule', async () => {
    const agent = new DQN('CartPole-v1', { ...fast, explorationFraction: 0.5, explorationFinalEps: 0.1 });
    await agent.learn({ totalSteps: 200 });
    expect(agent.epsilon).toBe(0.1);
    const perEpisode = new DQN('CartPole-v1', {
      ...fast,
      explorationSchedule: 'exponential',
      explorationUnit: 'episode',
      explorationDecay: 0.9,
    });
    await perEpisode.learn({ totalSteps: 200 });
    expect(perEpisode.epsilon).toBeCloseTo(0.9 ** perEpisode.numEpisodes, 12);
  });

  it('trains on one-hot, tuple and image observations', async () => {
    for (const id of ['FrozenLake-v1', 'Blackjack-v1', 'Taxi-v4', 'Gridworld-v0']) {
      const agent = new DQN(id, fast);
      await agent.learn({ totalSteps: 120 });
      const env = make(id);
      const { observation } = env.reset({ seed: 0 });
      expect(env.actionSpace.contains(agent.predict(observation, { actionMask: env.actionMask?.() }))).toBe(
        true,
      );
    }
  });

  it('refuses continuous actions and unknown or impossible hyperparameters', () => {
    // @ts-expect-error actions are continuous
    expect(() => new DQN('Pendulum-v1')).toThrow(/Discrete action space, got Box/);
    expect(() => new DQN('CartPole-v1', { learningrate: 1 } as object)).toThrow(/did you mean learningRate/);
    expect(() => new DQN('CartPole-v1', { gamma: 2, loss: 'l3' } as object)).toThrow(
      /gamma: expected a number ≤ 1, got 2[\s\S]*loss: expected one of "huber", "mse", got "l3"/,
    );
  });

  it('stops a diverging run and names the first bad tensor', async () => {
    const diverging = {
      ...fast,
      learningRate: 1e30,
      optimizer: 'sgd',
      maxGradNorm: 1e30,
      loss: 'mse',
    } as const;
    await expect(new DQN('CartPole-v1', diverging).learn({ totalSteps: 2000 })).rejects.toThrow(
      /Training diverged: loss is (NaN|Infinity)/,
    );
    const agent = new DQN('CartPole-v1', fast);
    agent.qNetwork.parameters()[1]!.data[3] = Number.NaN;
    await expect(agent.learn({ totalSteps: 2000 })).rejects.toThrow(/first bad tensor: 0\.bias/);
  });
});
