// Trainyard's side of the environment benchmark: steps a second with random actions drawn beforehand.
import * as trainyard from 'trainyard';
import { Generator, make, makeVec, type VectorEnv } from 'trainyard';
import { rate } from './clock.js';
import { serve } from './serve.js';

/** Enough actions to visit many states, few enough to stay in the cache. */
const ACTIONS = 1024;
const BATCHES = 16;

/** Worlds with many agents: one step of all of them together. */
async function manyAgents(id: string): Promise<(i: number) => void> {
  const { makeParallel } = await import('trainyard/envs/multi');
  const world = makeParallel(id);
  const rng = new Generator(1);
  const pool = Array.from({ length: ACTIONS }, () =>
    world.actionSpace(world.possibleAgents[0]!).sample({ rng }),
  );
  world.reset({ seed: 1 });
  return (i) => {
    const actions: Record<string, unknown> = {};
    world.agents.forEach((agent, k) => {
      actions[agent] = pool[(31 * i + k) % ACTIONS];
    });
    world.step(actions);
    if (world.agents.length === 0) world.reset();
  };
}

interface Request {
  env: string;
  seconds: number;
  /** Sub-environments; absent: one environment. */
  vector?: number;
}

function single(id: string): (i: number) => void {
  const env = make(id);
  env.actionSpace.seed(1);
  const actions = Array.from({ length: ACTIONS }, () => env.actionSpace.sample());
  env.reset({ seed: 1 });
  return (i) => {
    const { terminated, truncated } = env.step(actions[i % ACTIONS] as never);
    if (terminated || truncated) env.reset();
  };
}

function vector(id: string, numEnvs: number): (i: number) => void {
  const envs: VectorEnv = makeVec(id, { numEnvs });
  const { singleActionSpace: space } = envs;
  space.seed(1);
  const rng = new Generator(1);
  const pool = Array.from({ length: ACTIONS }, () => space.sample());
  const batches = Array.from({ length: BATCHES }, () => {
    const packed = new (space.packedType === 'float32' ? Float32Array : Int32Array)(
      numEnvs * space.packedSize,
    );
    for (let i = 0; i < numEnvs; i++)
      space.pack(pool[rng.integers(ACTIONS)] as never, packed as never, i * space.packedSize);
    return packed;
  });
  envs.reset({ seed: 1 });
  return (i) => void envs.step(batches[i % BATCHES] as never);
}

await serve({
  async steps({ env, seconds, vector: numEnvs }: Request) {
    // Builds that have no families are measured too.
    await trainyard.loadEnv?.(env);
    const step = numEnvs ? vector(env, numEnvs) : single(env);
    rate(step, seconds / 2);
    return { stepsPerSecond: rate(step, seconds) * (numEnvs ?? 1) };
  },
  async manySteps({ env, seconds }: Request) {
    const step = await manyAgents(env);
    rate(step, seconds / 2);
    return { stepsPerSecond: rate(step, seconds) };
  },
});
