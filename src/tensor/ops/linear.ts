// The layer of layers, fused: activation(x·weightᵀ + bias) in one kernel forward, three backward.
import { gradOf, hasGrad, type Op, record } from '../autograd.js';
import { kernels } from '../engine.js';
import { ACTIVATION } from '../kernels/kernels.js';
import { show, sizeOf } from '../shape.js';
import { at, output, type Tensor } from '../tensor.js';
import { addableGrad, float } from './common.js';

/** Activations the matrix kernel applies to its result. */
export type FusedActivation = 'none' | 'relu' | 'tanh' | 'sigmoid';

const LINEAR: Op = {
  name: 'linear',
  backward(out, dy) {
    const [x, weight, bias] = [out.a!, out.b!, out.c];
    const [n, k] = [weight.shape[0]!, weight.shape[1]!];
    const m = n === 0 ? sizeOf(out.shape.slice(0, -1)) : out.size / n;
    if (out.p !== ACTIVATION.none) kernels.activationGradInPlace(out.p, out.ptr, dy, out.size);
    if (weight.requiresGrad) {
      const add = hasGrad(weight);
      kernels.gemm(1, 0, n, k, m, dy, n, at(x), k, gradOf(weight), k, add, 0, ACTIVATION.none);
    }
    if (bias?.requiresGrad) {
      kernels.colSumAccumulate(dy, addableGrad(bias), m, n);
    }
    if (x.requiresGrad) {
      const add = hasGrad(x);
      kernels.gemm(0, 0, m, k, n, dy, n, at(weight), k, gradOf(x), k, add, 0, ACTIVATION.none);
    }
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
