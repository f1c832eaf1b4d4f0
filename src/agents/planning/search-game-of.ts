// The simulator that an agent plans with: what its environment offers, or its transition table.

import type { Env } from '../../envs/env.js';
import { TabularEnv, type VectorEnv } from '../../envs/index.js';
import type { SearchGame } from '../../envs/search-game.js';
import { UserError } from '../../io/errors.js';
import type { Generator } from '../../random/index.js';
import { Discrete, spaceDifference } from '../../spaces/index.js';
import { singleEnv } from '../single-env.js';
import { TabularSearch } from './mcts/tabular-search.js';

/**
 * @param rng for chance moves
 * @throws UserError when the environment has no simulator, or wrappers change what is seen or done.
 */
export function searchGameOf(algo: string, vector: VectorEnv, rng: Generator): SearchGame {
  const env = singleEnv(vector);
  const game = env && simulatorOf(env, rng);
  if (!env || !game) {
    throw new UserError(
      `${algo} plans ahead in a simulator of its environment, and this environment has none: it takes board games such as TicTacToe-v0 and ConnectFour-v0, ` +
        'environments with a transition table such as FrozenLake-v1, and those with a method searchGame().',
    );
  }
  const { singleObservationSpace: seen, singleActionSpace: acted } = vector;
  const difference = spaceDifference(env.observationSpace, seen) ?? spaceDifference(env.actionSpace, acted);
  if (difference !== undefined) {
    throw new UserError(
      `${algo} plans with the observations and actions of the environment itself, and a wrapper changes them: ${difference}. Leave it out.`,
    );
  }
  if (!(acted instanceof Discrete) || acted.n !== game.actionCount || acted.start !== 0) {
    throw new UserError(
      `${algo} needs a Discrete action space that counts from 0, as the environment's searchGame() does: ${game.actionCount} actions; got ${acted}.`,
    );
  }
  if (seen.packedSize !== game.observationSize) {
    throw new UserError(
      `${algo}: searchGame() of the environment reads observations of ${game.observationSize} numbers, ${seen} has ${seen.packedSize}.`,
    );
  }
  return game;
}

/**
 * The same for learners that play against themselves.
 *
 * @throws UserError also when it is no game of two players.
 */
export function gameOfTwo(algo: string, vector: VectorEnv, rng: Generator): SearchGame {
  const game = searchGameOf(algo, vector, rng);
  if (game.players === 2) return game;
  throw new UserError(
    `${algo} learns from games against itself: it needs an environment that is a game of two players, such as TicTacToe-v0.`,
  );
}

function simulatorOf(env: Env, rng: Generator): SearchGame | undefined {
  if (env.searchGame) return env.searchGame(rng);
  return env instanceof TabularEnv ? new TabularSearch(env, rng) : undefined;
}
