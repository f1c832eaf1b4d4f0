// One process per run folder: a lock that a killed process cannot leave closed.
import * as fs from 'node:fs';
import { UserError } from '../io/errors.js';
import { explained } from '../io/files.js';

/**
 * Takes the lock, or throws when a living process holds it. Returns the function that gives it back.
 *
 * @throws {UserError} when another process trains in this folder.
 */
export function lock(path: string): () => void {
  const holder = fs.existsSync(path) ? Number(fs.readFileSync(path, 'utf8')) : undefined;
  if (holder !== undefined && holder !== process.pid && isAlive(holder)) {
    throw new UserError(
      `Process ${holder} is training in this folder. Wait for it, or stop it with 'kill ${holder}' and resume. ` +
        `If that is another program by now, delete '${path}'.`,
      { kind: 'failure' },
    );
  }
  explained(path, 'write', () => fs.writeFileSync(path, String(process.pid)));
  return () => fs.rmSync(path, { force: true });
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
