// Modules of the user: how a run names them, and how they are imported.
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, isAbsolute, join, relative, resolve, sep } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { UserError } from '../io/errors.js';

const PATH = /^(\.{0,2}[/\\]|[A-Za-z]:[/\\]|\.{1,2}$)|^[^@][^:]*\.[cm]?[jt]sx?$/;
const SCHEME = /^[a-z][a-z\d+.-]+:/i;

/**
 * The file a module name stands for, or `undefined` for a package.
 *
 * @param base Folder that relative paths start from.
 * @throws {UserError} for anything else than a file or a package: code inside a URL, code from the network.
 */
export function moduleFile(name: string, base: string): string | undefined {
  if (name.startsWith('file:')) return fileURLToPath(name);
  if (PATH.test(name)) return resolve(base, name);
  if (!SCHEME.test(name)) return undefined;
  throw new UserError(`Cannot import '${name.slice(0, 60)}': only files and packages can be imported.`);
}

/** How a run in `folder` names a module given relative to the current folder: files relative to the run, so that both can move. */
export function moduleOfRun(name: string, folder: string): string {
  const file = moduleFile(name, '.');
  return file === undefined ? name : pathOfRun(file, folder);
}

/** How a run in `folder` names a path given relative to the current folder. */
export function pathOfRun(path: string, folder: string): string {
  const found = relative(resolve(folder), resolve(path));
  // On another drive of Windows there is no relative path.
  return isAbsolute(found) ? found : asRelative(found);
}

/** A module of a run, named from the current folder. */
export function moduleFromHere(name: string, folder: string): string {
  const file = moduleFile(name, folder);
  return file === undefined ? name : pathOfRun(file, '.');
}

function asRelative(path: string): string {
  const slashes = path.split(sep).join('/');
  return slashes.startsWith('../') ? slashes : `./${slashes}`;
}

/**
 * Imports modules, files relative to `base`.
 *
 * @returns what a thread of ours imports to get the same modules: URLs and package names.
 * @throws {UserError} when one is not there, needs a loader, or throws.
 */
export async function importModules(names: readonly string[], base = '.'): Promise<string[]> {
  const specifiers: string[] = [];
  for (const name of names) specifiers.push(await importModule(name, base));
  return specifiers;
}

async function importModule(name: string, base: string): Promise<string> {
  const file = moduleFile(name, base);
  if (file !== undefined && !existsSync(file)) {
    const moved = base === '.' ? '' : ' This run needs it: put it back, or name its new place with --import.';
    throw new UserError(`Cannot import '${name}': there is no file '${file}'.${moved}`);
  }
  const specifier = file === undefined ? packageSpecifier(name) : pathToFileURL(file).href;
  try {
    await import(/* @vite-ignore */ specifier);
  } catch (cause) {
    throw new UserError(`Cannot import '${name}': ${explain(cause, file)}`, { cause });
  }
  return specifier;
}

/** A package of the user's project comes first, wherever trainyard itself is installed. */
function packageSpecifier(name: string): string {
  try {
    return pathToFileURL(createRequire(join(resolve('.'), 'x.js')).resolve(name)).href;
  } catch {
    return name;
  }
}

function explain(cause: unknown, file: string | undefined): string {
  const { code, message } = cause as NodeJS.ErrnoException;
  if (code === 'ERR_UNKNOWN_FILE_EXTENSION' && /\.[cm]?tsx?$/.test(file ?? '')) {
    return (
      `Node ${process.versions.node} does not read TypeScript by itself. Install a loader ('npm install tsx') and put ` +
      `NODE_OPTIONS='--import tsx' before the command, compile the module, or use Node 22.18 or newer.`
    );
  }
  if (code === 'ERR_MODULE_NOT_FOUND' && file === undefined) {
    return `there is no such package in '${dirname(resolve('x'))}'. Install it, or give a path such as ./module.js.`;
  }
  return String(message ?? cause);
}
