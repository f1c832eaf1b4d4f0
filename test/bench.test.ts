// The arithmetic of the benchmark: whether contenders compute the same, and what its ratios are made of.
import { expect, it } from 'vitest';
import { type Check, compare } from '../bench/compare.js';
import { geometricMean, median, ratio } from '../bench/table.js';
import { sb3Arguments, trainingTasks } from '../bench/training-tasks.js';

const checks = (...values: Check[][]) => new Map(values.map((value, i) => [`contender ${i}`, value]));

it('takes rounding for equal, and drift after an update', () => {
  const ours = [1.0041788816, 0.9, 0.8];
  expect(compare(checks(ours, [1.0041788815, 0.9001, 0.803])).unequal).toEqual([]);
  expect(compare(checks(ours, [1.0051788815, 0.9, 0.8])).unequal).toEqual(['contender 1']);
  expect(compare(checks(ours, ours, [1.0041788815, 0.95, 0.8])).unequal).toEqual(['contender 2']);
});

it('measures gradients by the largest of their iteration, whichever side has it', () => {
  expect(compare(checks([[1, 1e-12]], [[1, -1e-12]]))).toEqual({ largest: 2e-12, unequal: [] });
  expect(compare(checks([[0, 0]], [[0, 0]]))).toEqual({ largest: 0, unequal: [] });
  expect(compare(checks([[0, 0]], [[0, 1e-9]])).unequal).toEqual(['contender 1']);
});

it('does not take what is missing or not a number for equal', () => {
  expect(compare(checks([1, 2], [1])).unequal).toEqual(['contender 1']);
  expect(compare(checks([[1, 2]], [[1]])).unequal).toEqual(['contender 1']);
  expect(compare(checks([1, 2], [1, Number.NaN])).unequal).toEqual(['contender 1']);
});

it('prints no ratio where one side was not measured', () => {
  expect(ratio(undefined, 2)).toBe('–');
  expect(ratio(4, undefined)).toBe('–');
  expect(ratio(4, 2)).toBe('**2.00x**');
  expect(median([3, 1, 2])).toBe(2);
  expect(geometricMean([2, 8])).toBeCloseTo(4, 12);
});

it('finds a counterpart of every hyperparameter in Stable-Baselines3', () => {
  for (const task of trainingTasks.filter(({ ownOnly }) => !ownOnly)) {
    const { arguments: args, policy } = sb3Arguments(task);
    expect(Object.keys({ ...args, ...policy })).toHaveLength(Object.keys(task.config).length);
  }
  const zoo = trainingTasks.find(({ name }) => name === 'a2c-pendulum')!;
  expect(sb3Arguments(zoo)).toEqual({
    arguments: {
      ...{ n_steps: 8, gae_lambda: 0.9, gamma: 0.9, vf_coef: 0.4, max_grad_norm: 0.5, use_sde: true },
      learning_rate: 'linear:7e-4:0',
    },
    policy: { log_std_init: -2, ortho_init: false },
  });
});
