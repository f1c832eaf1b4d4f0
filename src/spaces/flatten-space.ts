// The space of flattened values.
import { Box } from './box.js';
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
  if (!(space instanceof OneOf)) return [() => 0, () => 1];
  const parts = (space as OneOf).spaces.map(flattenSpace);
  const least = Math.min(...parts.map(({ low }) => low.reduce((a, b) => Math.min(a, b))));
  const most = Math.max(...parts.map(({ high }) => high.reduce((a, b) => Math.max(a, b))));
  return [(i) => (i === 0 ? 0 : least), (i) => (i === 0 ? parts.length - 1 : most)];
}
