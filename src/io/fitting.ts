// Putting what a file holds to use: whatever fails then is the file's fault, and is said so.
import { UserError } from './errors.js';

/**
 * Runs `use`, which loads content of a file into objects that check no more of it than they need. Checksums and
 * schemas tell what a disk did to a file, not what somebody wrote into it.
 *
 * @param source What messages call the file.
 * @throws {UserError} with what went wrong; what was loaded by then is of no use.
 */
export function fitting<T>(source: string, use: () => T): T {
  try {
    return use();
  } catch (cause) {
    throw new UserError(
      `${source} does not fit: ${(cause as Error).message.replace(/\.$/, '')}. ` +
        'It was changed, or written by another version of trainyard or of your environment.',
      { kind: 'failure', cause },
    );
  }
}
