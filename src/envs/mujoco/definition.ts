// What the definitions of all these environments share: they need MuJoCo. `index.ts` hands them to `defineEnv`.
import type { EnvDefinition } from '../define-env.js';
import type { Env } from '../env.js';
import type { OptionSpecs } from '../options.js';
import { loadMujoco } from './engine.js';

/** What `defineEnv` takes, with MuJoCo to be loaded first. */
/* @__NO_SIDE_EFFECTS__ */ export function withMujoco<E extends Env, S extends OptionSpecs>(
  definition: EnvDefinition<E, S>,
): EnvDefinition<E, S> {
  return { ...definition, load: () => loadMujoco(definition.id) };
}
