// Formulas of layers, in tensors.
import type { LayerNorm, Linear, MultiheadAttention } from '../../nn/index.js';
import { cat, type Tensor, tensor } from '../../tensor/index.js';

/** Whether a query may see a key. */
export type Sees = (query: number, key: number) => boolean;

/** Largest difference of any two numbers. */
export const differs = (a: Tensor, b: Tensor) => a.sub(b).abs().max().item();

/** W x + b, with rows of W for each output. */
export const affine = (x: Tensor, weight: Tensor, bias: Tensor) =>
  x.matmul(weight, { transposeB: true }).add(bias);

/** (x - mean) / √(variance + ε) · w + b of each row. */
export function normalised({ weight, bias, eps }: LayerNorm, x: Tensor): Tensor {
  const centred = x.sub(x.mean(-1, true));
  return centred.div(centred.pow(2).mean(-1, true).add(eps).sqrt()).mul(weight!).add(bias!);
}

/** W₂ relu(W₁ x + b₁) + b₂ */
export function feedForward({ linear1, linear2 }: { linear1: Linear; linear2: Linear }, x: Tensor): Tensor {
  return affine(affine(x, linear1.weight, linear1.bias!).relu(), linear2.weight, linear2.bias!);
}

/** Heads side by side: softmax(Q Kᵀ/√d) V, where a key that is not to be seen scores -∞. */
export function attention(layer: MultiheadAttention, x: Tensor, memory: Tensor, sees: Sees): Tensor {
  const { embedDim, numHeads, inProjWeight, inProjBias, outProj } = layer;
  const project = (of: Tensor, part: number) => {
    const rows = [part * embedDim, (part + 1) * embedDim] as const;
    return affine(of, inProjWeight.slice(0, ...rows), inProjBias!.slice(0, ...rows));
  };
  const [q, k, v] = [project(x, 0), project(memory, 1), project(memory, 2)];
  const [queries, keys, size] = [x.shape[0]!, memory.shape[0]!, embedDim / numHeads];
  const hidden = Array.from({ length: queries }, (_, i) =>
    Array.from({ length: keys }, (_, j) => (sees(i, j) ? 0 : -Infinity)),
  );
  const outputs = Array.from({ length: numHeads }, (_, head) => {
    const [hq, hk, hv] = [q, k, v].map((each) => each.slice(1, head * size, (head + 1) * size));
    const scores = hq!.matmul(hk!, { transposeB: true }).div(Math.sqrt(size));
    return scores.add(tensor(hidden)).softmax(-1).matmul(hv!);
  });
  return affine(cat(outputs, 1), outProj.weight, outProj.bias!);
}
