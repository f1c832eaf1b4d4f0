// What saved state looks like everywhere: plain JSON beside named typed arrays, and several of them inside one.

export type TypedArray =
  | Float32Array
  | Float64Array
  | Int8Array
  | Int16Array
  | Int32Array
  | Uint8Array
  | Uint16Array
  | Uint32Array;

/** Whether an array that was read from a file is one of those: 64-bit integers are not. */
export function isTypedArray(data: ArrayBufferView): data is TypedArray {
  return !(data instanceof BigInt64Array || data instanceof BigUint64Array);
}

/** State of an object that goes on exactly: JSON, and arrays by name. Arrays may be views of live memory. */
export interface Snapshot {
  meta: Record<string, unknown>;
  arrays: Record<string, TypedArray>;
  /** Nobody else holds the arrays, as after reading a file: whoever loads them may keep them instead of copies. */
  owned?: boolean;
}

/** An object whose state can be taken and given back. */
export interface Stateful {
  saveState(): Snapshot;
  loadState(snapshot: Snapshot): void;
}

/** `meta` of the whole and the parts; arrays are named `part/array`. */
export function joinSnapshots(meta: Record<string, unknown>, parts: Record<string, Snapshot>): Snapshot {
  const arrays: Record<string, TypedArray> = {};
  const metas: Record<string, unknown> = {};
  for (const [part, snapshot] of Object.entries(parts)) {
    metas[part] = snapshot.meta;
    for (const [name, array] of Object.entries(snapshot.arrays)) arrays[`${part}/${name}`] = array;
  }
  return { meta: { ...meta, parts: metas }, arrays };
}

/** The inverse of `joinSnapshots`. */
export function splitSnapshot({ meta, arrays, owned }: Snapshot): {
  meta: Record<string, unknown>;
  parts: Record<string, Snapshot>;
} {
  const { parts: metas, ...own } = meta as { parts: Record<string, Record<string, unknown>> };
  const parts: Record<string, Snapshot> = {};
  for (const [part, partMeta] of Object.entries(metas)) parts[part] = { meta: partMeta, arrays: {}, owned };
  for (const [name, array] of Object.entries(arrays)) {
    const slash = name.indexOf('/');
    const part = parts[name.slice(0, slash)];
    if (part) part.arrays[name.slice(slash + 1)] = array;
  }
  return { meta: own, parts };
}
