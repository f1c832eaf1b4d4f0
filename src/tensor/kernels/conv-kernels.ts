// The kernels under convolution and pooling. Images are batch × channels × height × width, filters
// outChannels × channels × kernelH × kernelW; a sequence is an image of height 1. Pointers, sizes and number types as in
// `kernels.ts`. The output is floor((size + 2 · pad - kernel) / stride) + 1 high and wide.

/** The sizes every convolution kernel takes, in this order. */
// biome-ignore format: grouped by role
export type ConvSizes = [
  batch: number, channels: number, height: number, width: number, outChannels: number,
  kernelH: number, kernelW: number, strideH: number, strideW: number, padH: number, padW: number,
];

/** Sizes of a pooling: `planes` images (batch · channels) of one channel each. */
// biome-ignore format: grouped by role
export type PoolSizes = [
  planes: number, height: number, width: number,
  kernelH: number, kernelW: number, strideH: number, strideW: number, padH: number, padW: number,
];

export interface ConvKernels {
  /** Bytes of working memory (16-byte aligned, contents irrelevant) that each of the convolution kernels needs. */
  convWorkspace(...sizes: ConvSizes): number;
  /** y = act(x * w + bias); `bias` has outChannels floats or is 0, `act` is one of those that `gemm` fuses. */
  conv2d(
    x: number,
    w: number,
    bias: number,
    y: number,
    act: number,
    workspace: number,
    ...sizes: ConvSizes
  ): void;
  /** dx (+)= the gradient of the input: the transposed convolution of dy. `accumulate` 0 overwrites. */
  conv2dGradInput(
    dy: number,
    w: number,
    dx: number,
    accumulate: number,
    workspace: number,
    ...sizes: ConvSizes
  ): void;
  /** dw += the gradient of the filters. */
  conv2dGradWeight(dy: number, x: number, dw: number, workspace: number, ...sizes: ConvSizes): void;
  /**
   * Filters `from` to `to` (exclusive, multiples of 16 unless they are the last) of `conv2dGradWeight`, bit for bit as
   * with all filters: the unit of work of a thread.
   */
  conv2dGradWeightRows(
    dy: number,
    x: number,
    dw: number,
    workspace: number,
    ...sizesFromTo: [...sizes: ConvSizes, from: number, to: number]
  ): void;
  /** out[channel] += the sum over outer and inner of x, outer × channels × inner: the gradient of a bias. */
  channelSumAccumulate(x: number, out: number, outer: number, channels: number, inner: number): void;
  /**
   * y = the maximum of each window, `indices` (int32) its place within the input plane, the first of equals; NaN wins.
   * Padding never wins: pad at most half the kernel.
   */
  maxPool2d(x: number, y: number, indices: number, ...sizes: PoolSizes): void;
  /** dx[indices] += dy over `planes` planes of inSize and outSize numbers. */
  maxPool2dGrad(
    dy: number,
    indices: number,
    dx: number,
    planes: number,
    inSize: number,
    outSize: number,
  ): void;
  /** y = the mean of each window; padding counts as zeros when `countPad` is 1, else not at all. */
  avgPool2d(x: number, y: number, countPad: number, ...sizes: PoolSizes): void;
  /** dx += the gradient. */
  avgPool2dGrad(dy: number, dx: number, countPad: number, ...sizes: PoolSizes): void;
}
