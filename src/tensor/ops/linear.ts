// The layer of layers, fused: activation(x·weightᵀ + bias) in one kernel forward, one backward.
import { gradOf, hasGrad, type Op, record } from '../autograd.js';
import { kernels } from '../engine.js';
import { ACTIVATION, ADD_TO } from '../kernels/kernels.js';
import { show, sizeOf } from '../shape.js';
import { at, output, type Tensor } from '../tensor.js';
import { float } from './common.js';

/** Activations the matrix kernel applies to its result. */
export type FusedActivation = 'none' | 'relu' | 'tanh' | 'sigmoid';

const LINEAR: Op = {
  name: 'linear',
  backward(out, dy) {
    const [x, weight, bias] = [out.a!, out.b!, out.c];
    const [n, k] = [weight.shape[0]!, weight.shape[1]!];
    const m = n === 0 ? sizeOf(out.shape.slice(0, -1)) : out.size / n;
    let adds = 0;
    const wanted = (t: Tensor | null, bit: number) => {
      if (!t?.requiresGrad) return 0;
      if (hasGrad(t)) adds |= bit;
      return gradOf(t);
    };
    const dw = wanted(weight, ADD_TO.dw);
    const db = wanted(bias, ADD_TO.db);
    const dx = wanted(x, ADD_TO.dx);
    kernels.linearGrad(m, n, k, at(x), at(weight), out.ptr, dy, out.p, dw, db, dx, adds);
  },
};

/**
 * activation(x·weightᵀ + bias).
 *
 * @param x [..., in]
 * @param weight [out, in]
 * @param bias [out]
 * @returns [..., out]
 * @throws RangeError when the last size of x is not `in`.
 */
export function linear(
  input: Tensor,
  weight: Tensor,
  bias: Tensor | null = null,
  activation: FusedActivation = 'none',
): Tensor {
  const x = float(input);
  const shape = x.shape;
  const rank = shape.length;
  const n = weight.shape[0]!;
  const k = weight.shape[1]!;
  if (rank === 0 || shape[rank - 1] !== k || (bias !== null && bias.size !== n))
    throw new RangeError(mismatch(x, weight, bias));
  const m = k === 0 ? sizeOf(shape.slice(0, -1)) : x.size / k;
  const out = output(rank === 2 ? [m, n] : [...shape.slice(0, -1), n], m * n);
  const act = fusedCode('linear', activation);
  kernels.gemm(0, 1, m, n, k, at(x), k, at(weight), k, out.ptr, n, 0, bias === null ? 0 : at(bias), act);
  out.p = act;
  return record(out, LINEAR, x, weight, bias);
}

const FUSED: Record<string, number> = {
  none: ACTIVATION.none,
  relu: ACTIVATION.relu,
  tanh: ACTIVATION.tanh,
  sigmoid: ACTIVATION.sigmoid,
};

/** The kernels' number of an activation. @throws RangeError when they do not know it. */
export function fusedCode(op: string, activation: FusedActivation): number {
  const code = FUSED[activation];
  if (code !== undefined) return code;
  throw new RangeError(
    `${op}: activation must be one of ${Object.keys(FUSED).join(', ')}, got '${activation}'.`,
  );
}

function mismatch(x: Tensor, weight: Tensor, bias: Tensor | null): string {
  const parts = `input ${show(x.shape)}, weight ${show(weight.shape)}${bias ? `, bias ${show(bias.shape)}` : ''}`;
  return `linear: ${parts} do not fit: the input's last size must be ${weight.shape[1]} and the bias ${weight.shape[0]}.`;
}
