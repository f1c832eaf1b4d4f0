// JSON that brings every number back: NaN, the infinities and -0 too, which plain JSON changes silently.

const KEY = '$number';

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

export function fromExactJson(text: string): unknown {
  return JSON.parse(text, (_key, item) =>
    typeof item === 'object' && item !== null && typeof item[KEY] === 'string' ? Number(item[KEY]) : item,
  );
}

function isPlain(item: object): boolean {
  const prototype = Object.getPrototypeOf(item);
  return prototype === Object.prototype || prototype === null;
}
