// Several snapshots inside one: each under its own name.
import type { Snapshot, TypedArray } from './agent.js';

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
export function splitSnapshot({ meta, arrays }: Snapshot): {
  meta: Record<string, unknown>;
  parts: Record<string, Snapshot>;
} {
  const { parts: metas, ...own } = meta as { parts: Record<string, Record<string, unknown>> };
  const parts: Record<string, Snapshot> = {};
  for (const [part, partMeta] of Object.entries(metas)) parts[part] = { meta: partMeta, arrays: {} };
  for (const [name, array] of Object.entries(arrays)) {
    const slash = name.indexOf('/');
    parts[name.slice(0, slash)]!.arrays[name.slice(slash + 1)] = array;
  }
  return { meta: own, parts };
}
