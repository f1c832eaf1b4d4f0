// Offers only some of the actions of a Discrete space, for instance those that a task needs.
import { UserError } from '../../io/errors.js';
import { Discrete } from '../../spaces/index.js';
import type { Env } from '../env.js';
import { option } from '../options.js';
import { defineWrapper } from './define-wrapper.js';
import { requireEnv } from './require-env.js';
import { requireList } from './require-list.js';
import { TransformAction } from './transform-action.js';

/**
 * Action i is `actions[i]` of the environment inside; others cannot be taken.
 *
 * @example new SelectActions(make('MiniGrid-DoorKey-5x5-v0'), [0, 1, 2, 3, 5]) // without drop and done
 */
export class SelectActions<O> extends TransformAction<O, number, number> {
  /** @throws UserError when the actions are not Discrete, or have no such ones, or one stands there twice. */
  constructor(env: Env<O, number>, actions: readonly number[]) {
    requireEnv('SelectActions', env);
    requireList('SelectActions', actions, '[0, 1]');
    const { actionSpace: space } = env;
    if (!(space instanceof Discrete))
      throw new UserError(`SelectActions needs Discrete actions, got ${space}.`);
    const wrong = actions.find((action, i) => !space.contains(action) || actions.indexOf(action) !== i);
    if (wrong !== undefined || actions.length === 0)
      throw new UserError(`SelectActions needs different actions of ${space}, got [${actions}].`);
    const chosen = [...actions];
    super(env, (action) => chosen[action]!, new Discrete(chosen.length));
    if (env.actionMask) {
      this.actionMask = () => {
        const mask = env.actionMask!();
        return Uint8Array.from(chosen, (action) => mask[action - space.start]!);
      };
    }
  }
}

export const selectActions = /* @__PURE__ */ defineWrapper({
  id: 'SelectActions',
  description: 'Offers only some of the actions of a Discrete space.',
  options: { actions: /* @__PURE__ */ option([] as number[], { like: [0], integer: true }) },
  create: (env, { actions }) => new SelectActions(env, actions),
});
