// Families of environments: many ids behind one entry point that costs nothing until it is imported.
import { UserError } from '../io/errors.js';
import { ourFamilies } from './our-families.js';

export interface EnvFamily {
  /** How the ids of the family begin, e.g. `['MiniGrid-']`. */
  prefixes: readonly string[];
  /** One line for lists. */
  description: string;
  /** What a program imports to define them, e.g. `trainyard/envs/minigrid`. */
  entry: string;
  /** Packages that some of them need and that only their users install, e.g. `planck@1.5.0`. */
  peers?: readonly string[];
  /** Imports it. Afterwards the ids are defined. Ours: `importFamily`. */
  load?(): Promise<unknown>;
}

const families: EnvFamily[] = [];

/**
 * Makes a family known before it is loaded: `make` then names the import that is missing; `makeAsync`,
 * `makeVecAsync`, workers and the command line load it by themselves.
 *
 * @throws UserError when a prefix is taken.
 * @example
 * defineEnvFamily({
 *   prefixes: ['Maze-'],
 *   description: 'Mazes of many sizes.',
 *   entry: 'my-mazes/envs',
 *   load: () => import('./mazes.js'),
 * });
 */
export function defineEnvFamily(family: EnvFamily & Required<Pick<EnvFamily, 'load'>>): EnvFamily {
  const taken = envFamilies().flatMap(({ prefixes }) => prefixes);
  const twice = family.prefixes.find((prefix) => taken.includes(prefix));
  if (twice !== undefined) throw new UserError(`The family of environments "${twice}" is defined already.`);
  families.push(family);
  return family;
}

/** Families that are known, ours first, loaded or not. */
export function envFamilies(): EnvFamily[] {
  return [...ourFamilies, ...families];
}

/** The family that an id belongs to. */
export function familyOf(id: string): EnvFamily | undefined {
  return envFamilies().find(({ prefixes }) => prefixes.some((prefix) => id.startsWith(prefix)));
}
