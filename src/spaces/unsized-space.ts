// The base of spaces whose values differ in size, so that no fixed count of numbers holds one.
import { UserError } from '../io/errors.js';
import type { PackedType } from './dtypes.js';
import { type Leaf, Space } from './space.js';

/** Values can be sampled, checked and passed through environments and wrappers; all that packs them throws a UserError. */
export abstract class UnsizedSpace<T> extends Space<T> {
  override get hasFixedSize(): boolean {
    return false;
  }

  get packedSize(): number {
    return this.refuse();
  }

  get packedType(): PackedType {
    return this.refuse();
  }

  get flatdim(): number {
    return this.refuse();
  }

  pack(): void {
    this.refuse();
  }

  unpack(): T {
    return this.refuse();
  }

  flattenPacked(): void {
    this.refuse();
  }

  override leaves(): Leaf[] {
    return this.refuse();
  }

  private refuse(): never {
    throw new UserError(unsized(`Values of ${this} differ in size: they`));
  }
}

/** @throws UserError when values of a space differ in size. */
export function requireFixedSize(what: string, space: Space): void {
  if (!space.hasFixedSize) throw new UserError(unsized(`${what} of ${space} differ in size: they`));
}

function unsized(they: string): string {
  return (
    `${they} do not fit the rows of numbers that vector environments, agents and memories work with. Bring them to a ` +
    'fixed size with a wrapper, such as TransformObservation with another space; a Graph has one with maxNodes and maxEdges.'
  );
}
