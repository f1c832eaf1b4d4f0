// Spreads large kernel calls over threads. A call is cut into ranges of rows, columns, images or elements, each computed
// in the way it would be computed in one piece, so results do not depend on the number of threads.
import { type KernelCall, type Kernels, repeatOneByOne } from './kernels.js';
import type { ThreadTeam } from './thread-team.js';
import { CONVOLUTIONS, convolutionCuts, pieceWorkspace } from './threaded-conv.js';
import { ELEMENTS, elementCuts } from './threaded-elements.js';
import { PRODUCTS, productCuts } from './threaded-products.js';
import { type Cut, LEAST } from './threaded-ranges.js';

/** Names of the kernels that threads run: the number of a kernel is its place here. */
export const THREADED_KERNELS = [...ELEMENTS, ...PRODUCTS, ...CONVOLUTIONS];

/** What spreads calls needs of a team. */
export type Sharing = Pick<ThreadTeam, 'size' | 'share'>;

type Kernel = (...args: number[]) => number;

/** `base` with its large calls spread over the threads of `team`. */
export function threadedKernels(base: Kernels, team: Sharing, least = LEAST[base.backend]): Kernels {
  const cuts: Record<string, Cut> = {
    ...elementCuts(team.size, least),
    ...productCuts(base, team.size, least),
    ...convolutionCuts(base, team.size, least),
  };
  const table = base as unknown as Record<string, Kernel>;
  const spread: Record<string, Kernel> = {};
  for (const [name, cut] of Object.entries(cuts)) {
    const own = table[name]!;
    spread[name] = (...args) => {
      const work = cut.work(...args);
      if (work === 0) return own(...args);
      team.share(name, work, args, own, cut.pieces);
      return 0;
    };
  }
  const kernels: Kernels = {
    ...base,
    ...spread,
    // Each piece has a workspace of its own.
    convWorkspace: (...sizes) => team.size * pieceWorkspace(base, sizes),
  };
  const isLarge = ([name, args]: KernelCall) => cuts[name] !== undefined && cuts[name].work(...args) > 0;
  return { ...kernels, repeat: (calls) => repeatBetween(isLarge, kernels, base, calls) };
}

/** Repeats large calls by `kernels`, and those between them as `base` repeats them. */
function repeatBetween(
  isLarge: (call: KernelCall) => boolean,
  kernels: Kernels,
  base: Kernels,
  calls: readonly KernelCall[],
): () => void {
  const steps: (() => void)[] = [];
  for (let from = 0, to = 0; from < calls.length; from = to) {
    const large = isLarge(calls[from]!);
    while (to < calls.length && isLarge(calls[to]!) === large) to++;
    const part = calls.slice(from, to);
    steps.push(!large && base.repeat ? base.repeat(part) : repeatOneByOne(large ? kernels : base, part));
  }
  return () => {
    for (let i = 0; i < steps.length; i++) steps[i]!();
  };
}
