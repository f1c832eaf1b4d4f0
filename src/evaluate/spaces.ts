// Whether two sides mean the same observations and actions.
import { UserError } from '../io/errors.js';
import { type Space, spaceDifference } from '../spaces/index.js';

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
