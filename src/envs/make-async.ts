// Making environments that must be loaded first. Apart from `make`, so that pages that only make do not hold the families.
import { definedEnvs } from './define-env.js';
import type { AnyEnvId, EnvOf, MadeEnv, MadeVectorEnv } from './env-types.js';
import { familyOf } from './families.js';
import { importFamily, importWorlds } from './family-imports.js';
import { loadOnce } from './loading.js';
import { definitionOf, type MakeOptions, make } from './registry.js';
import { type MakeVecOptions, makeVec } from './vector/make-vec.js';
import { looksLikeWorld, worldSpec } from './vector/worlds.js';

const worldsKey = {};

/**
 * Like `make`, after loading what the environment needs: its family and its own `load`.
 *
 * @example const env = await makeAsync('CartPole-v1');
 */
export async function makeAsync<Id extends AnyEnvId>(
  id: Id,
  options?: MakeOptions<Id>,
): Promise<MadeEnv<EnvOf<Id>>> {
  await loadEnv(id);
  return make(id, options);
}

/** Like `makeVec`, after loading what the environment needs: its family and its own `load`. */
export async function makeVecAsync<Id extends AnyEnvId>(
  id: Id,
  settings: MakeVecOptions<Id> = {},
): Promise<MadeVectorEnv<EnvOf<Id>>> {
  await loadEnv(id);
  return makeVec(id, settings);
}

/**
 * Loads what the environment needs, once; afterwards `make` and `makeVec` work for it. Most need nothing.
 *
 * @throws UserError when there is no such environment, and whatever loading throws.
 */
export async function loadEnv(id: string): Promise<void> {
  if (worldSpec(id)) return;
  if (typeof id === 'string' && looksLikeWorld(id)) {
    await loadOnce(worldsKey, importWorlds);
    if (worldSpec(id)) return;
  }
  const family = definedEnvs().has(id) ? undefined : familyOf(id);
  if (family) await loadOnce(family, () => importFamily(family));
  const definition = definitionOf(id);
  if (definition.load) await loadOnce(definition, () => definition.load!());
}
