// Writes a workload's weights and batches to one file that every contender reads.
import { writeFileSync } from 'node:fs';
import { Generator } from 'trainyard';
import type { TensorSpec, Workload } from './workloads.js';

/** Where a tensor lies in the file. */
export interface Placement {
  name: string;
  shape: number[];
  dtype: 'float32' | 'int32';
  /** In bytes. */
  offset: number;
}

/** Fills the tensors of `workload` from a fixed seed, writes them one after another, and tells where each is. */
export function writeCase(workload: Workload, file: string): Placement[] {
  const rng = new Generator(1);
  const layout: Placement[] = [];
  const parts: Uint8Array[] = [];
  let offset = 0;
  for (const spec of workload.tensors) {
    const values = fill(spec, rng);
    layout.push({
      name: spec.name,
      shape: spec.shape,
      dtype: values instanceof Int32Array ? 'int32' : 'float32',
      offset,
    });
    parts.push(new Uint8Array(values.buffer));
    offset += values.byteLength;
  }
  writeFileSync(file, Buffer.concat(parts));
  return layout;
}

function fill({ shape, fill }: TensorSpec, rng: Generator): Float32Array | Int32Array {
  const size = shape.reduce((a, b) => a * b, 1);
  switch (fill.kind) {
    case 'uniform':
      return Float32Array.from({ length: size }, () => rng.uniform(-fill.bound, fill.bound));
    case 'normal':
      return Float32Array.from({ length: size }, () => rng.standardNormal());
    case 'integers':
      return Int32Array.from({ length: size }, () => rng.integers(fill.below));
    case 'flags':
      return Float32Array.from({ length: size }, () => (rng.random() < fill.probability ? 1 : 0));
  }
}
