// Checks of numbers and shapes that the spaces share.

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

/** Numbers that one value may have; spaces of 2 GB a value are a slip of the pen, and would end in an empty memory. */
const MAX_SIZE = 2 ** 28;

/** How many elements a shape has. @throws RangeError when its dimensions are no positive integers, or it has too many. */
export function sizeOf(what: string, shape: readonly number[]): number {
  requirePositive(`dimensions of ${what}`, shape);
  const size = product(shape);
  if (size > MAX_SIZE) {
    throw new RangeError(
      `${what} of shape [${shape.join(', ')}] has ${size} elements, more than the ${MAX_SIZE} that a space may have.`,
    );
  }
  return size;
}

/** @throws RangeError when a count or dimension is not a positive integer, or there is none. */
export function requirePositive(what: string, values: ArrayLike<number>): void {
  if (!(values?.length > 0)) throw new RangeError(`${what} must be positive integers, got none.`);
  for (let i = 0; i < values.length; i++) {
    if (!Number.isSafeInteger(values[i]) || values[i]! <= 0) {
      throw new RangeError(`${what} must be positive integers, got ${String(values[i])}.`);
    }
  }
}
