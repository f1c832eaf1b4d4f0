// Micro-benchmark of the matrix products on one thread, both WASM modules, against the core's 128-bit peak: cubes, and the
// three products of linear layers and of attention. It is the tripwire for changes to the register tiles: V8 spilling one
// accumulator shows here first. `--quick` measures a tenth of the time.
// Run: npm run build && npx tsc -p bench && node build/bench/gemm.js
import { KERNEL_RESERVED_BYTES, KERNEL_SCRATCH_BYTES, type Kernels } from '../src/tensor/kernels/kernels.js';
import { loadKernels } from '../src/tensor/kernels/load.js';
import { peak } from './peak.js';

/** Rows, outputs and inputs of linear layers. */
const LAYERS = [
  [256, 64, 64],
  [256, 4, 64],
  [256, 64, 4],
  [32, 128, 64],
  [64, 256, 256],
  [32, 400, 300],
] as const;
/** Images times heads, nodes, numbers per head. */
const ATTENTION = [150, 49, 64] as const;
const CUBES = [256, 512, 1024];
/** Share of the peak that a cube of 256 reached when this was written, less a margin. */
const TRIPWIRE = 0.8;
const HEAP = KERNEL_RESERVED_BYTES + KERNEL_SCRATCH_BYTES;
const ROOM = 1024 ** 2;
const MILLISECONDS = process.argv.includes('--quick') ? 30 : 300;
const [A, B, C] = [HEAP, HEAP + 4 * ROOM, HEAP + 8 * ROOM];

/** Best milliseconds of one call over some time: other processes disturb, so the best is the machine's. */
function best(call: () => void): number {
  const runs = Math.max(1, Math.round(0.2 / once(call, 3)));
  let [milliseconds, spent] = [Number.POSITIVE_INFINITY, 0];
  while (spent < MILLISECONDS) {
    const elapsed = once(call, runs);
    milliseconds = Math.min(milliseconds, elapsed);
    spent += elapsed * runs;
  }
  return milliseconds;
}

/** Milliseconds of one of `runs` calls in a row. */
function once(call: () => void, runs: number): number {
  const start = performance.now();
  for (let i = 0; i < runs; i++) call();
  return (performance.now() - start) / runs;
}

/** One line: billions of operations a second of each product, and their share of the peak. */
function report(name: string, limit: number, operations: number, calls: Record<string, () => void>): number {
  const shares = Object.entries(calls).map(([product, call]) => {
    const speed = operations / best(call) / 1e6;
    return {
      share: speed / limit,
      text: `${product} ${speed.toFixed(1)} (${Math.round((100 * speed) / limit)} %)`,
    };
  });
  console.log(`  ${name.padEnd(20)} ${shares.map(({ text }) => text).join('   ')}`);
  return Math.min(...shares.map(({ share }) => share));
}

function layer(kernels: Kernels, limit: number, [m, n, k]: readonly [number, number, number]): void {
  report(`layer ${m} x ${n} x ${k}`, limit, 2 * m * n * k, {
    x·wᵀ: () => kernels.gemm(0, 1, m, n, k, A, k, B, k, C, n, 0, 0, 0),
    dyᵀ·x: () => kernels.gemm(1, 0, n, k, m, A, n, B, k, C, k, 0, 0, 0),
    dy·w: () => kernels.gemm(0, 0, m, k, n, A, n, B, k, C, k, 0, 0, 0),
  });
}

function attention(kernels: Kernels, limit: number, [batch, n, d]: readonly [number, number, number]): void {
  report(`attention ${batch} x ${n} x ${d}`, limit, 2 * batch * n * n * d, {
    q·kᵀ: () => kernels.gemmBatched(0, 1, batch, n, n, d, A, d, n * d, B, d, n * d, C, n, n * n, 0),
    p·v: () => kernels.gemmBatched(0, 0, batch, n, d, n, A, n, n * n, B, d, n * d, C, d, n * d, 0),
    pᵀ·dy: () => kernels.gemmBatched(1, 0, batch, n, d, n, A, n, n * n, B, d, n * d, C, d, n * d, 0),
  });
}

const memory = new WebAssembly.Memory({ initial: (HEAP + 12 * ROOM) >>> 16, maximum: 65536 });
new Float32Array(memory.buffer, HEAP, 2 * ROOM).forEach((_, i, values) => {
  values[i] = ((i * 7919) % 1000) / 1000 - 0.5;
});
for (const fma of [false, true]) {
  const kernels = loadKernels({ memory, scratch: KERNEL_RESERVED_BYTES, backend: 'wasm', fma });
  // V8 optimises the kernels after many calls, in the background.
  for (const start = performance.now(); performance.now() - start < 300; )
    for (const [transA, transB] of [
      [0, 1],
      [1, 0],
      [0, 0],
    ] as const)
      kernels.gemm(transA, transB, 49, 49, 49, A, 49, B, 49, C, 49, 0, 0, 0);
  const limit = await peak(fma ? 'fma' : 'plain');
  console.log(`${kernels.backend}: peak ${limit.toFixed(1)} GF/s`);
  const shares = CUBES.map((n) =>
    report(`cube ${n}`, limit, 2 * n ** 3, {
      x·wᵀ: () => kernels.gemm(0, 1, n, n, n, A, n, B, n, C, n, 0, 0, 0),
    }),
  );
  for (const sizes of LAYERS) layer(kernels, limit, sizes);
  attention(kernels, limit, ATTENTION);
  if (shares[0]! < TRIPWIRE) {
    console.log(
      `Tripwire: a cube of 256 is below ${100 * TRIPWIRE} % of the peak; see the note at the head of assembly/tile.ts.`,
    );
  }
}
