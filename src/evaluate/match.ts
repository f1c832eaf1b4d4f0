// Two agents against each other in a game of two: each begins in half of the games.
import type { Agent } from '../agents/agent.js';
import { type Env, make, SyncVectorEnv } from '../envs/index.js';
import type { AecEnv } from '../envs/multi/contract.js';
import type { Policy } from '../envs/multi/policy.js';
import { SingleAgent, singleAgent } from '../envs/multi/single-agent.js';
import { UserError } from '../io/errors.js';
import { requireKnown } from '../io/options.js';
import { evaluatePolicy } from './evaluate.js';
import { wilsonInterval } from './score.js';

/** Games played side by side. */
const MAX_PARALLEL = 64;

export interface MatchOptions {
  /** An even number; default 100. */
  games?: number;
  /** Default 0. */
  seed?: number;
  /** Greedy / mode actions (default) or samples of both policies. */
  deterministic?: boolean;
}

export interface MatchResult {
  /** Games that the first agent won, … */
  wins: number;
  draws: number;
  losses: number;
  /** Its share of the points, from 0 to 1: a draw is half a win. */
  score: number;
  /** Wilson's 95 % interval of the score, as if games differed at random. */
  interval: readonly [low: number, high: number];
  /** How many of the games differ from each other: two players without chance play the same two again and again. */
  distinct: number;
}

/**
 * Plays `agent` against `opponent`.
 *
 * @param game id of one side of a game of two players, such as `ConnectFour-v0`; who plays the other side there does not
 * matter
 * @throws {UserError} when the environment is no such game, and for options that make no sense.
 * @example
 * const { score } = playMatch(agent, new MCTS('ConnectFour-v0', { simulations: 200 }), 'ConnectFour-v0');
 */
export function playMatch(
  agent: Agent,
  opponent: Agent,
  game: string,
  options: MatchOptions = {},
): MatchResult {
  requireKnown('playMatch()', options, ['games', 'seed', 'deterministic']);
  const { games = 100, seed = 0, deterministic = true } = options;
  if (!Number.isSafeInteger(games) || games < 2 || games % 2 === 1) {
    throw new UserError(
      `A match needs an even number of games ≥ 2, as each begins in half of them; got ${games}.`,
    );
  }
  const half = games / 2;
  const count = { wins: 0, draws: 0, losses: 0 };
  const records = new Set<string>();
  for (const side of [0, 1]) {
    // One world a game: its opponent's moves are its record.
    const moves: unknown[][] = [];
    const sides = Array.from({ length: Math.min(half, MAX_PARALLEL) }, (_, i) => () => {
      const world = worldOf(game);
      const policy: Policy = (observation, { actionMask }) => {
        const action = opponent.predict(observation, { actionMask, deterministic });
        moves[i]!.push(action);
        return action;
      };
      return singleAgent(world, world.possibleAgents[side]!, policy) as Env;
    });
    for (let done = 0; done < half; done += sides.length) {
      const batch = sides.slice(0, half - done);
      for (let i = 0; i < batch.length; i++) moves[i] = [];
      const envs = new SyncVectorEnv(batch, { autoreset: 'same-step' });
      const { returns, lengths } = evaluatePolicy(agent, envs, {
        ...{ episodes: batch.length, seed: seed + done, deterministic },
      });
      for (const [i, result] of returns.entries()) {
        count[result > 0 ? 'wins' : result < 0 ? 'losses' : 'draws']++;
        // Vectors begin another game where one is over: the moves of that do not count.
        records.add(`${side}:${result}:${moves[i]!.slice(0, lengths[i]! + 1).join()}`);
      }
    }
  }
  const score = (count.wins + count.draws / 2) / games;
  return { ...count, score, interval: wilsonInterval(score, games), distinct: records.size };
}

/** The game behind one side of it. */
function worldOf(id: string): AecEnv {
  for (let env = make(id) as { env?: unknown } | undefined; env; env = env.env as typeof env) {
    if (!(env instanceof SingleAgent)) continue;
    if (env.env.possibleAgents.length === 2) return env.env;
  }
  throw new UserError(
    `${id} is not one side of a game of two players, as ConnectFour-v0 and TicTacToe-v0 are: there is no match in it.`,
  );
}
