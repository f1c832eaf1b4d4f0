// Number types of packed values and checks that the spaces share.
import type { PackedType } from './space.js';

/** The narrowest type for integers from `low` to `high`. */
export function integerType(low: number, high: number): PackedType {
  if (low >= 0 && high <= 255) return 'uint8';
  return low >= -2147483648 && high <= 2147483647 ? 'int32' : 'float64';
}

/** The narrowest type that holds values of both types exactly. */
export function commonType(a: PackedType, b: PackedType): PackedType {
  if (a === b || b === 'uint8') return a;
  return a === 'uint8' ? b : 'float64';
}

/** An array or typed array of exactly `length` numbers. */
export function isNumeric(value: unknown, length: number): value is ArrayLike<number> {
  if (Array.isArray(value)) return value.length === length && value.every((x) => typeof x === 'number');
  if (!ArrayBuffer.isView(value) || value instanceof DataView) return false;
  // The numbers of a typed array are all of one type, which may be bigint.
  const array = value as unknown as ArrayLike<unknown>;
  return array.length === length && typeof array[0] === 'number';
}

export function product(shape: readonly number[]): number {
  return shape.reduce((size, dim) => size * dim, 1);
}

/** @throws RangeError when a count or dimension is not a positive integer. */
export function requirePositive(what: string, values: readonly number[]): void {
  for (const value of values) {
    if (!Number.isSafeInteger(value) || value <= 0) {
      throw new RangeError(`${what} must be positive integers, got ${value}.`);
    }
  }
}
