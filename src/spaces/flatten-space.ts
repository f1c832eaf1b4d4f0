// The space of flattened values.
import { Box } from './box.js';
import type { Space } from './space.js';
import { Text } from './text.js';

/**
 * The Box that holds what `space.flatten(value)` returns: bounds of boxes as they are, codes of characters, 0 and 1 for
 * everything else (Gymnasium's `flatten_space`, in float32 throughout).
 */
export function flattenSpace(space: Space): Box {
  const low: number[] = [];
  const high: number[] = [];
  for (const { space: part } of space.leaves()) {
    for (let i = 0; i < part.flatdim; i++) {
      low.push(part instanceof Box ? part.low[i]! : 0);
      high.push(part instanceof Box ? part.high[i]! : part instanceof Text ? part.characterList.length : 1);
    }
  }
  return new Box({ low, high });
}
