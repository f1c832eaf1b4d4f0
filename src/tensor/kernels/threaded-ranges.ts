// How calls are cut into pieces for threads.
import type { Kernels } from './kernels.js';

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

/** Calls of less than this stay with the calling thread. */
export interface Least {
  /** Multiply-adds of a product. */
  product: number;
  /** Elements of kernels that go through memory and compute a little. */
  elements: number;
}

/** What two idle threads begin to gain something with, measured: 10 to 20 µs of work. */
export const LEAST: Record<Kernels['backend'], Least> = {
  wasm: { product: 400_000, elements: 32_768 },
  'wasm-fma': { product: 400_000, elements: 32_768 },
  native: { product: 1_500_000, elements: 131_072 },
  reference: { product: Number.POSITIVE_INFINITY, elements: Number.POSITIVE_INFINITY },
};

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
