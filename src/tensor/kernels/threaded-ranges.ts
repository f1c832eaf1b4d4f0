// How calls are cut into pieces for threads.

/** A kernel call that is part of a larger one. */
export interface Piece {
  kernel: string;
  args: number[];
}

/** How the calls of a kernel are cut. */
export interface Cut<Args extends number[] = number[]> {
  /** What a call takes, in a unit of the kernel's own; 0 where it is too small to be cut. */
  work(...args: Args): number;
  /** The pieces, after what all of them need has been computed. */
  pieces(...args: Args): Piece[];
}

/** Calls of fewer multiply-adds than this stay with the calling thread: 10 µs, about what sharing has to gain. */
export const MIN_PRODUCT = { wasm: 400_000, 'wasm-fma': 400_000, native: 1_200_000, reference: Infinity };

/** The same in elements, for kernels that go through memory. */
export const MIN_ELEMENTS = { wasm: 32_768, 'wasm-fma': 32_768, native: 65_536, reference: Infinity };

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
