// The native kernels: equal to the reference where it has been built, and never needed. Where it has not been
// built, a stand-in of the same interface shows that calls reach it rightly.
import { expect, it } from 'vitest';
import { Workbench } from '../../../test/kernels.js';
import type { ConvSizes } from './conv-kernels.js';
import { ACTIVATION } from './kernels.js';
import { loadNative, type NativeGemm, nativeKernels, requireNative } from './native.js';
import { referenceKernels } from './reference/index.js';

function standIn(): NativeGemm {
  const view: { buffer: ArrayBufferLike } = { buffer: new ArrayBuffer(0) };
  const { gemmRows, gemmBatched, conv2d, conv2dGradInput, conv2dGradWeight } = referenceKernels(view);
  return {
    instructionSet: 'avx2',
    gemmRows,
    gemmBatched,
    conv2d: (x, w, bias, y, act, ...sizes) => conv2d(x, w, bias, y, act, 0, ...sizes),
    conv2dGradInput: (dy, w, dx, add, ...sizes) => conv2dGradInput(dy, w, dx, add, 0, ...sizes),
    conv2dGradWeight: (dy, x, dw, ...sizes) => conv2dGradWeight(dy, x, dw, 0, ...sizes),
    bind: ({ buffer }) => {
      view.buffer = buffer;
    },
  };
}

/** C of a product of random matrices, with and without the add-on, on memories of equal content. */
function product(native: NativeGemm | null, sizes: number[], act: number, split: number): Float32Array {
  const [transA, transB, m, n, k] = sizes as [number, number, number, number, number];
  const bench = new Workbench('wasm', 1);
  const kernels = native ? nativeKernels(bench.kernels, native, bench.memory) : bench.kernels;
  const [a, b, bias] = [bench.floats(m * k), bench.floats(k * n), bench.floats(n)];
  const c = bench.floats(m * n);
  const [lda, ldb] = [transA ? m : k, transB ? k : n];
  kernels.gemmRows(transA, transB, m, n, k, a, lda, b, ldb, c, n, 0, bias, act, 0, split);
  kernels.gemmRows(transA, transB, m, n, k, a, lda, b, ldb, c, n, 0, bias, act, split, m);
  kernels.gemm(transA, transB, m, n, k, a, lda, b, ldb, c, n, 1, 0, ACTIVATION.none);
  const batch = 3;
  const d = bench.floats(batch * m * n);
  kernels.gemmBatched(transA, transB, batch, m, n, k, a, lda, 0, b, ldb, 0, d, n, m * n, 0);
  return bench.read(c, (d - c) / 4 + batch * m * n);
}

const CASES = [2, 12, 33].flatMap((m) =>
  [11, 12, 65, 130].flatMap((n) => [1, 40, 300].map((k) => [m, n, k])),
);

it.each([
  [0, 0],
  [0, 1],
  [1, 0],
  [1, 1],
])('equals the WASM product (transA %i, transB %i)', (transA, transB) => {
  const native = loadNative() ?? standIn();
  for (const [i, [m, n, k]] of CASES.entries()) {
    const act = [ACTIVATION.none, ACTIVATION.relu, ACTIVATION.tanh, ACTIVATION.sigmoid][i % 4]!;
    const sizes = [transA, transB, m!, n!, k!];
    const expected = product(null, sizes, act, m!);
    const actual = product(native, sizes, act, m!);
    const worst = actual.reduce((error, x, j) => Math.max(error, Math.abs(x - expected[j]!)), 0);
    expect(worst, `m ${m}, n ${n}, k ${k}`).toBeLessThan(1e-4);
    expect(product(native, sizes, act, m! >> 1), 'in two parts').toEqual(actual);
  }
});

/** Result and both gradients of a convolution of random images, with what lies behind them. */
function convolution(native: NativeGemm | null, sizes: ConvSizes, act: number): Float32Array {
  const [batch, channels, height, width, out, kernelH, kernelW, strideH, strideW, padH, padW] = sizes;
  const outH = Math.floor((height + 2 * padH - kernelH) / strideH) + 1;
  const outW = Math.floor((width + 2 * padW - kernelW) / strideW) + 1;
  const bench = new Workbench('wasm', 1);
  const kernels = native ? nativeKernels(bench.kernels, native, bench.memory) : bench.kernels;
  const x = bench.floats(batch * channels * height * width);
  const w = bench.floats(out * channels * kernelH * kernelW);
  const bias = bench.floats(out);
  const dx = bench.floats(batch * channels * height * width);
  const dw = bench.floats(out * channels * kernelH * kernelW);
  const y = bench.floats(batch * out * outH * outW);
  const end = bench.floats(4);
  const workspace = bench.floats(kernels.convWorkspace(...sizes) / 4);
  kernels.conv2d(x, w, bias, y, act, workspace, ...sizes);
  kernels.conv2dGradWeight(y, x, dw, workspace, ...sizes);
  kernels.conv2dGradInput(y, w, dx, batch % 2, workspace, ...sizes);
  return bench.read(dx, (end - dx) / 4 + 4);
}

it('convolves like WASM', () => {
  const sizesFrom = new Workbench('reference', 1);
  const integer = (low: number, high: number) => sizesFrom.integer(low, high);
  const native = loadNative() ?? standIn();
  for (let i = 0; i < 24; i++) {
    const [kernelH, kernelW] = [integer(1, 5), integer(1, 5)];
    // biome-ignore format: grouped by role
    const sizes: ConvSizes = [
      integer(1, 3), integer(1, 14), integer(kernelH, 12), integer(kernelW, 14), integer(1, 34),
      kernelH, kernelW, integer(1, 4), integer(1, 4), integer(0, kernelH >> 1), integer(0, kernelW >> 1),
    ];
    const expected = convolution(null, sizes, i % 4);
    const worst = convolution(native, sizes, i % 4).reduce((error, value, j) => {
      return Math.max(error, Math.abs(value - expected[j]!) / (1 + Math.abs(expected[j]!)));
    }, 0);
    expect(worst, sizes.join()).toBeLessThan(1e-4);
  }
});

it('follows a memory that grows', () => {
  const bench = new Workbench('wasm', 1);
  const kernels = nativeKernels(bench.kernels, loadNative() ?? standIn(), bench.memory);
  const a = bench.floats(64 * 64, () => 1);
  const multiply = (c: number) => kernels.gemm(0, 0, 64, 64, 64, a, 64, a, 64, c, 64, 0, 0, ACTIVATION.none);
  multiply(bench.floats(64 * 64));
  const grown = bench.memory.buffer.byteLength;
  bench.memory.grow(1);
  multiply(grown);
  expect(new Float32Array(bench.memory.buffer, grown, 1)[0]).toBe(64);
});

it('says what to do where it has not been built', () => {
  expect(() => requireNative(null)).toThrow(/npm run build:native/);
  expect(loadNative('/nowhere/gemm.node')).toBeNull();
});
