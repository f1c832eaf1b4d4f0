// The value of a space that is nearest to nothing: zeros where its bounds allow them.
import { Box } from './box.js';
import { Dict } from './dict.js';
import { Discrete } from './discrete.js';
import { allocatePacked, type PackedType } from './dtypes.js';
import { Graph } from './graph.js';
import { MultiDiscrete } from './multi-discrete.js';
import { OneOf } from './one-of.js';
import { Sequence } from './sequence.js';
import type { Space } from './space.js';
import { stack } from './stack.js';
import { Text } from './text.js';
import { Tuple } from './tuple.js';

/**
 * Zeros, or the bound nearest to zero; the start of choices; the shortest text; the empty list (stacked: one value); a
 * graph of one node and one edge; the first of several spaces. As Gymnasium's `create_zero_array`.
 *
 * @example zeroOf(new Dict({ a: new Discrete(3, { start: 5 }), b: new Box({ low: 1, high: 2 }) })) // { a: 5, b: Float32Array [1] }
 */
export function zeroOf<T>(space: Space<T>): T {
  return zero(space) as T;
}

function zero(space: Space): unknown {
  if (space instanceof Box) {
    const { dtype, packedSize, low, high } = space as Box<PackedType>;
    const values = allocatePacked(dtype, packedSize);
    for (let i = 0; i < packedSize; i++) values[i] = Math.min(Math.max(0, low[i]!), high[i]!);
    return values;
  }
  if (space instanceof Discrete) return space.start;
  if (space instanceof MultiDiscrete) return space.unpack([...space.start], 0);
  if (space instanceof Text) return space.characters.slice(0, 1).repeat(space.minLength);
  if (space instanceof Sequence) return space.stack ? stack(space.space, [zero(space.space)]) : [];
  if (space instanceof Graph) {
    const { nodeSpace, edgeSpace } = space as Graph;
    const one = (features: Space) => stack(features, [zero(features)]);
    if (edgeSpace === null) return { nodes: one(nodeSpace), edges: null, edgeLinks: null };
    return { nodes: one(nodeSpace), edges: one(edgeSpace), edgeLinks: new Int32Array(2) };
  }
  if (space instanceof OneOf) return [0, zero(space.spaces[0])];
  if (space instanceof Tuple) return (space.spaces as readonly Space[]).map(zero);
  if (space instanceof Dict) {
    return Object.fromEntries(space.keys.map((key) => [key, zero(space.spaces[key])]));
  }
  return space.unpack(new Float64Array(space.packedSize), 0);
}
