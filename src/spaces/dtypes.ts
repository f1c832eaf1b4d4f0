// The number types of packed values: their arrays, their ranges, and which of them holds what.

export interface PackedArrays {
  float32: Float32Array;
  float64: Float64Array;
  int8: Int8Array;
  int16: Int16Array;
  int32: Int32Array;
  uint8: Uint8Array;
  uint16: Uint16Array;
  uint32: Uint32Array;
}

const ARRAY_TYPES = {
  float32: Float32Array,
  float64: Float64Array,
  int8: Int8Array,
  int16: Int16Array,
  int32: Int32Array,
  uint8: Uint8Array,
  uint16: Uint16Array,
  uint32: Uint32Array,
};

export type PackedType = keyof PackedArrays;
/** The typed array of a number type: `ArrayOf<'uint8'>` is `Uint8Array`. */
export type ArrayOf<D extends PackedType> = PackedArrays[D];
/** Storage of packed values: the narrowest type that holds every number of the space exactly. */
export type PackedArray = ArrayOf<PackedType>;
export type NumericArray = PackedArray | number[];

export const PACKED_TYPES = Object.keys(ARRAY_TYPES) as readonly PackedType[];

/** A zeroed array for `length` packed numbers. */
export function allocatePacked<D extends PackedType>(type: D, length: number): ArrayOf<D> {
  return new ARRAY_TYPES[type](length) as ArrayOf<D>;
}

/** The same in memory that threads share. */
export function allocateSharedPacked<D extends PackedType>(type: D, length: number): ArrayOf<D> {
  const Type: new (memory: SharedArrayBuffer) => PackedArray = ARRAY_TYPES[type];
  return new Type(new SharedArrayBuffer(length * ARRAY_TYPES[type].BYTES_PER_ELEMENT)) as ArrayOf<D>;
}

/** Whether an array is the typed array of `type`, and so holds nothing but its numbers. */
export function isArrayOf<D extends PackedType>(type: D, value: unknown): value is ArrayOf<D> {
  return value instanceof ARRAY_TYPES[type];
}

export function isIntegerType(type: PackedType): boolean {
  return !type.startsWith('float');
}

/** Smallest and largest number of a type; -Infinity and Infinity for floats. */
export function rangeOf(type: PackedType): { min: number; max: number } {
  if (!isIntegerType(type)) return { min: -Infinity, max: Infinity };
  const bits = 8 * ARRAY_TYPES[type].BYTES_PER_ELEMENT;
  return type.startsWith('u')
    ? { min: 0, max: 2 ** bits - 1 }
    : { min: -(2 ** (bits - 1)), max: 2 ** (bits - 1) - 1 };
}

/** Whether a type holds a number as it is. Floats hold all of them, rounded; integer types no fraction, no NaN. */
export function holds(type: PackedType, x: number): boolean {
  if (!isIntegerType(type)) return true;
  const { min, max } = rangeOf(type);
  return Number.isInteger(x) && x >= min && x <= max;
}

/** The narrowest type for integers from `low` to `high` that every part of the project stores. */
export function integerType(low: number, high: number): PackedType {
  if (low >= 0 && high <= 255) return 'uint8';
  return low >= -2147483648 && high <= 2147483647 ? 'int32' : 'float64';
}

/** The narrowest type that holds values of both types exactly. */
export function commonType(a: PackedType, b: PackedType): PackedType {
  if (a === b || includes(a, b)) return a;
  if (includes(b, a)) return b;
  const both = (['int16', 'int32', 'float32', 'float64'] as const).find(
    (c) => includes(c, a) && includes(c, b),
  );
  return both ?? 'float64';
}

/** Whether `outer` holds every number of `inner` exactly. */
function includes(outer: PackedType, inner: PackedType): boolean {
  if (outer === inner || outer === 'float64') return true;
  if (outer === 'float32') return /^u?int(8|16)$/.test(inner);
  if (!isIntegerType(inner)) return false;
  const [a, b] = [rangeOf(outer), rangeOf(inner)];
  return a.min <= b.min && a.max >= b.max;
}

/** @throws TypeError when there is no such number type. */
export function requireDtype(what: string, dtype: unknown): void {
  if (PACKED_TYPES.includes(dtype as PackedType)) return;
  const hint = /^u?int64$/.test(String(dtype))
    ? ': JavaScript numbers hold integers up to 2^53 only; float64 does too, int32 suffices for most'
    : '';
  throw new TypeError(`${what} must be one of ${PACKED_TYPES.join(', ')}, got ${String(dtype)}${hint}.`);
}
