// The kernels under arithmetic, reductions, softmax, copies and indexing. Pointers, sizes and number types as in
// `kernels.ts`. `accumulate` 1 adds to the destination, 0 overwrites it. `dims` points to int32 values.

export interface ArrayKernels
  extends ElementwiseKernels,
    BinaryKernels,
    ReduceKernels,
    SoftmaxKernels,
    CopyKernels,
    IndexingKernels {}

export interface ElementwiseKernels {
  /** y = op(x); `op` is a code of `Unary`. */
  unary(op: number, x: number, y: number, n: number, p: number, q: number): void;
  /** dx (+)= dy · op'(x), from the input x and the output y. */
  // biome-ignore format: one line per kernel
  unaryGrad(op: number, x: number, y: number, dy: number, dx: number, n: number, p: number, q: number, accumulate: number): void;
}

export interface BinaryKernels {
  /** y = op(a, b); `op` is a code of `Binary`; a stride of 0 repeats one element, 1 walks along. */
  // biome-ignore format: one line per kernel
  binary(op: number, a: number, strideA: number, b: number, strideB: number, y: number, n: number, p: number): void;
  /** The same over `rank` dimensions: `dims` holds the shape, then the element strides of a, then those of b. */
  binaryStrided(op: number, a: number, b: number, y: number, rank: number, dims: number, p: number): void;
  /** out (+)= scale · dy · ∂op/∂a (side 0) or ∂op/∂b (side 1); not for comparisons. */
  // biome-ignore format: one line per kernel
  binaryGrad(op: number, side: number, a: number, strideA: number, b: number, strideB: number, dy: number, strideDy: number, out: number, n: number, p: number, scale: number, accumulate: number): void;
  /** out = dy · ∂op/∂(side), out and dy contiguous, a and b as in `binaryStrided`. */
  // biome-ignore format: one line per kernel
  binaryGradStrided(op: number, side: number, a: number, b: number, dy: number, out: number, rank: number, dims: number, p: number): void;
}

/** x is outer × n × inner, reduced over the middle. */
export interface ReduceKernels {
  /** y = scale · sum. */
  reduceSum(x: number, y: number, outer: number, n: number, inner: number, scale: number): void;
  /** dx (+)= scale · dy, repeated n times along the middle. */
  // biome-ignore format: one line per kernel
  reduceSumGrad(dy: number, dx: number, outer: number, n: number, inner: number, scale: number, accumulate: number): void;
  /** The largest (`sign` 1) or smallest (`sign` -1) value and its first index (int32); NaN wins. */
  // biome-ignore format: one line per kernel
  reduceExtreme(x: number, values: number, indices: number, outer: number, n: number, inner: number, sign: number): void;
  /** Position of the first NaN or infinity, or -1. */
  firstNonFinite(x: number, n: number): number;
}

/** Functions of whole rows: x is rows × n, statistics have one element per row. */
export interface SoftmaxKernels {
  /** y = softmax(x), or log softmax(x) when `log` is 1. */
  softmax(x: number, y: number, rows: number, n: number, log: number): void;
  // biome-ignore format: one line per kernel
  softmaxGrad(y: number, dy: number, dx: number, rows: number, n: number, log: number, accumulate: number): void;
  logsumexp(x: number, y: number, rows: number, n: number): void;
  // biome-ignore format: one line per kernel
  logsumexpGrad(x: number, y: number, dy: number, dx: number, rows: number, n: number, accumulate: number): void;
  /** Sum of squared deviations from the mean, divided by n - ddof. */
  variance(x: number, y: number, rows: number, n: number, ddof: number): void;
  // biome-ignore format: one line per kernel
  varianceGrad(x: number, dy: number, dx: number, rows: number, n: number, ddof: number, accumulate: number): void;
  /** Running sums, from the end when `reverse` is 1. */
  cumsum(x: number, y: number, rows: number, n: number, reverse: number, accumulate: number): void;
}

export interface CopyKernels {
  fill(y: number, n: number, value: number): void;
  /** y (+)= x; n elements of four bytes (`accumulate` needs float32). */
  copy(x: number, y: number, n: number, accumulate: number): void;
  /** Contiguous y = x read with `dims`: shape, then element strides of x (0 repeats, negative walks back). */
  copyStrided(x: number, y: number, rank: number, dims: number): void;
  /** The way back: y, written with `dims`, (+)= contiguous x. Strides of 0 sum when accumulating. */
  writeStrided(x: number, y: number, rank: number, dims: number, accumulate: number): void;
  /** int32 to float32 (`toInt` 0) or float32 to int32, truncating (1). */
  cast(x: number, y: number, n: number, toInt: number): void;
  /** y = scale · x, float32 from n bytes at any address, the product in float64. */
  bytesToFloats(x: number, y: number, n: number, scale: number): void;
}

/** Indices are int32. Functions that read indices return the position of the first one outside 0..n-1, or -1. */
export interface IndexingKernels {
  /** y[o, j, k] = x[o, index[o, j, k], k]; x is outer × n × inner, index and y outer × m × inner. */
  // biome-ignore format: one line per kernel
  gather(x: number, index: number, y: number, outer: number, n: number, m: number, inner: number, accumulate: number): number;
  /** y[o, index[o, j, k], k] += x[o, j, k]. */
  // biome-ignore format: one line per kernel
  scatterAdd(x: number, index: number, y: number, outer: number, n: number, m: number, inner: number): number;
  /** y[o, j, :] = x[o, index[j], :]; x is outer × n × inner, y outer × m × inner. */
  // biome-ignore format: one line per kernel
  indexSelect(x: number, index: number, y: number, outer: number, n: number, m: number, inner: number): number;
  /** y[o, index[j], :] += x[o, j, :]. */
  // biome-ignore format: one line per kernel
  indexAdd(x: number, index: number, y: number, outer: number, n: number, m: number, inner: number): number;
  /** y (+)= mask ? a : b; strides 0 or 1; any mask bits but a float zero's count as true. */
  // biome-ignore format: one line per kernel
  where(mask: number, a: number, strideA: number, b: number, strideB: number, y: number, n: number, accumulate: number): void;
}
