// Makes spaces from the JSON that their `toJSON` wrote.
import { Box } from './box.js';
import { Dict } from './dict.js';
import { Discrete } from './discrete.js';
import type { PackedType } from './dtypes.js';
import { MultiBinary } from './multi-binary.js';
import { MultiDiscrete, type Nested } from './multi-discrete.js';
import type { Space } from './space.js';
import { Tuple } from './tuple.js';

type Json = Record<string, unknown>;

const READERS: Record<string, (json: Json) => Space> = {
  Box: ({ low, high, shape, dtype }) =>
    new Box({
      low: bound(low),
      high: bound(high),
      shape: shape as number[],
      dtype: dtype as PackedType,
    }) as Space,
  Discrete: ({ n, start }) => new Discrete(n as number, { start: start as number }),
  MultiDiscrete: ({ nvec, start, dtype }) =>
    new MultiDiscrete(nvec as Nested, {
      start: start as Nested | undefined,
      dtype: dtype as PackedType | undefined,
    }) as Space,
  MultiBinary: ({ shape }) => new MultiBinary(shape as number[]),
  Tuple: ({ spaces }) => new Tuple((spaces as Json[]).map(spaceFromJSON)),
  Dict: ({ spaces }) =>
    new Dict(
      Object.fromEntries(
        Object.entries(spaces as Json).map(([key, json]) => [key, spaceFromJSON(json as Json)]),
      ),
    ),
};

/** @throws TypeError when the JSON is of no known kind of space. */
export function spaceFromJSON(json: Record<string, unknown>): Space {
  const reader = READERS[String(json.kind)];
  if (!reader) {
    throw new TypeError(
      `Unknown kind of space "${json.kind}"; known are ${Object.keys(READERS).join(', ')}.`,
    );
  }
  return reader(json);
}

function bound(value: unknown): number | number[] {
  return Array.isArray(value) ? value.map(Number) : Number(value);
}
