// What spaces made of other spaces share: their sizes follow from those of their parts.
import type { PackedType } from './dtypes.js';
import { Space } from './space.js';

export interface Sizes {
  packedSize: number;
  packedType: PackedType;
  flatdim: number;
}

export abstract class MeasuredSpace<T> extends Space<T> {
  private sizes: Sizes | undefined;

  /** Called when a size is first asked for: a part of no fixed size throws then, and may still be looked at. */
  protected abstract measure(): Sizes;

  get packedSize(): number {
    return this.measured.packedSize;
  }

  get packedType(): PackedType {
    return this.measured.packedType;
  }

  get flatdim(): number {
    return this.measured.flatdim;
  }

  private get measured(): Sizes {
    this.sizes ??= this.measure();
    return this.sizes;
  }
}
