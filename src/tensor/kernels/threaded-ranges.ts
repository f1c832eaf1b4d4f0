// How a call is cut into pieces for threads.

/** Calls of fewer multiply-adds than this stay with the calling thread. */
export const MIN_PRODUCT = 400_000;

/** Pieces per thread at most: enough that whoever is late leaves something to the others. */
const MOST = 4;

/**
 * The ranges `[from, to]` that `units` are cut into, at multiples of `grain`: one per thread, or as many of `work / piece`
 * as there may be. None is empty.
 */
export function ranges(
  units: number,
  grain: number,
  threads: number,
  work: number,
  piece: number,
): [number, number][] {
  const count = threads * Math.max(1, Math.min(MOST, Math.floor(work / (piece * threads))));
  const cut = (i: number) => (i === count ? units : Math.floor((units * i) / count / grain) * grain);
  const parts: [number, number][] = [];
  for (let i = 0; i < count; i++) {
    const [from, to] = [cut(i), cut(i + 1)];
    if (from < to) parts.push([from, to]);
  }
  return parts;
}
