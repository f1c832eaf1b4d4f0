// Functions named by module and export, the only way to hand one to another thread.
import { pathToFileURL } from 'node:url';
import { UserError } from '../io/errors.js';
import { nearest } from '../io/nearest.js';

/** An exported function: `module` is a URL (e.g. `import.meta.url`), a path, or a package name. */
export interface ModuleRef {
  module: string | URL;
  /** Name of the export (default `default`). */
  export?: string;
}

/** The same reference as plain strings that any thread resolves alike; relative paths start at the current folder. */
export function portable({ module, export: name = 'default' }: ModuleRef): {
  module: string;
  export: string;
} {
  const text = String(module);
  const isPath = /^(\.{0,2}[/\\]|[A-Za-z]:[/\\])/.test(text);
  return { module: isPath ? pathToFileURL(text).href : text, export: name };
}

/**
 * Imports the function.
 *
 * @throws {UserError} when the module cannot be imported or does not export a function of that name.
 */
export async function importFunction<F>(ref: ModuleRef): Promise<F> {
  const { module, export: name } = portable(ref);
  let exports: Record<string, unknown>;
  try {
    exports = await import(/* @vite-ignore */ String(module));
  } catch (cause) {
    throw new UserError(`Cannot import ${module} in a worker: ${(cause as Error).message}`, { cause });
  }
  const value = exports[name];
  if (typeof value === 'function') return value as F;
  const functions = Object.keys(exports).filter((key) => typeof exports[key] === 'function');
  const near = nearest(name, functions);
  throw new UserError(
    `${module} exports no function "${name}"; ` +
      (near.length > 0
        ? `did you mean ${near.join(' or ')}?`
        : `it exports ${functions.join(', ') || 'none'}.`),
  );
}

/**
 * Where the compiled entry of a worker lies, given its name relative to the module at `base`. Run from TypeScript
 * sources (tests, `tsx`), that is the build: a plain thread of Node 20 does not read TypeScript.
 */
export function workerEntry(name: string, base: string): URL {
  const url = new URL(name, base);
  if (base.endsWith('.ts')) url.pathname = url.pathname.replace(/\/src\/(?!.*\/src\/)/, '/dist/');
  return url;
}
