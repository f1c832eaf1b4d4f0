import { describe, expect, it } from 'vitest';
import { recordedSpaces } from '../../../test/sb3-updates.js';
import type { Env, ResetResult, StepResult } from '../../envs/index.js';
import { Generator } from '../../random/index.js';
import { Box, Discrete, type Space } from '../../spaces/index.js';
import { scope, tensor } from '../../tensor/index.js';
import { quantileHuberLoss } from '../qrdqn/quantile-loss.js';
import type { TransitionBatch } from '../transition-batch.js';
import { ImplicitQuantileNetwork } from './implicit-quantile-network.js';
import { IQN } from './iqn.js';
import { Levels } from './levels.js';

it('weighs the errors of every row by levels of its own', () => {
  // Errors T - θ: rows (1, 3 | -1, 1) and (2 | -0.5), levels as they come.
  const theta = tensor([
    [0, 2],
    [1, 3.5],
  ]);
  const targets = tensor([
    [1, 3],
    [3, 3],
  ]);
  const levels = tensor([
    [0.1, 0.7],
    [0.95, 0.3],
  ]);
  const loss = quantileHuberLoss(theta, targets, levels, 1).toArray();
  expect(loss[0]).toBeCloseTo(0.1 * (0.5 + 2.5) * 0.5 + (0.3 * 0.5 + 0.7 * 0.5) * 0.5, 6);
  expect(loss[1]).toBeCloseTo(0.95 * 1.5 + 0.7 * 0.125, 6);
});

describe('levels', () => {
  it('are drawn from (0, share), other ones in each row, and read by their cosines', () => {
    const levels = new Levels(3, 200, 64).draw(new Generator(1), 0.25);
    const { data } = levels.values;
    expect(Math.min(...data)).toBeLessThan(0.003);
    expect(Math.max(...data)).toBeGreaterThan(0.247);
    expect(Math.max(...data)).toBeLessThan(0.25);
    expect(new Set(data).size).toBeGreaterThan(590);
    const cosines = levels.cosines.data;
    for (const level of [0, 199, 200, 599]) {
      for (let i = 0; i < 64; i++)
        expect(cosines[level * 64 + i]).toBeCloseTo(Math.cos(Math.PI * i * data[level]!), 5);
    }
  });

  it('lie evenly where nothing is drawn', () => {
    const { data } = new Levels(2, 4, 3).spread(0.5).values;
    expect([...data]).toEqual([0.0625, 0.1875, 0.3125, 0.4375, 0.0625, 0.1875, 0.3125, 0.4375]);
  });
});

describe('the network', () => {
  const space = new Box({ low: -1, high: 1, shape: [3] }) as Space;

  it.each([
    [[8, 5], false, 8],
    [[8], false, 8],
    [[8, 5], true, 8],
    [[], false, 3],
  ])(
    'with layers %j (dueling %s) is f(ψ(s) ⊙ φ(τ)), the numbers of an action together',
    (hiddenSizes, dueling, width) => {
      const network = new ImplicitQuantileNetwork(space, new Discrete(2), {
        ...{ features: 'auto', hiddenSizes, activation: 'relu', cosines: 4, dueling, rng: new Generator(1) },
      });
      expect(network.embedding.weight.shape).toEqual([width, 4]);
      const states = tensor([
        [1, -2, 0.5],
        [0, 1, 2],
      ]);
      const levels = new Levels(2, 3, 4).draw(new Generator(2), 1);
      const outputs = network.forward(states, levels.cosines);
      expect(outputs.shape).toEqual([2, 6]);
      for (let row = 0; row < 2; row++) {
        const psi = network.features.forward(states.slice(0, row, row + 1));
        for (let k = 0; k < 3; k++) {
          const tau = levels.values.data[row * 3 + k]!;
          const phi = network.embedding
            .forward(tensor([[0, 1, 2, 3].map((i) => Math.cos(Math.PI * i * tau))]))
            .relu();
          const values = network.values.forward(psi.mul(phi)).toArray();
          for (const a of [0, 1]) expect(outputs.toArray()[row * 6 + a * 3 + k]).toBeCloseTo(values[a]!, 5);
        }
      }
    },
  );
});

describe('the update', () => {
  const open = (options: object) => {
    const agent = new IQN(recordedSpaces('discrete') as never, {
      hiddenSizes: [],
      batchSize: 2,
      learningRate: 0,
      ...options,
    });
    const weights = agent.weights();
    for (const { data } of Object.values(weights)) data.fill(0);
    // Whatever τ is: Q' = (1, 4, 2) by the target network, Q = (5, 0, 3) by the other.
    weights['q_net.values.0.bias']!.data.set([5, 0, 3]);
    weights['q_net_target.values.0.bias']!.data.set([1, 4, 2]);
    agent.loadWeights(weights);
    const { batches, ...rest } = agent as unknown as {
      batches: { batch: TransitionBatch };
      levels: Levels;
    };
    const update = (batch: TransitionBatch) =>
      (agent as unknown as { update(b: TransitionBatch): { errors: number[] } }).update(batch);
    return { batch: batches.batch, levels: rest.levels, update };
  };

  it.each([
    [false, undefined, 2 + 0.5 * 4],
    [true, undefined, 2 + 0.5 * 1],
    [false, [1, 0, 1], 2 + 0.5 * 2],
    [true, [0, 1, 1], 2 + 0.5 * 2],
  ])("learns towards r + γ·Q'(s', best legal), double Q-learning %s, masks %j", (doubleQ, mask, target) => {
    const { batch, levels, update } = open({ doubleQ });
    batch.rewards.data.set([2, 3]);
    batch.discounts.data.set([0.5, 0]);
    batch.actions.data.set([0, 2]);
    batch.nextMasks = mask && tensor([mask, mask]);
    batch.wantsErrors = true;
    const [first, second] = scope(() => update(batch)).errors;
    // The errors u are the same for all levels: Σ τ·L(u), or Σ (1 - τ)·L(u) below 0.
    const u = target - 5;
    const row = [...levels.values.data.subarray(0, 8)];
    const weight = row.reduce((sum, tau) => sum + (u < 0 ? 1 - tau : tau), 0);
    expect(first).toBeCloseTo(weight * (Math.abs(u) <= 1 ? u ** 2 / 2 : Math.abs(u) - 0.5), 4);
    expect(second).toBe(0);
  });
});

/** Episodes of one step; action 1 pays about -2 or about 3, each half of the time, action 0 always 0. */
class TwoModes implements Env<Float32Array, number> {
  readonly observationSpace = new Box({ low: -1, high: 1, shape: [1] });
  readonly actionSpace = new Discrete(2);
  private readonly rng = new Generator(3);

  reset(): ResetResult<Float32Array> {
    return { observation: Float32Array.of(1), info: {} };
  }

  step(action: number): StepResult<Float32Array> {
    const mode = this.rng.random() < 0.5 ? -2 : 3;
    const reward = action === 1 ? this.rng.normal(mode, 0.1) : 0;
    return { observation: Float32Array.of(1), reward, terminated: true, truncated: false, info: {} };
  }

  render(): undefined {}

  close(): void {}
}

const fast = {
  learningRate: 3e-3,
  learningStarts: 100,
  trainFreq: 1,
  targetUpdateInterval: 50,
  hiddenSizes: [32],
};

describe('training', () => {
  it('finds the quantiles of rewards with two modes, and chooses by their mean or by their worse half', async () => {
    const agent = new IQN(new TwoModes(), {
      ...{ ...fast, learningRate: 'linear:5e-3:0', kappa: 0.1, explorationFinalEps: 0.5, seed: 1 },
    });
    await agent.learn({ totalSteps: 2500 });
    const observation = Float32Array.of(1);
    const [certain, risky] = agent.distribution(observation);
    for (const value of certain!.values) expect(Math.abs(value)).toBeLessThan(0.5);
    const { values, probabilities } = risky!;
    expect(probabilities.reduce((a, b) => a + b)).toBeCloseTo(1, 5);
    // The network is continuous in the level, and goes from one mode to the other around 1/2.
    for (const [i, value] of values.entries()) {
      const level = (i + 0.5) / values.length;
      if (Math.abs(level - 0.5) > 0.05)
        expect(Math.abs(value - (level < 0.5 ? -2 : 3)), `${level}`).toBeLessThan(0.5);
    }
    expect(agent.predict(observation)).toBe(1);
    agent.setConfig({ risk: 'cvar:0.3' });
    expect(agent.predict(observation)).toBe(0);
    expect(Math.abs(agent.qValues(observation)[1]! + 2)).toBeLessThan(0.5);
  });

  it('is not changed by looking, which says the same each time', async () => {
    const make = () => new IQN('CartPole-v1', { ...fast, seed: 2 });
    const [plain, watched] = [make(), make()];
    await plain.learn({ totalSteps: 300 });
    const observation = Float32Array.of(0.01, 0, 0.01, 0);
    const onIteration = () => {
      const values = watched.qValues(observation);
      watched.distribution(observation);
      watched.predict(observation);
      expect(watched.qValues(observation)).toEqual(values);
    };
    await watched.learn({ totalSteps: 300, callbacks: [{ onIteration }] });
    expect(watched.weights()).toEqual(plain.weights());
    expect(watched.saveState()).toEqual(plain.saveState());
  });

  it('draws levels for actions that are not the best ones', async () => {
    const agent = new IQN('CartPole-v1', {
      ...fast,
      explorationFinalEps: 0,
      actingQuantileSamples: 1,
      seed: 1,
    });
    await agent.learn({ totalSteps: 120 });
    const observation = Float32Array.of(0.01, 0, 0.01, 0);
    const drawn = Array.from({ length: 60 }, () => agent.predict(observation, { deterministic: false }));
    expect(new Set(drawn).size).toBe(2);
  });

  it('repeats recorded steps as they would be computed', async () => {
    class Computed extends IQN {}
    const options = { ...fast, prioritized: true, noisy: true, risk: 'cvar:0.5' as const, seed: 3 };
    const [recorded, computed] = [new IQN('CartPole-v1', options), new Computed('CartPole-v1', options)];
    for (const agent of [recorded, computed]) await agent.learn({ totalSteps: 300 });
    expect(recorded.weights()).toEqual(computed.weights());
  });
});
