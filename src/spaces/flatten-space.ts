// The space of flattened values.
import { Box } from './box.js';
import { type FeatureSpace, Graph } from './graph.js';
import { OneOf } from './one-of.js';
import type { Space } from './space.js';
import { Text } from './text.js';

/**
 * The Box that holds what `space.flatten(value)` returns: bounds of boxes as they are, codes of characters, the place and
 * the widest bounds of OneOf, 0 and 1 for everything else (Gymnasium's `flatten_space`, in float32 throughout).
 */
export function flattenSpace(space: Space): Box {
  const low: number[] = [];
  const high: number[] = [];
  for (const { space: part } of space.leaves()) {
    const [least, most] = boundsOf(part);
    for (let i = 0; i < part.flatdim; i++) {
      low.push(least(i));
      high.push(most(i));
    }
  }
  return new Box({ low, high });
}

/** The bounds of each flat number of a space without parts. */
function boundsOf(space: Space): [low: (i: number) => number, high: (i: number) => number] {
  if (space instanceof Box) return [(i) => space.low[i]!, (i) => space.high[i]!];
  if (space instanceof Text) return [() => 0, () => space.characterList.length];
  if (space instanceof Graph) return graphBounds(space as BoundedGraph);
  if (!(space instanceof OneOf)) return [() => 0, () => 1];
  const parts = (space as OneOf).spaces.map(flattenSpace);
  const least = Math.min(...parts.map(({ low }) => low.reduce((a, b) => Math.min(a, b))));
  const most = Math.max(...parts.map(({ high }) => high.reduce((a, b) => Math.max(a, b))));
  return [(i) => (i === 0 ? 0 : least), (i) => (i === 0 ? parts.length - 1 : most)];
}

type BoundedGraph = Graph<FeatureSpace, FeatureSpace | null>;

/** Counts, features of nodes and of edges (or zeros where there is none), links. */
function graphBounds({ bounds, nodeSpace, edgeSpace }: BoundedGraph): ReturnType<typeof boundsOf> {
  const { maxNodes, maxEdges } = bounds!;
  const nodes = maxNodes * nodeSpace.flatdim;
  const edges = edgeSpace === null ? 0 : maxEdges * edgeSpace.flatdim;
  const bound = (which: 0 | 1, nearest: (a: number, b: number) => number) => (i: number) => {
    if (i < 2) return which === 0 ? 0 : [maxNodes, maxEdges][i]!;
    if (i >= 2 + nodes + edges) return which === 0 ? 0 : maxNodes - 1;
    const features: Space = i < 2 + nodes ? nodeSpace : edgeSpace!;
    const place = (i < 2 + nodes ? i - 2 : i - 2 - nodes) % features.flatdim;
    return nearest(0, boundsOf(features)[which](place));
  };
  return [bound(0, Math.min), bound(1, Math.max)];
}
