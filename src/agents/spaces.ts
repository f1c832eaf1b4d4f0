// Whether what was made for some observations and actions fits others.
import { UserError } from '../io/errors.js';
import { Discrete, type Space, spaceDifference, spaceFromJSON } from '../spaces/index.js';
import { areFreeOfSize } from './features/extractor.js';
import type { Parts } from './parts.js';

export interface Spaces {
  readonly singleObservationSpace: Space;
  readonly singleActionSpace: Space;
}

/** @throws {UserError} that shows both spaces, and where they differ, when observations or actions do. */
export function requireSpaces(who: string, wanted: Spaces, where: string, found: Spaces): void {
  for (const [what, a, b] of [
    ['observations', wanted.singleObservationSpace, found.singleObservationSpace],
    ['actions', wanted.singleActionSpace, found.singleActionSpace],
  ] as const) {
    const difference = spaceDifference(a, b);
    if (difference === undefined) continue;
    throw new UserError(`${who} was made for ${what} ${a}, ${where} has ${b}: ${difference}.`);
  }
}

/** @throws UserError unless actions are one of a list. @param instead what takes others */
export function requireDiscrete(algo: string, actions: Space, instead = ''): Discrete {
  if ((actions as unknown) instanceof Discrete) return actions as unknown as Discrete;
  throw new UserError(`${algo} needs a Discrete action space, got ${actions.kind}${instead}.`);
}

/** Whether an agent's networks read observations of any size; running statistics are of each input. */
export function isFreeOfSize(parts: Parts): boolean {
  return areFreeOfSize(Object.values(parts.networks)) && !parts.names.includes('normalizer');
}

/** `requireSpaces` for an agent; observations may have another size where its networks read any. */
export function requireAgentSpaces(
  who: string,
  wanted: Spaces,
  where: string,
  { env, parts }: { readonly env: Spaces; readonly parts: Parts },
): void {
  const { singleObservationSpace } = isFreeOfSize(parts) ? env : wanted;
  requireSpaces(who, { ...wanted, singleObservationSpace }, where, env);
}

/** Spaces as JSON, and … */
export function spacesToJSON({
  singleObservationSpace,
  singleActionSpace,
}: Spaces): Record<string, unknown>[] {
  return [singleObservationSpace.toJSON(), singleActionSpace.toJSON()];
}

/** … back. @throws {UserError} when a file holds something else. */
export function spacesFromJSON(saved: unknown): Spaces {
  if (!Array.isArray(saved) || saved.length !== 2) {
    throw new UserError('A saved agent says which spaces it was made for; this one does not.');
  }
  const [observations, actions] = saved.map((json) => spaceFromJSON(json as Record<string, unknown>));
  return { singleObservationSpace: observations!, singleActionSpace: actions! };
}
