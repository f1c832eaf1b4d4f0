// Dense layers on a slice of a parameter vector, one row at a time: for networks so small that calling kernels costs more.
import type { ActivationName } from '../networks.js';

export interface DenseLayer {
  inputs: number;
  outputs: number;
  /** Where weights `[outputs, inputs]` and bias `[outputs]` begin in the vector. */
  weight: number;
  bias: number;
  activation: ActivationName | 'none';
}

/** out = activation(W·x + b), summed in float64. */
export function applyLayer(
  { inputs, outputs, weight, bias, activation }: DenseLayer,
  vector: Float32Array,
  x: Float32Array | Float64Array,
  out: Float64Array,
): void {
  for (let o = 0, at = weight; o < outputs; o++) {
    let sum = vector[bias + o]!;
    for (let i = 0; i < inputs; i++) sum += vector[at++]! * x[i]!;
    out[o] = sum;
  }
  if (activation === 'tanh') for (let o = 0; o < outputs; o++) out[o] = Math.tanh(out[o]!);
  else if (activation === 'relu') for (let o = 0; o < outputs; o++) out[o] = Math.max(out[o]!, 0);
  else if (activation === 'leakyRelu') {
    for (let o = 0; o < outputs; o++) if (out[o]! < 0) out[o]! *= 0.01;
  }
}
