// The decision process behind an environment that tells its transition table.
import { UserError } from '../../io/errors.js';
import { Discrete, type Space } from '../../spaces/index.js';
import type { Env } from '../env.js';
import { make } from '../registry.js';
import type { TransitionTable } from '../toy-text/tabular.js';
import type { VectorEnv } from '../vector/vector-env.js';
import { OrderEnforcing } from '../wrappers/order-enforcing.js';
import { RecordEpisodeStatistics } from '../wrappers/record-episode-statistics.js';
import { TimeLimit } from '../wrappers/time-limit.js';
import { Wrapper } from '../wrappers/wrapper.js';
import { FiniteMDP } from './finite-mdp.js';

/** Wrappers that leave states, actions and rewards as they are. */
const HARMLESS = [OrderEnforcing, TimeLimit, RecordEpisodeStatistics];

/** An environment that tells its dynamics. */
export interface TableEnv {
  /** `P[state][action]`: outcomes with their probabilities. */
  readonly P: TransitionTable;
  /** The state that an observation stands for; absent: observations are the states themselves. */
  stateOf?(observation: unknown): number;
}

export interface KnownMDP {
  mdp: FiniteMDP;
  /** The state of an observation. */
  stateOf(observation: unknown): number;
}

/**
 * The decision process of an environment that has a transition table `P` (FrozenLake, Taxi, CliffWalking, Gridworld,
 * FourRooms, WindyGrid, your own). A time limit is no part of it.
 *
 * @param source an id, an environment, or a vector of one kind
 * @throws UserError when there is no table, when a wrapper changes what it tells, or when observations are not its states.
 * @example const { values } = valueIteration(mdpOf('Taxi-v4').mdp, { gamma: 0.99 });
 */
export function mdpOf(source: string | Env | VectorEnv): KnownMDP {
  const env = inside(typeof source === 'string' ? make(source) : singleOf(source));
  const name = env.constructor.name;
  const { P, stateOf } = env as Partial<TableEnv>;
  if (!Array.isArray(P))
    throw new UserError(`${name} tells no transition table P[state][action], which planning needs.`);
  const mdp = new FiniteMDP(P);
  const space = env.observationSpace as Space<never>;
  if (stateOf) return { mdp, stateOf: stateOf.bind(env) };
  if (space instanceof Discrete && space.n === mdp.numStates && space.start === 0)
    return { mdp, stateOf: (observation) => observation as number };
  throw new UserError(
    `The observations of ${name}, ${space}, do not tell which of the ${mdp.numStates} states of its table P it is in.`,
  );
}

/** One environment of a vector, or one like them. */
function singleOf(source: Env | VectorEnv): Env {
  if (!('numEnvs' in source)) return source;
  const { envs, spec } = source as VectorEnv & { envs?: readonly Env[] };
  if (envs?.[0]) return envs[0];
  if (spec) return make(spec.id, spec.options);
  throw new UserError(
    'This vector does not tell which environments it steps, and so not their transition table.',
  );
}

function inside(env: Env): Env {
  if (!(env instanceof Wrapper)) return env;
  if (HARMLESS.some((type) => env instanceof type)) return inside(env.env);
  throw new UserError(
    `${env.constructor.name} changes what the transition table of the environment inside tells; plan without it.`,
  );
}
