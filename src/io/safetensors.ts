// The safetensors format: named arrays in one block of bytes, readable from Python, Rust and JavaScript.
import { UserError } from './errors.js';
import { requirePlainJson } from './plain-json.js';

export type TensorArray =
  | Float32Array
  | Float64Array
  | Int8Array
  | Int16Array
  | Int32Array
  | BigInt64Array
  | Uint8Array
  | Uint16Array
  | Uint32Array
  | BigUint64Array;

export interface NamedTensor {
  shape: readonly number[];
  data: TensorArray;
  /** `BOOL` marks a `Uint8Array` of 0 and 1; other types follow from the array. Reading always sets it. */
  dtype?: string;
}

export interface SafetensorsFile {
  tensors: Record<string, NamedTensor>;
  metadata: Record<string, string>;
  /** Each array has memory of its own that nobody else holds; absent: they may be views of what was read. */
  owned?: boolean;
}

interface Dtype {
  bytes: number;
  /** Makes the array from bytes that start at a multiple of `bytes`. */
  view(buffer: ArrayBuffer, offset: number, length: number): TensorArray;
}

const dtypes: Record<string, Dtype> = {
  F64: { bytes: 8, view: (b, o, n) => new Float64Array(b, o, n) },
  F32: { bytes: 4, view: (b, o, n) => new Float32Array(b, o, n) },
  F16: { bytes: 2, view: (b, o, n) => Float32Array.from(new Uint16Array(b, o, n), halfToFloat) },
  BF16: { bytes: 2, view: (b, o, n) => widenBfloat(new Uint16Array(b, o, n)) },
  I64: { bytes: 8, view: (b, o, n) => new BigInt64Array(b, o, n) },
  I32: { bytes: 4, view: (b, o, n) => new Int32Array(b, o, n) },
  I16: { bytes: 2, view: (b, o, n) => new Int16Array(b, o, n) },
  I8: { bytes: 1, view: (b, o, n) => new Int8Array(b, o, n) },
  U64: { bytes: 8, view: (b, o, n) => new BigUint64Array(b, o, n) },
  U32: { bytes: 4, view: (b, o, n) => new Uint32Array(b, o, n) },
  U16: { bytes: 2, view: (b, o, n) => new Uint16Array(b, o, n) },
  U8: { bytes: 1, view: (b, o, n) => new Uint8Array(b, o, n) },
  BOOL: { bytes: 1, view: (b, o, n) => new Uint8Array(b, o, n) },
};

/** The format's own limit on the header, a guard against hostile files. */
const MAX_HEADER_BYTES = 100_000_000;

/**
 * The file as pieces to be written one after the other: the header, then a view of each array's own memory
 * (nothing is copied). Larger element types come first, so that every array is aligned in the file.
 *
 * @throws {UserError} when a shape does not fit its data or a name is reserved.
 */
export function safetensorsParts(
  tensors: Record<string, NamedTensor>,
  metadata: Record<string, string> = {},
): Uint8Array[] {
  const entries = Object.entries(tensors).map(([name, tensor]) => {
    const count = tensor.shape.reduce((product, size) => product * size, 1);
    if (count !== tensor.data.length) {
      throw new UserError(
        `Tensor '${name}' has shape [${tensor.shape}] = ${count} elements, but its data holds ${tensor.data.length}.`,
      );
    }
    if (name === '__metadata__') throw new UserError(`'__metadata__' is reserved and cannot name a tensor.`);
    return { name, tensor, dtype: dtypeOf(name, tensor) };
  });
  entries.sort((a, b) => dtypes[b.dtype]!.bytes - dtypes[a.dtype]!.bytes || (a.name < b.name ? -1 : 1));

  // A Map, then `fromEntries`: a tensor may be called `__proto__` or `1`.
  const header = new Map<string, unknown>();
  if (Object.keys(metadata).length > 0) header.set('__metadata__', metadata);
  let offset = 0;
  for (const { name, tensor, dtype } of entries) {
    const end = offset + tensor.data.byteLength;
    header.set(name, { dtype, shape: [...tensor.shape], data_offsets: [offset, end] });
    offset = end;
  }
  const json = new TextEncoder().encode(JSON.stringify(Object.fromEntries(header)));
  const length = Math.ceil(json.length / 8) * 8;
  const head = new Uint8Array(8 + length).fill(0x20);
  new DataView(head.buffer).setBigUint64(0, BigInt(length), true);
  head.set(json, 8);
  return [head, ...entries.map(({ tensor }) => bytesOf(tensor.data))];
}

/** The whole file in one array; see {@link safetensorsParts}. */
export function writeSafetensors(
  tensors: Record<string, NamedTensor>,
  metadata?: Record<string, string>,
): Uint8Array {
  return joined(safetensorsParts(tensors, metadata));
}

/** An array of JavaScript holds no more bytes. */
const MAX_BYTES = 2 ** 32 - 1;

/** The parts of a file in one array. @throws {UserError} when no array holds so much. */
export function joined(parts: readonly Uint8Array[]): Uint8Array {
  const size = parts.reduce((sum, part) => sum + part.length, 0);
  if (size > MAX_BYTES) {
    throw new UserError(
      `${size} bytes do not fit into one array, which holds ${MAX_BYTES}; save to a file instead, or without the memory.`,
    );
  }
  const out = new Uint8Array(size);
  let offset = 0;
  for (const part of parts) {
    out.set(part, offset);
    offset += part.length;
  }
  return out;
}

/** Where a file keeps what: all that its header says, checked against the size of the whole. */
export interface SafetensorsLayout {
  metadata: Record<string, string>;
  /** Byte at which the data begins. */
  dataStart: number;
  /** In the order of the data; they follow each other without a gap. Offsets count from `dataStart`. */
  entries: { name: string; dtype: string; shape: number[]; begin: number; end: number }[];
}

/**
 * Reads a file. Arrays are views of `bytes` where alignment allows; half precision (`F16`, `BF16`) is widened to
 * float32. Everything is checked before any array is made.
 *
 * @param source Name of the file for error messages.
 * @throws {UserError} for anything that is not a complete, well-formed safetensors file.
 */
export function readSafetensors(bytes: Uint8Array, source = 'safetensors data'): SafetensorsFile {
  const { metadata, dataStart, entries } = readLayout(
    (begin, end) => bytes.subarray(begin, end),
    bytes.length,
    source,
  );
  const tensors: Record<string, NamedTensor> = {};
  for (const { name, dtype, shape, begin, end } of entries) {
    const data = arrayOf(dtype, bytes.subarray(dataStart + begin, dataStart + end));
    define(tensors, name, { dtype, shape, data });
  }
  return { tensors, metadata };
}

/**
 * The layout of a file of which only the header is read.
 *
 * @param read Gives the bytes from `begin` to `end`, both within the file.
 * @param size Bytes of the whole file.
 * @param source Name of the file for error messages.
 * @throws {UserError} for anything that is not the header of a complete, well-formed safetensors file.
 */
export function readLayout(
  read: (begin: number, end: number) => Uint8Array,
  size: number,
  source: string,
): SafetensorsLayout {
  const refuse = (why: string): never => {
    throw new UserError(`${source} is not a valid safetensors file: ${why}.`, { kind: 'failure' });
  };
  const { header, dataStart } = readHeader(read, size, refuse);
  const dataLength = size - dataStart;
  const metadata: Record<string, string> = {};
  const entries: SafetensorsLayout['entries'] = [];
  for (const [name, entry] of Object.entries(header)) {
    if (name === '__metadata__') {
      if (!isObject(entry)) refuse('__metadata__ is not an object');
      for (const [key, value] of Object.entries(entry as object)) {
        if (typeof value !== 'string') refuse(`metadata '${key}' is not a string`);
        define(metadata, key, value);
      }
    } else entries.push(readEntry(name, entry, refuse));
  }

  entries.sort((a, b) => a.begin - b.begin || a.end - b.end);
  let expected = 0;
  for (const { name, begin, end } of entries) {
    if (begin !== expected) {
      refuse(`the data of '${name}' starts at byte ${begin}, expected ${expected} (no gaps, no overlaps)`);
    }
    expected = end;
  }
  if (expected > dataLength) {
    refuse(`it is truncated: the header announces ${expected} bytes of data, ${dataLength} are there`);
  }
  if (expected < dataLength) refuse(`${dataLength - expected} bytes follow the last tensor`);

  return { metadata, dataStart, entries };
}

function readHeader(
  read: (begin: number, end: number) => Uint8Array,
  size: number,
  refuse: (why: string) => never,
) {
  if (size < 8) refuse(`it has ${size} bytes, the header length alone takes 8`);
  const first = read(0, 8);
  const length = new DataView(first.buffer, first.byteOffset, 8).getBigUint64(0, true);
  if (length > BigInt(MAX_HEADER_BYTES)) refuse(`it announces a header of ${length} bytes`);
  if (length > BigInt(size - 8)) {
    refuse(`it is truncated: a header of ${length} bytes is announced, ${size - 8} are there`);
  }
  const dataStart = 8 + Number(length);
  let header: unknown;
  try {
    // A copy: browsers do not decode shared memory.
    const text = new TextDecoder('utf-8', { fatal: true }).decode(new Uint8Array(read(8, dataStart)));
    header = JSON.parse(text);
    requirePlainJson(text);
  } catch (error) {
    refuse(`its header is not JSON (${(error as Error).message})`);
  }
  if (!isObject(header)) refuse('its header is not a JSON object');
  return { header: header as Record<string, unknown>, dataStart };
}

function readEntry(name: string, entry: unknown, refuse: (why: string) => never) {
  if (!isObject(entry)) refuse(`the entry '${name}' is not an object`);
  const { dtype, shape, data_offsets: offsets } = entry as Record<string, unknown>;
  if (typeof dtype !== 'string' || !Object.hasOwn(dtypes, dtype)) {
    refuse(
      `'${name}' has the element type ${JSON.stringify(dtype)}; known are ${Object.keys(dtypes).join(', ')}`,
    );
  }
  if (!isCounts(shape)) refuse(`the shape of '${name}' is not a list of non-negative integers`);
  if (!isCounts(offsets) || offsets.length !== 2 || offsets[0]! > offsets[1]!) {
    refuse(`the data_offsets of '${name}' are not [begin, end]`);
  }
  const dims = shape as number[];
  const [begin, end] = offsets as [number, number];
  const size = dims.reduce((product, dim) => product * dim, 1) * dtypes[dtype as string]!.bytes;
  if (size !== end - begin) {
    refuse(`'${name}' (${dtype} [${dims}]) needs ${size} bytes, its data_offsets span ${end - begin}`);
  }
  return { name, dtype: dtype as string, shape: dims, begin, end };
}

/** The array that `bytes` hold: a view of them where they are aligned, else of a copy. */
export function arrayOf(dtype: string, bytes: Uint8Array): TensorArray {
  const { bytes: width, view } = dtypes[dtype]!;
  const { buffer, byteOffset, length } = bytes;
  if (byteOffset % width === 0 && buffer instanceof ArrayBuffer)
    return view(buffer, byteOffset, length / width);
  // `slice` of a Node Buffer is a view, so the copy is made by hand.
  const copy = new Uint8Array(length);
  copy.set(bytes);
  return view(copy.buffer, 0, length / width);
}

function dtypeOf(name: string, { data, dtype }: NamedTensor): string {
  if (dtype === 'BOOL' && data instanceof Uint8Array) return dtype;
  if (data instanceof Float32Array) return 'F32';
  if (data instanceof Float64Array) return 'F64';
  if (data instanceof Int32Array) return 'I32';
  if (data instanceof Uint8Array) return 'U8';
  if (data instanceof Uint32Array) return 'U32';
  if (data instanceof BigInt64Array) return 'I64';
  if (data instanceof BigUint64Array) return 'U64';
  if (data instanceof Int16Array) return 'I16';
  if (data instanceof Uint16Array) return 'U16';
  if (data instanceof Int8Array) return 'I8';
  throw new UserError(
    `Tensor '${name}' must hold a typed array, got ${Object.prototype.toString.call(data)}.`,
  );
}

function bytesOf(data: TensorArray): Uint8Array {
  return new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
}

function isObject(value: unknown): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isCounts(value: unknown): value is number[] {
  return Array.isArray(value) && value.every((item) => Number.isSafeInteger(item) && item >= 0);
}

/** Sets a key that may be called `__proto__`. */
export function define<T>(target: Record<string, T>, key: string, value: T): void {
  Object.defineProperty(target, key, { value, enumerable: true, configurable: true, writable: true });
}

/** IEEE 754 binary16 bits to a number. */
function halfToFloat(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 0x1f;
  const fraction = bits & 0x3ff;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  if (exponent === 31) return fraction === 0 ? sign * Infinity : Number.NaN;
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}

/** bfloat16 is the upper half of a float32. */
function widenBfloat(bits: Uint16Array): Float32Array {
  return new Float32Array(Uint32Array.from(bits, (value) => value << 16).buffer);
}
