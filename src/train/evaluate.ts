// How good a policy is: whole episodes from given seeds, many environments at once, training left undisturbed.
import type { Agent } from '../agents/agent.js';
import { asVectorEnv, type Env, makeVec, type VectorEnv } from '../envs/index.js';
import { UserError } from '../io/errors.js';
import { type Seed, SeedSequence } from '../random/index.js';
import { allocatePacked } from '../spaces/index.js';

/** Environments stepped together when an id is given. */
const MAX_PARALLEL = 64;
/** Where an environment sets no time limit, a policy that walks in circles would never finish. */
const DEFAULT_MAX_EPISODE_STEPS = 10_000;

export interface EvaluateOptions {
  /** Default 10. */
  episodes?: number;
  /** Greedy / mode actions (default) or samples of the policy. */
  deterministic?: boolean;
  /** Episode k starts from `seed + k`. Default 0. */
  seed?: number;
  /** Cuts longer episodes. Default: the environment's own limit, or 10,000 where it has none. */
  maxEpisodeSteps?: number;
}

export interface Evaluation {
  /** Undiscounted return of each episode, in order of their seeds. */
  returns: number[];
  lengths: number[];
  mean: number;
  /** Population standard deviation, as in NumPy and Stable-Baselines3. */
  std: number;
  meanLength: number;
}

/**
 * Plays whole episodes. Episode k is seeded with `seed + k` and is the only one its sub-environment counts, so
 * short episodes are not over-represented and the result does not depend on how many run at once.
 *
 * @param env An id, one environment, or a vector of them (autoreset `same-step`).
 *
 * @example
 * const { mean, std } = evaluatePolicy(agent, 'CartPole-v1', { episodes: 100, seed: 1 });
 */
export function evaluatePolicy(
  agent: Pick<Agent, 'predictBatch'>,
  env: string | Env | VectorEnv,
  { episodes = 10, deterministic = true, seed = 0, maxEpisodeSteps }: EvaluateOptions = {},
): Evaluation {
  if (!Number.isInteger(episodes) || episodes < 1) {
    throw new UserError(`Evaluation needs a whole number of episodes ≥ 1, got ${episodes}.`);
  }
  const vector =
    typeof env === 'string' ? makeVec(env, { numEnvs: Math.min(episodes, MAX_PARALLEL) }) : asVectorEnv(env);
  const limit = maxEpisodeSteps ?? vector.spec?.maxEpisodeSteps ?? DEFAULT_MAX_EPISODE_STEPS;
  const returns: number[] = [];
  const lengths: number[] = [];
  while (returns.length < episodes) {
    const block = playBlock(agent, vector, seed + returns.length, deterministic, limit);
    const wanted = episodes - returns.length;
    returns.push(...block.returns.slice(0, wanted));
    lengths.push(...block.lengths.slice(0, wanted));
  }
  if (typeof env === 'string') vector.close();
  const mean = average(returns);
  const std = Math.sqrt(average(returns.map((value) => (value - mean) ** 2)));
  return { returns, lengths, mean, std, meanLength: average(lengths) };
}

/** One episode in each sub-environment; those that are done idle until the last one is. */
function playBlock(
  agent: Pick<Agent, 'predictBatch'>,
  env: VectorEnv,
  seed: number,
  deterministic: boolean,
  limit: number,
) {
  const { numEnvs, singleActionSpace } = env;
  const actions = allocatePacked(singleActionSpace.packedType, numEnvs * singleActionSpace.packedSize);
  const returns = new Array<number>(numEnvs).fill(0);
  const lengths = new Array<number>(numEnvs).fill(0);
  const done = new Uint8Array(numEnvs);
  const state: Record<string, Float32Array> = {};
  env.reset({ seed });
  for (let step = 1, running = numEnvs; running > 0 && step <= limit; step++) {
    agent.predictBatch(env.observations, numEnvs, actions, {
      deterministic,
      state,
      actionMask: env.actionMasks,
    });
    env.step(actions);
    for (let i = 0; i < numEnvs; i++) {
      if (done[i] === 1) continue;
      returns[i]! += env.rewards[i]!;
      lengths[i] = step;
      if (env.terminated[i] === 1 || env.truncated[i] === 1) {
        done[i] = 1;
        running--;
      }
    }
  }
  return { returns, lengths };
}

function average(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** Keeps evaluation streams apart from the children 0, 1, 2, … that training spawns from the same seed. */
const EVALUATION_KEY = 0x6576616c;

/**
 * First episode seed of an evaluation of a run: its own stream, a function of the run's seed and the step alone, so
 * that nothing about it has to be remembered to resume exactly.
 */
export function evaluationSeed(runSeed: Seed, step: number): number {
  return new SeedSequence(runSeed, [EVALUATION_KEY, step]).generateState(1)[0]!;
}
