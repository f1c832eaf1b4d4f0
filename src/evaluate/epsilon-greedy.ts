// A policy that takes a random action now and then, in evaluations: what a memoryless policy can do that greedily walks in
// circles, as Mnih et al. (2015) evaluate with ε = 0.05.
import { randomAction } from '../agents/masking.js';
import type { VectorEnv } from '../envs/index.js';
import { show } from '../io/describe.js';
import { UserError } from '../io/errors.js';
import { Generator, SeedSequence } from '../random/index.js';
import { Discrete, type PackedArray } from '../spaces/index.js';

/** Keeps the draws apart from all others of the same seed. */
const EPSILON_KEY = 0x657073;

/** Puts random actions in the place of some of those of rows `0 … numEnvs - 1`. */
export type Stumble = (actions: PackedArray, masks: Uint8Array | undefined) => void;

/**
 * With probability `epsilon` a row takes a legal action drawn uniformly, otherwise what the policy said. Each row draws from a
 * stream of its own, so that nothing depends on how many are played at once.
 *
 * @param seed of the first row; the others follow
 * @throws {UserError} when epsilon is no probability, or the actions are not Discrete.
 */
export function epsilonGreedy(env: VectorEnv, epsilon: number, seed: number): Stumble {
  if (typeof epsilon !== 'number' || !(epsilon >= 0 && epsilon <= 1))
    throw new UserError(`Evaluation needs epsilon to be a probability from 0 to 1, got ${show(epsilon)}.`);
  if (epsilon === 0) return () => {};
  const { singleActionSpace: space, numEnvs } = env;
  if (!(space instanceof Discrete))
    throw new UserError(`Evaluation with epsilon draws among Discrete actions, got ${space}.`);
  const streams = Array.from({ length: numEnvs }, (_, i) => {
    return new Generator(new SeedSequence(seed + i, [EPSILON_KEY]));
  });
  return (actions, masks) => {
    for (const [i, rng] of streams.entries())
      if (rng.random() < epsilon) actions[i] = space.start + randomAction(rng, i, space.n, masks);
  };
}
