// Files that are either whole or not there: atomic writes, durable folders, and readable errors.
import * as fs from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { show } from './describe.js';
import { UserError } from './errors.js';

/** Marks a file or folder that is still being written; one left behind belongs to a killed process. */
const PARTIAL = '.partial-';

/** `path` under its temporary name, in the same folder so that a rename is atomic. */
export function partialPath(path: string): string {
  return join(dirname(path), `${PARTIAL}${process.pid}-${basename(path)}`);
}

/** Whether that is the name of something half-written. */
export function isPartial(name: string): boolean {
  return name.startsWith(PARTIAL);
}

/** Removes what a killed process left half-written in `folder`. */
export function removePartials(folder: string): void {
  if (!fs.existsSync(folder)) return;
  for (const name of fs.readdirSync(folder)) {
    if (isPartial(name)) fs.rmSync(join(folder, name), { recursive: true, force: true });
  }
}

/**
 * Writes a file through a temporary sibling, fsync and rename: a reader, or a crash, sees the old file or the
 * new one, never a part.
 *
 * @param content the whole of it; a list: its parts, one after the other
 * @throws {UserError} when the folder is not writable or the disk is full; the old file is then untouched.
 */
export function writeFileAtomic(path: string, content: string | Uint8Array | readonly Uint8Array[]): void {
  requirePath(path);
  const temporary = partialPath(path);
  explained(path, 'write', () => {
    try {
      const whole = typeof content === 'string' ? Buffer.from(content) : content;
      writeFileSynced(temporary, whole instanceof Uint8Array ? [whole] : whole);
      fs.renameSync(temporary, path);
      syncFolder(dirname(path));
    } catch (error) {
      fs.rmSync(temporary, { force: true });
      throw error;
    }
  });
}

/** The rename would put a file in the place of a device or pipe. */
function requirePath(path: string): void {
  if (typeof path !== 'string' || path === '')
    throw new UserError(`The path of a file is needed, got ${show(path)}.`);
  const there = fs.statSync(path, { throwIfNoEntry: false });
  if (there && !there.isFile() && !there.isDirectory()) {
    throw new UserError(`Cannot write '${path}': it is a device or pipe, a file was expected.`);
  }
}

/** A string of V8 holds no more; a file of ours that is read at once is far smaller. */
const MAX_TEXT_BYTES = 2 ** 28;
/** The system and the hash take no more than 2 GiB at a time. */
const MAX_PIECE_BYTES = 2 ** 28;
/** Rows of metrics have some hundred characters. */
const MAX_LINE_LENGTH = 2 ** 20;

/** The whole file. @throws {UserError} when it cannot be read. */
export function readFile(path: string | URL): Buffer {
  return openForReading(path, (file, size) => {
    const bytes = Buffer.allocUnsafe(size);
    readFully(file, bytes);
    return bytes;
  });
}

/** The whole file as text. @throws {UserError} when it cannot be read, or is larger than any such file of ours. */
export function readText(path: string): string {
  const { size } = explained(path, 'read', () => fs.statSync(path));
  if (size <= MAX_TEXT_BYTES) return readFile(path).toString();
  throw new UserError(`'${path}' has ${size} bytes; such a file has at most ${MAX_TEXT_BYTES}.`, {
    kind: 'failure',
  });
}

/**
 * The lines of a text file, without their ends; one that is still being written, at the end, is left out.
 *
 * @param options.unfinished takes it too
 */
export function* readLines(path: string, { unfinished = false } = {}): Generator<string> {
  const file = explained(path, 'open', () => openRegular(path));
  try {
    const buffer = Buffer.allocUnsafe(2 ** 18);
    const decoder = new TextDecoder();
    let rest = '';
    for (;;) {
      const count = explained(path, 'read', () => fs.readSync(file, buffer));
      if (count === 0) {
        if (unfinished && rest !== '') yield rest;
        return;
      }
      const lines = (rest + decoder.decode(buffer.subarray(0, count), { stream: true })).split('\n');
      rest = lines.pop()!;
      if (rest.length > MAX_LINE_LENGTH) {
        throw new UserError(`'${path}' holds a line of more than ${MAX_LINE_LENGTH} characters.`, {
          kind: 'failure',
        });
      }
      yield* lines;
    }
  } finally {
    fs.closeSync(file);
  }
}

/** Opens the file for `action`, which gets its size, and closes it again. @throws {UserError} when it cannot be read. */
export function openForReading<T>(path: string | URL, action: (file: number, size: number) => T): T {
  return explained(String(path), 'read', () => {
    const file = openRegular(path);
    try {
      return action(file, fs.fstatSync(file).size);
    } finally {
      fs.closeSync(file);
    }
  });
}

/** A pipe or a device in the place of a file would keep its reader waiting for ever. */
function openRegular(path: string | URL): number {
  const stats = fs.statSync(path);
  if (!stats.isFile() && !stats.isDirectory()) {
    throw new UserError(`Cannot read '${path}': it is not a file.`, { kind: 'failure' });
  }
  return fs.openSync(path, 'r');
}

/** Fills `bytes` from `position` on (default: where the file is). @throws {UserError} when it ends before. */
export function readFully(file: number, bytes: Uint8Array, position?: number): void {
  let at = position ?? null;
  for (const piece of pieces(bytes)) {
    for (let done = 0; done < piece.length; ) {
      const count = fs.readSync(file, piece, done, piece.length - done, at);
      if (count === 0) throw new UserError('A file became shorter while it was read.', { kind: 'failure' });
      done += count;
      if (at !== null) at += count;
    }
  }
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

/** A single `write` may take less than it was given. */
export function writeFully(file: number, bytes: Uint8Array): void {
  for (const piece of pieces(bytes)) {
    for (let done = 0; done < piece.length; ) done += fs.writeSync(file, piece, done);
  }
}

/** Views that follow each other, none larger than a single call takes. */
export function* pieces(bytes: Uint8Array): Generator<Uint8Array> {
  for (let begin = 0; begin < bytes.length; begin += MAX_PIECE_BYTES) {
    yield bytes.subarray(begin, begin + MAX_PIECE_BYTES);
  }
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
  EIO: 'the disk or the terminal gives an error',
  ELOOP: 'its links run in a circle',
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
