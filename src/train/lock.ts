// One process per run folder: a lock that a killed process cannot leave closed, and that two cannot both take.
import { createHash, randomUUID } from 'node:crypto';
import * as fs from 'node:fs';
import { hostname } from 'node:os';
import { basename, dirname, join } from 'node:path';
import * as z from 'zod';
import { parseJson } from '../io/check.js';
import { UserError } from '../io/errors.js';
import { explained, partialPath, writeFully } from '../io/files.js';

const holderSchema = z.strictObject({
  pid: z
    .number()
    .int()
    .min(1)
    .max(2 ** 31),
  host: z.string().max(1000),
  /** When the process began, in the words of the system: process ids are used again. Where it is not known, empty. */
  started: z.string().max(1000),
  /** Tells apart what the same process takes one after the other. */
  id: z.string().max(100),
});

type Holder = z.output<typeof holderSchema>;

/** How often a lock that is just changing hands is looked at again. */
const ATTEMPTS = 100;
const PAUSE_MS = 20;

/**
 * Takes the lock, or throws when a living process, this one included, holds it. Returns the function that gives it
 * back.
 *
 * The file comes into being whole and only where there is none. One that a dead process left is replaced by whoever
 * takes the lock on replacing it, a file beside it, so that of several processes started together one gets in.
 *
 * @throws {UserError} when another process trains in this folder, or the file cannot be written.
 */
export function lock(path: string): () => void {
  const mine = JSON.stringify(thisProcess());
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const holder = take(path, mine);
    if (holder === 'taken') {
      removeClaims(path);
      return () => release(path, mine);
    }
    if (holder !== 'changing') throw inUse(holder, path);
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, PAUSE_MS);
  }
  throw new UserError(`The lock '${path}' keeps changing hands. Try again.`, { kind: 'failure' });
}

/** Takes the lock if nobody alive holds it; tells who does. */
function take(path: string, mine: string): Holder | 'taken' | 'changing' {
  if (createWhole(path, mine)) return 'taken';
  const content = contentOf(path);
  if (content === undefined) return 'changing';
  const holder = holderOf(content, path);
  if (holder && isAlive(holder)) return holder;
  // Only who holds the claim on this very content may remove it: it cannot be that of a new holder by then.
  const claim = `${path}.${createHash('sha256').update(content).digest('hex').slice(0, 12)}`;
  if (take(claim, mine) !== 'taken') return 'changing';
  try {
    if (contentOf(path) === content) fs.rmSync(path, { force: true });
    return createWhole(path, mine) ? 'taken' : 'changing';
  } finally {
    release(claim, mine);
  }
}

/** Creates the file with its content in one step; false when there is one already. */
function createWhole(path: string, content: string): boolean {
  const temporary = `${partialPath(path)}-${randomUUID()}`;
  return explained(path, 'write', () => {
    try {
      writeNew(temporary, content);
      fs.linkSync(temporary, path);
      return true;
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      // Gone again: who holds the lock tidies the folder up.
      if (code === 'EEXIST' || (code === 'ENOENT' && fs.existsSync(dirname(path)))) return false;
      if (code === 'EPERM' || code === 'ENOTSUP' || code === 'ENOSYS') return createInPlace(path, content);
      throw error;
    } finally {
      fs.rmSync(temporary, { force: true });
    }
  });
}

/** For file systems without links: as exclusive, but whole only a moment later. */
function createInPlace(path: string, content: string): boolean {
  try {
    writeNew(path, content);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

/** All of a file that was not there, or none. Not flushed: a lock means nothing once the machine was off. */
function writeNew(path: string, content: string): void {
  const file = fs.openSync(path, 'wx');
  try {
    writeFully(file, Buffer.from(content));
  } catch (error) {
    fs.rmSync(path, { force: true });
    throw error;
  } finally {
    fs.closeSync(file);
  }
}

function contentOf(path: string): string | undefined {
  try {
    return fs.readFileSync(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

/** A lock that is not whole names nobody: no living process of ours leaves one. */
function holderOf(content: string, path: string): Holder | undefined {
  try {
    return parseJson(content, path, holderSchema);
  } catch {
    return undefined;
  }
}

function release(path: string, mine: string): void {
  if (contentOf(path) === mine) fs.rmSync(path, { force: true });
}

/** Claims whose makers died while they replaced a lock; none of them is on the lock there is now. */
function removeClaims(path: string): void {
  const folder = dirname(path);
  for (const name of fs.readdirSync(folder)) {
    if (name.startsWith(`${basename(path)}.`)) fs.rmSync(join(folder, name), { force: true });
  }
}

function inUse({ pid, host }: Holder, path: string): UserError {
  const whose =
    host !== hostname()
      ? `Process ${pid} on the machine '${host}' trains in this folder, or died without a chance to say so. ` +
        `Stop it there and resume; if it is gone, delete '${path}'.`
      : pid === process.pid
        ? 'This process is training in this folder already.'
        : `Process ${pid} is training in this folder. Wait for it, or stop it with 'kill ${pid}' and resume.`;
  return new UserError(whose, { kind: 'failure' });
}

function thisProcess(): Holder {
  return { pid: process.pid, host: hostname(), started: startOf(process.pid) ?? '', id: randomUUID() };
}

/** Whether that very process still runs; of another machine's nothing is known, so it counts as running. */
function isAlive({ pid, host, started }: Holder): boolean {
  if (host !== hostname()) return true;
  try {
    process.kill(pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') return false;
  }
  const now = startOf(pid);
  return now === undefined || started === '' || now === started;
}

/** The boot and the clock tick at which a process began; `undefined` where the system does not tell, or it is gone. */
function startOf(pid: number): string | undefined {
  try {
    // After the name in brackets, which may hold anything: the state is the first field, the start the twentieth.
    const stat = fs.readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    if (fields[0] === 'Z') return 'ended';
    return `${fs.readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()} ${fields[19]}`;
  } catch {
    return undefined;
  }
}
