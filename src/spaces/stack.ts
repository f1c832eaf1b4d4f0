// Several values of a space as one: numbers in one flat array, parts of Dict and Tuple each for itself.
import { Box } from './box.js';
import { Dict } from './dict.js';
import { Discrete } from './discrete.js';
import { allocatePacked } from './dtypes.js';
import { MultiBinary } from './multi-binary.js';
import { MultiDiscrete } from './multi-discrete.js';
import { isNumeric } from './packing.js';
import type { Space } from './space.js';
import { Tuple } from './tuple.js';

/** Values one after the other, as Gymnasium's `concatenate`; values that are no numbers stay a list. */
export function stack(space: Space, values: readonly unknown[]): unknown {
  if (space instanceof Dict) {
    const { spaces } = space as Dict;
    const parts = space.keys.map((key) => [
      key,
      stack(
        spaces[key]!,
        values.map((value) => (value as Record<string, unknown>)[key]),
      ),
    ]);
    return Object.fromEntries(parts);
  }
  if (space instanceof Tuple) {
    const parts = space.spaces as readonly Space[];
    return parts.map((part, i) =>
      stack(
        part,
        values.map((value) => (value as unknown[])[i]),
      ),
    );
  }
  if (!isNumbers(space)) return [...values];
  const { packedSize, packedType } = space;
  const out = allocatePacked(packedType, packedSize * values.length);
  for (const [i, value] of values.entries()) space.pack(value, out, i * packedSize);
  return out;
}

/** The values that were stacked; undefined when this is no stack of such values. */
export function unstack(space: Space, stacked: unknown): unknown[] | undefined {
  if (space instanceof Dict) {
    const parts = Object(stacked) as Record<string, unknown>;
    const { keys } = space as Dict;
    if (Object.keys(parts).length !== keys.length) return undefined;
    const columns = keys.map((key) => unstack(space.spaces[key], parts[key]));
    return rows(columns, (values) => Object.fromEntries(keys.map((key, i) => [key, values[i]])));
  }
  if (space instanceof Tuple) {
    const parts = space.spaces as readonly Space[];
    if (!Array.isArray(stacked) || stacked.length !== parts.length) return undefined;
    return rows(
      parts.map((part, i) => unstack(part, stacked[i])),
      (values) => values,
    );
  }
  if (!isNumbers(space)) return Array.isArray(stacked) ? stacked : undefined;
  const { length } = Object(stacked) as { length?: unknown };
  if (typeof length !== 'number' || length % space.packedSize !== 0) return undefined;
  if (length > 0 && !isNumeric(stacked, length)) return undefined;
  const numbers = Array.from(stacked as ArrayLike<number>);
  if (space instanceof Discrete) return numbers;
  return Array.from({ length: length / space.packedSize }, (_, i) =>
    numbers.slice(i * space.packedSize, (i + 1) * space.packedSize),
  );
}

/** Whether stacked values are numbers in one array. */
function isNumbers(space: Space): boolean {
  return [Box, Discrete, MultiBinary, MultiDiscrete].some((kind) => space instanceof kind);
}

function rows(
  columns: readonly (unknown[] | undefined)[],
  join: (values: unknown[]) => unknown,
): unknown[] | undefined {
  const count = columns[0]?.length;
  if (count === undefined || columns.some((column) => column?.length !== count)) return undefined;
  return Array.from({ length: count }, (_, i) => join(columns.map((column) => column![i])));
}
