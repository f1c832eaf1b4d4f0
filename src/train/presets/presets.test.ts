import { describe, expect, it } from 'vitest';
import { algorithm } from '../../agents/index.js';
import { makeVec } from '../../envs/index.js';
import { presets } from './index.js';

const all = Object.entries(presets).flatMap(([algo, byEnv]) =>
  Object.entries(byEnv).map(([env, preset]) => [algo, env, preset] as const),
);

describe('presets', () => {
  it.each(all)('%s on %s makes an agent for that environment', (algo, env, preset) => {
    const { numEnvs, envOptions, config, totalSteps } = preset;
    const vector = makeVec(env, { numEnvs, options: envOptions });
    const agent = algorithm(algo).create(vector, config);
    expect(agent.algo).toBe(algo);
    expect(agent.config).toMatchObject(withoutSchedules(config));
    expect(totalSteps).toBeGreaterThan(1000);
  });
});

/** Schedules are written as text and read into objects. */
function withoutSchedules(config: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(config).filter(([, value]) => !/^(linear|exponential):/.test(`${value}`)),
  );
}
