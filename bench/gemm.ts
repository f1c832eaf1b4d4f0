// Micro-benchmark of the matrix product on one thread, both WASM modules, against the core's 128-bit peak. It is the
// tripwire for changes to the register tile: V8 spilling one accumulator shows here first.
// Run: npm run build && npx tsc -p bench && node build/bench/gemm.js
import { KERNEL_RESERVED_BYTES, KERNEL_SCRATCH_BYTES, type Kernels } from '../src/tensor/kernels/kernels.js';
import { loadKernels } from '../src/tensor/kernels/load.js';
import { peak } from './peak.js';

const CUBES = [256, 512, 1024];
const TRIPWIRE_GFLOPS = 40;
const HEAP = KERNEL_RESERVED_BYTES + KERNEL_SCRATCH_BYTES;

/** Best milliseconds of one call over half a second: other processes disturb, so the best is the machine's. */
function best(call: () => void): number {
  let [milliseconds, spent] = [Number.POSITIVE_INFINITY, 0];
  while (spent < 500) {
    const start = performance.now();
    call();
    const elapsed = performance.now() - start;
    milliseconds = Math.min(milliseconds, elapsed);
    spent += elapsed;
  }
  return milliseconds;
}

function gflops(kernels: Kernels, memory: WebAssembly.Memory, size: number): number {
  const bytes = size * size * 4;
  const [a, b, c] = [HEAP, HEAP + bytes, HEAP + 2 * bytes];
  new Float32Array(memory.buffer, a, 2 * size * size).forEach((_, i, values) => {
    values[i] = ((i * 7919) % 1000) / 1000 - 0.5;
  });
  const call = () => kernels.gemm(0, 1, size, size, size, a, size, b, size, c, size, 0, 0, 0);
  return (2 * size ** 3) / best(call) / 1e6;
}

const memory = new WebAssembly.Memory({ initial: (HEAP + 3 * 4 * 1024 ** 2) >>> 16, maximum: 65536 });
for (const fma of [false, true]) {
  const kernels = loadKernels({ memory, scratch: KERNEL_RESERVED_BYTES, backend: 'wasm', fma });
  // V8 optimises the kernels after many calls, in the background.
  for (const start = performance.now(); performance.now() - start < 300; )
    kernels.gemm(0, 1, 32, 32, 32, HEAP, 32, HEAP, 32, HEAP + 4096, 32, 0, 0, 0);
  const limit = await peak(fma ? 'fma' : 'plain');
  const speeds = CUBES.map((size) => gflops(kernels, memory, size));
  const cells = speeds.map(
    (s, i) => `${CUBES[i]}³ ${s.toFixed(1)} GF/s (${Math.round((100 * s) / limit)} %)`,
  );
  console.log(`${kernels.backend.padEnd(8)} peak ${limit.toFixed(1)} GF/s   ${cells.join('   ')}`);
  if (!fma && speeds[0]! < TRIPWIRE_GFLOPS) {
    console.log(
      `Tripwire: the plain module is below ${TRIPWIRE_GFLOPS} GF/s; see the note at the head of assembly/tile.ts.`,
    );
  }
}
