import { expect, it } from 'vitest';
import { algorithm } from '../agents/index.js';
import { make } from '../envs/index.js';
import type { PresetOptions } from '../train/index.js';
import { rainbowVariants } from './rainbow-parts.js';

/** Parts that presets have switched off. */
const OFF: Record<string, string[]> = {
  'Taxi-v4': ['noisy'],
  'FrozenLake-v1': ['nSteps', 'noisy'],
  'Acrobot-v1': ['nSteps'],
};

it.each(Object.keys(algorithm('rainbow').presets!))(
  'takes one part away at a time, and the settings that nobody reads without it: %s',
  (env) => {
    const configs = rainbowVariants(env).map(({ algo, variant, options }) => {
      const { create } = algorithm(algo);
      const agent = create(make(env), (options!.preset as PresetOptions).config ?? {}, {});
      return { algo, variant, config: agent.config as Record<string, unknown> };
    });
    const parts = ['doubleQ', 'prioritized', 'dueling', 'nSteps', 'noisy'];
    const [whole, ...others] = configs;
    const there = parts.filter((part) => whole!.config[part] !== (part === 'nSteps' ? 1 : false));
    expect(there).toEqual(parts.filter((part) => !OFF[env]?.includes(part)));
    expect(others).toHaveLength(there.length + 1);
    for (const [i, { algo, config }] of others.entries()) {
      const changed = parts.filter((part) => config[part] !== whole!.config[part]);
      expect(changed).toEqual(there.slice(i, i + 1));
      expect(algo).toBe(i < there.length ? 'rainbow' : 'dqn');
    }
    expect(others.at(-1)!.config).toMatchObject({
      priorityAlpha: whole!.config.priorityAlpha,
      learningRate: whole!.config.learningRate,
    });
    expect(() => rainbowVariants('Acrobot-v0')).toThrow(/No preset for rainbow on Acrobot-v0/);
  },
);
