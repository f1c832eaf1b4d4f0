// Spreads large kernel calls over threads. A call is cut into ranges of rows, columns, images or elements, each computed
// in the way it would be computed in one piece, so results do not depend on the number of threads.
import { type KernelCall, type Kernels, repeatOneByOne } from './kernels.js';
import type { Sharing } from './thread-team.js';
import { CONVOLUTIONS, threadedConvolutions } from './threaded-conv.js';
import { PRODUCTS, threadedProducts } from './threaded-products.js';
import { ranges } from './threaded-ranges.js';

/** Calls on fewer elements than this stay with the calling thread. */
const MIN_ELEMENTS = 32_768;
/** Ranges of elements begin at multiples of this: whole vectors. */
const GRAIN = 48;

type Args = number[];
/** Elements from one unit of work to the next in a tensor. */
type Step = number | ((args: Args) => number);

/** How a call is cut: which argument counts the units, and how far each pointer moves per unit. */
interface Cut {
  count: number;
  pointers: Record<number, Step>;
  /** Units that stay together. */
  grain: number;
  /** Elements per unit. */
  weight: Step;
}

const elements = (count: number, pointers: Cut['pointers']): Cut => ({
  count,
  pointers,
  grain: GRAIN,
  weight: 1,
});
const rows = (count: number, pointers: Cut['pointers'], weight: Step): Cut => ({
  count,
  pointers,
  grain: 1,
  weight,
});
const arg =
  (i: number, factor = 1) =>
  (args: Args) =>
    args[i]! * factor;

/** By kernel; the numbers are positions in its argument list. */
const CUTS: Record<string, Cut> = {
  unary: elements(3, { 1: 1, 2: 1 }),
  unaryGrad: elements(5, { 1: 1, 2: 1, 3: 1, 4: 1 }),
  binary: elements(6, { 1: arg(2), 3: arg(4), 5: 1 }),
  binaryGrad: elements(9, { 2: arg(3), 4: arg(5), 6: arg(7), 8: 1 }),
  activationGradInPlace: elements(3, { 1: 1, 2: 1 }),
  fill: elements(1, { 0: 1 }),
  copy: elements(2, { 0: 1, 1: 1 }),
  sgd: elements(3, { 0: 1, 1: 1, 2: 1 }),
  adam: elements(5, { 0: 1, 1: 1, 2: 1, 3: 1, 4: 1 }),
  rmsprop: elements(5, { 0: 1, 1: 1, 2: 1, 3: 1, 4: 1 }),
  adagrad: elements(3, { 0: 1, 1: 1, 2: 1 }),
  polyak: elements(2, { 0: 1, 1: 1 }),
  softmax: rows(2, { 0: arg(3), 1: arg(3) }, arg(3)),
  softmaxGrad: rows(3, { 0: arg(4), 1: arg(4), 2: arg(4) }, arg(4)),
  attentionSoftmaxGrad: rows(2, { 0: arg(3), 1: arg(3) }, arg(3)),
  lstmStep: rows(4, { 0: arg(5, 4), 1: arg(5), 2: arg(5), 3: arg(5) }, arg(5, 4)),
  // biome-ignore format: one line per kernel
  lstmStepGrad: rows(6, { 0: arg(7, 4), 1: arg(7), 2: arg(7), 3: arg(7), 4: arg(7), 5: arg(7, 4) }, arg(7, 4)),
};

const value = (step: Step, args: Args) => (typeof step === 'number' ? step : step(args));

/** Names of the kernels that threads run: the number of a kernel is its place here. */
export const THREADED_KERNELS = [...Object.keys(CUTS), ...PRODUCTS, ...CONVOLUTIONS];

type Kernel = (...args: number[]) => void;

/** `base` with its large calls spread over the threads of `team`. */
export function threadedKernels(base: Kernels, team: Sharing): Kernels {
  const table = base as unknown as Record<string, Kernel>;
  const threaded: Record<string, Kernel> = {};
  for (const [kernel, { count, pointers, grain, weight }] of Object.entries(CUTS)) {
    const own = table[kernel]!;
    const steps = Object.entries(pointers).map(([i, step]) => [Number(i), step] as const);
    threaded[kernel] = (...args) => {
      const units = args[count]!;
      const work = units * value(weight, args);
      if (work < MIN_ELEMENTS || units < team.size * grain || !team.open) return own(...args);
      const parts = ranges(units, grain, team.size, work, 2 * MIN_ELEMENTS);
      team.run(
        parts.map(([from, to]) => {
          const part = args.slice();
          part[count] = to - from;
          // A pointer of 0 means that there is no such tensor.
          for (const [i, step] of steps) {
            if (args[i] !== 0) part[i] = args[i]! + from * value(step, args) * 4;
          }
          return { kernel, args: part, work: to - from };
        }),
      );
    };
  }
  const simple = { ...base, ...threaded };
  const kernels: Kernels = {
    ...simple,
    ...threadedProducts(simple, team),
    ...threadedConvolutions(base, team),
  };
  const { repeat } = base;
  // Calls that are repeated are spread like others; when none is large enough, they are repeated as without threads.
  const repeatSpread: Kernels['repeat'] = (calls) =>
    sharesAny(calls, base, team.size) ? repeatOneByOne(kernels, calls) : repeat!(calls);
  return { ...kernels, repeat: repeat && repeatSpread };
}

/** Whether a team of `size` threads would share any of `calls`: tried without computing. */
function sharesAny(calls: readonly KernelCall[], base: Kernels, size: number): boolean {
  let shares = false;
  const run = () => {
    shares = true;
  };
  const idle = Object.fromEntries(Object.keys(base).map((name) => [name, () => 0])) as unknown as Kernels;
  const kernels = threadedKernels({ ...idle, repeat: undefined }, { size, open: true, run });
  repeatOneByOne(kernels, calls)();
  return shares;
}
