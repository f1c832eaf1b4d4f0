// IDX files, the format of MNIST and its relatives: two zeros, the type, the number of dimensions, their sizes, the values.
import { show } from '../io/describe.js';
import { UserError } from '../io/errors.js';
import { bytesOfFile } from './bytes-of-file.js';

export type IdxData = Uint8Array | Int8Array | Int16Array | Int32Array | Float32Array | Float64Array;

/** Values and their shape, the first dimension being the items: a column of an {@link ArrayDataset}. */
export interface IdxArray {
  shape: readonly number[];
  data: IdxData;
}

interface IdxType {
  bytes: number;
  Array: new (length: number) => IdxData;
  read: (view: DataView, at: number) => number;
}

/** By code. Values are big-endian. */
const TYPES: Readonly<Record<number, IdxType>> = {
  8: { bytes: 1, Array: Uint8Array, read: (view, at) => view.getUint8(at) },
  9: { bytes: 1, Array: Int8Array, read: (view, at) => view.getInt8(at) },
  11: { bytes: 2, Array: Int16Array, read: (view, at) => view.getInt16(at) },
  12: { bytes: 4, Array: Int32Array, read: (view, at) => view.getInt32(at) },
  13: { bytes: 4, Array: Float32Array, read: (view, at) => view.getFloat32(at) },
  14: { bytes: 8, Array: Float64Array, read: (view, at) => view.getFloat64(at) },
};

/**
 * @param bytes a whole IDX file, unpacked
 * @param name how messages call it
 * @throws UserError when the bytes are not that, whole and no more.
 */
export function parseIdx(bytes: Uint8Array, name = 'idx'): IdxArray {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const type = bytes.length >= 4 && bytes[0] === 0 && bytes[1] === 0 ? TYPES[bytes[2]!] : undefined;
  const dimensions = bytes[3] ?? 0;
  const start = 4 + 4 * dimensions;
  if (!type || dimensions === 0 || bytes.length < start) {
    throw new UserError(
      `'${name}' is no IDX file: it should begin with 0, 0, a type of 8, 9, 11, 12, 13 or 14 and a number of dimensions, and ` +
        `begins with ${[...bytes.subarray(0, 4)].join(', ')}.`,
      { kind: 'failure' },
    );
  }
  const shape = Array.from({ length: dimensions }, (_, d) => view.getUint32(4 + 4 * d));
  const size = shape.reduce((product, length) => product * length, 1);
  if (bytes.length !== start + size * type.bytes) {
    throw new UserError(
      `'${name}' should hold ${size} values for its shape ${show(shape)}, ${start + size * type.bytes} bytes; it has ${bytes.length}.`,
      { kind: 'failure' },
    );
  }
  if (type.Array === Uint8Array) return { shape, data: Uint8Array.from(bytes.subarray(start)) };
  const data = new type.Array(size);
  for (let i = 0; i < size; i++) data[i] = type.read(view, start + i * type.bytes);
  return { shape, data };
}

/**
 * The same from a file, gzipped or not (Node only).
 *
 * @example
 * const images = await loadIdx('train-images-idx3-ubyte.gz');   // { shape: [60000, 28, 28], data: Uint8Array }
 */
export async function loadIdx(path: string): Promise<IdxArray> {
  return parseIdx(await bytesOfFile(path), path);
}
