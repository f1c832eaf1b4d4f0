// The state of Box2D worlds: what is saved after any step goes on to the bit, in the same and in another environment.
import { expect, it } from 'vitest';
import { fromExactJson, toExactJson } from '../../io/exact-json.js';
import { Generator } from '../../random/index.js';
import type { Env, EnvState } from '../env.js';
import { makeAsync } from '../make-async.js';
import { lunarLanderHeuristic } from './index.js';

type Policy = (env: Env, observation: Float32Array) => unknown;

const pilot = (): Policy => (env, observation) => lunarLanderHeuristic(env, observation);

const throttles = (rng: Generator): Policy => {
  return () => Float32Array.of(rng.uniform(-1, 1), rng.uniform(-1, 1));
};

/** Holds an action for some steps, so that walkers get somewhere. */
const stagger = (rng: Generator): Policy => {
  let action = new Float32Array(4);
  return () => {
    if (rng.random() < 0.2) action = Float32Array.from(action, () => rng.uniform(-1, 1));
    return action;
  };
};

/** A step, and the reset after an episode's end. */
function advance(env: Env, action: unknown): unknown[] {
  const result = env.step(action);
  return result.terminated || result.truncated ? [result, env.reset()] : [result];
}

const saved = (env: Env) => fromExactJson(toExactJson(env.saveState!())) as EnvState;

const worlds: [id: string, options: Record<string, unknown>, policy: (rng: Generator) => Policy][] = [
  ['LunarLander-v3', {}, pilot],
  ['LunarLander-v3', { gravity: -3, enableWind: true }, pilot],
  ['LunarLanderContinuous-v3', { enableWind: true }, throttles],
  ['BipedalWalker-v3', {}, stagger],
  ['BipedalWalkerHardcore-v3', {}, stagger],
];

it.each(worlds)('%s %o goes on to the bit', async (id, options, policy) => {
  const rng = new Generator(5);
  const env = await makeAsync(id, options);
  const decide = policy(rng);
  let seen: unknown[] = [env.reset({ seed: 3 })];
  const record = Array.from({ length: 400 }, () => {
    const { observation } = seen.at(-1) as { observation: Float32Array };
    const action = decide(env, observation);
    seen = advance(env, action);
    return { action, seen, state: saved(env), drawing: env.render() };
  });
  const used = await makeAsync(id, options);
  used.reset({ seed: 99 });
  for (const other of [await makeAsync(id, options), used, env]) {
    for (let trial = 0; trial < 5; trial++) {
      const first = rng.integers(record.length - 40);
      other.loadState!(structuredClone(record[first]!.state));
      expect(saved(other)).toEqual(record[first]!.state);
      expect(other.render()).toEqual(record[first]!.drawing);
      for (const step of record.slice(first + 1, first + 40)) {
        expect(advance(other, step.action)).toEqual(step.seen);
      }
      expect(saved(other)).toEqual(record[first + 39]!.state);
    }
  }
});

it.each(['LunarLander-v3', 'BipedalWalker-v3'])(
  '%s is small and known before the first reset',
  async (id) => {
    const env = await makeAsync(id);
    const fresh = saved(env);
    env.reset({ seed: 1 });
    for (let t = 0; t < 60; t++) advance(env, id === 'LunarLander-v3' ? 0 : new Float32Array(4));
    expect(JSON.stringify(saved(env)).length).toBeLessThan(16_000);
    env.loadState!(fresh);
    expect(saved(env)).toEqual(fresh);
    expect(() => env.render()).toThrow(/call reset\(\) first/);
  },
);
