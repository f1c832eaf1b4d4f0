// Arithmetic, comparisons and losses of pairs of values, in plain TypeScript.
import type { BinaryKernels } from '../array-kernels.js';
import { Binary } from '../assembly/codes.js';
import type { MemoryViews } from './memory.js';
import { walk } from './strided.js';

type Function2 = (a: number, b: number, p: number) => number;

const sigmoid = (x: number) => 1 / (1 + Math.exp(-x));

const FUNCTIONS: Record<Binary, Function2> = {
  [Binary.add]: (a, b) => a + b,
  [Binary.sub]: (a, b) => a - b,
  [Binary.mul]: (a, b) => a * b,
  [Binary.div]: (a, b) => a / b,
  [Binary.pow]: (a, b) => a ** b,
  [Binary.maximum]: (a, b) => Math.max(a, b),
  [Binary.minimum]: (a, b) => Math.min(a, b),
  [Binary.eq]: (a, b) => Number(a === b),
  [Binary.ne]: (a, b) => Number(a !== b),
  [Binary.lt]: (a, b) => Number(a < b),
  [Binary.le]: (a, b) => Number(a <= b),
  [Binary.gt]: (a, b) => Number(a > b),
  [Binary.ge]: (a, b) => Number(a >= b),
  [Binary.mse]: (a, b) => (a - b) ** 2,
  [Binary.l1]: (a, b) => Math.abs(a - b),
  [Binary.smoothL1]: (a, b, beta) => {
    const d = Math.abs(a - b);
    return d < beta ? (0.5 * d * d) / beta : d - 0.5 * beta;
  },
  [Binary.huber]: (a, b, delta) => {
    const d = Math.abs(a - b);
    return d <= delta ? 0.5 * d * d : delta * (d - 0.5 * delta);
  },
  [Binary.bceWithLogits]: (a, b) => Math.max(a, 0) - a * b + Math.log1p(Math.exp(-Math.abs(a))),
  [Binary.klDiv]: (a, b) => (b > 0 ? b * (Math.log(b) - a) : 0),
};

const zero = () => 0;
/** Equal values share the gradient. */
const share = (wins: boolean, ties: boolean) => (wins ? 1 : ties ? 0.5 : 0);
const clip = (d: number, limit: number) => Math.min(Math.max(d, -limit), limit);

/** ∂/∂a and ∂/∂b. */
const SLOPES: Record<Binary, [Function2, Function2]> = {
  [Binary.add]: [() => 1, () => 1],
  [Binary.sub]: [() => 1, () => -1],
  [Binary.mul]: [(_, b) => b, (a) => a],
  [Binary.div]: [(_, b) => 1 / b, (a, b) => -a / (b * b)],
  [Binary.pow]: [
    (a, b) => (b === 0 ? 0 : b * a ** (b - 1)),
    (a, b) => (a === 0 && b >= 0 ? 0 : a ** b * Math.log(a)),
  ],
  [Binary.maximum]: [(a, b) => share(a > b, a === b), (a, b) => share(b > a, a === b)],
  [Binary.minimum]: [(a, b) => share(a < b, a === b), (a, b) => share(b < a, a === b)],
  [Binary.eq]: [zero, zero],
  [Binary.ne]: [zero, zero],
  [Binary.lt]: [zero, zero],
  [Binary.le]: [zero, zero],
  [Binary.gt]: [zero, zero],
  [Binary.ge]: [zero, zero],
  [Binary.mse]: [(a, b) => 2 * (a - b), (a, b) => 2 * (b - a)],
  [Binary.l1]: [(a, b) => Math.sign(a - b), (a, b) => Math.sign(b - a)],
  [Binary.smoothL1]: [
    (a, b, beta) => (beta > 0 ? clip((a - b) / beta, 1) : Math.sign(a - b)),
    (a, b, beta) => (beta > 0 ? clip((b - a) / beta, 1) : Math.sign(b - a)),
  ],
  [Binary.huber]: [(a, b, delta) => clip(a - b, delta), (a, b, delta) => clip(b - a, delta)],
  [Binary.bceWithLogits]: [(a, b) => sigmoid(a) - b, (a) => -a],
  [Binary.klDiv]: [(_, b) => (b > 0 ? -b : 0), (a, b) => (b > 0 ? Math.log(b) - a + 1 : 0)],
};

export function binaryReference(memory: MemoryViews): BinaryKernels {
  return {
    binary(op, a, strideA, b, strideB, y, n, p) {
      const f32 = memory.f32;
      const fn = FUNCTIONS[op as Binary];
      for (let i = 0; i < n; i++) {
        f32[(y >>> 2) + i] = fn(f32[(a >>> 2) + i * strideA]!, f32[(b >>> 2) + i * strideB]!, p);
      }
    },

    binaryStrided(op, a, b, y, rank, dims, p) {
      const f32 = memory.f32;
      const fn = FUNCTIONS[op as Binary];
      walk(memory.i32, dims, rank, 2, (i, [atA, atB]) => {
        f32[(y >>> 2) + i] = fn(f32[(a >>> 2) + atA!]!, f32[(b >>> 2) + atB!]!, p);
      });
    },

    binaryGrad(op, side, a, strideA, b, strideB, dy, strideDy, out, n, p, scale, accumulate) {
      const f32 = memory.f32;
      const slope = SLOPES[op as Binary][side as 0 | 1];
      for (let i = 0; i < n; i++) {
        const s = slope(f32[(a >>> 2) + i * strideA]!, f32[(b >>> 2) + i * strideB]!, p);
        const g = scale * f32[(dy >>> 2) + i * strideDy]! * s;
        const to = (out >>> 2) + i;
        f32[to] = accumulate ? f32[to]! + g : g;
      }
    },

    binaryGradStrided(op, side, a, b, dy, out, rank, dims, p) {
      const f32 = memory.f32;
      const slope = SLOPES[op as Binary][side as 0 | 1];
      walk(memory.i32, dims, rank, 2, (i, [atA, atB]) => {
        const s = slope(f32[(a >>> 2) + atA!]!, f32[(b >>> 2) + atB!]!, p);
        f32[(out >>> 2) + i] = f32[(dy >>> 2) + i]! * s;
      });
    },
  };
}
