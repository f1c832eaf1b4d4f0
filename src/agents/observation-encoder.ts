// From packed observations to network inputs: one-hot for discrete parts, flat floats, bytes scaled to [0, 1].
import { Box, type PackedArray, type Space } from '../spaces/index.js';

export class ObservationEncoder {
  /** Network inputs per observation. */
  readonly size: number;
  private readonly packedSize: number;
  /** 1/255 for images (8-bit boxes), as Stable-Baselines3's `normalize_images`. */
  private readonly scale: number;
  private readonly plain: boolean;

  constructor(readonly space: Space) {
    this.size = space.flatdim;
    this.packedSize = space.packedSize;
    const isBox = space instanceof Box;
    this.scale = isBox && space.packedType === 'uint8' ? 1 / 255 : 1;
    this.plain = isBox;
  }

  /** Encodes packed row `row` of `from` into row `outRow` of `out`. */
  encode(from: PackedArray, row: number, out: Float32Array, outRow: number): void {
    const at = row * this.packedSize;
    const to = outRow * this.size;
    if (!this.plain) {
      this.space.flattenPacked(from, at, out, to);
      return;
    }
    for (let i = 0; i < this.size; i++) out[to + i] = from[at + i] * this.scale;
  }

  /** Encodes rows `0 … count - 1`. */
  encodeRows(from: PackedArray, count: number, out: Float32Array): void {
    for (let row = 0; row < count; row++) this.encode(from, row, out, row);
  }

  /** Encodes the given rows, in that order. */
  encodeIndices(from: PackedArray, indices: Int32Array, out: Float32Array): void {
    for (let i = 0; i < indices.length; i++) this.encode(from, indices[i], out, i);
  }
}
