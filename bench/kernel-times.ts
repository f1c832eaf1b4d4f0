// Where a workload's time goes, per iteration.
import type { KernelTime } from 'trainyard';
import { startClock } from './clock.js';

export type { KernelTime } from 'trainyard';

/** Repeats `step` for some seconds; answers the kernels by time, and the rest (tape, memory, JavaScript) as `other`. */
export async function kernelTimes(step: (i: number) => void, seconds: number): Promise<KernelTime[]> {
  // An older build, which only runs against this one, has no profile.
  const { profileKernels } = await import('trainyard');
  step(0);
  let iterations = 0;
  let busy = 1;
  const times = profileKernels(() => {
    const start = performance.now();
    const processor = startClock();
    while (performance.now() - start < seconds * 1000) step(iterations++);
    busy = processor() / (performance.now() - start);
  });
  return times.map(({ name, calls, microseconds, flops }) => ({
    name,
    calls: calls / iterations,
    microseconds: (microseconds * busy) / iterations,
    flops: flops / iterations,
  }));
}
