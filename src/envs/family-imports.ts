// How a family of environments is imported when one of its ids is wanted.
import { UserError } from '../io/errors.js';
import type { EnvFamily } from './families.js';

/** The module of one of our families, beside this one, by its entry. */
function moduleOf(entry: string): string {
  // Not its entry, whose compliance kit nobody needs who plays a game.
  if (entry === 'trainyard/envs/multi') return 'multi/board-games';
  return `${entry.replace('trainyard/envs/', '')}/index`;
}

/**
 * Imports a family of environments, ours or one defined since. Afterwards its ids are defined.
 *
 * @throws UserError in bundles, for ours: they hold only what the program imports.
 */
export async function importFamily({ entry, load }: EnvFamily): Promise<void> {
  if (load) return void (await load());
  await importModule(moduleOf(entry), entry);
}

/** Imports the worlds with many agents. */
export async function importWorlds(): Promise<void> {
  await importModule('multi/index', 'trainyard/envs/multi');
}

async function importModule(name: string, entry: string): Promise<void> {
  // Not a literal: bundlers would take every family into every page.
  const here = import.meta.url;
  const extension = here.endsWith('.ts') ? 'ts' : 'js';
  const module = new URL(`${name}.${extension}`, here).href;
  try {
    await import(/* @vite-ignore */ /* webpackIgnore: true */ module);
  } catch (cause) {
    if (isBundled(cause)) {
      throw new UserError(`This bundle does not hold ${entry}: import '${entry}' in the program.`, { cause });
    }
    throw cause;
  }
}

/** Whether the module was not found (Node), or could not be fetched (browsers, in their own words). */
function isBundled(error: unknown): boolean {
  return (error as { code?: string }).code === 'ERR_MODULE_NOT_FOUND' || error instanceof TypeError;
}
