// Chooses and instantiates a numeric backend: WASM with fused multiply-add, plain WASM SIMD, the native add-on above
// either, or the TypeScript reference. Synchronous, so that a program needs no set-up step before its first tensor.
import { fromBase64 } from '../../io/base64.js';
import { inflate } from './inflate.js';
import { KERNEL_SCRATCH_BYTES, type Kernels, type LinearMemory } from './kernels.js';
import { loadNative, nativeKernels, requireNative } from './native.js';
import { referenceKernels } from './reference/index.js';
import { fma, plain } from './wasm.generated.js';

/** The module to run, or none. */
type Module = 'wasm' | 'wasm-fma';

/** The backends a program can ask for; `auto` is the fastest that runs here. */
export const BACKENDS = ['wasm', 'native', 'auto', 'reference'] as const;
export type BackendChoice = (typeof BACKENDS)[number];

export interface LoadOptions {
  /** The memory all pointers refer to: for the WASM backends a `WebAssembly.Memory` with a maximum of at most 65536 pages. */
  memory: LinearMemory;
  /** Where kernels pack panels: a 16-byte aligned region of this instance (one per thread) of KERNEL_SCRATCH_BYTES. */
  scratch: number;
  /**
   * `native` computes with the add-on (`npm run build:native`), `auto` too where it has been built; `reference` is plain
   * TypeScript. Default: the environment variable TRAINYARD_BACKEND, else wasm where it runs: an add-on that happens to
   * be there must not change the last bits of results.
   */
  backend?: BackendChoice;
  /**
   * Fused multiply-add: faster, but its last bits differ from machines without it.
   * Default: the environment variable TRAINYARD_FMA (0 or 1), else on where the engine supports relaxed SIMD.
   */
  fma?: boolean;
}

/**
 * Kernels bound to `memory`; `kernels.backend` tells which were chosen.
 *
 * @throws Error when an environment variable has an unknown value, or what is demanded does not run here.
 */
export function loadKernels(options: LoadOptions): Kernels {
  const wanted = wantedBackend(options);
  const backend = chooseModule(options);
  if (backend === 'reference') return { backend, ...referenceKernels(options.memory) };
  const memory = options.memory as WebAssembly.Memory;
  const instance = new WebAssembly.Instance(compiled(backend, isShared(memory)), { env: { memory } });
  const exports = instance.exports as unknown as Omit<Kernels, 'backend'> & WasmOnly;
  exports.setScratch(options.scratch, KERNEL_SCRATCH_BYTES);
  const kernels = { backend, ...exports };
  const native = wanted === 'native' ? requireNative() : wanted === 'auto' ? loadNative() : null;
  return native ? nativeKernels(kernels, native, memory) : kernels;
}

interface WasmOnly {
  setScratch(ptr: number, bytes: number): void;
}

/** The backend that the options or else the environment ask for. */
function wantedBackend({ backend }: Pick<LoadOptions, 'backend'>): BackendChoice | undefined {
  if (typeof process !== 'undefined' && process.env?.TRAINYARD_NATIVE) {
    throw new Error('TRAINYARD_NATIVE is no longer read: set TRAINYARD_BACKEND=native, or wasm.');
  }
  return backend ?? environment('TRAINYARD_BACKEND', BACKENDS);
}

/** What the options, the environment and the machine amount to: the module to run. */
export function chooseModule(options: Pick<LoadOptions, 'backend' | 'fma'>): Module | 'reference' {
  const wanted = wantedBackend(options);
  if (wanted === 'reference') return 'reference';
  const flag = environment('TRAINYARD_FMA', ['0', '1']);
  const fused = options.fma ?? (flag && flag === '1');
  // The likeliest first: a module that is not run need not be unpacked and compiled.
  if (fused !== false && runs('wasm-fma')) return 'wasm-fma';
  if (!runs('wasm')) {
    if (wanted === 'wasm' || wanted === 'native')
      throw new Error(`The ${wanted} backend needs WebAssembly SIMD, which this engine lacks.`);
    return 'reference';
  }
  if (fused)
    throw new Error(
      'FMA kernels need WebAssembly relaxed SIMD (Node 20.16 or a 2023 browser). Leave `fma` unset.',
    );
  return 'wasm';
}

/** Threads to start with: TRAINYARD_THREADS in a program's main thread; its workers share the processor already. */
export function environmentThreads(): number {
  const value = typeof process === 'undefined' ? undefined : process.env?.TRAINYARD_THREADS;
  if (value === undefined || value === '') return 1;
  if (!process.getBuiltinModule?.('node:worker_threads').isMainThread) return 1;
  if (!/^[1-9]\d?$/.test(value))
    throw new Error(`TRAINYARD_THREADS must be a whole number from 1 to 99, got '${value}'.`);
  return Number(value);
}

function environment<V extends string>(name: string, values: readonly V[]): V | undefined {
  const value = typeof process === 'undefined' ? undefined : process.env?.[name];
  if (value === undefined || value === '') return undefined;
  const known = values.find((one) => one === value);
  if (known === undefined) throw new Error(`${name} must be ${oneOf(values)}, got '${value}'.`);
  return known;
}

/** 'a, b or c'. */
export function oneOf(values: readonly string[]): string {
  return `${values.slice(0, -1).join(', ')} or ${values.at(-1)}`;
}

const support = new Map<Module, boolean>();

function runs(backend: Module): boolean {
  let known = support.get(backend);
  if (known === undefined) {
    if (backend === 'wasm-fma') allowRelaxedSimd();
    known = compiles(backend);
    support.set(backend, known);
  }
  return known;
}

/** Tried rather than validated: it is compiled next anyway. */
function compiles(backend: Module): boolean {
  try {
    return compiled(backend, false) instanceof WebAssembly.Module;
  } catch {
    return false;
  }
}

/** Node 20 ships relaxed SIMD behind a V8 flag (on by default from Node 22); it counts when set before compilation. */
function allowRelaxedSimd(): void {
  const builtin = typeof process === 'undefined' ? undefined : process.getBuiltinModule;
  if (Number.parseInt(globalThis.process?.versions?.node ?? '99', 10) >= 22) return;
  builtin?.('node:v8').setFlagsFromString('--experimental-wasm-relaxed-simd');
}

const modules = new Map<string, WebAssembly.Module>();

/** The compiled kernels, for memory that is shared between threads or not. */
export function compiled(backend: Module, shared: boolean): WebAssembly.Module {
  const key = `${backend} ${shared}`;
  let module = modules.get(key);
  if (!module) {
    module = new WebAssembly.Module(shared ? importingSharedMemory(bytes(backend)) : bytes(backend));
    modules.set(key, module);
  }
  return module;
}

function bytes(backend: Module): Uint8Array<ArrayBuffer> {
  const { size, deflated } = backend === 'wasm' ? plain : fma;
  const packed = fromBase64(deflated);
  const builtin = typeof process === 'undefined' ? undefined : process.getBuiltinModule;
  return builtin ? new Uint8Array(builtin('node:zlib').inflateRawSync(packed)) : inflate(packed, size);
}

function isShared(memory: LinearMemory): boolean {
  return !(memory.buffer instanceof ArrayBuffer);
}

/** Import entry of the memory: module `env`, name `memory`, kind 2; the byte after it holds the flags of its limits. */
const MEMORY_IMPORT = '\x03env\x06memory\x02';
const HAS_MAXIMUM = 1;
const SHARED = 2;

/** The module's code is the same for plain and shared memory; only the flag in its import declaration differs. */
function importingSharedMemory(module: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
  const start = String.fromCharCode(...module.subarray(0, 4096)).indexOf(MEMORY_IMPORT);
  const flags = start + MEMORY_IMPORT.length;
  if (start < 0 || module[flags] !== HAS_MAXIMUM)
    throw new Error('Kernels module without a bounded memory import.');
  module[flags] = HAS_MAXIMUM | SHARED;
  return module;
}
