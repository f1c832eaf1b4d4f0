// From packed observations to network inputs: one-hot for discrete parts, flat floats, image bytes and codes of
// characters scaled to [0, 1].
import type { Column } from '../../memory/index.js';
import { Box, isImage, type PackedArray, type Space, Text } from '../../spaces/index.js';
import { reserveBytes, scaleBytes } from '../../tensor/index.js';

/** How one part of an observation becomes inputs. */
interface Leaf {
  path: string;
  space: Space;
  /** Numbers packed, and where in a packed observation; inputs, and where among all inputs. */
  offset: number;
  inputs: number;
  inputOffset: number;
  /** Boxes and texts pass as they are, times this. */
  plain: boolean;
  scale: number;
}

export class ObservationEncoder {
  /** Network inputs per observation. */
  readonly size: number;
  private readonly leaves: readonly Leaf[];

  constructor(readonly space: Space) {
    this.size = space.flatdim;
    let inputOffset = 0;
    this.leaves = space.leaves().map(({ path, space: part, offset }) => {
      const plain = part instanceof Box || part instanceof Text;
      const inputs = part.flatdim;
      inputOffset += inputs;
      if (isImage(part)) reserveBytes(inputs);
      const scale = isImage(part) ? 1 / 255 : part instanceof Text ? 1 / part.characterList.length : 1;
      return { path, space: part, offset, inputs, inputOffset: inputOffset - inputs, plain, scale };
    });
  }

  /** Encodes packed rows `0 … count - 1`. */
  encodeRows(from: PackedArray, count: number, out: Float32Array): void {
    const { packedSize } = this.space;
    const [first] = this.leaves;
    if (this.leaves.length === 1 && first!.plain) {
      const { scale } = first!;
      if (from instanceof Uint8Array) {
        for (let i = 0; i < count * packedSize; i += packedSize)
          scaleBytes(from, i, packedSize, scale, out, i);
        return;
      }
      for (let i = 0; i < count * packedSize; i++) out[i] = from[i]! * scale;
      return;
    }
    for (let row = 0; row < count; row++) {
      for (let l = 0; l < this.leaves.length; l++) {
        const leaf = this.leaves[l]!;
        encodeLeaf(leaf, from, row * packedSize + leaf.offset, out, row * this.size);
      }
    }
  }

  /** Encodes stored rows: the columns are those of the space's leaves, in order. */
  encodeColumns(columns: readonly Column[], rows: ArrayLike<number>, out: Float32Array): void {
    const [first] = this.leaves;
    // One box, as it is: nothing but copies.
    if (this.leaves.length === 1 && first!.plain && first!.scale === 1 && columns[0]!.gather) {
      columns[0]!.gather(rows, out);
      return;
    }
    for (let l = 0; l < this.leaves.length; l++) {
      const leaf = this.leaves[l]!;
      const column = columns[l]!;
      for (let i = 0; i < rows.length; i++) {
        const row = rows[i]!;
        encodeLeaf(leaf, column.source(row), column.offset(row), out, i * this.size);
      }
    }
  }

  /** Encodes row `row` of a column in the place of one part of observation `outRow`. */
  encodePart(path: string, column: Column, row: number, out: Float32Array, outRow: number): void {
    const leaf = this.leaves.find((each) => each.path === path);
    if (!leaf) throw new RangeError(`observations have no part "${path}"`);
    encodeLeaf(leaf, column.source(row), column.offset(row), out, outRow * this.size);
  }
}

function encodeLeaf(leaf: Leaf, from: ArrayLike<number>, at: number, out: Float32Array, to: number): void {
  const { inputs, scale } = leaf;
  to += leaf.inputOffset;
  if (leaf.plain && from instanceof Uint8Array) scaleBytes(from, at, inputs, scale, out, to);
  else if (leaf.plain) for (let i = 0; i < inputs; i++) out[to + i] = from[at + i]! * scale;
  else leaf.space.flattenPacked(from as PackedArray, at, out, to);
}
