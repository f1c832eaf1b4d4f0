// Whose code a run folder may run: the user's who started the run. Opening somebody else's folder runs nothing.
import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import * as fs from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import * as z from 'zod';
import { UserError } from '../io/errors.js';
import { ensureFolder, writeFileAtomic } from '../io/files.js';
import { readJson } from '../io/json-file.js';
import { moduleFile } from './modules.js';

/** Beside config.json, and not in it: equal runs of different users have equal configurations. */
const SIGNATURE = 'imports.json';
const KEY = 'key';
const KEY_BYTES = 32;

const signatureSchema = z.strictObject({ signature: z.string().regex(/^[0-9a-f]{64}$/) });

export interface TrustOptions {
  /** Trust the folder whoever made it. Default false. */
  allow?: boolean;
}

/**
 * The modules of a run that may be imported: all, or an error.
 *
 * @param folder The run's folder; names of files are relative to it.
 * @throws {UserError} for modules that are neither files nor packages, and for any module of a run that this user did
 * not start, unless `allow` is given.
 */
export function trustedImports(
  folder: string,
  modules: readonly string[],
  { allow = false }: TrustOptions = {},
): readonly string[] {
  const places = modules.map((name) => placeOf(name, folder));
  if (modules.length === 0 || allow || isSigned(folder, places)) return modules;
  throw new UserError(
    `'${folder}' is not a run that you started on this machine, and it wants to run code: ${places.join(', ')}. ` +
      'Read that code first. If you trust it, give --allow-imports (in a program: allowImports: true).',
  );
}

/**
 * Notes in the folder that this user wants these modules run: called when a run is started. The note is worth nothing
 * in the hands of others, nor for modules at other places.
 *
 * @returns false when the user's key cannot be kept anywhere; the user is then asked when the run is opened again.
 */
export function signImports(folder: string, modules: readonly string[]): boolean {
  if (modules.length === 0) return true;
  const key = ownKey(true);
  if (!key) return false;
  const signature = sign(
    key,
    modules.map((name) => placeOf(name, folder)),
  );
  writeFileAtomic(join(folder, SIGNATURE), `${JSON.stringify({ signature })}\n`);
  return true;
}

function isSigned(folder: string, places: readonly string[]): boolean {
  const file = join(folder, SIGNATURE);
  const key = ownKey(false);
  if (!key || !fs.existsSync(file)) return false;
  const { signature } = readJson(file, signatureSchema);
  return timingSafeEqual(Buffer.from(signature, 'hex'), Buffer.from(sign(key, places), 'hex'));
}

function sign(key: string, places: readonly string[]): string {
  return createHmac('sha256', key).update(JSON.stringify(places)).digest('hex');
}

/** Where the code lies: the file itself behind all links, or the name of a package. */
function placeOf(name: string, folder: string): string {
  const file = moduleFile(name, folder);
  if (file === undefined) return name;
  return fs.existsSync(file) ? fs.realpathSync(file) : file;
}

/** A random key that only this user can read, made when it is first wanted. */
function ownKey(make: boolean): string | undefined {
  const folder = stateFolder();
  const path = join(folder, KEY);
  try {
    if (make && !fs.existsSync(path)) {
      ensureFolder(folder);
      fs.writeFileSync(path, randomBytes(KEY_BYTES).toString('hex'), { flag: 'wx', mode: 0o600 });
    }
  } catch {
    // Another process made it just now, or there is no place for it: reading tells.
  }
  try {
    const key = fs.readFileSync(path, 'utf8');
    return key.length === 2 * KEY_BYTES ? key : undefined;
  } catch {
    return undefined;
  }
}

/** Where programs of this user keep what is worth keeping (XDG base directories; local application data on Windows). */
function stateFolder(): string {
  const { XDG_STATE_HOME, LOCALAPPDATA } = process.env;
  return join(XDG_STATE_HOME || LOCALAPPDATA || join(homedir(), '.local', 'state'), 'trainyard');
}
