// trainyard match <run> <opponent>
import { existsSync } from 'node:fs';
import type { Command } from 'commander';
import { type Agent, algorithm, algorithms } from '../../agents/index.js';
import { makeVec } from '../../envs/index.js';
import { UserError } from '../../io/errors.js';
import { evaluationSeed, loadRun, playMatch, seedOf } from '../../train/index.js';
import { tellBackend } from '../backend.js';
import { addOpenOptions, type OpenFlags, openOptions } from '../opening.js';
import { bold, print } from '../print.js';
import { hyperparameters } from '../settings.js';
import { keyValue, wholeNumber } from '../values.js';

interface MatchFlags extends OpenFlags {
  games: number;
  seed?: number;
  set?: Record<string, string>;
  setOpponent?: Record<string, string>;
  stochastic?: boolean;
  json?: boolean;
}

export function addMatch(program: Command): void {
  const command = program
    .command('match')
    .summary('let two agents play a game against each other')
    .description(
      'Plays games of two players between the agent of a run and another: of a run too, or of an algorithm that needs no training. Each begins in half of the games.',
    )
    .argument('<run>', 'run folder')
    .argument('<opponent>', 'run folder, or an algorithm such as mcts or random')
    .option('-g, --games <n>', 'games, an even number', wholeNumber(2), 100)
    .option('-s, --seed <n>', 'seed of the first game (default: from the run’s seed)', wholeNumber(0))
    .option('--set <key=value>', 'another hyperparameter for the agent of the run; repeatable', keyValue)
    .option('--set-opponent <key=value>', 'a hyperparameter of the opponent; repeatable', keyValue)
    .option('--stochastic', 'sample both policies instead of acting greedily')
    .option('--json', 'print one JSON object');
  addOpenOptions(command)
    .addHelpText(
      'after',
      `
Examples:
  $ trainyard match runs/connect-four mcts --set simulations=200 --set-opponent simulations=200
  $ trainyard match runs/new runs/old --games 200`,
    )
    .action(run);
}

async function run(path: string, other: string, flags: MatchFlags): Promise<void> {
  const { games, stochastic, json } = flags;
  const { agent, config, kind } = await loadRun(path, openOptions(flags));
  const { id } = config.env;
  const first = withSettings(agent, flags.set);
  const second = existsSync(other)
    ? withSettings((await loadRun(other, openOptions(flags))).agent, flags.setOpponent)
    : untrained(other, id, flags.setOpponent);
  tellBackend(flags);
  const seed = flags.seed ?? evaluationSeed(seedOf(config), 0);
  const result = playMatch(first, second, id, { games, seed, deterministic: !stochastic });
  if (json) return print(JSON.stringify({ env: id, weights: kind, games, seed, ...result }));
  const { wins, draws, losses, score, interval, distinct } = result;
  const [low, high] = interval.map((share) => share.toFixed(3));
  print(`${first.algo} (${path}) against ${second.algo} on ${id}, ${games} games from seed ${seed}:`);
  print(
    `won ${wins}, drawn ${draws}, lost ${losses}; score ${bold(score.toFixed(3))} (95 % ${low} - ${high})`,
  );
  if (distinct < games / 2)
    print(`Only ${distinct} of these games differ: --stochastic lets both players vary their moves.`);
}

/** The same weights with other hyperparameters. */
function withSettings(agent: Agent, texts: Record<string, string> = {}): Agent {
  if (Object.keys(texts).length === 0) return agent;
  const { algo, config, env } = agent as Agent & { env: never };
  const changed = algorithm(algo).create(env, { ...config, ...hyperparameters(algo, texts) });
  changed.loadWeights(agent.weights());
  return changed;
}

function untrained(algo: string, env: string, texts: Record<string, string> = {}): Agent {
  if (!algorithms().some(({ id }) => id === algo)) {
    throw new UserError(`${algo}: there is no such run folder, and no such algorithm.`);
  }
  return algorithm(algo).create(makeVec(env), { ...hyperparameters(algo, texts) });
}
