// All commands: arguments in, text and an exit code out. 0 = done, 1 = it failed, 2 = the command was wrong.
import { inspect } from 'node:util';
import { Command, CommanderError } from 'commander';
import { UserError } from '../io/errors.js';
import { version } from '../version.js';
import { note } from './print.js';

const EXIT = { failure: 1, usage: 2 };

type AddCommand = (program: Command) => void;

/** How each command is added, in the order of the help. A command loads what it needs when it is wanted. */
const COMMANDS: Record<string, () => Promise<AddCommand>> = {
  train: async () => (await import('./commands/train.js')).addTrain,
  curriculum: async () => (await import('./commands/curriculum.js')).addCurriculum,
  resume: async () => (await import('./commands/resume.js')).addResume,
  tune: async () => (await import('./commands/tune.js')).addTune,
  eval: async () => (await import('./commands/eval.js')).addEval,
  match: async () => (await import('./commands/match.js')).addMatch,
  record: async () => (await import('./commands/record.js')).addRecord,
  watch: async () => (await import('./commands/watch.js')).addWatch,
  play: async () => (await import('./commands/play.js')).addPlay,
  report: async () => (await import('./commands/report.js')).addReport,
  list: async () => (await import('./commands/list.js')).addList,
  lab: async () => (await import('./commands/lab.js')).addLab,
  bench: async () => (await import('./commands/bench.js')).addBench,
};

/** @param wanted The first word: the program then has that command only. All of them when it is none. */
export async function makeProgram(wanted = ''): Promise<Command> {
  const program = new Command('trainyard')
    .description('Deep reinforcement learning: train, watch, evaluate and reproduce agents.')
    .version(version)
    .helpCommand(true)
    .showHelpAfterError('(add --help for all options)')
    .exitOverride()
    .addHelpText(
      'after',
      `
Examples:
  $ trainyard train CartPole-v1 --algo dqn
  $ trainyard watch runs/<run>
  $ trainyard play FrozenLake-v1
  $ trainyard list envs

Exit codes: 0 done, 1 failed, 2 wrong usage, 129, 130 and 143 stopped by SIGHUP, Ctrl-C and SIGTERM.`,
    );
  const names = Object.hasOwn(COMMANDS, wanted) ? [wanted] : Object.keys(COMMANDS);
  for (const name of names) (await COMMANDS[name]!())(program);
  for (const command of program.commands) {
    command.option('--verbose', 'show where in the code an error comes from').exitOverride();
    command.copyInheritedSettings(program);
  }
  return program;
}

/** Prints what went wrong; a stack only for our own mistakes or when asked for. */
function explain(error: unknown, argv: readonly string[]): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : EXIT.usage;
  const verbose = argv.includes('--verbose') || Boolean(process.env.DEBUG);
  if (error instanceof UserError) {
    note(`error: ${error.message}`);
    if (verbose) note(inspect(error));
    return EXIT[error.kind];
  }
  note('error: something went wrong inside trainyard or your environment:');
  note(inspect(error));
  return EXIT.failure;
}

/**
 * Runs one command.
 *
 * @param argv Without the program's own name.
 * @returns the exit code, unless a command has set `process.exitCode`.
 */
export async function run(argv: readonly string[]): Promise<number> {
  try {
    await (await makeProgram(argv[0])).parseAsync(argv, { from: 'user' });
    return 0;
  } catch (error) {
    return explain(error, argv);
  }
}
