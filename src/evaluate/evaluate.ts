// How good a policy is: whole episodes from given seeds, many environments at once, training left undisturbed.
import type { Agent } from '../agents/agent.js';
import { requireSpaces } from '../agents/index.js';
import { asVectorEnv, type Env, type Info, makeVec, trackedIn, type VectorEnv } from '../envs/index.js';
import { describe, show } from '../io/describe.js';
import { UserError } from '../io/errors.js';
import { requireKnown } from '../io/options.js';
import { type Seed, SeedSequence } from '../random/index.js';
import { allocatePacked } from '../spaces/index.js';
import { epsilonGreedy } from './epsilon-greedy.js';

/** Environments stepped together when an id is given. */
const MAX_PARALLEL = 64;
/** Where an environment sets no time limit, a policy that walks in circles would never finish. */
const DEFAULT_MAX_EPISODE_STEPS = 10_000;

export interface EvaluateOptions {
  /** Default 10. */
  episodes?: number;
  /** Greedy / mode actions (default) or samples of the policy. */
  deterministic?: boolean;
  /**
   * Probability of a uniformly drawn legal action in the place of the policy's, whatever the algorithm explored with; for
   * Discrete actions. Default 0.
   */
  epsilon?: number;
  /** Episode k starts from `seed + k`. Default 0. */
  seed?: number;
  /** Cuts longer episodes. Default: what the environment itself cuts, or 10,000 where it says no limit. */
  maxEpisodeSteps?: number;
}

const OPTIONS = ['episodes', 'deterministic', 'epsilon', 'seed', 'maxEpisodeSteps'];
/** What plays: an agent, or anything that answers observations with actions. */
export type Policy = Pick<Agent, 'predictBatch'> & { readonly env?: VectorEnv };

export interface Evaluation {
  /** Undiscounted return of each episode, in order of their seeds. */
  returns: number[];
  lengths: number[];
  mean: number;
  /** Population standard deviation, as in NumPy and Stable-Baselines3. */
  std: number;
  meanLength: number;
  /** Share of the episodes that ended with `isSuccess` true in their info; absent where infos do not tell. */
  successRate?: number;
  /** Means over the episodes of what a wrapper tracks (`RecordEpisodeStatistics`), by name. */
  tracked?: Record<string, number>;
}

/** As in the configuration of a run. */
const MOST_EPISODES = 1e6;

/**
 * Plays whole episodes. Episode k is seeded with `seed + k` and is the only one its sub-environment counts, so
 * short episodes are not over-represented and the result does not depend on how many run at once. Where rows are agents of
 * worlds, an episode is that of a world: its return is the mean of its agents', its length that of who lived longest.
 *
 * @param env An id, one environment, or a vector of them. Not the one the agent trains on: that would be reset in the
 * middle of an episode the agent still learns from.
 * @throws {UserError} for options that make no sense, for the agent's own environment, and for other spaces than those
 * it was made for.
 *
 * @example
 * const { mean, std } = evaluatePolicy(agent, 'CartPole-v1', { episodes: 100, seed: 1 });
 */
export function evaluatePolicy(
  agent: Policy,
  env: string | Env | VectorEnv,
  options: EvaluateOptions = {},
): Evaluation {
  requireKnown('evaluatePolicy()', options, OPTIONS);
  if (typeof agent?.predictBatch !== 'function')
    throw new UserError(`evaluatePolicy() plays an agent, got ${describe(agent)}.`);
  if (Array.isArray(options)) throw new UserError('evaluatePolicy() takes an object of options, got a list.');
  const { episodes = 10, deterministic = true, epsilon = 0, seed = 0, maxEpisodeSteps } = options;
  requireCount('episodes', episodes, 1);
  if (episodes > MOST_EPISODES)
    throw new UserError(`Evaluation takes at most ${MOST_EPISODES} episodes, got ${episodes}.`);
  requireCount('seed', seed, 0);
  if (typeof deterministic !== 'boolean')
    throw new UserError(`Evaluation needs deterministic to be true or false, got ${show(deterministic)}.`);
  if (typeof env !== 'string' && agent.env && shareEnvironment(agent.env, env)) {
    throw new UserError(
      'Evaluation would reset the environment the agent trains on, in the middle of an episode it learns from. ' +
        "Give evaluatePolicy an environment of its own, or an id such as 'CartPole-v1'.",
    );
  }
  const vector =
    typeof env === 'string' ? makeVec(env, { numEnvs: Math.min(episodes, MAX_PARALLEL) }) : asVectorEnv(env);
  if (agent.env) requireSpaces('The agent', agent.env, 'this environment', vector);
  const limit = maxEpisodeSteps ?? Math.max(vector.spec?.maxEpisodeSteps ?? 0, DEFAULT_MAX_EPISODE_STEPS);
  if (limit !== Infinity) requireCount('maxEpisodeSteps', limit, 1);
  const returns: number[] = [];
  const lengths: number[] = [];
  const successes: boolean[] = [];
  const tracked: Tracked[] = [];
  while (returns.length < episodes) {
    const block = playBlock(agent, vector, seed + returns.length, { deterministic, epsilon, limit });
    const wanted = episodes - returns.length;
    returns.push(...block.returns.slice(0, wanted));
    lengths.push(...block.lengths.slice(0, wanted));
    successes.push(...block.successes.slice(0, wanted).filter((each) => each !== undefined));
    tracked.push(...block.tracked.slice(0, wanted));
  }
  if (typeof env === 'string') vector.close();
  const mean = average(returns);
  const std = Math.sqrt(average(returns.map((value) => (value - mean) ** 2)));
  const evaluation: Evaluation = { returns, lengths, mean, std, meanLength: average(lengths) };
  if (successes.length === episodes) evaluation.successRate = average(successes.map(Number));
  const means = meanOf(tracked);
  if (means) evaluation.tracked = means;
  return evaluation;
}

function requireCount(name: string, value: number, least: number): void {
  if (Number.isSafeInteger(value) && value >= least) return;
  throw new UserError(`Evaluation needs ${name} to be a whole number ≥ ${least}, got ${show(value)}.`);
}

/** Whether any environment is inside both, whatever wraps it. */
function shareEnvironment(a: object, b: object): boolean {
  const inside = new Set(layersOf(a));
  return layersOf(b).some((layer) => inside.has(layer));
}

/** An environment or vector with all it wraps or holds. */
function layersOf(env: object): object[] {
  const { env: inner, envs = [] } = env as { env?: object; envs?: readonly object[] };
  return [env, ...(inner ? layersOf(inner) : []), ...envs.flatMap(layersOf)];
}

/** One episode in each sub-environment; those that are done idle until the last one is. */
function playBlock(
  agent: Policy,
  env: VectorEnv,
  seed: number,
  { deterministic, epsilon, limit }: { deterministic: boolean; epsilon: number; limit: number },
) {
  const { numEnvs, singleActionSpace } = env;
  if (env.autoreset === 'disabled') {
    throw new UserError(
      "Evaluation needs an environment that resets itself (autoreset 'same-step'), got 'disabled'.",
    );
  }
  const actions = allocatePacked(singleActionSpace.packedType, numEnvs * singleActionSpace.packedSize);
  const returns = new Array<number>(numEnvs).fill(0);
  const lengths = new Array<number>(numEnvs).fill(0);
  const successes = new Array<boolean | undefined>(numEnvs).fill(undefined);
  const tracked = new Array<Tracked>(numEnvs).fill(undefined);
  const done = new Uint8Array(numEnvs);
  const state: Record<string, Float32Array> = {};
  const known = {
    deterministic,
    state,
    actionMask: env.actionMasks,
    // Found out only where somebody asks.
    get neighbours() {
      return env.neighbours;
    },
  };
  const stumble = epsilonGreedy(env, epsilon, seed);
  env.reset({ seed });
  for (let step = 1, running = numEnvs; running > 0 && step <= limit; step++) {
    agent.predictBatch(env.observations, numEnvs, actions, known);
    stumble(actions, env.actionMasks);
    env.step(actions);
    for (let i = 0; i < numEnvs; i++) {
      if (done[i] === 1) continue;
      returns[i]! += env.rewards[i]!;
      lengths[i] = step;
      if (env.terminated[i] === 1 || env.truncated[i] === 1) {
        done[i] = 1;
        running--;
        successes[i] = successOf(env.infos[i]);
        tracked[i] = trackedIn(env.infos[i]);
      }
    }
  }
  return byWorld({ returns, lengths, successes, tracked }, env.agentsPerWorld ?? 1);
}

/** By name, of an episode whose environment tells. */
type Tracked = Record<string, number> | undefined;

interface Played {
  returns: number[];
  lengths: number[];
  successes: (boolean | undefined)[];
  tracked: Tracked[];
}

/** The worlds' episodes from those of their agents; whether one succeeded is told by those who lived to see its end. */
function byWorld(played: Played, agents: number): Played {
  if (agents === 1) return played;
  const { returns, lengths, successes, tracked } = played;
  const worlds = Array.from({ length: returns.length / agents }, (_, w) => [w * agents, (w + 1) * agents]);
  return {
    returns: worlds.map(([from, to]) => average(returns.slice(from, to))),
    lengths: worlds.map(([from, to]) => Math.max(...lengths.slice(from, to))),
    successes: worlds.map(([from, to]) => {
      const told = successes.slice(from, to).filter((each) => each !== undefined);
      return told.length > 0 ? told.includes(true) : undefined;
    }),
    tracked: worlds.map(([from, to]) => meanOf(tracked.slice(from, to))),
  };
}

/** By name, over those that tell; episodes that were cut by the evaluation do not. */
function meanOf(tracked: readonly Tracked[]): Tracked {
  const told = tracked.filter((each) => each !== undefined);
  const [first] = told;
  return (
    first &&
    Object.fromEntries(Object.keys(first).map((name) => [name, average(told.map((each) => each[name]!))]))
  );
}

/** In our spelling, or in that of Gymnasium-Robotics. */
function successOf(info: Info | undefined): boolean | undefined {
  const told = info?.isSuccess ?? info?.is_success;
  return typeof told === 'boolean' ? told : undefined;
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
