// Values in few words, for messages.

const SHOWN = 10;
/** Levels shown; a value may hold itself. */
const DEPTH = 4;

/** A value in one line, typed arrays as lists; long ones by their beginning and length. */
export function show(value: unknown): string {
  return showTo(DEPTH, value);
}

function showTo(depth: number, value: unknown): string {
  if (ArrayBuffer.isView(value) && !(value instanceof DataView)) return showList(value as never, String);
  if (typeof value === 'string') return JSON.stringify(value);
  if (typeof value !== 'object' || value === null) return String(value);
  if (depth === 0) return '…';
  if (Array.isArray(value)) return showList(value, (part) => showTo(depth - 1, part));
  const entries = Object.entries(value).slice(0, SHOWN);
  return `{${entries.map(([key, part]) => `${key}: ${showTo(depth - 1, part)}`).join(', ')}}`;
}

function showList(list: ArrayLike<unknown>, each: (value: unknown) => string): string {
  const first = Array.from({ length: Math.min(SHOWN, list.length) }, (_, i) => each(list[i]));
  return list.length <= SHOWN ? `[${first.join(', ')}]` : `[${first.join(', ')}, … ${list.length} in all]`;
}

/** What kind of value this is. */
export function describe(value: unknown): string {
  if (value instanceof Promise) return 'a Promise';
  if (ArrayBuffer.isView(value)) {
    return `${value.constructor.name} of length ${(value as unknown as ArrayLike<number>).length}`;
  }
  if (Array.isArray(value)) return `an array of length ${value.length}`;
  if (typeof value === 'object' && value !== null) {
    const keys = Object.keys(value);
    return keys.length > 0 ? `an object with keys ${keys.join(', ')}` : 'an empty object';
  }
  return show(value);
}
