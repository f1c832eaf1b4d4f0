// Runs kernel calls on every backend over identical memories and compares all of it afterwards, so that a wrong
// result and a stray write beside a tensor both fail.
import { expect } from 'vitest';
import { KERNEL_RESERVED_BYTES, KERNEL_SCRATCH_BYTES, type Kernels } from '../src/tensor/kernels/kernels.js';
import { loadKernels } from '../src/tensor/kernels/load.js';
import { loadNative } from '../src/tensor/kernels/native.js';

const HEAP = KERNEL_RESERVED_BYTES + KERNEL_SCRATCH_BYTES;
const HEAP_BYTES = 24 << 20;
const SENTINEL = 1234.5;

/** A backend with a heap that hands out tensors of reproducible random values, sentinels between them. */
export class Workbench {
  readonly kernels: Kernels;
  readonly memory: WebAssembly.Memory;
  private top = HEAP;
  private readonly workspaceTop = HEAP + HEAP_BYTES;
  private state: number;

  constructor(backend: Kernels['backend'], seed: number) {
    this.memory = new WebAssembly.Memory({ initial: (HEAP + HEAP_BYTES) >>> 16, maximum: 65536 });
    this.kernels = loadKernels({
      memory: this.memory,
      scratch: KERNEL_RESERVED_BYTES,
      backend: backend === 'wasm-fma' ? 'wasm' : backend,
      fma: backend === 'wasm' ? false : backend === 'wasm-fma' ? true : undefined,
    });
    this.state = seed;
  }

  /** Uniform in [0, 1). */
  random(): number {
    this.state = (Math.imul(this.state, 1664525) + 1013904223) >>> 0;
    return this.state / 2 ** 32;
  }

  /** An integer from low to high, both included. */
  integer(low: number, high: number): number {
    return low + Math.floor(this.random() * (high - low + 1));
  }

  /** Pointer to n floats, by default uniform in [-1, 1). */
  floats(n: number, value: (i: number) => number = () => 2 * this.random() - 1): number {
    const ptr = this.allocate(n);
    const values = new Float32Array(this.memory.buffer, ptr, n);
    for (let i = 0; i < n; i++) values[i] = value(i);
    return ptr;
  }

  /** Pointer to n int32. */
  ints(n: number, value: (i: number) => number): number {
    const ptr = this.allocate(n);
    const values = new Int32Array(this.memory.buffer, ptr, n);
    for (let i = 0; i < n; i++) values[i] = value(i);
    return ptr;
  }

  /** Pointer to working memory, filled with NaN; its contents are not compared. */
  workspace(bytes: number): number {
    const ptr = this.workspaceTop - ((bytes + 15) & ~15);
    new Float32Array(this.memory.buffer, ptr, bytes >>> 2).fill(Number.NaN);
    return ptr;
  }

  read(ptr: number, n: number): Float32Array {
    return new Float32Array(this.memory.buffer, ptr, n).slice();
  }

  /** Everything allocated so far. */
  heap(): Float32Array {
    return new Float32Array(this.memory.buffer, HEAP, (this.top - HEAP) >>> 2);
  }

  private allocate(n: number): number {
    const ptr = this.top;
    this.top += ((n + 3) & ~3) * 4 + 16;
    new Float32Array(this.memory.buffer, ptr, (this.top - ptr) >>> 2).fill(SENTINEL);
    return ptr;
  }
}

/** The backends that are compared with the reference: both WASM modules, and the add-on where it has been built. */
export const COMPILED: Kernels['backend'][] = [
  'wasm',
  'wasm-fma',
  ...(loadNative() ? (['native'] as const) : []),
];

/** Runs `calls` with the reference and with all others and demands |actual - expected| <= atol + rtol |expected|. */
export function compareBackends(
  calls: (bench: Workbench) => void,
  { seed = 1, rtol = 2e-5, atol = 2e-5 }: { seed?: number; rtol?: number; atol?: number } = {},
): void {
  const run = (backend: Kernels['backend']) => {
    const bench = new Workbench(backend, seed);
    calls(bench);
    return bench.heap();
  };
  const expected = run('reference');
  for (const backend of COMPILED) {
    const actual = run(backend);
    let worst = -1;
    for (let i = 0; i < expected.length && worst < 0; i++) {
      const [x, y] = [actual[i]!, expected[i]!];
      if (!Object.is(x, y) && !(Math.abs(x - y) <= atol + rtol * Math.abs(y))) worst = i;
    }
    const where =
      worst < 0 ? '' : `heap[${worst}] is ${actual[worst]}, reference ${expected[worst]} (seed ${seed})`;
    expect(where, backend).toBe('');
  }
}
