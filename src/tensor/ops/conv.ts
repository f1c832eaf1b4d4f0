// Convolution of images (sequences are images of height 1), its transpose, and pooling.
import { withDefaults } from '../../io/options.js';
import { arena } from '../arena.js';
import { gradOf, hasGrad, type Op, record } from '../autograd.js';
import { kernels } from '../engine.js';
import type { ConvSizes, PoolSizes } from '../kernels/conv-kernels.js';
import { ACTIVATION } from '../kernels/kernels.js';
import { show } from '../shape.js';
import { at, output, type Tensor } from '../tensor.js';
import { addableGrad, float, keptForGradient } from './common.js';
import { type FusedActivation, fusedCode } from './linear.js';

/** Height, width. */
export type Pair = readonly [number, number];

export interface ConvOptions {
  stride?: Pair;
  /** Zeros around the input. */
  padding?: Pair;
  activation?: FusedActivation;
}

const CONV_DEFAULTS: Required<ConvOptions> = { stride: [1, 1], padding: [0, 0], activation: 'none' };

/**
 * Convolution (cross-correlation, as everywhere in deep learning).
 *
 * @param x [batch, inChannels, height, width]
 * @param weight [outChannels, inChannels, kernelHeight, kernelWidth]
 * @param bias [outChannels]
 * @returns [batch, outChannels, ⌊(height + 2·padding - kernelHeight) / stride⌋ + 1, …]
 * @throws RangeError when the shapes do not fit.
 */
export function conv2d(
  input: Tensor,
  weight: Tensor,
  bias: Tensor | null = null,
  options: ConvOptions = {},
): Tensor {
  const { stride, padding, activation } = withDefaults('conv2d', options, CONV_DEFAULTS);
  const x = float(input);
  const [batch, channels, height, width] = x.shape as [number, number, number, number];
  const [outChannels, depth, kernelH, kernelW] = weight.shape as [number, number, number, number];
  const size = [
    outputSize(height, kernelH, stride[0], padding[0]),
    outputSize(width, kernelW, stride[1], padding[1]),
  ];
  if (x.ndim !== 4 || channels !== depth || size[0]! < 1 || size[1]! < 1) {
    throw new RangeError(
      `conv2d: input ${show(x.shape)} and weight ${show(weight.shape)} with stride ${show(stride)} and padding ` +
        `${show(padding)} do not fit: expected [batch, ${depth}, height, width], at least as large (with padding) as the kernel.`,
    );
  }
  // biome-ignore format: grouped by role
  const sizes: ConvSizes = [batch, channels, height, width, outChannels, kernelH, kernelW, stride[0], stride[1], padding[0], padding[1]];
  const out = output([batch, outChannels, size[0]!, size[1]!], batch * outChannels * size[0]! * size[1]!);
  const act = fusedCode('conv2d', activation);
  kernels.conv2d(at(x), at(weight), bias ? at(bias) : 0, out.ptr, act, workspace(sizes), ...sizes);
  out.p = act;
  out.saved = sizes;
  return record(out, CONV, x, weight, bias);
}

const CONV: Op = {
  name: 'conv2d',
  backward(out, dy) {
    const [x, weight, bias] = [out.a!, out.b!, out.c];
    const sizes = out.saved as ConvSizes;
    if (out.p !== ACTIVATION.none) kernels.activationGradInPlace(out.p, out.ptr, dy, out.size);
    if (weight.requiresGrad)
      kernels.conv2dGradWeight(dy, at(x), addableGrad(weight), workspace(sizes), ...sizes);
    biasGrad(bias, dy, out);
    if (x.requiresGrad) {
      const add = hasGrad(x);
      kernels.conv2dGradInput(dy, at(weight), gradOf(x), add, workspace(sizes), ...sizes);
    }
  },
};

const TRANSPOSE_DEFAULTS = {
  stride: [1, 1] as Pair,
  padding: [0, 0] as Pair,
  outputPadding: [0, 0] as Pair,
};

/**
 * Transposed convolution: the gradient of a convolution with respect to its input, as a layer that enlarges images.
 *
 * @param x [batch, inChannels, height, width]
 * @param weight [inChannels, outChannels, kernelHeight, kernelWidth]
 * @param bias [outChannels]
 * @param options.outputPadding rows and columns added at the end, below the stride
 * @returns [batch, outChannels, (height - 1)·stride - 2·padding + kernelHeight + outputPadding, …]
 * @throws RangeError when the shapes do not fit.
 */
export function convTranspose2d(
  input: Tensor,
  weight: Tensor,
  bias: Tensor | null = null,
  options: Omit<ConvOptions, 'activation'> & { outputPadding?: Pair } = {},
): Tensor {
  const { stride, padding, outputPadding } = withDefaults('convTranspose2d', options, TRANSPOSE_DEFAULTS);
  const x = float(input);
  const [batch, channels, inHeight, inWidth] = x.shape as [number, number, number, number];
  const [depth, outChannels, kernelH, kernelW] = weight.shape as [number, number, number, number];
  const height = (inHeight - 1) * stride[0] - 2 * padding[0] + kernelH + outputPadding[0];
  const width = (inWidth - 1) * stride[1] - 2 * padding[1] + kernelW + outputPadding[1];
  const padded = outputPadding[0] < stride[0] && outputPadding[1] < stride[1];
  if (x.ndim !== 4 || channels !== depth || height < 1 || width < 1 || !padded) {
    throw new RangeError(
      `convTranspose2d: input ${show(x.shape)} and weight ${show(weight.shape)} with stride ${show(stride)}, padding ` +
        `${show(padding)} and outputPadding ${show(outputPadding)} do not fit: expected [batch, ${depth}, height, width], ` +
        'a result of at least one pixel, and an outputPadding below the stride.',
    );
  }
  // The convolution whose gradient this is: it leads from the result back to the input.
  // biome-ignore format: grouped by role
  const sizes: ConvSizes = [batch, outChannels, height, width, channels, kernelH, kernelW, stride[0], stride[1], padding[0], padding[1]];
  const out = output([batch, outChannels, height, width], batch * outChannels * height * width);
  kernels.conv2dGradInput(at(x), at(weight), out.ptr, 0, workspace(sizes), ...sizes);
  if (bias) addPerChannel(bias, out);
  out.saved = sizes;
  return record(out, CONV_TRANSPOSE, x, weight, bias);
}

const CONV_TRANSPOSE: Op = {
  name: 'convTranspose2d',
  backward(out, dy) {
    const [x, weight, bias] = [out.a!, out.b!, out.c];
    const sizes = out.saved as ConvSizes;
    if (weight.requiresGrad)
      kernels.conv2dGradWeight(at(x), dy, addableGrad(weight), workspace(sizes), ...sizes);
    biasGrad(bias, dy, out);
    if (!x.requiresGrad) return;
    const add = hasGrad(x);
    const dx = gradOf(x);
    const to = add ? arena.allocate(x.size) : dx;
    kernels.conv2d(dy, at(weight), 0, to, ACTIVATION.none, workspace(sizes), ...sizes);
    if (add) kernels.copy(to, dx, x.size, 1);
  },
};

function outputSize(size: number, kernel: number, stride: number, padding: number): number {
  return Math.floor((size + 2 * padding - kernel) / stride) + 1;
}

function workspace(sizes: ConvSizes): number {
  return arena.allocate(Math.ceil(kernels.convWorkspace(...sizes) / 4));
}

function biasGrad(bias: Tensor | null, dy: number, out: Tensor): void {
  if (!bias?.requiresGrad) return;
  const [batch, channels, height, width] = out.shape as [number, number, number, number];
  kernels.channelSumAccumulate(dy, addableGrad(bias), batch, channels, height * width);
}

function addPerChannel(bias: Tensor, out: Tensor): void {
  const [batch, channels, height, width] = out.shape as [number, number, number, number];
  const one = arena.allocate(channels);
  kernels.fill(one, channels, 1);
  kernels.channelScale(out.ptr, one, at(bias), out.ptr, batch, channels, height * width, 0);
}

export interface PoolOptions {
  /** Default: the window, so that windows do not overlap. */
  stride?: Pair;
  /** At most half the window. */
  padding?: Pair;
}

const POOL_DEFAULTS = { stride: undefined as Pair | undefined, padding: [0, 0] as Pair };

/**
 * The maximum of each window.
 *
 * @param x [batch, channels, height, width]
 * @throws RangeError when the shapes do not fit.
 */
export function maxPool2d(input: Tensor, window: Pair, given: PoolOptions = {}): Tensor {
  const options = withDefaults('maxPool2d', given, POOL_DEFAULTS);
  const x = float(input);
  const { sizes, out } = pooled('maxPool2d', x, window, options);
  const indices = keptForGradient(out.size);
  kernels.maxPool2d(at(x), out.ptr, indices.ptr, ...sizes);
  out.saved = { sizes, indices } satisfies SavedMaxima;
  return record(out, MAX_POOL, x);
}

interface SavedMaxima {
  sizes: PoolSizes;
  indices: Tensor;
}

const MAX_POOL: Op = {
  name: 'maxPool2d',
  backward(out, dy) {
    const { sizes, indices } = out.saved as SavedMaxima;
    const [planes, height, width] = sizes;
    kernels.maxPool2dGrad(dy, at(indices), addableGrad(out.a!), planes, height * width, out.size / planes);
  },
};

/**
 * The mean of each window.
 *
 * @param x [batch, channels, height, width]
 * @param options.countIncludePad whether padding counts as zeros (default) or not at all
 * @throws RangeError when the shapes do not fit.
 */
export function avgPool2d(
  input: Tensor,
  window: Pair,
  given: PoolOptions & { countIncludePad?: boolean } = {},
): Tensor {
  const { countIncludePad, ...options } = withDefaults('avgPool2d', given, {
    ...POOL_DEFAULTS,
    countIncludePad: true,
  });
  const x = float(input);
  const { sizes, out } = pooled('avgPool2d', x, window, options);
  out.p = countIncludePad ? 1 : 0;
  kernels.avgPool2d(at(x), out.ptr, out.p, ...sizes);
  out.saved = sizes;
  return record(out, AVG_POOL, x);
}

const AVG_POOL: Op = {
  name: 'avgPool2d',
  backward(out, dy) {
    kernels.avgPool2dGrad(dy, addableGrad(out.a!), out.p, ...(out.saved as PoolSizes));
  },
};

function pooled(op: string, x: Tensor, window: Pair, { stride = window, padding = [0, 0] }: PoolOptions) {
  const [batch, channels, height, width] = x.shape as [number, number, number, number];
  const outHeight = outputSize(height, window[0], stride[0], padding[0]);
  const outWidth = outputSize(width, window[1], stride[1], padding[1]);
  const fits = padding[0] * 2 <= window[0] && padding[1] * 2 <= window[1];
  if (x.ndim !== 4 || outHeight < 1 || outWidth < 1 || !fits) {
    throw new RangeError(
      `${op}: a window ${show(window)} with stride ${show(stride)} and padding ${show(padding)} does not fit ` +
        `${show(x.shape)}: expected [batch, channels, height, width] at least as large, and padding of at most half the window.`,
    );
  }
  // biome-ignore format: grouped by role
  const sizes: PoolSizes = [batch * channels, height, width, window[0], window[1], stride[0], stride[1], padding[0], padding[1]];
  return {
    sizes,
    out: output([batch, channels, outHeight, outWidth], batch * channels * outHeight * outWidth),
  };
}
