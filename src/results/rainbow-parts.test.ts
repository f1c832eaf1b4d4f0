import { expect, it } from 'vitest';
import { algorithm } from '../agents/index.js';
import { make } from '../envs/index.js';
import type { PresetOptions } from '../train/index.js';
import { rainbowVariants } from './rainbow-parts.js';

it('takes one part away at a time, and the settings that nobody reads without it', () => {
  const configs = rainbowVariants('CartPole-v1').map(({ algo, variant, options }) => {
    const { create } = algorithm(algo);
    const agent = create(make('CartPole-v1'), (options!.preset as PresetOptions).config ?? {}, {});
    return { algo, variant, config: agent.config as Record<string, unknown> };
  });
  const parts = ['doubleQ', 'prioritized', 'dueling', 'nSteps', 'noisy'];
  const [whole, ...others] = configs;
  expect(parts.map((part) => whole!.config[part])).toEqual([true, true, true, 3, true]);
  expect(others).toHaveLength(6);
  for (const [i, { algo, config }] of others.entries()) {
    const changed = parts.filter((part) => config[part] !== whole!.config[part]);
    expect(changed).toEqual(i < 5 ? [parts[i]] : []);
    expect(algo).toBe(i < 5 ? 'rainbow' : 'dqn');
  }
  expect(others[5]!.config).toMatchObject({ priorityAlpha: 0.5, learningRate: whole!.config.learningRate });
  expect(() => rainbowVariants('Taxi-v4')).toThrow(/No preset for rainbow on Taxi-v4/);
});
