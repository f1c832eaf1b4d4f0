// How the operations and losses of test/golden/torch-ops are computed here. Where the recorded function was applied to
// a shifted input to stay in its domain, so is ours.
import {
  bceWithLogits,
  crossEntropy,
  huberLoss,
  klDiv,
  l1Loss,
  mseLoss,
  smoothL1Loss,
} from '../../src/nn/index.js';
import { cat, einsum, embedding, stack, type Tensor, where } from '../../src/tensor/index.js';
import type { GoldenCase, Runner } from './golden-case.js';

type Attrs = GoldenCase['attrs'];
type Inputs = Record<string, Tensor>;

function compute(fn: (inputs: Inputs, attrs: Attrs) => Tensor): Runner {
  return (inputs, attrs) => ({ outputs: [fn(inputs, attrs)] });
}

const unary = (fn: (x: Tensor) => Tensor) => compute(({ x }) => fn(x!));
const binary = (fn: (a: Tensor, b: Tensor) => Tensor) => compute(({ a, b }) => fn(a!, b!));
const reduce = (fn: (x: Tensor, dim: number, attrs: Attrs) => Tensor) =>
  compute(({ x }, attrs) => fn(x!, attrs.dim ?? undefined, attrs));
const loss = (fn: (input: Tensor, target: Tensor, options: { reduction: 'mean' }) => Tensor) =>
  compute(({ input, target }, { reduction }) => fn(input!, target!, { reduction }));

export const operations: Record<string, Runner> = {
  'unary.exp': unary((x) => x.exp()),
  'unary.log': unary((x) => x.abs().add(0.1).log()),
  'unary.tanh': unary((x) => x.tanh()),
  'unary.sigmoid': unary((x) => x.sigmoid()),
  'unary.relu': unary((x) => x.relu()),
  'unary.leaky_relu': unary((x) => x.leakyRelu(0.2)),
  'unary.elu': unary((x) => x.elu()),
  'unary.selu': unary((x) => x.selu()),
  'unary.gelu': unary((x) => x.gelu()),
  'unary.gelu_tanh': unary((x) => x.gelu('tanh')),
  'unary.silu': unary((x) => x.silu()),
  'unary.softplus': unary((x) => x.softplus()),
  'unary.sqrt': unary((x) => x.abs().add(0.1).sqrt()),
  'unary.abs': unary((x) => x.abs()),
  'unary.neg': unary((x) => x.neg()),
  'unary.square': unary((x) => x.square()),
  'unary.sin': unary((x) => x.sin()),
  'unary.cos': unary((x) => x.cos()),
  'unary.clamp': unary((x) => x.clamp(-0.5, 0.5)),
  'unary.reciprocal': unary((x) => x.abs().add(0.5).reciprocal()),
  'unary.sign': unary((x) => x.sign()),
  'unary.hardtanh': unary((x) => x.hardtanh()),
  'binary.add': binary((a, b) => a.add(b)),
  'binary.sub': binary((a, b) => a.sub(b)),
  'binary.mul': binary((a, b) => a.mul(b)),
  'binary.div': binary((a, b) => a.div(b.abs().add(0.5))),
  'binary.maximum': binary((a, b) => a.maximum(b)),
  'binary.minimum': binary((a, b) => a.minimum(b)),
  'binary.pow': binary((a, b) => a.abs().add(0.1).pow(b)),
  'reduce.sum': reduce((x, dim, { keepdim }) => x.sum(dim, keepdim)),
  'reduce.mean': reduce((x, dim, { keepdim }) => x.mean(dim, keepdim)),
  'reduce.max': reduce((x, dim) => x.max(dim).values),
  'reduce.argmax': reduce((x, dim) => x.argmax(dim)),
  'reduce.std': reduce((x, dim, { ddof }) => x.std(dim, { ddof })),
  'reduce.var0': reduce((x, dim, { ddof }) => x.var(dim, { ddof })),
  softmax: reduce((x, dim) => x.softmax(dim)),
  log_softmax: reduce((x, dim) => x.logSoftmax(dim)),
  logsumexp: reduce((x, dim) => x.logsumexp(dim)),
  cumsum: reduce((x, dim) => x.cumsum(dim)),
  matmul: compute(({ input, other }) => input!.matmul(other!)),
  einsum: compute(({ a, b }, { equation }) => einsum(equation, a!, b!)),
  permute: compute(({ x }, { dims }) => x!.permute(dims)),
  reshape: compute(({ x }, { shape }) => x!.reshape(shape)),
  cat: compute(({ a, b }, { dim }) => cat([a!, b!], dim)),
  stack: compute(({ a, b }, { dim }) => stack([a!, b!], dim)),
  slice: compute(({ x }, { slices }) =>
    slices.reduce(
      (t: Tensor, [start, end, step]: number[], dim: number) => t.slice(dim, start, end, step),
      x!,
    ),
  ),
  expand: compute(({ x }, { shape }) => x!.expand(shape)),
  repeat_interleave: compute(({ x }, { repeats, dim }) => x!.repeatInterleave(repeats, dim)),
  flip: compute(({ x }, { dims }) => x!.flip(dims)),
  gather: compute(({ x, index }, { dim }) => x!.gather(dim, index!)),
  index_select: compute(({ x, index }, { dim }) => x!.indexSelect(dim, index!)),
  embedding: compute(({ index, weight }) => embedding(index!, weight!)),
  masked_fill: compute(({ x, mask }, { value }) => x!.maskedFill(mask!, value)),
  where: compute(({ mask, a, b }) => where(mask!, a!, b!)),
  scatter_add: compute(({ x, index, src }, { dim }) => x!.scatterAdd(dim, index!, src!)),
  'loss.mse_loss': loss(mseLoss),
  'loss.l1_loss': loss(l1Loss),
  'loss.smooth_l1_loss': loss(smoothL1Loss),
  'loss.huber_loss': loss((input, target, options) => huberLoss(input, target, { ...options, delta: 0.7 })),
  'loss.cross_entropy': loss(crossEntropy),
  'loss.bce_with_logits': loss(bceWithLogits),
  'loss.kl_div': compute(({ input, target }, { reduction }) =>
    klDiv(input!.logSoftmax(-1), target!.softmax(-1), { reduction }),
  ),
};
