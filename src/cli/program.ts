// All commands: arguments in, text and an exit code out. 0 = done, 1 = it failed, 2 = the command was wrong.
import { inspect } from 'node:util';
import { Command, CommanderError } from 'commander';
import { UserError } from '../io/errors.js';
import { version } from '../version.js';
import { addBench } from './commands/bench.js';
import { addEval } from './commands/eval.js';
import { addList } from './commands/list.js';
import { addPlay } from './commands/play.js';
import { addReport } from './commands/report.js';
import { addResume } from './commands/resume.js';
import { addTrain } from './commands/train.js';
import { addWatch } from './commands/watch.js';
import { note } from './print.js';

const EXIT = { failure: 1, usage: 2 };

export function makeProgram(): Command {
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
  for (const add of [addTrain, addResume, addEval, addWatch, addPlay, addReport, addList, addBench])
    add(program);
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
    await makeProgram().parseAsync(argv, { from: 'user' });
    return 0;
  } catch (error) {
    return explain(error, argv);
  }
}
