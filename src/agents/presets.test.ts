import { describe, expect, it } from 'vitest';
import { loadEnv, make, makeVecAsync, vectorize, wrap } from '../envs/index.js';
import { algorithm, algorithms } from './index.js';

const all = algorithms().flatMap(({ id, presets = {}, namedPresets = {} }) => [
  ...Object.entries(presets).map(([env, preset]) => [id, env, preset] as const),
  ...Object.values(namedPresets).map((preset) => [id, preset.env, preset] as const),
]);

describe('presets', () => {
  it.each(all)('%s on %s makes an agent for that environment', async (algo, env, preset) => {
    const { numEnvs, envOptions, wrappers = [], config, totalSteps, totalEpisodes, totalIterations } = preset;
    await loadEnv(env);
    const vector =
      wrappers.length > 0
        ? vectorize(() => wrap(make(env, envOptions), wrappers), { numEnvs })
        : await makeVecAsync(env, { numEnvs, options: envOptions });
    const agent = algorithm(algo).create(vector, config);
    expect(agent.algo).toBe(algo);
    expect(agent.config).toMatchObject(withoutSchedules(config));
    expect([totalSteps, totalEpisodes, totalIterations].filter((total) => total! >= 100)).toHaveLength(1);
  });
});

/** Schedules are written as text and read into objects. */
function withoutSchedules(config: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(config).filter(([, value]) => !/^(linear|exponential):/.test(`${value}`)),
  );
}
