// Files that are either whole or not there: atomic writes, durable folders, and readable errors.
import * as fs from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { UserError } from './errors.js';

/** Marks a file or folder that is still being written; one left behind belongs to a killed process. */
const PARTIAL = '.partial-';

/** `path` under its temporary name, in the same folder so that a rename is atomic. */
export function partialPath(path: string): string {
  return join(dirname(path), `${PARTIAL}${process.pid}-${basename(path)}`);
}

/** Removes what a killed process left half-written in `folder`. */
export function removePartials(folder: string): void {
  if (!fs.existsSync(folder)) return;
  for (const name of fs.readdirSync(folder)) {
    if (name.startsWith(PARTIAL)) fs.rmSync(join(folder, name), { recursive: true, force: true });
  }
}

/**
 * Writes a file through a temporary sibling, fsync and rename: a reader, or a crash, sees the old file or the
 * new one, never a part.
 *
 * @throws {UserError} when the folder is not writable or the disk is full; the old file is then untouched.
 */
export function writeFileAtomic(path: string, content: string | Uint8Array): void {
  const temporary = partialPath(path);
  explained(path, 'write', () => {
    try {
      writeFileSynced(temporary, [typeof content === 'string' ? Buffer.from(content) : content]);
      fs.renameSync(temporary, path);
      syncFolder(dirname(path));
    } catch (error) {
      fs.rmSync(temporary, { force: true });
      throw error;
    }
  });
}

/** The whole file. @throws {UserError} when it cannot be read. */
export function readFile(path: string): Buffer {
  return explained(path, 'read', () => fs.readFileSync(path));
}

/** Writes the parts one after the other and waits until they are on the disk. */
export function writeFileSynced(path: string, parts: readonly Uint8Array[]): void {
  const file = fs.openSync(path, 'w');
  try {
    for (const part of parts) writeFully(file, part);
    fs.fsyncSync(file);
  } finally {
    fs.closeSync(file);
  }
}

/** A single `write` may take less than it was given (2 GiB at most on Linux). */
export function writeFully(file: number, bytes: Uint8Array): void {
  for (let done = 0; done < bytes.length; ) done += fs.writeSync(file, bytes, done);
}

/** Makes a rename or a new entry durable. Windows cannot open folders, and does not need it. */
export function syncFolder(folder: string): void {
  if (process.platform === 'win32') return;
  const handle = fs.openSync(folder, 'r');
  try {
    fs.fsyncSync(handle);
  } finally {
    fs.closeSync(handle);
  }
}

/** Creates a folder with its parents. @throws {UserError} when that is not possible. */
export function ensureFolder(path: string): void {
  explained(path, 'create', () => {
    try {
      fs.mkdirSync(path, { recursive: true });
    } catch (error) {
      // On a read-only file system Node reports that the folder does not exist; making it alone gives the reason.
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
      let missing = resolve(path);
      while (!fs.existsSync(dirname(missing))) missing = dirname(missing);
      fs.mkdirSync(missing);
      fs.mkdirSync(path, { recursive: true });
    }
  });
}

/** Runs `action`; an error of the file system leaves as a {@link UserError} in plain words. */
export function explained<T>(path: string, verb: string, action: () => T): T {
  try {
    return action();
  } catch (error) {
    throw explainFileError(error, path, verb);
  }
}

const reasons: Record<string, string> = {
  ENOSPC: 'the disk is full. Free some space and try again',
  EDQUOT: 'your disk quota is used up. Free some space and try again',
  EACCES: 'permission denied. Choose a folder you may write to, or change its permissions',
  EPERM: 'the operation is not permitted. Choose a folder you may write to',
  EROFS: 'the file system is read-only. Choose another folder',
  ENOENT: 'no such file or folder',
  ENOTDIR: 'a part of the path is a file, not a folder',
  EISDIR: 'it is a folder, a file was expected',
  EEXIST: 'something else is already there',
  EMFILE: 'too many files are open',
  ENAMETOOLONG: 'the name is too long',
};

/** Turns an error with an `errno` code into a {@link UserError}; anything else passes through unchanged. */
export function explainFileError(error: unknown, path: string, verb: string): unknown {
  const code = (error as NodeJS.ErrnoException | undefined)?.code;
  if (error instanceof UserError || code === undefined || !(code in reasons)) return error;
  return new UserError(`Cannot ${verb} '${path}': ${reasons[code]} (${code}).`, {
    kind: 'failure',
    cause: error,
  });
}
