// The agents of worlds as the rows of a vector: learners of single agents train one network for all of them.
import { UserError } from '../../io/errors.js';
import { requireKnown } from '../../io/options.js';
import { requireCount } from '../vector/rows.js';
import { aecToParallel } from './aec-to-parallel.js';
import { AgentsVectorEnv } from './agents-vector-env.js';
import { nameOf, requireWorld } from './calls.js';
import type { AecEnv, ParallelEnv } from './contract.js';
import { isAec } from './define-multi-env.js';

/** A world in which all agents act at once, or one after the other before it moves. */
type World = ParallelEnv | AecEnv;

export interface AgentsAsVectorOptions {
  /** How many worlds, where a function makes them (default 1). */
  worlds?: number;
}

/**
 * The agents of one or more worlds as rows of a vector, for PPO, DQN and others: they share one network. Rows of agents
 * that died are left out of what is learnt (`alive`) until their world begins anew. Where agents should have networks of
 * their own, train them one at a time: `singleAgent`. Steps of training count all rows.
 *
 * @param world a world, or a function that makes one
 * @throws UserError when agents have different spaces, or the world is a game of turns.
 * @example
 * const envs = agentsAsVector(() => makeParallel('battle_book_v0'), { worlds: 2 }); // 64 rows
 * const agent = new PPO(envs, { seed: 1 });
 */
export function agentsAsVector(
  world: World | (() => World),
  options: AgentsAsVectorOptions = {},
): AgentsVectorEnv {
  requireKnown('agentsAsVector()', options, ['worlds']);
  const { worlds = 1 } = options;
  requireCount('worlds', worlds);
  if (typeof world !== 'function' && worlds !== 1) {
    throw new UserError(
      `${worlds} worlds are wanted and one is there: pass a function that makes one, () => …`,
    );
  }
  const made = Array.from({ length: worlds }, () => (typeof world === 'function' ? world() : world));
  if (new Set(made).size < worlds) throw new UserError('The function must make a new world in every call.');
  return new AgentsVectorEnv(made.map(atOnce));
}

function atOnce(world: World): ParallelEnv {
  requireWorld('agentsAsVector()', world);
  if (!isAec(world)) return world;
  if (world.isParallelizable) return aecToParallel(world);
  throw new UserError(
    `${nameOf(world)} is a game of turns: what an agent earns depends on turns that the rows of one step do not have. ` +
      'Train one of its agents: singleAgent(world, agent, policies).',
  );
}
