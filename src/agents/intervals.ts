// What happens every so many steps.

/** Whether a multiple of `interval` lies in (before, now]: also where steps jump over it. */
export function passed(interval: number, before: number, now: number): boolean {
  return Math.floor(now / interval) > Math.floor(before / interval);
}
