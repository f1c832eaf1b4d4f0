// Spreads large kernel calls over threads. Every thread computes a fixed range of rows, columns, images or elements, in
// the way it would be computed in one piece; only the gradient of filters is a sum whose order depends on the number of
// threads.
import type { ConvSizes } from './conv-kernels.js';
import type { Kernels } from './kernels.js';
import { composedLinearGrad } from './linear-grad.js';
import { activateRows, fusedNatively, prefersNative } from './native.js';
import type { ThreadTeam } from './thread-team.js';

/** Calls with less work than this (multiply-adds of products, elements of the rest) stay with the calling thread. */
const MIN_PRODUCT = 400_000;
const MIN_ELEMENTS = 32_768;
/** Ranges begin at multiples of this: whole tiles of every product, whole vectors of everything else. */
const GRAIN = 48;

type Args = number[];
/** Elements from one unit of work to the next in a tensor. */
type Step = number | ((args: Args) => number);

/** How a call is cut: which argument counts the units, and how far each pointer moves per unit. */
interface Cut {
  count: number;
  pointers: Record<number, Step>;
  /** Units that stay together. */
  grain: number;
  /** Work per unit. */
  weight: Step;
}

const elements = (count: number, pointers: Cut['pointers']): Cut => ({
  count,
  pointers,
  grain: GRAIN,
  weight: 1,
});
const rows = (count: number, pointers: Cut['pointers'], weight: Step): Cut => ({
  count,
  pointers,
  grain: 1,
  weight,
});
const arg =
  (i: number, factor = 1) =>
  (args: Args) =>
    args[i]! * factor;

/** By kernel; the numbers are positions in its argument list. */
const CUTS: Record<string, Cut> = {
  unary: elements(3, { 1: 1, 2: 1 }),
  unaryGrad: elements(5, { 1: 1, 2: 1, 3: 1, 4: 1 }),
  binary: elements(6, { 1: arg(2), 3: arg(4), 5: 1 }),
  binaryGrad: elements(9, { 2: arg(3), 4: arg(5), 6: arg(7), 8: 1 }),
  activationGradInPlace: elements(3, { 1: 1, 2: 1 }),
  fill: elements(1, { 0: 1 }),
  copy: elements(2, { 0: 1, 1: 1 }),
  sgd: elements(3, { 0: 1, 1: 1, 2: 1 }),
  adam: elements(5, { 0: 1, 1: 1, 2: 1, 3: 1, 4: 1 }),
  rmsprop: elements(5, { 0: 1, 1: 1, 2: 1, 3: 1, 4: 1 }),
  adagrad: elements(3, { 0: 1, 1: 1, 2: 1 }),
  polyak: elements(2, { 0: 1, 1: 1 }),
  softmax: rows(2, { 0: arg(3), 1: arg(3) }, arg(3)),
  softmaxGrad: rows(3, { 0: arg(4), 1: arg(4), 2: arg(4) }, arg(4)),
  attentionSoftmaxGrad: rows(2, { 0: arg(3), 1: arg(3) }, arg(3)),
  lstmStep: rows(4, { 0: arg(5, 4), 1: arg(5), 2: arg(5), 3: arg(5) }, arg(5, 4)),
  // biome-ignore format: one line per kernel
  lstmStepGrad: rows(6, { 0: arg(7, 4), 1: arg(7), 2: arg(7), 3: arg(7), 4: arg(7), 5: arg(7, 4) }, arg(7, 4)),
};

const value = (step: Step, args: Args) => (typeof step === 'number' ? step : step(args));

/** Names of the kernels that threads run: the number of a kernel is its place here. */
export const THREADED_KERNELS = [
  ...Object.keys(CUTS),
  'gemmRows',
  'gemmBatched',
  'nativeGemmRows',
  'nativeGemmBatched',
  'conv2d',
  'conv2dGradInput',
  'conv2dGradWeight',
  'nativeConv2d',
  'nativeConv2dGradInput',
  'nativeConv2dGradWeight',
];

type Kernel = (...args: number[]) => void;

/** `base` with its large calls spread over the threads of `team`. */
export function threadedKernels(base: Kernels, team: ThreadTeam): Kernels {
  const { size } = team;
  const table = base as unknown as Record<string, Kernel>;
  const threaded: Record<string, Kernel> = {};
  const isNative = base.backend === 'native';
  const spread = (kernel: string, part: (thread: number) => number[]) => {
    team.run(
      kernel,
      table[kernel]!,
      Array.from({ length: size }, (_, thread) => part(thread)),
    );
  };

  for (const [name, { count, pointers, grain, weight }] of Object.entries(CUTS)) {
    const own = table[name]!;
    const steps = Object.entries(pointers).map(([i, step]) => [Number(i), step] as const);
    threaded[name] = (...args) => {
      const units = args[count]!;
      if (units * value(weight, args) < MIN_ELEMENTS || units < size * grain || !team.ready)
        return own(...args);
      spread(name, (thread) => {
        const [from, to] = range(units, grain, thread, size);
        const part = args.slice();
        part[count] = to - from;
        // A pointer of 0 means that there is no such tensor.
        for (const [i, step] of steps) if (args[i] !== 0) part[i] = args[i]! + from * value(step, args) * 4;
        return part;
      });
    };
  }

  // biome-ignore format: grouped by operand
  const gemm: Kernels['gemm'] = (transA, transB, m, n, k, a, lda, b, ldb, c, ldc, accumulate, bias, act) => {
    if (m * n * k < MIN_PRODUCT || Math.max(m, n) < size * GRAIN / 2 || !team.ready) {
      base.gemm(transA, transB, m, n, k, a, lda, b, ldb, c, ldc, accumulate, bias, act);
      return;
    }
    const native = isNative && prefersNative(m, n, k);
    const fused = native ? fusedNatively(act) : act;
    // Every thread packs the whole of one operand: the smaller one.
    spread(native ? 'nativeGemmRows' : 'gemmRows', (thread) => {
      if (m >= n) {
        const [from, to] = range(m, 12, thread, size);
        return [transA, transB, m, n, k, a, lda, b, ldb, c, ldc, accumulate, bias, fused, from, to];
      }
      const [from, to] = range(n, 16, thread, size);
      const right = b + from * (transB ? ldb : 1) * 4;
      const offset = from * 4;
      return [transA, transB, m, to - from, k, a, lda, right, ldb, c + offset, ldc, accumulate, bias && bias + offset, fused, 0, m];
    });
    if (fused !== act) activateRows(threaded as unknown as Kernels, act, c, ldc, m, n);
  };

  // biome-ignore format: grouped by operand
  const gemmBatched: Kernels['gemmBatched'] = (
    transA, transB, batch, m, n, k, a, lda, strideA, b, ldb, strideB, c, ldc, strideC, accumulate,
  ) => {
    if (batch * m * n * k < MIN_PRODUCT || batch < size || strideC === 0 || !team.ready) {
      base.gemmBatched(transA, transB, batch, m, n, k, a, lda, strideA, b, ldb, strideB, c, ldc, strideC, accumulate);
      return;
    }
    spread(isNative && prefersNative(m, n, k) ? 'nativeGemmBatched' : 'gemmBatched', (thread) => {
      const [from, to] = range(batch, 1, thread, size);
      const [left, right, result] = [a + from * strideA * 4, b + from * strideB * 4, c + from * strideC * 4];
      return [transA, transB, to - from, m, n, k, left, lda, strideA, right, ldb, strideB, result, ldc, strideC, accumulate];
    });
  };

  const kernels: Kernels = {
    ...base,
    ...threaded,
    gemm,
    gemmBatched,
    ...convolutions(base, team, spread),
  };
  const linearGrad = composedLinearGrad(() => kernels);
  return { ...kernels, linearGrad };
}

/** Convolutions by images: each thread has a workspace, and room for its share of the gradient of the filters. */
function convolutions(
  base: Kernels,
  team: ThreadTeam,
  spread: (kernel: string, part: (thread: number) => number[]) => void,
): Pick<Kernels, 'convWorkspace' | 'conv2d' | 'conv2dGradInput' | 'conv2dGradWeight'> {
  const { size } = team;
  const align = (bytes: number) => Math.ceil(bytes / 16) * 16;
  const filterBytes = ([, channels, , , out, height, width]: ConvSizes) =>
    align(channels * out * height * width * 4);
  const share = (sizes: ConvSizes) => align(base.convWorkspace(...sizes)) + filterBytes(sizes);
  const small = (sizes: ConvSizes) => {
    const [batch, channels, height, width, out, kernelH, kernelW, strideH, strideW] = sizes;
    const work = (batch * channels * height * width * out * kernelH * kernelW) / (strideH * strideW);
    return work < MIN_PRODUCT || batch < size || !team.ready;
  };
  /** The images of one thread: how many, and how far on they are in input and output. */
  const images = (sizes: ConvSizes, thread: number) => {
    const [batch, channels, height, width, out, kernelH, kernelW, strideH, strideW, padH, padW] = sizes;
    const [from, to] = range(batch, 1, thread, size);
    const outH = Math.floor((height + 2 * padH - kernelH) / strideH) + 1;
    const outW = Math.floor((width + 2 * padW - kernelW) / strideW) + 1;
    return {
      sizes: [to - from, ...sizes.slice(1)],
      input: from * channels * height * width * 4,
      output: from * out * outH * outW * 4,
    };
  };
  /** The add-on's kernels have no workspace among their arguments. */
  const isNative = base.backend === 'native';
  const call = (kernel: string, part: (thread: number) => [number[], number[]]) => {
    spread(isNative ? `native${kernel[0]!.toUpperCase()}${kernel.slice(1)}` : kernel, (thread) => {
      const [args, own] = part(thread);
      return isNative ? [...args, ...own.slice(1)] : [...args, ...own];
    });
  };
  return {
    convWorkspace: (...sizes) => size * share(sizes),
    conv2d(x, w, bias, y, act, workspace, ...sizes) {
      if (small(sizes) || (isNative && fusedNatively(act) !== act)) {
        return base.conv2d(x, w, bias, y, act, workspace, ...sizes);
      }
      call('conv2d', (thread) => {
        const part = images(sizes, thread);
        const own = [workspace + thread * share(sizes), ...part.sizes];
        return [[x + part.input, w, bias, y + part.output, act], own];
      });
    },
    conv2dGradInput(dy, w, dx, accumulate, workspace, ...sizes) {
      if (small(sizes)) return base.conv2dGradInput(dy, w, dx, accumulate, workspace, ...sizes);
      call('conv2dGradInput', (thread) => {
        const part = images(sizes, thread);
        const own = [workspace + thread * share(sizes), ...part.sizes];
        return [[dy + part.output, w, dx + part.input, accumulate], own];
      });
    },
    conv2dGradWeight(dy, x, dw, workspace, ...sizes) {
      if (small(sizes)) return base.conv2dGradWeight(dy, x, dw, workspace, ...sizes);
      const bytes = filterBytes(sizes);
      const sums = (thread: number) => (thread === 0 ? dw : workspace + (thread + 1) * share(sizes) - bytes);
      for (let thread = 1; thread < size; thread++) base.fill(sums(thread), bytes / 4, 0);
      call('conv2dGradWeight', (thread) => {
        const part = images(sizes, thread);
        const own = [workspace + thread * share(sizes), ...part.sizes];
        return [[dy + part.output, x + part.input, sums(thread)], own];
      });
      const [, channels, , , out, kernelH, kernelW] = sizes;
      for (let thread = 1; thread < size; thread++) {
        base.copy(sums(thread), dw, channels * out * kernelH * kernelW, 1);
      }
    },
  };
}

/** Units from..to of thread `thread` of `threads`, cut at multiples of `grain`. */
function range(units: number, grain: number, thread: number, threads: number): [number, number] {
  const cut = (i: number) => (i === threads ? units : Math.floor((units * i) / threads / grain) * grain);
  return [cut(thread), cut(thread + 1)];
}
