// Agents of bandits: what books print, regret in metrics, contexts, masks, exact resume.
import { describe, expect, it } from 'vitest';
import { expectDeterminism, expectExactResume } from '../../../test/agents.js';
import { AdPlacement, LinearBandit } from '../../envs/bandits/index.js';
import { type Env, makeVec } from '../../envs/index.js';
import { evaluatePolicy } from '../../evaluate/index.js';
import { Generator } from '../../random/index.js';
import { Discrete } from '../../spaces/index.js';
import { drawSoftmax, softmaxChances } from '../draws.js';
import { type Agent, algorithm, banditStudy, type Metrics } from '../index.js';
import { drawBeta } from './beta.js';

const TABLES = ['epsilon-greedy', 'softmax', 'ucb1', 'gradient-bandit', 'thompson'];
const ALL = [...TABLES, 'linucb', 'neural-bandit'];
/** Settings for rewards up to 10, where the defaults are for those around 1. */
const SCALED: Record<string, Record<string, unknown>> = {
  softmax: { temperature: 0.5, initialValue: 10 },
  linucb: { exploration: 10 },
};
const create = (id: string, env: unknown, config: Record<string, unknown> = {}): Agent =>
  algorithm(id).create(env as never, config as never);

const mean = (values: Float64Array, from = 0, to = values.length) =>
  values.slice(from, to).reduce((sum, x) => sum + x, 0) / (to - from);

describe('the slot machines of Zai & Brown, chapter 2: 200 of them, 500 plays', () => {
  const problem = { kind: 'bernoulli', trials: 10 } as const;
  const play = (algo: 'epsilon-greedy' | 'softmax', config: Record<string, unknown>) =>
    banditStudy({ algo, config, problem, plays: 500, bandits: 200 });
  const share = (study: ReturnType<typeof play>) => mean(study.rewards) / study.optimum;
  const greedy = play('epsilon-greedy', { epsilon: 0.1 });
  const softmax = play('softmax', { temperature: 1.12, initialValue: 1 });

  it('ε = 0.1 earns .92 of the best and finds the best arm in four of five', () => {
    expect(share(greedy)).toBeGreaterThan(0.89);
    expect(mean(greedy.optimal, 400)).toBeGreaterThan(0.75);
  });

  it('softmax with τ = 1.12 is better at first, and finds the best arm less often in the end', () => {
    expect(share(softmax)).toBeGreaterThan(0.87);
    expect(mean(softmax.rewards, 0, 50)).toBeGreaterThan(mean(greedy.rewards, 0, 50) + 0.4);
    expect(mean(softmax.optimal, 400)).toBeLessThan(mean(greedy.optimal, 400));
    for (const temperature of [0.3, 5])
      expect(share(play('softmax', { temperature, initialValue: 1 }))).toBeLessThan(share(softmax) - 0.1);
    // An optimistic start and a lower temperature are the best of all.
    expect(share(play('softmax', { temperature: 0.5, initialValue: 10 }))).toBeGreaterThan(0.96);
  });
});

describe('the 10-armed testbed of Sutton & Barto, 300 bandits', () => {
  const study = (algo: never, config: Record<string, unknown>, more: object = {}) =>
    banditStudy({ algo, config, bandits: 300, seed: 1, ...more });
  const optimal = (algo: string, config: Record<string, unknown> = {}) =>
    mean(study(algo as never, config).optimal, 900);

  it('ε = 0.1 > 0.01 > 0; UCB, Thompson sampling and gradients beat them all', () => {
    const [tenth, hundredth, none] = [0.1, 0.01, 0].map((epsilon) => optimal('epsilon-greedy', { epsilon }));
    expect(tenth).toBeGreaterThan(0.72);
    expect(hundredth).toBeGreaterThan(0.45);
    expect(hundredth).toBeLessThan(tenth! - 0.1);
    expect(none).toBeLessThan(hundredth! - 0.1);
    for (const algo of ['ucb1', 'thompson']) expect(optimal(algo)).toBeGreaterThan(0.85);
    expect(optimal('gradient-bandit')).toBeGreaterThan(0.76);
    expect(optimal('epsilon-greedy', { epsilon: 0, initialValue: 5, stepSize: 0.1 })).toBeGreaterThan(0.8);
  });

  it('a baseline is what gradients need where rewards are far from 0', () => {
    const far = (baseline: boolean) => {
      // All means are 4 higher: as arms of the kind that has no mean of its own, by trials.
      const { optimal } = study(
        'gradient-bandit' as never,
        { baseline, stepSize: 0.05 },
        {
          problem: { kind: 'bernoulli', trials: 10 },
        },
      );
      return mean(optimal, 900);
    };
    expect(far(true)).toBeGreaterThan(far(false) + 0.05);
  });

  it('where means wander, steps of constant size follow and means of all rewards do not', () => {
    const wandering = (stepSize: number | null) =>
      banditStudy({
        ...{ algo: 'epsilon-greedy', config: { stepSize }, plays: 5000, bandits: 60, seed: 2 },
        problem: { meanStd: 0, drift: 0.01 },
      });
    const [constant, all] = [wandering(0.1), wandering(null)];
    expect(mean(constant.optimal, 4500)).toBeGreaterThan(mean(all.optimal, 4500) + 0.08);
    expect(mean(constant.regret)).toBeLessThan(mean(all.regret));
  });

  it('regret grows with the logarithm of plays under UCB1 and Thompson sampling, not in proportion to them', () => {
    for (const [algo, config] of [
      ['ucb1', {}],
      ['thompson', { belief: 'beta' }],
    ] as const) {
      const { regret } = banditStudy({
        ...{ algo, config, arms: 5, plays: 4000, bandits: 80 },
        problem: { kind: 'bernoulli' },
      });
      expect(mean(regret, 3500)).toBeLessThan(mean(regret, 0, 500) / 3);
    }
  });

  it.each([
    [{ algo: 'best' }, /algo must be one of epsilon-greedy, softmax/],
    [{ algo: 'ucb1', plays: 0 }, /plays must be a whole number ≥ 1/],
    [{ algo: 'ucb1', problem: { noize: 1 } }, /problem of banditStudy\(\) has no option 'noize'/],
    [{ algo: 'ucb1', config: { epsilon: 0.1 } }, /epsilon: no such hyperparameter/],
    [{ algo: 'thompson', config: { belief: 'beta' }, bandits: 2 }, /wants rewards from 0 to trials/],
  ])('refuses %j', (options, message) => {
    expect(() => banditStudy(options as never)).toThrow(message);
  });
});

describe('AdPlacement: ten sites, ten ads', () => {
  /** Mean over sites of what the greedy policy earns, as a share of the best. */
  const greedyShare = (agent: Agent, instance: number) => {
    const { means } = new AdPlacement({ instance });
    let [earned, best] = [0, 0];
    for (let site = 0; site < 10; site++) {
      const row = means.subarray(10 * site, 10 * site + 10);
      earned += row[agent.predict(site) as number]!;
      best += Math.max(...row);
    }
    return earned / best;
  };
  const train = async (id: string, config: Record<string, unknown>, totalSteps: number, instance = 0) => {
    const rows: Metrics[] = [];
    const agent = create(id, makeVec('AdPlacement-v0', { options: { instance } }), {
      logInterval: 500,
      ...config,
    });
    await agent.learn({ totalSteps, callbacks: [{ onMetrics: (_c, _s, row) => void rows.push(row) }] });
    return { agent, last: rows.at(-1)!['rollout/mean_reward']!, share: greedyShare(agent, instance) };
  };
  const book = { hiddenSizes: [100], learningRate: 1e-2, temperature: 2, outputActivation: 'relu' };

  it('the network of the book comes to .93 of the best, and to its ceiling while it draws with τ = 2', async () => {
    const runs: Awaited<ReturnType<typeof train>>[] = [];
    for (let seed = 0; seed < 3; seed++)
      runs.push(await train('neural-bandit', { ...book, seed }, 5000, seed));
    const average = (key: 'share' | 'last') => runs.reduce((sum, run) => sum + run[key], 0) / runs.length;
    expect(average('share')).toBeGreaterThan(0.93);
    expect(average('last')).toBeGreaterThan(7.2);
  });

  it.each([
    ['epsilon-greedy', {}, 0.95],
    ['softmax', { temperature: 0.5, initialValue: 10 }, 0.95],
    ['ucb1', {}, 0.95],
    ['gradient-bandit', { stepSize: 0.2 }, 0.9],
    ['thompson', { belief: 'beta', trials: 10 }, 0.97],
    ['linucb', { exploration: 10 }, 0.95],
  ])('%s %j keeps a row per site', async (id, config, least) => {
    expect((await train(id, config, 6000)).share).toBeGreaterThan(least);
  });
});

describe('LinearBandit', () => {
  it('LinUCB finds the lines of all arms', async () => {
    const agent = await create('linucb', 'LinearBandit-v0').learn({ totalSteps: 2000 });
    const { theta } = new LinearBandit();
    const learnt = agent.weights()['models.theta']!.data;
    expect(Math.max(...Array.from(theta, (x, i) => Math.abs(x - learnt[i]!)))).toBeLessThan(0.25);
    const { mean: played } = evaluatePolicy(agent, 'LinearBandit-v0', { episodes: 2 });
    const { mean: blind } = evaluatePolicy(create('random', 'LinearBandit-v0'), 'LinearBandit-v0', {
      episodes: 2,
    });
    expect(played).toBeGreaterThan(950);
    expect(Math.abs(blind)).toBeLessThan(100);
  });

  it('its inverse is that of ridge·I + Σ x·xᵀ, its θ solves the least squares', async () => {
    const seen: { x: number[]; reward: number; arm: number }[] = [];
    const world = new LinearBandit({ arms: 2, features: 3 });
    const recorded: Env<Float32Array, number> = {
      observationSpace: world.observationSpace,
      actionSpace: world.actionSpace,
      reset: (options) => world.reset(options),
      step: (arm) => {
        const x = [...(world.saveState().x as number[])];
        const result = world.step(arm);
        seen.push({ x, reward: result.reward, arm });
        return result;
      },
    };
    const agent = await create('linucb', recorded, { ridge: 2 }).learn({ totalSteps: 40 });
    const { inverse, theta } = Object.fromEntries(
      Object.entries(agent.weights()).map(([name, { data }]) => [name.replace('models.', ''), data]),
    );
    for (const arm of [0, 1]) {
      const rows = seen.filter((each) => each.arm === arm);
      for (let i = 0; i < 3; i++) {
        for (let j = 0; j < 3; j++) {
          let product = 0;
          for (let k = 0; k < 3; k++) {
            const a = rows.reduce((sum, { x }) => sum + x[i]! * x[k]!, i === k ? 2 : 0);
            product += a * inverse![arm * 9 + k * 3 + j]!;
          }
          expect(product).toBeCloseTo(Number(i === j), 6);
        }
        const left = [0, 1, 2].reduce((sum, k) => {
          const a = rows.reduce((total, { x }) => total + x[i]! * x[k]!, i === k ? 2 : 0);
          return sum + a * theta![arm * 3 + k]!;
        }, 0);
        expect(left).toBeCloseTo(
          rows.reduce((sum, { x, reward }) => sum + reward * x[i]!, 0),
          6,
        );
      }
    }
  });
});

describe('draws', () => {
  it('softmax([10, 10, 10, 10]) is a quarter each, also of huge values and with masks', () => {
    const out = new Float64Array(4);
    softmaxChances([10, 10, 10, 10], 0, 4, undefined, 0, 1, out);
    expect([...out]).toEqual([0.25, 0.25, 0.25, 0.25]);
    softmaxChances([1e300, 0, 1e300, 0], 0, 4, [1, 1, 1, 0], 0, 1e-6, out);
    expect([...out]).toEqual([0.5, 0, 0.5, 0]);
    const rng = new Generator(1);
    const counts = [0, 0, 0];
    for (let i = 0; i < 3000; i++) counts[drawSoftmax([0, 1, 0], 0, 3, [1, 1, 0], 0, 1, rng)]!++;
    expect(counts[1]! / 3000).toBeCloseTo(1 / (1 + Math.exp(-1)), 1);
    expect(counts[2]).toBe(0);
  });

  it('Beta(a, b) has its mean and deviation', () => {
    const rng = new Generator(3);
    const draws = Array.from({ length: 20_000 }, () => drawBeta(3, 5, rng));
    const average = draws.reduce((sum, x) => sum + x) / draws.length;
    const variance = draws.reduce((sum, x) => sum + (x - average) ** 2, 0) / draws.length;
    expect(average).toBeCloseTo(3 / 8, 2);
    expect(variance).toBeCloseTo(15 / (64 * 9), 3);
  });
});

/** Of four arms one is legal besides the first, and pays. */
class Masked implements Env<number, number> {
  readonly observationSpace = new Discrete(3);
  readonly actionSpace = new Discrete(4, { start: -1 });
  private state = 0;

  reset() {
    return { observation: this.state, info: {} };
  }

  step(action: number) {
    if (this.actionMask()[action + 1] !== 1) throw new Error(`illegal arm ${action}`);
    const reward = action === -1 ? 0 : 1;
    this.state = (this.state + 1) % 3;
    return { observation: this.state, reward, terminated: false, truncated: this.state === 0, info: {} };
  }

  actionMask() {
    return Uint8Array.from({ length: 4 }, (_, a) => Number(a === 0 || a === 1 + this.state));
  }
}

describe.each(ALL)('%s', (id) => {
  it('never plays an illegal arm, and learns among the legal ones', async () => {
    const agent = await create(id, new Masked(), { seed: 1 }).learn({ totalSteps: 1500 });
    const env = new Masked();
    for (let t = 0, { observation } = env.reset(); t < 6; t++) {
      const result = env.step(agent.predict(observation, { actionMask: env.actionMask() }) as number);
      expect(result.reward).toBe(1);
      observation = result.observation;
    }
  });

  it('is deterministic for a seed', () =>
    expectDeterminism((seed) => create(id, makeVec('AdPlacement-v0', { numEnvs: 2 }), { seed }), 400));

  it('goes on bit for bit', () =>
    expectExactResume(
      () => create(id, makeVec('AdPlacement-v0', { numEnvs: 3 }), { logInterval: 50, seed: 2 }),
      900,
      500,
    ));

  it('tells its regret and how often it plays the best arm, which grow slower and oftener', async () => {
    const rows: Metrics[] = [];
    await create(id, 'AdPlacement-v0', { ...SCALED[id], logInterval: 500 }).learn({
      totalSteps: 4000,
      callbacks: [{ onMetrics: (_context, _step, row) => void rows.push(row) }],
    });
    expect(rows).toHaveLength(8);
    const regrets = rows.map((row) => row['rollout/regret']!);
    expect(regrets[7]! - regrets[6]!).toBeLessThan(0.8 * regrets[0]!);
    expect(rows[7]!['rollout/optimal_share']).toBeGreaterThan(rows[0]!['rollout/optimal_share']!);
    expect(rows[7]!['rollout/mean_reward']).toBeGreaterThan(5);
  });

  it('refuses actions that are no arms', () => {
    expect(() => create(id, 'Pendulum-v1')).toThrow(/needs a Discrete action space, got Box/);
    if (TABLES.includes(id))
      expect(() => create(id, 'LinearBandit-v0')).toThrow(/keeps a row per observation/);
  });
});

it('refuse hyperparameters that nobody reads', () => {
  expect(() => create('thompson', 'BernoulliBandit-v0', { trials: 5 })).toThrow(
    /trials: 5 would have no effect/,
  );
  expect(() => create('thompson', 'BernoulliBandit-v0', { belief: 'beta', noise: 2 })).toThrow(/noise: 2/);
  expect(() => create('neural-bandit', 'AdPlacement-v0', { epsilon: 0.2 })).toThrow(/epsilon: 0.2/);
  expect(() => create('softmax', 'AdPlacement-v0', { temperature: 0 })).toThrow(
    /temperature: expected a number above 0/,
  );
});
