// Where the time of a computation goes: a clock around every kernel call.
import { wrapKernels } from './engine.js';

export interface KernelTime {
  /** A kernel's name, or `other` for everything beside kernels: tape, memory, JavaScript. */
  name: string;
  calls: number;
  microseconds: number;
  /** Floating-point operations of matrix products; 0 for other kernels. */
  flops: number;
}

type Kernel = (...args: number[]) => unknown;

/** Multiply-adds, times two, of a call. */
const FLOPS: Record<string, (args: number[]) => number> = {
  gemm: ([, , m, n, k]) => 2 * m! * n! * k!,
  gemmBatched: ([, , batch, m, n, k]) => 2 * batch! * m! * n! * k!,
  linearGrad: ([m, n, k, , , , , , dw, , dx]) => 2 * m! * n! * k! * ((dw ? 1 : 0) + (dx ? 1 : 0)),
};

/**
 * Runs `fn` and tells which kernels it spent its time in, the longest first. The clock itself takes some tens of
 * nanoseconds per call, which are subtracted.
 *
 * @example
 * console.table(profileKernels(() => { for (let i = 0; i < 100; i++) step(); }));
 */
export function profileKernels(fn: () => void): KernelTime[] {
  const times = new Map<string, KernelTime>();
  const clock = clockCost();
  const timed = (name: string, kernel: Kernel) => {
    const entry = { name, calls: 0, microseconds: 0, flops: 0 };
    times.set(name, entry);
    return (...args: number[]) => {
      const start = performance.now();
      const answer = kernel(...args);
      entry.microseconds += (performance.now() - start) * 1000 - clock;
      entry.flops += FLOPS[name]?.(args) ?? 0;
      entry.calls++;
      return answer;
    };
  };
  const start = performance.now();
  wrapKernels(timed, fn);
  const total = (performance.now() - start) * 1000;
  const used = [...times.values()].filter(({ calls }) => calls > 0);
  const calls = used.reduce((sum, entry) => sum + entry.calls, 0);
  const inside = used.reduce((sum, entry) => sum + entry.microseconds, 0);
  used.push({ name: 'other', calls: 0, microseconds: total - inside - 2 * clock * calls, flops: 0 });
  return used.sort((a, b) => b.microseconds - a.microseconds);
}

/** Microseconds between two readings of the clock. */
function clockCost(): number {
  const readings = 10_000;
  const start = performance.now();
  for (let i = 0; i < readings; i++) performance.now();
  return ((performance.now() - start) / readings) * 1000;
}
