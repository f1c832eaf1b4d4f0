// Where a workload's time goes: a clock around every kernel call of the engine.
import { pathToFileURL } from 'node:url';
import { startClock } from './clock.js';
import { root } from './paths.js';

export interface KernelTime {
  name: string;
  /** Calls, microseconds and floating-point operations (matrix products only) per iteration. */
  calls: number;
  microseconds: number;
  flops: number;
}

type Kernel = (...args: number[]) => unknown;

/** Multiply-adds, times two, of a call. */
const FLOPS: Record<string, (args: number[]) => number> = {
  gemm: ([, , m, n, k]) => 2 * m! * n! * k!,
  gemmBatched: ([, , batch, m, n, k]) => 2 * batch! * m! * n! * k!,
};

/** Repeats `step` for some seconds; answers the kernels by time, and the rest (tape, memory, JavaScript) as `other`. */
export async function kernelTimes(step: (i: number) => void, seconds: number): Promise<KernelTime[]> {
  // No public entry: the engine's table of kernels, wherever its build lies.
  const { kernels } = await import(pathToFileURL(`${root}dist/tensor/engine.js`).href);
  const table: Record<string, Kernel> = kernels;
  const originals = { ...table };
  const times = new Map<string, KernelTime>();
  const clock = clockCost();
  let calls = 0;
  for (const [name, kernel] of Object.entries(originals)) {
    if (typeof kernel !== 'function') continue;
    const entry = { name, calls: 0, microseconds: 0, flops: 0 };
    times.set(name, entry);
    table[name] = (...args) => {
      const start = performance.now();
      const result = kernel(...args);
      entry.microseconds += (performance.now() - start) * 1000 - clock;
      entry.flops += FLOPS[name]?.(args) ?? 0;
      entry.calls++;
      calls++;
      return result;
    };
  }
  step(0);
  for (const entry of times.values()) Object.assign(entry, { calls: 0, microseconds: 0, flops: 0 });
  calls = 0;
  let iterations = 0;
  const start = performance.now();
  const processor = startClock();
  while (performance.now() - start < seconds * 1000) step(iterations++);
  const busy = processor() / (performance.now() - start);
  const total = (performance.now() - start) * 1000 - 2 * clock * calls;
  Object.assign(table, originals);
  const used = [...times.values()].filter((entry) => entry.calls > 0);
  const inside = used.reduce((sum, entry) => sum + entry.microseconds, 0);
  used.push({ name: 'other', calls: 0, microseconds: total - inside, flops: 0 });
  for (const entry of used) {
    entry.calls /= iterations;
    entry.microseconds *= busy / iterations;
    entry.flops /= iterations;
  }
  return used.sort((a, b) => b.microseconds - a.microseconds);
}

/** Microseconds between two readings of the clock. */
function clockCost(): number {
  const readings = 10_000;
  const start = performance.now();
  for (let i = 0; i < readings; i++) performance.now();
  return ((performance.now() - start) / readings) * 1000;
}
