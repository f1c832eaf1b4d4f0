// Whether an agent that was saved elsewhere fits the environment it is loaded into.
import type { VectorEnv } from '../envs/index.js';
import { UserError } from '../io/errors.js';
import { spaceDifference, spaceFromJSON } from '../spaces/index.js';

type Json = Record<string, unknown>;

/**
 * @param saved JSON of the observation and the action space
 * @throws UserError that names the first difference.
 */
export function requireSpaces(saved: unknown, env: VectorEnv): void {
  if (!Array.isArray(saved))
    throw new UserError('The saved agent does not say which spaces it was trained with.');
  const [observations, actions] = saved.map((json) => spaceFromJSON(json as Json));
  const pairs = [
    ['observation', observations!, env.singleObservationSpace],
    ['action', actions!, env.singleActionSpace],
  ] as const;
  for (const [what, before, now] of pairs) {
    const difference = spaceDifference(before, now);
    if (difference === undefined) continue;
    throw new UserError(
      `The agent was trained with the ${what} space ${before}, the environment has ${now} (${difference}); ` +
        'load it into an environment with the same spaces.',
    );
  }
}
