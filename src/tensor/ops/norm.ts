// Normalisation, each as one operation: over groups of features of a row (layer and group norm), over a batch.
import { arena } from '../arena.js';
import { gradOf, hasGrad, type Op, record } from '../autograd.js';
import { heap, kernels } from '../engine.js';
import { noteHostWork } from '../host-work.js';
import { type Shape, show, sizeOf } from '../shape.js';
import { at, output, type Tensor } from '../tensor.js';
import { addableGrad, float, keptForGradient } from './common.js';

/** Rows of groups × channels × inner. */
interface Rows {
  rows: number;
  groups: number;
  channels: number;
  inner: number;
}

interface SavedRows extends Rows {
  mean: Tensor;
  rstd: Tensor;
}

/**
 * (x - mean) / √(variance + eps) · weight + bias over the last dimensions (Ba et al. 2016).
 *
 * @param x [..., ...shape]
 * @param weight shape, as bias
 * @throws RangeError when x does not end with `shape`.
 */
export function layerNorm(
  x: Tensor,
  shape: Shape,
  weight: Tensor | null = null,
  bias: Tensor | null = null,
  eps = 1e-5,
): Tensor {
  const lead = x.ndim - shape.length;
  if (lead < 0 || shape.some((size, d) => size !== x.shape[lead + d])) {
    throw new RangeError(`layerNorm: the last sizes of ${show(x.shape)} must be ${show(shape)}.`);
  }
  const channels = sizeOf(shape);
  return normalise(
    LAYER_NORM,
    x,
    weight,
    bias,
    { rows: x.size / channels, groups: 1, channels, inner: 1 },
    eps,
  );
}

/**
 * The same over each of `groups` groups of channels and all their positions (Wu and He 2018).
 *
 * @param x [batch, channels, ...positions]
 * @param weight [channels], as bias
 * @throws RangeError when the groups do not divide the channels.
 */
export function groupNorm(
  x: Tensor,
  groups: number,
  weight: Tensor | null = null,
  bias: Tensor | null = null,
  eps = 1e-5,
): Tensor {
  const [batch, channels] = x.shape as [number, number];
  if (x.ndim < 2 || channels % groups !== 0) {
    throw new RangeError(
      `groupNorm: expected [batch, channels, …] with channels divisible by ${groups}, got ${show(x.shape)}.`,
    );
  }
  const inner = sizeOf(x.shape.slice(2));
  return normalise(
    GROUP_NORM,
    x,
    weight,
    bias,
    { rows: batch * groups, groups, channels: channels / groups, inner },
    eps,
  );
}

function normalise(
  op: Op,
  input: Tensor,
  weight: Tensor | null,
  bias: Tensor | null,
  layout: Rows,
  eps: number,
): Tensor {
  const x = float(input);
  const { rows, groups, channels, inner } = layout;
  const out = output(x.shape, x.size);
  const [mean, rstd] = [keptForGradient(rows), keptForGradient(rows)];
  const [w, b] = [weight ? at(weight) : 0, bias ? at(bias) : 0];
  kernels.groupNorm(at(x), w, b, out.ptr, mean.ptr, rstd.ptr, rows, groups, channels, inner, eps);
  out.saved = { ...layout, mean, rstd } satisfies SavedRows;
  return record(out, op, x, weight, bias);
}

function backward(out: Tensor, dy: number): void {
  const [x, weight, bias] = [out.a!, out.b, out.c];
  const { rows, groups, channels, inner, mean, rstd } = out.saved as SavedRows;
  const [dWeight, dBias] = [sumInto(weight), sumInto(bias)];
  const add = hasGrad(x);
  const dx = x.requiresGrad ? gradOf(x) : 0;
  const w = weight ? at(weight) : 0;
  // biome-ignore format: one call
  kernels.groupNormGrad(at(x), w, at(mean), at(rstd), dy, dx, dWeight, dBias, rows, groups, channels, inner, add);
}

const LAYER_NORM: Op = { name: 'layerNorm', backward };
const GROUP_NORM: Op = { name: 'groupNorm', backward };

/** The gradient of a vector that wants one, ready to be added to; else 0. */
function sumInto(t: Tensor | null): number {
  return t?.requiresGrad ? addableGrad(t) : 0;
}

export interface BatchNormInputs {
  /** [batch, channels, ...positions] */
  x: Tensor;
  /** [channels] */
  weight: Tensor | null;
  /** [channels] */
  bias: Tensor | null;
  eps: number;
}

/** Moments of each channel. */
export interface Moments {
  mean: Float32Array;
  /** Divided by the count, not by one less. */
  variance: Float32Array;
  /** Values per channel. */
  count: number;
}

interface SavedBatch {
  mean: Float32Array;
  rstd: Float32Array;
  /** Whether mean and variance came from x itself, so that they carry gradients too. */
  fromBatch: boolean;
}

/**
 * (x - mean) / √(variance + eps) · weight + bias per channel (Ioffe and Szegedy 2015).
 *
 * @param fixed moments to use; absent: those of the batch itself
 * @returns the result and the moments used
 */
export function batchNorm(
  { x: input, weight, bias, eps }: BatchNormInputs,
  fixed?: Pick<Moments, 'mean' | 'variance'>,
): { out: Tensor; moments: Moments } {
  const x = float(input);
  const [outer, channels, inner] = channelLayout(x);
  const mean = arena.allocate(channels);
  const variance = arena.allocate(channels);
  if (fixed) {
    noteHostWork();
    heap.f32.set(fixed.mean, mean >>> 2);
    heap.f32.set(fixed.variance, variance >>> 2);
  } else kernels.channelMoments(at(x), mean, variance, outer, channels, inner);
  const moments = { mean: read(mean, channels), variance: read(variance, channels), count: outer * inner };
  const rstd = moments.variance.map((v) => 1 / Math.sqrt(v + eps));
  const out = output(x.shape, x.size);
  const scale = vector(channels, (c) => rstd[c]! * (weight ? weight.data[c]! : 1));
  const shift = vector(
    channels,
    (c) => (bias ? bias.data[c]! : 0) - moments.mean[c]! * heap.f32[(scale >>> 2) + c]!,
  );
  kernels.channelScale(at(x), scale, shift, out.ptr, outer, channels, inner, 0);
  out.saved = { mean: moments.mean, rstd, fromBatch: fixed === undefined } satisfies SavedBatch;
  return { out: record(out, BATCH_NORM, x, weight, bias), moments };
}

const BATCH_NORM: Op = {
  name: 'batchNorm',
  backward(out, dy) {
    const [x, weight, bias] = [out.a!, out.b, out.c];
    const { mean, rstd, fromBatch } = out.saved as SavedBatch;
    const [outer, channels, inner] = channelLayout(x);
    const [sums, products] = [arena.allocate(channels), arena.allocate(channels)];
    kernels.channelGradSums(
      at(x),
      vector(channels, (c) => mean[c]!),
      dy,
      sums,
      products,
      outer,
      channels,
      inner,
    );
    const sum = read(sums, channels);
    const product = read(products, channels).map((p, c) => p * rstd[c]!);
    addTo(weight, product);
    addTo(bias, sum);
    if (!x.requiresGrad) return;
    // dx = a · dy + b · x + shift; b and shift stem from the moments' own dependence on x.
    const count = outer * inner;
    const a = vector(channels, (c) => rstd[c]! * (weight ? weight.data[c]! : 1));
    const slope = (c: number) =>
      fromBatch ? (-heap.f32[(a >>> 2) + c]! * rstd[c]! * product[c]!) / count : 0;
    const b = vector(channels, slope);
    const shift = vector(channels, (c) => {
      if (!fromBatch) return 0;
      return (-heap.f32[(a >>> 2) + c]! * sum[c]!) / count - slope(c) * mean[c]!;
    });
    const add = hasGrad(x);
    const dx = gradOf(x);
    kernels.channelScale(dy, a, shift, dx, outer, channels, inner, add);
    if (fromBatch)
      kernels.channelScale(
        at(x),
        b,
        vector(channels, () => 0),
        dx,
        outer,
        channels,
        inner,
        1,
      );
  },
};

function channelLayout({ shape }: Tensor): [outer: number, channels: number, inner: number] {
  return [shape[0]!, shape[1]!, sizeOf(shape.slice(2))];
}

function read(ptr: number, n: number): Float32Array {
  noteHostWork();
  return heap.f32.slice(ptr >>> 2, (ptr >>> 2) + n);
}

/** The address of n computed floats. */
function vector(n: number, value: (i: number) => number): number {
  const ptr = arena.allocate(n);
  const f32 = heap.f32;
  for (let i = 0; i < n; i++) f32[(ptr >>> 2) + i] = value(i);
  return ptr;
}

function addTo(t: Tensor | null, values: Float32Array): void {
  const ptr = sumInto(t) >>> 2;
  if (ptr) for (let i = 0; i < values.length; i++) heap.f32[ptr + i]! += values[i]!;
}
