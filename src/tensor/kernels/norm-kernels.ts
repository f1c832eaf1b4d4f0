// The kernels under normalisation. Pointers, sizes and number types as in `kernels.ts`; variances are biased.

export interface NormKernels {
  /**
   * y = (x - mean) · rstd · weight + bias by the moments of each of `rows` rows of channels × inner. Rows run through
   * `groups`, each with its own `channels` weights (0: none); rstd = 1 / sqrt(variance + eps). Layer norm is one group
   * with inner 1.
   */
  // biome-ignore format: one line per kernel
  groupNorm(x: number, weight: number, bias: number, y: number, mean: number, rstd: number, rows: number, groups: number, channels: number, inner: number, eps: number): void;
  /** dx (+)= the gradient; dWeight and dBias are added to; each of the three may be 0. */
  // biome-ignore format: one line per kernel
  groupNormGrad(x: number, weight: number, mean: number, rstd: number, dy: number, dx: number, dWeight: number, dBias: number, rows: number, groups: number, channels: number, inner: number, accumulate: number): void;
  /** Mean and variance of each channel of x, outer × channels × inner. */
  // biome-ignore format: one line per kernel
  channelMoments(x: number, mean: number, variance: number, outer: number, channels: number, inner: number): void;
  /** y (+)= x · scale[channel] + shift[channel]. */
  // biome-ignore format: one line per kernel
  channelScale(x: number, scale: number, shift: number, y: number, outer: number, channels: number, inner: number, accumulate: number): void;
  /** Sums over each channel of dy and of dy · (x - mean). */
  // biome-ignore format: one line per kernel
  channelGradSums(x: number, mean: number, dy: number, sums: number, products: number, outer: number, channels: number, inner: number): void;
}
