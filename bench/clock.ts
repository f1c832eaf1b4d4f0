// Time that a busy machine does not spoil: the wall clock, or the processor time of this process where that is less.

/** Starts to measure; the result tells the milliseconds since. */
export function startClock(): () => number {
  const wall = performance.now();
  const processor = process.cpuUsage();
  return () => {
    const { user, system } = process.cpuUsage(processor);
    return Math.min(performance.now() - wall, (user + system) / 1000);
  };
}
