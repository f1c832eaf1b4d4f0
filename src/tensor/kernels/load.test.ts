// The loader: which backend it chooses, and that it binds to plain and to shared memory.
import { afterEach, describe, expect, it, vi } from 'vitest';
import { KERNEL_RESERVED_BYTES, KERNEL_SCRATCH_BYTES } from './kernels.js';
import { loadKernels } from './load.js';
import { loadNative } from './native.js';

const pages = (KERNEL_RESERVED_BYTES + KERNEL_SCRATCH_BYTES) / 65536 + 1;
const scratch = KERNEL_RESERVED_BYTES;
const data = scratch + KERNEL_SCRATCH_BYTES;
const newMemory = (shared = false) => new WebAssembly.Memory({ initial: pages, maximum: 65536, shared });

afterEach(() => vi.unstubAllEnvs());

describe('loadKernels', () => {
  it('prefers fused multiply-add and lets the option or the environment turn it off', () => {
    vi.stubEnv('TRAINYARD_FMA', '');
    vi.stubEnv('TRAINYARD_BACKEND', '');
    const memory = newMemory();
    expect(loadKernels({ memory, scratch }).backend).toBe('wasm-fma');
    expect(loadKernels({ memory, scratch, fma: false }).backend).toBe('wasm');
    vi.stubEnv('TRAINYARD_FMA', '0');
    expect(loadKernels({ memory, scratch }).backend).toBe('wasm');
    expect(loadKernels({ memory, scratch, fma: true }).backend).toBe('wasm-fma');
    vi.stubEnv('TRAINYARD_BACKEND', 'reference');
    expect(loadKernels({ memory, scratch }).backend).toBe('reference');
    expect(loadKernels({ memory, scratch, backend: 'wasm' }).backend).toBe('wasm');
  });

  it('refuses unknown values of the environment variables', () => {
    vi.stubEnv('TRAINYARD_BACKEND', 'webgpu');
    expect(() => loadKernels({ memory: newMemory(), scratch })).toThrow(
      /TRAINYARD_BACKEND must be wasm, native, auto or reference, got 'webgpu'/,
    );
    vi.stubEnv('TRAINYARD_BACKEND', '');
    vi.stubEnv('TRAINYARD_NATIVE', '1');
    expect(() => loadKernels({ memory: newMemory(), scratch })).toThrow(/TRAINYARD_BACKEND=native/);
  });

  it('takes the native add-on where it is demanded, or built and the fastest is wanted', () => {
    const memory = newMemory();
    const built = loadNative() !== null;
    expect(loadKernels({ memory, scratch, backend: 'auto' }).backend).toBe(built ? 'native' : 'wasm-fma');
    if (built) expect(loadKernels({ memory, scratch, backend: 'native' }).backend).toBe('native');
    else expect(() => loadKernels({ memory, scratch, backend: 'native' })).toThrow(/npm run build:native/);
    vi.stubEnv('TRAINYARD_BACKEND', 'auto');
    expect(loadKernels({ memory, scratch, backend: 'wasm' }).backend).toBe('wasm-fma');
    expect(loadKernels({ memory, scratch }).backend).toBe(built ? 'native' : 'wasm-fma');
  });

  it.each([false, true])('works on the memory it was given (shared: %s)', (shared) => {
    for (const fma of [false, true]) {
      const memory = newMemory(shared);
      const kernels = loadKernels({ memory, scratch, fma, backend: 'wasm' });
      new Float32Array(memory.buffer, data, 5).set([1, 2, 3, 4, 5]);
      kernels.polyak(data + 32, data, 5, 0.5);
      expect([...new Float32Array(memory.buffer, data + 32, 5)]).toEqual([0.5, 1, 1.5, 2, 2.5]);
    }
  });

  it('follows a memory that grows', () => {
    for (const backend of ['wasm', 'reference'] as const) {
      const memory = newMemory();
      const kernels = loadKernels({ memory, scratch, backend });
      const grown = memory.buffer.byteLength;
      memory.grow(1);
      new Float32Array(memory.buffer, data, 1)[0] = 7;
      kernels.polyak(grown, data, 1, 1);
      expect(new Float32Array(memory.buffer, grown, 1)[0]).toBe(7);
    }
  });
});
