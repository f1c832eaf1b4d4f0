// What bandits pay, what their infos tell, and which arms they have.
import { expect, it } from 'vitest';
import { make } from '../index.js';
import { AdPlacement, BernoulliBandit, GaussianBandit, LinearBandit } from './index.js';

it('pay around the mean of the arm: ten trials with chance p are 10·p, ± their deviation', () => {
  const env = new BernoulliBandit({ trials: 10, instance: 3 });
  env.reset({ seed: 1 });
  const arm = 4;
  let sum = 0;
  for (let i = 0; i < 2000; i++) sum += env.step(arm).reward;
  expect(sum / 2000).toBeCloseTo(env.means[arm]!, 0);
  expect(Math.abs(sum / 2000 - env.means[arm]!)).toBeLessThan(0.13);
});

it('tell the regret of a play and whether it was the best', () => {
  const env = new GaussianBandit({ instance: 5 });
  env.reset({ seed: 0 });
  const best = Math.max(...env.means);
  for (let arm = 0; arm < 10; arm++) {
    const { info } = env.step(arm);
    expect(info.regret).toBeCloseTo(best - env.means[arm]!, 12);
    expect(info.isOptimal).toBe(env.means[arm] === best);
  }
});

it('have the arms of their instance in every episode, others of another', () => {
  const means = (instance: number) => [...new AdPlacement({ instance }).means];
  expect(means(1)).toEqual(means(1));
  expect(means(1)).not.toEqual(means(2));
  const env = new GaussianBandit();
  const before = [...env.means];
  for (const seed of [1, 2]) {
    env.reset({ seed });
    env.step(0);
    expect([...env.means]).toEqual(before);
  }
});

it('wander where they are told to, from the same place in each episode', () => {
  const env = new GaussianBandit({ meanStd: 0, drift: 0.01 });
  const after = (seed: number) => {
    env.reset({ seed });
    expect([...env.means].map(Math.abs)).toEqual(new Array(10).fill(0));
    for (let t = 0; t < 400; t++) env.step(0);
    return [...env.means];
  };
  const [first, second] = [after(1), after(2)];
  expect(after(1)).toEqual(first);
  expect(second).not.toEqual(first);
  // 400 steps of 0.01: deviation 0.2.
  const size = Math.sqrt([...first, ...second].reduce((sum, x) => sum + x * x, 0) / 20);
  expect(size).toBeGreaterThan(0.1);
  expect(size).toBeLessThan(0.35);
});

it('show contexts, each equally often, and features drawn anew', () => {
  const ads = new AdPlacement();
  const counts = new Array<number>(10).fill(0);
  counts[ads.reset({ seed: 1 }).observation]!++;
  for (let t = 1; t < 1000; t++) counts[ads.step(0).observation]!++;
  expect(Math.min(...counts)).toBeGreaterThan(60);
  const linear = new LinearBandit({ features: 3 });
  const { observation } = linear.reset({ seed: 1 });
  expect([...linear.step(0).observation]).not.toEqual([...observation]);
  for (let arm = 0; arm < 5; arm++)
    expect(Math.hypot(...linear.theta.slice(3 * arm, 3 * arm + 3))).toBeCloseTo(1, 12);
});

it('end after 1000 plays, and refuse arms that are none', () => {
  const env = make('BernoulliBandit-v0');
  env.reset({ seed: 1 });
  for (let t = 1; t <= 1000; t++) expect(env.step(0).truncated).toBe(t === 1000);
  expect(() => new GaussianBandit({ arms: 1 })).toThrow(/arms must be an integer from 2/);
});
