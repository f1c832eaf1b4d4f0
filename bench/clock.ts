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

/** Calls of `step(i)` a second; the clock is read once per block of about a millisecond. */
export function rate(step: (i: number) => void, seconds: number): number {
  const clock = startClock();
  const start = performance.now();
  let [now, count, block] = [start, 0, 1];
  while (now - start < seconds * 1000) {
    for (const end = count + block; count < end; count++) step(count);
    const before = now;
    now = performance.now();
    if (now - before < 1) block *= 2;
  }
  return count / (clock() / 1000);
}
