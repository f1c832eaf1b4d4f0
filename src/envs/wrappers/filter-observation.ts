// Shows only some entries of a Dict observation.
import { UserError } from '../../io/errors.js';
import { Dict, type Space } from '../../spaces/index.js';
import type { Env } from '../env.js';
import { option } from '../options.js';
import { defineWrapper } from './define-wrapper.js';
import { requireEnv } from './require-env.js';
import { requireList } from './require-list.js';
import { TransformObservation } from './transform-observation.js';

type Values = Record<string, unknown>;

/** @example new FilterObservation(env, ['observation', 'desired_goal']) */
export class FilterObservation<A> extends TransformObservation<Values, A, Values> {
  /** @throws UserError when the observations are no Dict, or have no such keys. */
  constructor(env: Env<Values, A>, keys: readonly string[]) {
    requireEnv('FilterObservation', env);
    requireList('FilterObservation', keys, "['position']");
    const space: Space = env.observationSpace;
    if (!(space instanceof Dict)) {
      throw new UserError(`FilterObservation needs a Dict observation space, got ${space}.`);
    }
    const unknown = keys.find((key) => !space.keys.includes(key));
    if (unknown !== undefined || keys.length === 0) {
      throw new UserError(
        `FilterObservation needs some of the keys ${space.keys.join(', ')}, got [${keys.join(', ')}].`,
      );
    }
    const pick = (values: Values) => Object.fromEntries(keys.map((key) => [key, values[key]]));
    super(env, pick, new Dict(pick(space.spaces) as Record<string, Space>));
  }
}

export const filterObservation = /* @__PURE__ */ defineWrapper({
  id: 'FilterObservation',
  description: 'Shows only some entries of a Dict observation.',
  options: { keys: /* @__PURE__ */ option([] as string[], { like: [''] }) },
  create: (env, { keys }) => new FilterObservation(env, keys),
});
