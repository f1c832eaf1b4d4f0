// Trainyard's side of the engine benchmark, one process per backend: answers the same requests as pytorch.py.

import { readFileSync } from 'node:fs';
import { backend } from 'trainyard';
import type { Placement } from './cases.js';
import { rate } from './clock.js';
import { kernelTimes } from './kernel-times.js';
import { serve } from './serve.js';
import { builders, type Iteration } from './trainyard-workloads.js';
import type { Workload, WorkloadKind } from './workloads.js';

export type Data = Record<string, Float32Array | Int32Array>;

interface Prepare {
  kind: WorkloadKind;
  sizes: Workload['sizes'];
  file: string;
  layout: Placement[];
  iterations: number;
}

let iteration: Iteration = { step() {}, observe: () => 0 };

function prepare(request: Prepare): unknown {
  iteration = builders[request.kind](request.sizes as never, read(request));
  const checks = Array.from({ length: request.iterations }, (_, i) => {
    iteration.step(i);
    return iteration.observe();
  });
  return { checks };
}

function read({ file, layout }: Prepare): Data {
  const { buffer, byteOffset } = readFileSync(file);
  return Object.fromEntries(
    layout.map(({ name, shape, dtype, offset }) => {
      const size = shape.reduce((a, b) => a * b, 1);
      const bytes = buffer.slice(byteOffset + offset, byteOffset + offset + 4 * size);
      return [name, dtype === 'int32' ? new Int32Array(bytes) : new Float32Array(bytes)];
    }),
  );
}

await serve({
  about: () => ({ version: backend() }),
  prepare,
  run: ({ seconds }: { seconds: number }) => ({ microseconds: 1e6 / rate(iteration.step, seconds) }),
  kernels: async ({ seconds }: { seconds: number }) => ({
    kernels: await kernelTimes(iteration.step, seconds),
  }),
});
