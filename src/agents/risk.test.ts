// Actions chosen from hand-made distributions: by the mean, and by the mean of the lower part.
import { describe, expect, it } from 'vitest';
import { MaskedEnv } from '../../test/agents.js';
import { C51 } from './c51/c51.js';
import { IQN } from './iqn/iqn.js';
import { QRDQN } from './qrdqn/qrdqn.js';
import { cumulativeWeights, quantileWeights } from './risk.js';

describe('CVaR', () => {
  it.each([
    [1, 0.5 * 0 + 0.25 * 1 + 0.25 * 10],
    [0.5, 0],
    [0.6, (0.5 * 0 + 0.1 * 1) / 0.6],
    [0.75, (0.25 * 1) / 0.75],
    [0.1, 0],
  ])('of a categorical distribution, α = %d', (alpha, expected) => {
    const weights = cumulativeWeights([0, 1, 10], alpha);
    const value = [0.5, 0.75, 1].reduce((sum, c, j) => sum + weights[j]! * Math.min(c, alpha), 0);
    expect(value).toBeCloseTo(expected, 6);
  });

  it.each([
    [1, (1 + 2 + 3 + 10) / 4],
    [0.5, 1.5],
    [0.25, 1],
    [0.1, 1],
    [0.375, (1 * 0.25 + 2 * 0.125) / 0.375],
  ])('of quantiles, α = %d', (alpha, expected) => {
    const weights = quantileWeights(4, alpha);
    expect([1, 2, 3, 10].reduce((sum, value, i) => sum + value * weights[i]!, 0)).toBeCloseTo(expected, 6);
  });
});

const small = { hiddenSizes: [4], seed: 1 };
const observation = new Float32Array(3);
const actionMask = new Uint8Array(3).fill(1);

/** Puts what the last layer says everywhere. */
function say(agent: C51 | QRDQN, outputs: number[]): void {
  for (const parameter of agent.qNetwork.parameters()) parameter.data.fill(0);
  agent.qNetwork.parameters().at(-1)!.data.set(outputs);
}

/** Any quantile of action 1: φ = (1, a, b) with a - b = 1 above level ½ and 0 below it, and Z = -1 + 5·(a - b). */
function sayStep(agent: IQN): void {
  const weights = agent.weights();
  for (const { data } of Object.values(weights)) data.fill(0);
  const { data: phi } = weights['q_net.embedding.weight']!;
  const cosines = agent.config.cosines;
  weights['q_net.features.0.bias']!.data.fill(1);
  phi[0] = 1;
  for (const unit of [1, 2]) phi[unit * cosines + 1] = -100;
  weights['q_net.embedding.bias']!.data.set([0, 0, -1]);
  weights['q_net.values.0.weight']!.data.set([0, 5, -5], 4);
  weights['q_net.values.0.bias']!.data.set([1, -1, 0]);
  agent.loadWeights(weights);
}

describe.each(['c51', 'qrdqn', 'iqn'] as const)('%s', (id) => {
  // Of three actions: 1 surely (mean 1), -1 or 4 (mean 1.5), 0 surely.
  const make = (risk: 'mean' | 'cvar:0.5' | 'cvar:1') => {
    const env = new MaskedEnv(3);
    if (id === 'qrdqn') {
      const agent = new QRDQN(env, { ...small, quantiles: 2, risk });
      say(agent, [1, 1, -1, 4, 0, 0]);
      return agent;
    }
    if (id === 'iqn') {
      const agent = new IQN(env, { ...small, risk });
      sayStep(agent);
      return agent;
    }
    const agent = new C51(env, { ...small, atoms: 6, vMin: -1, vMax: 4, risk });
    const far = -50;
    say(
      agent,
      [
        [far, far, 0, far, far, far],
        [0, far, far, far, far, 0],
        [far, 0, far, far, far, far],
      ].flat(),
    );
    return agent;
  };

  it.each([
    ['mean', 1, [1, 1.5, 0]],
    ['cvar:1', 1, [1, 1.5, 0]],
    ['cvar:0.5', 0, [1, -1, 0]],
  ] as const)('by %s takes action %d', (risk, action, values) => {
    const agent = make(risk);
    expect(agent.predict(observation, { actionMask })).toBe(action);
    agent.qValues(observation).forEach((value, a) => void expect(value).toBeCloseTo(values[a]!, 5));
  });

  it('tells the distributions', () => {
    const [, risky] = make('mean').distribution(observation);
    const mean = risky!.values.reduce((sum, value, i) => sum + value * risky!.probabilities[i]!, 0);
    expect(mean).toBeCloseTo(1.5, 5);
    expect(risky!.probabilities.reduce((a, b) => a + b)).toBeCloseTo(1, 6);
    expect(risky!.values.at(-1)).toBeCloseTo(4, 4);
    const of4 = risky!.probabilities.filter((_, i) => risky!.values[i]! > 3.999);
    expect(of4.reduce((a, b) => a + b)).toBeCloseTo(0.5, 6);
  });

  it('changes its mind with the hyperparameter, and refuses others', () => {
    const agent = make('mean');
    agent.setConfig({ risk: 'cvar:0.5' });
    expect(agent.predict(observation, { actionMask })).toBe(0);
    for (const risk of ['cvar:0', 'cvar:1.5', 'cvar:', 'var:0.5', 0.5]) {
      expect(() => agent.setConfig({ risk })).toThrow(/risk: expected mean, or cvar:α/);
    }
  });
});
