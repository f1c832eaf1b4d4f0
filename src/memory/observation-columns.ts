// Observations as columns: every part of a Dict or Tuple in a column of its own and in its own dtype, images by frames.
import type { Box, Space } from '../spaces/index.js';
import type { Column, ColumnSpec } from './column.js';
import type { ColumnStore } from './column-store.js';
import { FrameStore } from './frame-store.js';

/** The leaves of a space in packed order, under the names of their columns: `observation`, `observation.goal`. */
function leavesOf(
  space: Space,
  name: string,
): { name: string; space: Space; offset: number; size: number }[] {
  return space
    .leaves()
    .map(({ path, ...leaf }) => ({ ...leaf, name: path === '' ? name : `${name}.${path}` }));
}

/** How the frames of an image lie: planes one after the other, or the values of a pixel side by side. */
export type Channels = 'first' | 'last';

/** Specifications of the columns of a space's values under each of the names, which share the frames of images. */
export function observationSpecs(
  space: Space,
  names: readonly string[],
  channels?: Channels,
): Record<string, ColumnSpec> {
  const specs: Record<string, ColumnSpec> = {};
  const stores = leavesOf(space, '').map((leaf) => framesOf(leaf.space, channels));
  for (const name of names) {
    for (const [i, leaf] of leavesOf(space, name).entries()) {
      specs[leaf.name] = { dtype: leaf.space.packedType, size: leaf.size, frames: stores[i] };
    }
  }
  return specs;
}

/** Images whose axes are known are stored by frames: colour planes, or the frames of a stack (four axes). */
function framesOf(space: Space, channels: Channels | undefined): ColumnSpec['frames'] {
  if (space.kind !== 'Box' || space.packedType !== 'uint8') return undefined;
  const { shape } = space as Box;
  const axis = shape.length === 4 ? 'first' : shape.length === 3 ? channels : undefined;
  if (!axis) return undefined;
  const count = axis === 'first' ? shape[0]! : shape.at(-1)!;
  return { count, axis, store: new FrameStore(space.packedType, space.packedSize / count) };
}

/** The columns of one observation in a store. */
export class ObservationColumns {
  private readonly offsets: readonly number[];
  readonly columns: readonly Column[];

  constructor(
    store: ColumnStore,
    readonly space: Space,
    name: string,
  ) {
    const leaves = leavesOf(space, name);
    this.offsets = leaves.map((leaf) => leaf.offset);
    this.columns = leaves.map((leaf) => store.column(leaf.name));
  }

  /** Writes `count` packed observations of `packed`, from its row `packedRow` on, to the rows from `row` on. */
  write(row: number, packed: ArrayLike<number>, packedRow = 0, count = 1): void {
    const stride = this.space.packedSize;
    for (let i = 0; i < this.columns.length; i++) {
      this.columns[i]!.write(row, packed, packedRow * stride + this.offsets[i]!, count, stride);
    }
  }
}
