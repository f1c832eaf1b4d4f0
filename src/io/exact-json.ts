// JSON that brings every number back: NaN, the infinities and -0 too, which plain JSON changes silently.
import { requirePlainJson } from './plain-json.js';

const KEY = '$number';
const NUMBERS: Record<string, number> = {
  NaN: Number.NaN,
  Infinity: Number.POSITIVE_INFINITY,
  '-Infinity': Number.NEGATIVE_INFINITY,
  '-0': -0,
};

/** @throws {TypeError} for values JSON would mangle (typed arrays, maps, functions, bigints). */
export function toExactJson(value: unknown, indent?: number): string {
  return JSON.stringify(
    value,
    (key, item) => {
      if (typeof item === 'number' && (!Number.isFinite(item) || Object.is(item, -0))) {
        return { [KEY]: Object.is(item, -0) ? '-0' : String(item) };
      }
      if (typeof item === 'object' && item !== null && !Array.isArray(item) && !isPlain(item)) {
        throw new TypeError(
          `'${key}' holds a ${item.constructor?.name}: state must be plain JSON or a named array`,
        );
      }
      return item;
    },
    indent,
  );
}

/** @throws {SyntaxError} for text that is not JSON, holds a key twice, or is nested too deeply. */
export function fromExactJson(text: string): unknown {
  const value: unknown = JSON.parse(text);
  requirePlainJson(text);
  return revive(value);
}

function revive(item: unknown): unknown {
  if (typeof item !== 'object' || item === null) return item;
  const name = (item as Record<string, unknown>)[KEY];
  if (typeof name === 'string' && Object.hasOwn(NUMBERS, name)) return NUMBERS[name];
  const content = item as Record<string, unknown>;
  for (const key of Object.keys(content)) content[key] = revive(content[key]);
  return item;
}

function isPlain(item: object): boolean {
  const prototype = Object.getPrototypeOf(item);
  return prototype === Object.prototype || prototype === null;
}
