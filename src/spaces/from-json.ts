// Makes spaces from the JSON that their `toJSON` wrote.
import { describe } from '../io/describe.js';
import { Box } from './box.js';
import { Dict } from './dict.js';
import { Discrete } from './discrete.js';
import type { PackedType } from './dtypes.js';
import { type FeatureSpace, Graph } from './graph.js';
import { MultiBinary } from './multi-binary.js';
import { MultiDiscrete, type Nested } from './multi-discrete.js';
import { OneOf } from './one-of.js';
import { Sequence } from './sequence.js';
import type { Space } from './space.js';
import { Text } from './text.js';
import { Tuple } from './tuple.js';

type Json = Record<string, unknown>;

const READERS: Record<string, (json: Json) => Space> = {
  Box: ({ low, high, shape, dtype }) => {
    if (!Array.isArray(shape)) throw new TypeError(`A Box needs a shape of positive integers, got ${shape}.`);
    return new Box({ low: bound(low), high: bound(high), shape, dtype: dtype as PackedType }) as Space;
  },
  Discrete: ({ n, start }) => new Discrete(n as number, { start: start as number }),
  MultiDiscrete: ({ nvec, start, dtype }) =>
    new MultiDiscrete(nvec as Nested, {
      start: start as Nested | undefined,
      dtype: dtype as PackedType | undefined,
    }) as Space,
  MultiBinary: ({ shape }) => {
    if (!Array.isArray(shape))
      throw new TypeError(`A MultiBinary needs a shape of positive integers, got ${shape}.`);
    return new MultiBinary(shape);
  },
  Text: ({ minLength, maxLength, charset }) =>
    new Text(maxLength as number, { minLength: minLength as number, charset: charset as string }),
  Sequence: ({ space, stack }) =>
    new Sequence(spaceFromJSON(space as Json), { stack: stack as boolean }) as Space,
  Graph: ({ nodeSpace, edgeSpace, maxNodes, maxEdges }) =>
    new Graph({
      maxNodes: maxNodes as number,
      maxEdges: maxEdges as number,
      nodeSpace: spaceFromJSON(nodeSpace as Json) as FeatureSpace,
      edgeSpace: edgeSpace === null ? null : (spaceFromJSON(edgeSpace as Json) as FeatureSpace),
    }) as Space,
  OneOf: ({ spaces }) => {
    if (!Array.isArray(spaces)) throw wrongParts('OneOf', 'a list', spaces);
    return new OneOf(spaces.map(spaceFromJSON));
  },
  Tuple: ({ spaces }) => {
    if (!Array.isArray(spaces)) throw wrongParts('Tuple', 'a list', spaces);
    return new Tuple(spaces.map(spaceFromJSON));
  },
  Dict: ({ spaces }) => {
    if (typeof spaces !== 'object' || spaces === null) throw wrongParts('Dict', 'an object', spaces);
    const parts = Object.entries(spaces).map(([key, json]) => [key, spaceFromJSON(json)]);
    return new Dict(Object.fromEntries(parts));
  },
};

/** @throws TypeError, RangeError when the JSON is none that a space wrote. */
export function spaceFromJSON(json: Record<string, unknown>): Space {
  if (typeof json !== 'object' || json === null) {
    throw new TypeError(`A space in JSON is an object with a kind, got ${describe(json)}.`);
  }
  const kind = String(json.kind);
  if (!Object.hasOwn(READERS, kind)) {
    throw new TypeError(`Unknown kind of space "${kind}"; known are ${Object.keys(READERS).join(', ')}.`);
  }
  return READERS[kind]!(json);
}

function wrongParts(kind: string, wanted: string, spaces: unknown): TypeError {
  return new TypeError(`"spaces" of a ${kind} in JSON must be ${wanted}, got ${describe(spaces)}.`);
}

function bound(value: unknown): number | number[] {
  return Array.isArray(value) ? value.map(Number) : Number(value);
}
