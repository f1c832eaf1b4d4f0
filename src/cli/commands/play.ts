// trainyard play <env>
import { randomInt } from 'node:crypto';
import { statSync } from 'node:fs';
import type { Command } from 'commander';
import type { Agent } from '../../agents/agent.js';
import { loadAgent } from '../../agents/index.js';
import { inEnv } from '../../agents/load-agent.js';
import { requireSpaces } from '../../agents/spaces.js';
import { type Env, loadEnv, make, type WrapperSpec, wrap } from '../../envs/index.js';
import { UserError } from '../../io/errors.js';
import { importModules, loadRun } from '../../train/index.js';
import { chooseKernels } from '../../train/kernels.js';
import { type BackendFlag, backendOption, tellBackend } from '../backend.js';
import { openOptions } from '../opening.js';
import { Game } from '../play/game.js';
import { type Controls, controlsOf } from '../play/key-map.js';
import { Player } from '../play/player.js';
import { Terminal } from '../play/terminal.js';
import { chooserOf, playEpisodes, playKeys } from '../play/unattended.js';
import { print } from '../print.js';
import { environmentOptions } from '../settings.js';
import { keyValue, list, namedList, wholeNumber } from '../values.js';

/** Of an agent in a world that waits for keys. */
const AGENT_FPS = 5;

interface PlayFlags extends BackendFlag {
  agent?: string;
  episodes?: number;
  seed?: number;
  envSet?: Record<string, string>;
  wrap?: WrapperSpec[];
  fps?: number;
  keys?: string;
  plain?: boolean;
  import?: string[];
  allowImports?: boolean;
}

export function addPlay(program: Command): void {
  program
    .command('play')
    .summary('play an environment with the keyboard')
    .description(
      'Plays an environment in the terminal: with the arrow keys (or W, A, S, D), space, enter and digits, as its ' +
        'lowest line says. Worlds in which time goes by do so at --fps; others wait for a key. p pauses, r begins a ' +
        'new episode, q quits.',
    )
    .argument('<env>', 'environment id, see `trainyard list envs`')
    .option('--agent <run>', 'an agent plays instead: a run folder, or a file that `agent.save` wrote')
    .option('-e, --episodes <n>', 'episodes (default: until you quit; 1 of an agent)', wholeNumber(1))
    .option(
      '-s, --seed <n>',
      'seed of the first episode, the others follow (default: a random one)',
      wholeNumber(0),
    )
    .option('--env-set <key=value>', 'an option of the environment; repeatable', keyValue)
    .option(
      '--wrap <name:key=value>',
      'a wrapper, see `list wrappers`; repeatable, the innermost first',
      namedList,
    )
    .option(
      '--fps <n>',
      'steps a second; 0: one for each key (default: what suits the environment)',
      wholeNumber(0),
    )
    .option('--keys <keys>', 'plays these keys and prints what comes of them: needs no terminal')
    .option('--plain', 'characters instead of coloured pixels')
    .option('--import <module>', 'a module that defines what you use; repeatable', list)
    .option('--allow-imports', 'import what the run of --agent names, although you did not start it')
    .addOption(backendOption('kernels that the agent computes with (default: those of its run)'))
    .addHelpText(
      'after',
      `
Examples:
  $ trainyard play FrozenLake-v1 --env-set isSlippery=false
  $ trainyard play CartPole-v1 --fps 10
  $ trainyard play CartPole-v1 --agent runs/cartpole --episodes 3
  $ trainyard play FrozenLake-v1 --seed 1 --keys "right right down"`,
    )
    .action(run);
}

async function run(id: string, flags: PlayFlags): Promise<void> {
  if (flags.keys !== undefined && flags.agent !== undefined)
    throw new UserError('--keys and --agent are two players: name one of them.');
  if (flags.backend !== undefined && flags.agent === undefined)
    throw new UserError('--backend belongs to --agent: nobody else computes.');
  await importModules(flags.import ?? []);
  await loadEnv(id);
  const { env, agent } = await open(id, flags);
  try {
    const game = new Game(env, flags.seed ?? randomInt(2 ** 31), id);
    const controls = controlsOf(env);
    if (flags.keys !== undefined) playKeys(game, controls, flags.keys, print);
    else await onTerminal(game, controls, agent, flags);
  } finally {
    env.close?.();
  }
}

interface Opened {
  env: Env;
  agent?: Agent;
}

/** The environment, and the agent with the wrappers it was trained in unless others are given. */
async function open(id: string, flags: PlayFlags): Promise<Opened> {
  const options = environmentOptions(id, flags.envSet);
  const bare = make(id, options);
  const path = flags.agent;
  if (path === undefined) return { env: wrap(bare, flags.wrap ?? []) };
  const isFile = statSync(path, { throwIfNoEntry: false })?.isFile();
  const run = isFile ? undefined : await loadRun(path, openOptions(flags));
  if (!run) chooseKernels(flags.backend);
  const loaded = run?.agent ?? (await loadAgent(path));
  tellBackend(flags);
  const worn = flags.wrap ?? run?.config.env.wrappers ?? [];
  const env = wrap(bare, worn);
  const agent = worn.length > 0 ? loaded : inEnv(loaded, id, options);
  const { observationSpace: singleObservationSpace, actionSpace: singleActionSpace } = env;
  if (agent.env) requireSpaces('The agent', agent.env, id, { singleObservationSpace, singleActionSpace });
  return { env, agent };
}

async function onTerminal(
  game: Game,
  controls: Controls,
  agent: Agent | undefined,
  flags: PlayFlags,
): Promise<void> {
  const isTerminal = process.stdout.isTTY === true && process.stdin.isTTY === true;
  const { episodes = agent ? 1 : Infinity, plain } = flags;
  if (!isTerminal && !agent) {
    throw new UserError(
      'There is no keyboard here: standard input or output is no terminal. Run it in a terminal, or say what to do: ' +
        '--keys "left right" or --agent <run>.',
    );
  }
  if (!agent && controls.keys.size === 0) {
    throw new UserError(
      `${game.env.actionSpace} has no keys of its own: its definition must say what they play (play: { keys }).`,
    );
  }
  const fps = flags.fps ?? controls.fps ?? (agent ? AGENT_FPS : 0);
  const choose = agent && chooserOf(agent, controls);
  if (!isTerminal) return playEpisodes(game, choose!, episodes, print);
  const terminal = new Terminal();
  terminal.open();
  let key: string | undefined;
  try {
    key = await new Player(game, terminal, { controls, choose, fps, episodes, plain }).run();
  } finally {
    terminal.close();
  }
  for (const line of game.results) print(line);
  if (!game.end && game.step > 0) print(`Episode ${game.episode}: ${game.stepLine}, not finished`);
  if (key === 'ctrl-c') process.exitCode = 130;
}
