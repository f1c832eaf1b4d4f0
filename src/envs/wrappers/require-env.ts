// Whether something is an environment at all: said where it is handed over, before anything is called.

import { describe } from '../../io/describe.js';
import { UserError } from '../../io/errors.js';
import { Space } from '../../spaces/index.js';

/**
 * @param who is handed the environment, for the message.
 * @throws UserError that names what is missing.
 */
export function requireEnv(who: string, env: unknown): void {
  if (typeof env !== 'object' || env === null) {
    const hint =
      typeof env === 'function' ? 'a function: call it, or make an instance of the class' : describe(env);
    throw new UserError(`${who} needs an environment, such as make('CartPole-v1'), got ${hint}.`);
  }
  if (env instanceof Promise) {
    throw new UserError(`${who} needs an environment, got a Promise: await it first.`);
  }
  const parts = env as Record<string, unknown>;
  const name = env.constructor?.name ?? 'The environment';
  for (const space of ['observationSpace', 'actionSpace'] as const) {
    if (parts[space] instanceof Space) continue;
    throw new UserError(
      `${name} needs an ${space}, such as new Box({ low: -1, high: 1, shape: [4] }), got ${describe(parts[space])}.`,
    );
  }
  for (const method of ['reset', 'step'] as const) {
    if (typeof parts[method] !== 'function') throw new UserError(`${name} needs a method ${method}().`);
  }
}
