// Options of a function: filled with their defaults; names nobody reads are an error, not silence.
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
  if (Object(options) !== options)
    throw new UserError(`${where} takes an object of options, got ${options}.`);
  // Every reset asks: no list is made of names that are all known.
  for (const name in options) {
    if (known.includes(name) || !Object.hasOwn(options, name)) continue;
    const near = nearest(name, known);
    const all = known.length > 0 ? `It knows ${known.join(', ')}.` : 'It takes none.';
    const hint = near.length > 0 ? `Did you mean ${near.join(' or ')}?` : all;
    throw new UserError(`${where} has no option '${name}'. ${hint}`);
  }
}

/**
 * The options given, over their defaults; `undefined` counts as not given.
 *
 * @param who what the options belong to, as messages name it
 * @param defaults every option there is; those without a default are `undefined` and may have any type
 * @throws {UserError} for an unknown name, as `requireKnown`; TypeError for something that is no object of options, and for
 *   a value of another type than its default.
 *
 * @example
 * const { lr } = withDefaults('SGD', options, { lr: 1e-3, momentum: 0 });
 */
export function withDefaults<D extends object>(
  who: string,
  given: { readonly [Name in keyof D]?: D[Name] },
  defaults: D,
): Readonly<D> {
  if (typeof given !== 'object' || given === null || isList(given)) {
    const [first] = Object.keys(defaults);
    throw new TypeError(`${who}: expected options such as { ${first}: … }, got ${shown(given)}.`);
  }
  let merged: D | undefined;
  // Every operation asks: what gives no options lists and copies nothing.
  for (const name in given) {
    if (!Object.hasOwn(defaults, name)) requireKnown(who, given, Object.keys(defaults));
    const value = given[name];
    if (value === undefined) continue;
    if (!fits(value, defaults[name])) {
      throw new TypeError(
        `${who}: option '${name}' must be a ${kind(defaults[name])} such as ${shown(defaults[name])}, got ${shown(value)}.`,
      );
    }
    merged ??= { ...defaults };
    merged[name] = value as D[typeof name];
  }
  return merged ?? defaults;
}

/** Whether a value may stand where `standard` does; null and objects may stand for numbers and strings (a pair, a rate of null). */
function fits(value: unknown, standard: unknown): boolean {
  if (standard === undefined || standard === null || typeof value === typeof standard) return true;
  return typeof value === 'object' && (typeof standard === 'number' || typeof standard === 'string');
}

function isList(value: object): boolean {
  return Array.isArray(value) || ArrayBuffer.isView(value);
}

function kind(value: unknown): string {
  return Array.isArray(value) ? 'list' : typeof value;
}

function shown(value: unknown): string {
  if (typeof value === 'function') return 'a function';
  if (typeof value === 'string') return `'${value}'`;
  if (typeof value !== 'object' || value === null) return String(value);
  if (isList(value)) return `[${String(value).slice(0, 40)}]`;
  const name = value.constructor?.name ?? 'Object';
  return name === 'Object' ? 'an object' : `a ${name}`;
}
