// What all commands that open a run have in common: where its modules are now, and whether they are trusted.
import type { Command } from 'commander';
import type { OpenOptions } from '../train/index.js';
import { type BackendFlag, backendOption } from './backend.js';
import { note } from './print.js';
import { list } from './values.js';

export interface OpenFlags extends BackendFlag {
  env?: string;
  import?: string[];
  allowImports?: boolean;
}

/** `--import`, `--allow-imports` and `--backend`, and `--env` unless the command has one of its own. */
export function addOpenOptions(command: Command): Command {
  if (!command.options.some(({ long }) => long === '--env'))
    command.option('--env <id>', 'the id that the environment of a run made by a program has got');
  return command
    .option('--import <module>', 'a module to import instead of those the run names; repeatable', list)
    .option('--allow-imports', 'import the modules that the run names, although you did not start it')
    .addOption(backendOption('kernels to compute with instead of those of the run'));
}

export function openOptions({ env, import: imports, allowImports, backend }: OpenFlags): OpenOptions {
  return { env, imports, allowImports, backend, onWarning: note };
}
