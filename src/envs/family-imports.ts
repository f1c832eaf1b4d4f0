// How a family of environments is imported when one of its ids is wanted.
import { UserError } from '../io/errors.js';
import type { EnvFamily } from './families.js';

/** Our families' modules by their entries, beside this one. */
const MODULES: Record<string, string> = {
  'trainyard/envs/small-worlds': 'small-worlds/index',
  'trainyard/envs/minatar': 'minatar/index',
  'trainyard/envs/box2d': 'box2d/index',
  'trainyard/envs/minigrid': 'minigrid/index',
  'trainyard/envs/mujoco': 'mujoco/index',
  'trainyard/envs/emulators': 'emulators/index',
  // Not its entry, whose compliance kit nobody needs who plays a game.
  'trainyard/envs/multi': 'multi/board-games',
};

/**
 * Imports a family of environments, ours or one defined since. Afterwards its ids are defined.
 *
 * @throws UserError in bundles, for ours: they hold only what the program imports.
 */
export async function importFamily({ entry, load }: EnvFamily): Promise<void> {
  if (load) return void (await load());
  // Not a literal: bundlers would take every family into every page.
  const here = import.meta.url;
  const extension = here.endsWith('.ts') ? 'ts' : 'js';
  const module = new URL(`${MODULES[entry]}.${extension}`, here).href;
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
