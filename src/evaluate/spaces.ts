// Whether two sides mean the same observations and actions.
import { UserError } from '../io/errors.js';
import type { Space } from '../spaces/index.js';

export interface Spaces {
  readonly singleObservationSpace: Space;
  readonly singleActionSpace: Space;
}

/** @throws {UserError} that shows both spaces when observations or actions differ. */
export function requireSpaces(who: string, wanted: Spaces, where: string, found: Spaces): void {
  for (const [what, a, b] of [
    ['observations', wanted.singleObservationSpace, found.singleObservationSpace],
    ['actions', wanted.singleActionSpace, found.singleActionSpace],
  ] as const) {
    if (a === b || JSON.stringify(a.toJSON()) === JSON.stringify(b.toJSON())) continue;
    throw new UserError(`${who} was made for ${what} ${a}, ${where} has ${b}${bounds(a, b)}.`);
  }
}

/** Spaces that read alike differ in their bounds or start. */
function bounds(a: Space, b: Space): string {
  return String(a) === String(b) ? ' with other bounds' : '';
}
