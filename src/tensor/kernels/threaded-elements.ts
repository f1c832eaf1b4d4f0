// Elementwise kernels, optimisers and kernels of independent rows, spread over threads by elements or rows.
import { type Cut, type Least, ranges } from './threaded-ranges.js';

/** Ranges of elements begin at multiples of this: whole vectors. */
const GRAIN = 48;

type Args = number[];
/** Elements from one unit of work to the next in a tensor. */
type Step = number | ((args: Args) => number);

/** Which argument counts the units, and how far each pointer moves per unit. */
interface Units {
  count: number;
  pointers: Record<number, Step>;
  /** Units that stay together. */
  grain: number;
  /** What a unit takes, in elements of a kernel that computes a little. */
  weight: Step;
}

const elements = (count: number, pointers: Units['pointers'], weight = 1): Units => ({
  count,
  pointers,
  grain: GRAIN,
  weight,
});
const rows = (count: number, pointers: Units['pointers'], weight: Step): Units => ({
  count,
  pointers,
  grain: 1,
  weight,
});
/** Of kernels that only read and write. */
const LIGHT = 1 / 4;

const arg =
  (i: number, factor = 1) =>
  (args: Args) =>
    args[i]! * factor;

/** By kernel; the numbers are positions in its argument list. */
const UNITS: Record<string, Units> = {
  unary: elements(3, { 1: 1, 2: 1 }),
  unaryGrad: elements(5, { 1: 1, 2: 1, 3: 1, 4: 1 }),
  binary: elements(6, { 1: arg(2), 3: arg(4), 5: 1 }),
  binaryGrad: elements(9, { 2: arg(3), 4: arg(5), 6: arg(7), 8: 1 }),
  activationGradInPlace: elements(3, { 1: 1, 2: 1 }),
  fill: elements(1, { 0: 1 }, LIGHT),
  copy: elements(2, { 0: 1, 1: 1 }, LIGHT),
  sgd: elements(3, { 0: 1, 1: 1, 2: 1 }),
  adam: elements(5, { 0: 1, 1: 1, 2: 1, 3: 1, 4: 1 }),
  rmsprop: elements(5, { 0: 1, 1: 1, 2: 1, 3: 1, 4: 1 }),
  adagrad: elements(3, { 0: 1, 1: 1, 2: 1 }),
  polyak: elements(2, { 0: 1, 1: 1 }, LIGHT),
  softmax: rows(2, { 0: arg(3), 1: arg(3) }, arg(3)),
  softmaxGrad: rows(3, { 0: arg(4), 1: arg(4), 2: arg(4) }, arg(4)),
  attentionSoftmaxGrad: rows(2, { 0: arg(3), 1: arg(3) }, arg(3)),
  lstmStep: rows(4, { 0: arg(5, 4), 1: arg(5), 2: arg(5), 3: arg(5) }, arg(5, 4)),
  // biome-ignore format: one line per kernel
  lstmStepGrad: rows(6, { 0: arg(7, 4), 1: arg(7), 2: arg(7), 3: arg(7), 4: arg(7), 5: arg(7, 4) }, arg(7, 4)),
};

const value = (step: Step, args: Args) => (typeof step === 'number' ? step : step(args));

/** The kernels that pieces call. */
export const ELEMENTS = Object.keys(UNITS);

export function elementCuts(threads: number, { elements: least }: Least): Record<string, Cut> {
  const cuts: Record<string, Cut> = {};
  for (const [kernel, { count, pointers, grain, weight }] of Object.entries(UNITS)) {
    const steps = Object.entries(pointers).map(([i, step]) => [Number(i), step] as const);
    const work = (...args: Args) => {
      const units = args[count]!;
      const total = units * value(weight, args);
      return total < least || units < threads * grain ? 0 : total;
    };
    const pieces = (...args: Args) =>
      ranges(args[count]!, grain, threads, work(...args), 2 * least).map(([from, to]) => {
        const part = args.slice();
        part[count] = to - from;
        // A pointer of 0 means that there is no such tensor.
        for (const [i, step] of steps) {
          if (args[i] !== 0) part[i] = args[i]! + from * value(step, args) * 4;
        }
        return { kernel, args: part };
      });
    cuts[kernel] = { work, pieces };
  }
  return cuts;
}
