// Whether the state of an environment survives a checkpoint: it is tried before a run begins, not at its first save.
import { describe } from '../io/describe.js';
import { UserError } from '../io/errors.js';
import type { Env } from './env.js';
import type { VectorEnv } from './vector/vector-env.js';

/**
 * Resets the environment, takes its state once and sees whether a checkpoint holds it exactly. Runs do this with one
 * of their environments before anything is written; those without `saveState` pass: they start new episodes when a
 * run goes on.
 *
 * @param env an environment or a vector of them
 * @throws UserError that names the place in the state which cannot be written.
 */
export function requireExactState(env: Env | VectorEnv): void {
  env.reset();
  const place = env.saveState && inexactPlace(env.saveState());
  if (place === undefined) return;
  throw new UserError(
    `${env.spec?.id ?? env.constructor.name}: saveState() must return plain JSON (numbers, strings, booleans, null, ` +
      `lists and objects), or a run could not go on from its checkpoints; ${place}. Save a typed array as [...array].`,
  );
}

/** The first place in a state that checkpoints (`io/exact-json`) cannot bring back equal, in words. */
export function inexactPlace(value: unknown, path = 'state'): string | undefined {
  if (value === null || ['number', 'string', 'boolean'].includes(typeof value)) return undefined;
  const isPlain = Array.isArray(value) || Object.getPrototypeOf(Object(value)) === Object.prototype;
  if (typeof value !== 'object' || !isPlain) return `${path} is ${kindOf(value)}`;
  for (const [key, part] of Object.entries(value)) {
    const place = inexactPlace(part, Array.isArray(value) ? `${path}[${key}]` : `${path}.${key}`);
    if (place !== undefined) return place;
  }
  return undefined;
}

function kindOf(value: unknown): string {
  if (ArrayBuffer.isView(value) || value instanceof Promise) return describe(value);
  if (typeof value === 'object') return `a ${value!.constructor?.name}`;
  return value === undefined ? 'undefined' : `a ${typeof value}`;
}
