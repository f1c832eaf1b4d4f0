// How the other agents of a world act, for whom nobody learns.
import type { Generator } from '../../random/index.js';
import type { Space } from '../../spaces/index.js';

export interface PolicyContext<A = unknown> {
  /** Who acts. */
  agent: string;
  actionSpace: Space<A>;
  /** Legal actions, where the world has masks. */
  actionMask?: Uint8Array;
  /** Draw random numbers from here: they are saved with the environment. */
  rng: Generator;
}

/**
 * Chooses an action for an observation, without memory of its own.
 *
 * @example
 * const trained: Policy = (observation, { actionMask }) => agent.predict(observation, { actionMask });
 */
export type Policy<O = unknown, A = unknown> = (observation: O, context: PolicyContext<A>) => A;

/** Any legal action, all equally likely. */
export const randomPolicy: Policy = (_, { actionSpace, actionMask, rng }) =>
  actionSpace.sample({ rng, mask: actionMask });
