// Why an environment cannot be saved in the middle of an episode.
import type { Env } from './env.js';
import type { VectorEnv } from './vector/vector-env.js';
import { silentClass, Wrapper } from './wrappers/wrapper.js';

/**
 * Why an environment or vector has no `saveState`, and so cannot go on exactly in the middle of an episode, with
 * what mends it; undefined when it has.
 *
 * @example unsavable(new TimeLimit(new Corridor(), 50)) // 'Corridor has no saveState() and loadState().'
 */
export function unsavable(env: Env | VectorEnv): string | undefined {
  if (env.saveState && env.loadState) return undefined;
  if (env instanceof Wrapper) {
    const silent = silentClass(env);
    if (silent === undefined) return unsavable(env.env);
    return (
      `${silent} overrides reset() or step() and does not say what it remembers: give it snapshot() and restore(), ` +
      'or "static stateless = true" if it remembers nothing.'
    );
  }
  // Vectors of environments and wrappers of vectors; others, such as workers, keep theirs to themselves.
  const { envs, env: inner } = env as { envs?: readonly Env[]; env?: VectorEnv };
  const within = envs
    ? envs.map(unsavable).find((reason) => reason !== undefined)
    : inner && unsavable(inner);
  return within ?? `${env.constructor.name} has no saveState() and loadState().`;
}
