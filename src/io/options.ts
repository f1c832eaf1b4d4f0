// Options of a function: names nobody reads are an error, not silence.
import { UserError } from './errors.js';
import { nearest } from './nearest.js';

/**
 * Refuses names that are not in `known`, so that a slip of the pen does not leave a default in force.
 *
 * @param where What is called, for the message, e.g. `train()`.
 * @throws {UserError} that names the unknown option and the nearest known ones.
 *
 * @example requireKnown('evaluatePolicy()', options, ['episodes', 'seed']);
 */
export function requireKnown(where: string, options: object, known: readonly string[]): void {
  for (const name of Object.keys(options)) {
    if (known.includes(name)) continue;
    const near = nearest(name, known);
    const hint = near.length > 0 ? `Did you mean ${near.join(' or ')}?` : `It knows ${known.join(', ')}.`;
    throw new UserError(`${where} has no option '${name}'. ${hint}`);
  }
}
