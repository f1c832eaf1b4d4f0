// Worlds with many agents by their ids: `trainyard/envs/multi` brings them along, so that pages without them stay small.
import { UserError } from '../../io/errors.js';
import type { EnvSpec } from '../define-env.js';
import type { EnvOptions } from '../env-types.js';
import type { AutoresetMode, VectorEnv } from './vector-env.js';

/** What is known of all of them. */
export interface Worlds {
  spec(id: string): EnvSpec | undefined;
  /** @param count of worlds, whose agents are the rows */
  vector(id: string, options: EnvOptions, count: number): VectorEnv;
}

let worlds: Worlds | undefined;

/** Called once, by the module that defines them. */
export function provideWorlds(given: Worlds): void {
  worlds = given;
}

/** Whether an id is written as PettingZoo writes those of worlds with many agents. */
export function looksLikeWorld(id: string): boolean {
  return /_v\d+$/.test(id);
}

/** Of a world that is defined. */
export function worldSpec(id: string): EnvSpec | undefined {
  return worlds?.spec(id);
}

/** Whether the id is that of a world with many agents, which `makeVec` makes and `make` does not. */
export function isManyAgents(id: string): boolean {
  return worldSpec(id) !== undefined;
}

/** @throws UserError for settings that rows of agents do not have. */
export function makeWorldRows(
  id: string,
  options: EnvOptions,
  settings: { numEnvs: number; autoreset: AutoresetMode; wrappers: readonly unknown[] },
): VectorEnv {
  const { numEnvs, autoreset, wrappers } = settings;
  if (wrappers.length > 0)
    throw new UserError(`${id} is a world with many agents; wrappers are for environments of one agent.`);
  if (autoreset !== 'same-step')
    throw new UserError(`${id} is a world with many agents, which knows autoreset 'same-step' alone.`);
  return worlds!.vector(id, options, numEnvs);
}
