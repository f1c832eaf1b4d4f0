// Elementwise functions and their slopes, in plain TypeScript.
import type { ElementwiseKernels } from '../array-kernels.js';
import { Unary } from '../assembly/codes.js';
import type { MemoryViews } from './memory.js';

type Function1 = (x: number, p: number, q: number) => number;
/** d op/dx from the input x and the output y. */
type Slope = (x: number, y: number, p: number, q: number) => number;

const sigmoid = (x: number) => 1 / (1 + Math.exp(-x));
const ROOT_HALF = Math.SQRT1_2;
const INV_ROOT_TWO_PI = 1 / Math.sqrt(2 * Math.PI);
/** Of the tanh approximation of gelu (Hendrycks and Gimpel 2016). */
const GELU_INNER = Math.sqrt(2 / Math.PI);
const GELU_CUBIC = 0.044715;

/** The error function: the series near zero, the complementary continued fraction beyond. */
export function erf(x: number): number {
  const a = Math.abs(x);
  if (a > 3) {
    let fraction = 0;
    for (let k = 60; k > 0; k--) fraction = k / 2 / (a + fraction);
    return Math.sign(x) * (1 - Math.exp(-a * a) / ((a + fraction) * Math.sqrt(Math.PI)));
  }
  let [sum, term] = [a, a];
  for (let k = 1; k < 60; k++) {
    term *= (-a * a) / k;
    sum += term / (2 * k + 1);
  }
  return Math.sign(x) * sum * (2 / Math.sqrt(Math.PI));
}

const roundHalfToEven = (x: number) => {
  const low = Math.floor(x);
  const rest = x - low;
  return rest < 0.5 || (rest === 0.5 && low % 2 === 0) ? low : low + 1;
};

const FUNCTIONS: Record<Unary, Function1> = {
  [Unary.exp]: Math.exp,
  [Unary.log]: Math.log,
  [Unary.sqrt]: Math.sqrt,
  [Unary.square]: (x) => x * x,
  [Unary.abs]: Math.abs,
  [Unary.sign]: Math.sign,
  [Unary.reciprocal]: (x) => 1 / x,
  [Unary.affine]: (x, p, q) => p * x + q,
  [Unary.power]: (x, p) => x ** p,
  [Unary.sin]: Math.sin,
  [Unary.cos]: Math.cos,
  [Unary.tanh]: Math.tanh,
  [Unary.sigmoid]: sigmoid,
  [Unary.relu]: (x) => Math.max(x, 0),
  [Unary.leakyRelu]: (x, p) => (x > 0 ? x : p * x),
  [Unary.elu]: (x, p, q) => (x > 0 ? q * x : q * p * Math.expm1(x)),
  [Unary.gelu]: (x) => 0.5 * x * (1 + erf(x * ROOT_HALF)),
  [Unary.geluTanh]: (x) => 0.5 * x * (1 + Math.tanh(GELU_INNER * (x + GELU_CUBIC * x ** 3))),
  [Unary.silu]: (x) => x * sigmoid(x),
  [Unary.softplus]: (x, p, q) => (p * x > q ? x : Math.log1p(Math.exp(p * x)) / p),
  [Unary.clamp]: (x, p, q) => Math.min(Math.max(x, p), q),
  [Unary.hardtanh]: (x, p, q) => Math.min(Math.max(x, p), q),
  [Unary.floor]: Math.floor,
  [Unary.round]: roundHalfToEven,
};

const SLOPES: Record<Unary, Slope> = {
  [Unary.exp]: (_, y) => y,
  [Unary.log]: (x) => 1 / x,
  [Unary.sqrt]: (_, y) => 0.5 / y,
  [Unary.square]: (x) => 2 * x,
  [Unary.abs]: Math.sign,
  [Unary.sign]: () => 0,
  [Unary.reciprocal]: (_, y) => -y * y,
  [Unary.affine]: (_x, _y, p) => p,
  [Unary.power]: (x, _, p) => (p === 0 ? 0 : p * x ** (p - 1)),
  [Unary.sin]: Math.cos,
  [Unary.cos]: (x) => -Math.sin(x),
  [Unary.tanh]: (_, y) => 1 - y * y,
  [Unary.sigmoid]: (_, y) => y * (1 - y),
  [Unary.relu]: (_, y) => (y > 0 ? 1 : 0),
  [Unary.leakyRelu]: (x, _, p) => (x > 0 ? 1 : p),
  [Unary.elu]: (x, y, p, q) => (x > 0 ? q : y + q * p),
  [Unary.gelu]: (x) => 0.5 * (1 + erf(x * ROOT_HALF)) + x * INV_ROOT_TWO_PI * Math.exp(-0.5 * x * x),
  [Unary.geluTanh]: (x) => {
    const t = Math.tanh(GELU_INNER * (x + GELU_CUBIC * x ** 3));
    return 0.5 * (1 + t) + 0.5 * x * (1 - t * t) * GELU_INNER * (1 + 3 * GELU_CUBIC * x * x);
  },
  [Unary.silu]: (x) => sigmoid(x) * (1 + x * (1 - sigmoid(x))),
  [Unary.softplus]: (x, _, p, q) => (p * x > q ? 1 : sigmoid(p * x)),
  [Unary.clamp]: (x, _, p, q) => (x >= p && x <= q ? 1 : 0),
  [Unary.hardtanh]: (x, _, p, q) => (x > p && x < q ? 1 : 0),
  [Unary.floor]: () => 0,
  [Unary.round]: () => 0,
};

export function elementwiseReference(memory: MemoryViews): ElementwiseKernels {
  return {
    unary(op, x, y, n, p, q) {
      const f32 = memory.f32;
      const fn = FUNCTIONS[op as Unary];
      for (let i = 0; i < n; i++) f32[(y >>> 2) + i] = fn(f32[(x >>> 2) + i]!, p, q);
    },

    unaryGrad(op, x, y, dy, dx, n, p, q, accumulate) {
      const f32 = memory.f32;
      const slope = SLOPES[op as Unary];
      for (let i = 0; i < n; i++) {
        const g = f32[(dy >>> 2) + i]! * slope(f32[(x >>> 2) + i]!, f32[(y >>> 2) + i]!, p, q);
        const to = (dx >>> 2) + i;
        f32[to] = accumulate ? f32[to]! + g : g;
      }
    },
  };
}
