// Dense layers on a slice of a parameter vector, one row at a time: for networks so small that calling kernels costs more.
import type { Generator } from '../../random/index.js';
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

/** A draw from softmax(logits) among the legal ones. */
export function sampleRow(logits: Float64Array, legal: Uint8Array | undefined, rng: Generator): number {
  let top = -Infinity;
  for (let a = 0; a < logits.length; a++) if (legal?.[a] !== 0) top = Math.max(top, logits[a]!);
  let total = 0;
  for (let a = 0; a < logits.length; a++) if (legal?.[a] !== 0) total += Math.exp(logits[a]! - top);
  let left = rng.random() * total;
  let last = 0;
  for (let a = 0; a < logits.length; a++) {
    if (legal?.[a] === 0) continue;
    last = a;
    left -= Math.exp(logits[a]! - top);
    if (left < 0) break;
  }
  return last;
}
