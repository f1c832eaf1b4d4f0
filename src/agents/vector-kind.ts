// What a vector of environments is made of, by the names of its classes: a saved state is only for its like.
import type { VectorEnv } from '../envs/index.js';

interface Nested {
  /** Of vectors that hold environments, and … */
  envs?: readonly object[];
  /** … of wrappers. */
  env?: object;
}

/**
 * Vector wrappers, the vector, then the wrappers of its rows and the environment, e.g. `rows of OrderEnforcing TimeLimit
 * CartPole`. Vectors whose environments live elsewhere (threads) have rows of which nothing is known.
 */
export function vectorKind(vector: VectorEnv): string {
  const names: string[] = [];
  for (let at: (Nested & object) | undefined = vector as object; at; ) {
    const { envs, env }: Nested = at;
    names.push(envs ? 'rows of' : at.constructor.name);
    at = envs?.[0] ?? env;
  }
  return names.join(' ');
}

/** Whether the state of a vector of the one kind may be loaded into one of the other. */
export function sameKind(saved: unknown, own: string): boolean {
  if (saved === own) return true;
  // Threads save what a vector in one thread saves, and the other way round.
  const [a, b] = [saved, own].map((kind) => String(kind).replace(/(WorkerVectorEnv|rows of .*)$/, 'rows'));
  return a === b && [saved, own].some((kind) => String(kind).endsWith('WorkerVectorEnv'));
}
