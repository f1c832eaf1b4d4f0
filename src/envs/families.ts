// Families of environments: many ids behind one entry point that costs nothing until it is imported.
import { UserError } from '../io/errors.js';

export interface EnvFamily {
  /** How all ids of the family begin, e.g. `MiniGrid-`. */
  prefix: string;
  /** One line for lists. */
  description: string;
  /** What a program imports to define them, e.g. `trainyard/envs/minigrid`. */
  entry: string;
  /** Imports it. Afterwards the ids are defined. */
  load(): Promise<unknown>;
}

const families = new Map<string, EnvFamily>();

/**
 * Makes a family known before it is loaded: `make` then names the import that is missing; `makeAsync`,
 * `makeVecAsync`, workers and the command line load it by themselves.
 *
 * @throws UserError when the prefix is taken.
 * @example
 * defineEnvFamily({
 *   prefix: 'Maze-',
 *   description: 'Mazes of many sizes.',
 *   entry: 'my-mazes/envs',
 *   load: () => import('./mazes.js'),
 * });
 */
export function defineEnvFamily(family: EnvFamily): EnvFamily {
  const { prefix } = family;
  if (families.has(prefix)) throw new UserError(`The family of environments "${prefix}" is defined already.`);
  families.set(prefix, family);
  return family;
}

/** Families that are known, loaded or not. */
export function envFamilies(): EnvFamily[] {
  return [...families.values()];
}

/** The family that an id belongs to. */
export function familyOf(id: string): EnvFamily | undefined {
  return envFamilies().find(({ prefix }) => id.startsWith(prefix));
}
