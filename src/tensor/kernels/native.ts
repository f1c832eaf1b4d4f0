// The optional native kernels (`npm run build:native`): matrix products and convolutions by a Node-API add-on that works
// in place on the WASM memory, with vectors twice or four times as wide as WASM's.
import { Unary } from './assembly/codes.js';
import type { ConvSizes } from './conv-kernels.js';
import { ACTIVATION, type GemmKernels, type Kernels, type LinearMemory } from './kernels.js';
import { composedLinearGrad } from './linear-grad.js';

/** What `native/gemm.c` exports; it knows no activation but ReLU, and finds room to work in by itself. */
export interface NativeGemm extends Pick<GemmKernels, 'gemmRows' | 'gemmBatched'> {
  readonly instructionSet: 'avx512' | 'avx2' | 'neon' | 'sse2';
  /** Pointers are offsets into this memory from now on. */
  bind(bytes: Uint8Array): void;
  conv2d(x: number, w: number, bias: number, y: number, act: number, ...sizes: ConvSizes): void;
  conv2dGradInput(dy: number, w: number, dx: number, accumulate: number, ...sizes: ConvSizes): void;
  conv2dGradWeight(dy: number, x: number, dw: number, ...sizes: ConvSizes): void;
}

/** Below this many multiply-adds a call costs more than it saves. */
const MIN_PRODUCT = 16_384;
/** Narrower results leave most of a vector empty. */
const MIN_COLUMNS = 12;

/** Whether the native kernels compute a product, which depends on its sizes only. */
export function prefersNative(m: number, n: number, k: number): boolean {
  return m > 1 && n >= MIN_COLUMNS && m * n * k >= MIN_PRODUCT;
}

/** Kernels with the add-on's own ones beside those of the interface, for threads to call. */
export interface NativeKernels extends Kernels {
  nativeGemmRows: NativeGemm['gemmRows'];
  nativeGemmBatched: NativeGemm['gemmBatched'];
  nativeConv2d: NativeGemm['conv2d'];
  nativeConv2dGradInput: NativeGemm['conv2dGradInput'];
  nativeConv2dGradWeight: NativeGemm['conv2dGradWeight'];
}

/**
 * The add-on.
 *
 * @param path where it is; default: as built in this package.
 * @throws Error where there is none: not built, not Node, or a processor without vectors wider than WASM's.
 */
export function requireNative(path = nativePath()): NativeGemm {
  if (typeof process === 'undefined' || !process.getBuiltinModule)
    throw new Error("The native backend needs Node.js 20.16 or later: choose 'wasm' or 'auto'.");
  if (path === null) {
    throw new Error(
      "The native backend has not been built: run `npm run build:native` (it needs a C compiler), or choose 'auto'.",
    );
  }
  const module = { exports: {} };
  process.dlopen(module, path);
  const native = module.exports as NativeGemm;
  if (native.instructionSet !== 'sse2') return native;
  throw new Error("This processor has no vectors wider than WebAssembly's: choose 'wasm' or 'auto'.");
}

/** The same, or null where there is none. */
export function loadNative(path?: string): NativeGemm | null {
  try {
    return requireNative(path);
  } catch {
    return null;
  }
}

/** Path of the built add-on, or null. */
export function nativePath(): string | null {
  const builtin = typeof process === 'undefined' ? undefined : process.getBuiltinModule;
  if (!builtin) return null;
  const { existsSync } = builtin('node:fs');
  const { fileURLToPath } = builtin('node:url');
  // Compiled files may lie one folder deeper than the sources.
  for (const up of ['../../../', '../../../../']) {
    const path = fileURLToPath(new URL(`${up}native/build/Release/gemm.node`, import.meta.url));
    if (existsSync(path)) return path;
  }
  return null;
}

/** `base` with its convolutions and its larger matrix products computed by `native`. */
export function nativeKernels(base: Kernels, native: NativeGemm, memory: LinearMemory): NativeKernels {
  let bound: ArrayBufferLike | null = null;
  const bind = () => {
    if (memory.buffer === bound) return;
    bound = memory.buffer;
    native.bind(new Uint8Array(bound));
  };
  /** The add-on's kernel, on the memory as it is now. */
  const onMemory =
    <A extends number[]>(kernel: (...args: A) => void) =>
    (...args: A) => {
      bind();
      kernel(...args);
    };
  const nativeGemmRows = onMemory(native.gemmRows);
  const nativeConv2d = onMemory(native.conv2d);
  const nativeConv2dGradInput = onMemory(native.conv2dGradInput);
  const nativeConv2dGradWeight = onMemory(native.conv2dGradWeight);
  const nativeGemmBatched = onMemory(native.gemmBatched);
  // biome-ignore format: grouped by operand
  const gemmRows: GemmKernels['gemmRows'] = (
    transA, transB, m, n, k, a, lda, b, ldb, c, ldc, accumulate, bias, act, from, to,
  ) => {
    if (!prefersNative(m, n, k)) {
      base.gemmRows(transA, transB, m, n, k, a, lda, b, ldb, c, ldc, accumulate, bias, act, from, to);
      return;
    }
    nativeGemmRows(transA, transB, m, n, k, a, lda, b, ldb, c, ldc, accumulate, bias, fusedNatively(act), from, to);
    activateRows(base, act, c + from * ldc * 4, ldc, to - from, n);
  };
  const kernels: NativeKernels = {
    ...base,
    backend: 'native',
    instructionSet: native.instructionSet,
    nativeGemmRows,
    nativeGemmBatched,
    nativeConv2d,
    nativeConv2dGradInput,
    nativeConv2dGradWeight,
    convWorkspace: () => 0,
    conv2d(x, w, bias, y, act, _workspace, ...sizes) {
      nativeConv2d(x, w, bias, y, fusedNatively(act), ...sizes);
      const n = convOutputSize(sizes);
      activateRows(base, act, y, n, 1, n);
    },
    conv2dGradInput(dy, w, dx, accumulate, _workspace, ...sizes) {
      nativeConv2dGradInput(dy, w, dx, accumulate, ...sizes);
    },
    conv2dGradWeight(dy, x, dw, _workspace, ...sizes) {
      nativeConv2dGradWeight(dy, x, dw, ...sizes);
    },
    gemmRows,
    // biome-ignore format: grouped by operand
    gemm(transA, transB, m, n, k, a, lda, b, ldb, c, ldc, accumulate, bias, act) {
      gemmRows(transA, transB, m, n, k, a, lda, b, ldb, c, ldc, accumulate, bias, act, 0, m);
    },
    // biome-ignore format: grouped by operand
    gemmBatched(transA, transB, batch, m, n, k, a, lda, strideA, b, ldb, strideB, c, ldc, strideC, accumulate) {
      const gemmBatched = prefersNative(m, n, k) ? nativeGemmBatched : base.gemmBatched;
      gemmBatched(transA, transB, batch, m, n, k, a, lda, strideA, b, ldb, strideB, c, ldc, strideC, accumulate);
    },
    linearGrad: composedLinearGrad(() => kernels),
  };
  return kernels;
}

/** Elements of a convolution's result. */
function convOutputSize([
  batch,
  ,
  height,
  width,
  out,
  kernelH,
  kernelW,
  strideH,
  strideW,
  padH,
  padW,
]: ConvSizes) {
  const rows = Math.floor((height + 2 * padH - kernelH) / strideH) + 1;
  return batch * out * rows * (Math.floor((width + 2 * padW - kernelW) / strideW) + 1);
}

/** The activation as far as the add-on knows it: it ends a result with ReLU or nothing. */
export function fusedNatively(act: number): number {
  return act === ACTIVATION.relu ? act : ACTIVATION.none;
}

/** The activations that the add-on leaves out, in place. */
export function activateRows(
  kernels: Pick<Kernels, 'unary'>,
  act: number,
  c: number,
  ldc: number,
  rows: number,
  n: number,
): void {
  if (act !== ACTIVATION.tanh && act !== ACTIVATION.sigmoid) return;
  const op = act === ACTIVATION.tanh ? Unary.tanh : Unary.sigmoid;
  if (ldc === n) kernels.unary(op, c, c, rows * n, 0, 0);
  else for (let row = 0; row < rows; row++) kernels.unary(op, c + row * ldc * 4, c + row * ldc * 4, n, 0, 0);
}
