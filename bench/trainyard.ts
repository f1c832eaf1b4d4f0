// Trainyard's side of the engine benchmark, one process per backend: answers the same requests as pytorch.py.

import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { backend } from '../src/tensor/index.js';
import type { Placement } from './cases.js';
import { startClock } from './clock.js';
import { kernelTimes } from './kernel-times.js';
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

function answer(request: { command: string; seconds: number } & Prepare): unknown {
  switch (request.command) {
    case 'about':
      return { version: backend() };
    case 'prepare': {
      iteration = builders[request.kind](request.sizes as never, read(request));
      const checks = Array.from({ length: request.iterations }, (_, i) => {
        iteration.step(i);
        return iteration.observe();
      });
      return { checks };
    }
    case 'kernels':
      return { kernels: kernelTimes(iteration.step, request.seconds) };
    default:
      return { microseconds: measure(iteration.step, request.seconds) };
  }
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

/** Mean microseconds of an iteration; the clock is read once per block of about a millisecond. */
function measure(step: (i: number) => void, seconds: number): number {
  const clock = startClock();
  const start = performance.now();
  let [now, count, block] = [start, 0, 1];
  while (now - start < seconds * 1000) {
    for (const end = count + block; count < end; count++) step(count);
    const before = now;
    now = performance.now();
    if (now - before < 1) block *= 2;
  }
  return (clock() / count) * 1000;
}

for await (const line of createInterface({ input: process.stdin })) {
  let reply: unknown;
  try {
    reply = answer(JSON.parse(line));
  } catch (error) {
    reply = { error: error instanceof Error ? error.message : String(error) };
  }
  process.stdout.write(`${JSON.stringify(reply)}\n`);
}
