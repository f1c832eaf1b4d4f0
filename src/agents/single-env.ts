// One of the environments of a vector without its wrappers: its tables, rooms and simulators are asked there.
import { type Env, make, unwrapped, type VectorEnv } from '../envs/index.js';

/** Made anew where the vector holds none (threads, rows in arrays); undefined where nobody knows how. */
export function singleEnv(vector: VectorEnv): Env | undefined {
  for (let at: { envs?: readonly Env[]; env?: object } | undefined = vector as object; at; ) {
    if (at.envs) return unwrapped(at.envs[0]!);
    at = at.env as typeof at;
  }
  const { spec } = vector;
  return spec && unwrapped(make(spec.id, spec.options) as Env);
}
