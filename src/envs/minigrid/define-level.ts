// Makes a level an environment with an id.
import { defineEnv, type EnvDefinition } from '../define-env.js';
import type { Level } from './level.js';
import { MiniGrid, optionsOf } from './minigrid.js';

export type LevelDefinition = EnvDefinition<MiniGrid, ReturnType<typeof optionsOf>>;

const ACTIONS = ['turn left', 'turn right', 'forward', 'pick up', 'drop', 'toggle', 'done'];
const KEYS = { left: 0, right: 1, up: 2, tab: 3, backspace: 4, space: 5, enter: 6 };

/**
 * Defines an environment whose world is the level: a level of your own is as good as ours.
 *
 * @throws UserError when the id has no version or is taken.
 * @example
 * defineLevel('MyGrid-Closet-v0', {
 *   description: 'Turn round.',
 *   width: 4,
 *   height: 3,
 *   maxSteps: 20,
 *   build(builder) {
 *     builder.ring();
 *     builder.agent(2, 1);
 *     builder.goal(1, 1);
 *     return { mission: 'get to the green goal square', task: null };
 *   },
 * });
 */
export function defineLevel(id: string, level: Level): LevelDefinition {
  const { description, actions = ACTIONS.length } = level;
  const play = {
    actions: ACTIONS.slice(0, actions),
    keys: Object.fromEntries(Object.entries(KEYS).filter(([, action]) => action < actions)),
  };
  const create = (options: Parameters<LevelDefinition['create']>[0]) => new MiniGrid(level, options);
  return defineEnv({ id, description, options: optionsOf(level), play, create });
}
