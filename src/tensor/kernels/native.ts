// The optional native matrix product (`npm run build:native`): the same interface over a Node-API add-on that works in
// place on the WASM memory, with vectors twice or four times as wide as WASM's.
import { Unary } from './assembly/codes.js';
import { ACTIVATION, type GemmKernels, type Kernels, type LinearMemory } from './kernels.js';

/** What `native/gemm.c` exports; `gemmRows` takes 1 for ReLU where the kernel interface takes an activation. */
export interface NativeGemm extends Pick<GemmKernels, 'gemmRows' | 'gemmBatched'> {
  readonly instructionSet: 'avx512' | 'avx2' | 'neon' | 'sse2';
  /** Pointers are offsets into this memory from now on. */
  bind(bytes: Uint8Array): void;
}

/** Below this many multiply-adds a call costs more than it saves. */
const MIN_PRODUCT = 16_384;
/** Narrower results leave most of a vector empty. */
const MIN_COLUMNS = 12;

/**
 * The add-on, or null where there is none: not built, not Node, or a processor without vectors wider than WASM's.
 *
 * @param path where the add-on is; default: `native/build/Release/gemm.node` of this package.
 */
export function loadNative(path = nativePath()): NativeGemm | null {
  if (path === null) return null;
  const module = { exports: {} };
  try {
    process.dlopen(module, path);
  } catch {
    return null;
  }
  const native = module.exports as NativeGemm;
  return native.instructionSet === 'sse2' ? null : native;
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

/** `base` with its larger matrix products computed by `native`. Which one computes depends on sizes only. */
export function nativeKernels(base: Kernels, native: NativeGemm, memory: LinearMemory): Kernels {
  let bound: ArrayBufferLike | null = null;
  const bind = () => {
    if (memory.buffer === bound) return;
    bound = memory.buffer;
    native.bind(new Uint8Array(bound));
  };
  // biome-ignore format: grouped by operand
  const gemmRows: GemmKernels['gemmRows'] = (
    transA, transB, m, n, k, a, lda, b, ldb, c, ldc, accumulate, bias, act, from, to,
  ) => {
    if (m < 2 || n < MIN_COLUMNS || m * n * k < MIN_PRODUCT) {
      base.gemmRows(transA, transB, m, n, k, a, lda, b, ldb, c, ldc, accumulate, bias, act, from, to);
      return;
    }
    bind();
    const relu = act === ACTIVATION.relu ? 1 : 0;
    native.gemmRows(transA, transB, m, n, k, a, lda, b, ldb, c, ldc, accumulate, bias, relu, from, to);
    if (act === ACTIVATION.none || relu) return;
    const op = act === ACTIVATION.tanh ? Unary.tanh : Unary.sigmoid;
    for (let row = from; row < to; row++) {
      const y = c + row * ldc * 4;
      base.unary(op, y, y, n, 0, 0);
    }
  };
  return {
    ...base,
    backend: 'native',
    gemmRows,
    // biome-ignore format: grouped by operand
    gemm(transA, transB, m, n, k, a, lda, b, ldb, c, ldc, accumulate, bias, act) {
      gemmRows(transA, transB, m, n, k, a, lda, b, ldb, c, ldc, accumulate, bias, act, 0, m);
    },
    // biome-ignore format: grouped by operand
    gemmBatched(
      transA, transB, batch, m, n, k, a, lda, strideA, b, ldb, strideB, c, ldc, strideC, accumulate,
    ) {
      const small = m < 2 || n < MIN_COLUMNS || m * n * k < MIN_PRODUCT;
      if (!small) bind();
      const { gemmBatched } = small ? base : native;
      gemmBatched(transA, transB, batch, m, n, k, a, lda, strideA, b, ldb, strideB, c, ldc, strideC, accumulate);
    },
  };
}
