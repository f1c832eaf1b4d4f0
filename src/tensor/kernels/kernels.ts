// The kernel interface: what a numeric backend offers. All pointers are byte offsets into one linear memory
// (multiples of 16 for whole tensors), all sizes are element counts, all floats are float32.
// Two implementations: AssemblyScript compiled to WASM SIMD (`assembly/`), and plain TypeScript (`reference/`).
// One file per family on both sides, with the same names.
import type { ArrayKernels } from './array-kernels.js';
import type { AttentionKernels } from './attention-kernels.js';
import type { ConvKernels } from './conv-kernels.js';
import type { NormKernels } from './norm-kernels.js';
import type { RnnKernels } from './rnn-kernels.js';
import type { SparseKernels } from './sparse-kernels.js';

/** Activation codes understood by the fused kernels. */
export const ACTIVATION = {
  none: 0,
  relu: 1,
  tanh: 2,
  sigmoid: 3,
  leakyRelu: 4,
  elu: 5,
  gelu: 6,
  silu: 7,
} as const;
export type Activation = keyof typeof ACTIVATION;

/** Which gradients `linearGrad` adds to instead of writing them, as bits. */
export const ADD_TO = { dw: 1, db: 2, dx: 4 } as const;

/** What a `WebAssembly.Memory` is to the kernels: a buffer that may be replaced when it grows. */
export interface LinearMemory {
  readonly buffer: ArrayBufferLike;
}

/** Bytes 0..65535 of the memory belong to the WASM modules; allocate above. */
export const KERNEL_RESERVED_BYTES = 65536;

/** Size of the region each instance packs panels into (see `loadKernels`). */
export const KERNEL_SCRATCH_BYTES = 4 << 20;

/** Every kernel of a backend; each family adds its interface here. */
export interface Kernels
  extends ArrayKernels,
    AttentionKernels,
    ConvKernels,
    GemmKernels,
    NormKernels,
    OptimKernels,
    RnnKernels,
    SparseKernels {
  readonly backend: 'wasm' | 'wasm-fma' | 'native' | 'reference';
  /** Where it was chosen at run time. */
  readonly instructionSet?: string;
  /** Prepares calls that will be made again and again; absent where one by one is the fastest (`repeatOneByOne`). */
  repeat?(calls: readonly KernelCall[]): () => void;
}

/** A kernel by name, and its arguments. */
export type KernelCall = readonly [
  name: Exclude<keyof Kernels, 'backend' | 'instructionSet' | 'repeat'>,
  args: readonly number[],
];

const INDEXED: readonly string[] = ['gather', 'scatterAdd', 'indexSelect', 'indexAdd'];

/** Whether a kernel reads indices, and answers where one is out of range, or -1. */
export function isIndexed(name: string): boolean {
  return INDEXED.includes(name);
}

/** @throws RangeError when the answer of a kernel that `isIndexed` is a position. */
export function requireInRange(name: string, answer: number): void {
  if (answer >= 0) throw new RangeError(`${name}: the index of element ${answer} is out of range.`);
}

/** Makes `calls` again, each by its own call. */
export function repeatOneByOne(kernels: Kernels, calls: readonly KernelCall[]): () => void {
  const prepared = calls.map(([name, args]) => ({
    name,
    kernel: kernels[name] as (...args: number[]) => number,
    args,
    indexed: isIndexed(name),
  }));
  return () => {
    for (let i = 0; i < prepared.length; i++) {
      const { name, kernel, args, indexed } = prepared[i]!;
      const answer = kernel(...(args as number[]));
      if (indexed) requireInRange(name, answer);
    }
  };
}

export interface GemmKernels {
  /**
   * C = act(op(A)·op(B) + bias), or C += op(A)·op(B) when `accumulate` is 1 (then bias must be 0, act none).
   * op(A) is m×k, op(B) k×n, C m×n; lda/ldb/ldc are row strides of the stored matrices (before transposition).
   * `bias`: pointer to n floats or 0. `act`: one of ACTIVATION restricted to none, relu, tanh, sigmoid.
   */
  // biome-ignore format: grouped by operand
  gemm(
    transA: number, transB: number, m: number, n: number, k: number,
    a: number, lda: number, b: number, ldb: number, c: number, ldc: number,
    accumulate: number, bias: number, act: number,
  ): void;
  /** Rows `from` to `to` (exclusive) of `gemm`, bit for bit as in the whole product: the unit of work of a thread. */
  // biome-ignore format: grouped by operand
  gemmRows(
    transA: number, transB: number, m: number, n: number, k: number,
    a: number, lda: number, b: number, ldb: number, c: number, ldc: number,
    accumulate: number, bias: number, act: number, from: number, to: number,
  ): void;
  /** `batch` products with element strides between consecutive matrices (stride 0 repeats an operand). */
  // biome-ignore format: grouped by operand
  gemmBatched(
    transA: number, transB: number, batch: number, m: number, n: number, k: number,
    a: number, lda: number, strideA: number, b: number, ldb: number, strideB: number,
    c: number, ldc: number, strideC: number, accumulate: number,
  ): void;
  /**
   * The gradients of y = act(x·wᵀ + bias), from `dy`, which becomes the gradient before the activation:
   * dy *= act'(·) in place, then in this order dw = dyᵀ·x, db = column sums of dy, dx = dy·w. Each is written, or
   * added to when `accumulate` holds its bit of ADD_TO, and left out where its pointer is 0.
   * x is m×k, w n×k, y and dy m×n, all contiguous; `act` as for `gemm` (`y` is not read for none).
   */
  // biome-ignore format: grouped by operand
  linearGrad(
    m: number, n: number, k: number, x: number, w: number, y: number, dy: number, act: number,
    dw: number, db: number, dx: number, accumulate: number,
  ): void;
  /** dy (in place) *= act'(·), computed from the activation's output y. For the activations `gemm` fuses. */
  activationGradInPlace(act: number, y: number, dy: number, n: number): void;
  /** out[j] += sum over rows of x[i][j]; x is rows×cols. */
  colSumAccumulate(x: number, out: number, rows: number, cols: number): void;
}

/** In-place updates over one flat buffer of n floats; formulas and defaults as in PyTorch. */
export interface OptimKernels {
  /** `momentumBuf` is not read when `momentum` is 0, only written when `firstStep` is 1. */
  // biome-ignore format: grouped by role
  sgd(
    p: number, g: number, momentumBuf: number, n: number,
    lr: number, momentum: number, dampening: number, weightDecay: number,
    nesterov: number, firstStep: number, maximize: number,
  ): void;
  /** `decoupled` 1 = AdamW. `maxSq` 0 = no amsgrad. `biasCorrection1/2` = 1 - beta^t, computed in float64 by the caller. */
  // biome-ignore format: grouped by role
  adam(
    p: number, g: number, m: number, v: number, maxSq: number, n: number,
    lr: number, beta1: number, beta2: number, eps: number, weightDecay: number, decoupled: number,
    biasCorrection1: number, biasCorrection2: number,
  ): void;
  /** `gradAvg` is used when `centered` is 1, `buf` when `momentum` is not 0. */
  // biome-ignore format: grouped by role
  rmsprop(
    p: number, g: number, sq: number, gradAvg: number, buf: number, n: number,
    lr: number, alpha: number, eps: number, weightDecay: number, momentum: number, centered: number,
  ): void;
  adagrad(p: number, g: number, sum: number, n: number, lr: number, eps: number, weightDecay: number): void;
  /** target = target + tau (source - target); tau 1 copies. */
  polyak(target: number, source: number, n: number, tau: number): void;
  /** Sum of squares, accumulated in float64. */
  sumSquares(x: number, n: number): number;
  /** x *= s. */
  scale(x: number, n: number, s: number): void;
  /** x = min(max(x, -limit), limit). */
  clampInPlace(x: number, n: number, limit: number): void;
}
