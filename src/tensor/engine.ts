// The one engine of a thread: its memory and the kernels working on it.
import { withDefaults } from '../io/options.js';
import { Heap } from './heap.js';
import { KERNEL_SCRATCH_BYTES, type Kernels } from './kernels/kernels.js';
import {
  BACKENDS,
  chooseModule,
  compiled,
  environmentThreads,
  type LoadOptions,
  loadKernels,
  oneOf,
} from './kernels/load.js';
import { ThreadTeam } from './kernels/thread-team.js';
import { THREADED_KERNELS, threadedKernels } from './kernels/threaded.js';

export const heap = new Heap();

const scratch = heap.allocate(KERNEL_SCRATCH_BYTES);
let options: BackendOptions = {};
let team: ThreadTeam | null = null;
/** Packing space of the workers there have been; reused. */
const workerScratches: number[] = [];

/** Stands for the kernels until the first of them is read: a program without tensors compiles none. */
const unread = new Proxy({} as Kernels, {
  get(_, name) {
    load(1);
    return kernels[name as keyof Kernels];
  },
});

/** The kernels in use. Pointers are byte addresses in `heap`. */
export let kernels: Kernels = unread;

/** Runs `fn` with every kernel replaced by what `wrap` makes of it. */
export function wrapKernels<T>(
  wrap: (name: string, kernel: (...args: number[]) => unknown) => (...args: number[]) => unknown,
  fn: () => T,
): T {
  if (kernels === unread) load(1);
  const base = kernels;
  const table = { ...base } as unknown as Record<string, unknown>;
  for (const [name, kernel] of Object.entries(base)) {
    if (typeof kernel === 'function' && name !== 'repeat') table[name] = wrap(name, kernel);
  }
  // What is repeated shall be seen too.
  table.repeat = undefined;
  kernels = table as unknown as Kernels;
  try {
    return fn();
  } finally {
    kernels = base;
  }
}

/** Which kernels compute: `wasm-fma`, `wasm`, `native` or `reference`. */
export function backend(): Kernels['backend'] {
  return kernels.backend;
}

/** The same for people, with the instruction set where it was chosen at run time: `native (avx512)`. */
export function backendName(): string {
  const { backend, instructionSet } = kernels;
  return instructionSet ? `${backend} (${instructionSet})` : backend;
}

export type BackendOptions = Pick<LoadOptions, 'backend' | 'fma'>;

/** What {@link useBackend} takes to choose the kernels that {@link backend} calls `name`. */
export function backendOptions(name: string): BackendOptions {
  if (name === 'wasm' || name === 'wasm-fma') return { backend: 'wasm', fma: name === 'wasm-fma' };
  return { backend: name as BackendOptions['backend'] };
}

/**
 * Chooses other kernels; tensors stay valid. What is left out is as at the start of the program.
 *
 * @example
 * useBackend({ backend: 'auto' }); // the fastest there is on this machine
 * useBackend({ fma: false }); // the same last bits on every machine
 * @throws RangeError when the backend is unknown.
 * @throws Error when it does not run here: `native` has not been built, say. The kernels stay as they were.
 */
export function useBackend(chosen: BackendOptions): void {
  const none: BackendOptions = { backend: undefined, fma: undefined };
  const given = withDefaults<BackendOptions>('useBackend', chosen, none);
  if (given.backend !== undefined && !BACKENDS.includes(given.backend)) {
    const known = oneOf(BACKENDS.map((name) => `'${name}'`));
    throw new RangeError(`useBackend: backend must be ${known}, got '${given.backend}'.`);
  }
  const before = options;
  options = given;
  try {
    load(team?.size ?? 1);
  } catch (error) {
    options = before;
    throw error;
  }
}

/** Threads that large kernel calls are spread over, the calling one included; 1 while others are still starting. */
export function threadCount(): number {
  return team?.ready ? team.size : 1;
}

/**
 * Spreads large kernel calls over `count` threads; small ones stay with the calling thread, as one does at first
 * (default: the environment variable TRAINYARD_THREADS, else 1). Results do not depend on the number of threads. On a busy
 * machine, where sharing costs more than it gains, it is given up for a while. Where threads cannot share memory (a page
 * that is not cross-origin isolated, the reference backend) everything stays in one thread.
 *
 * @returns the number of threads in use, once all have started; there is no need to wait for it.
 * @throws RangeError when `count` is not a positive whole number.
 */
export async function setThreads(count: number): Promise<number> {
  if (!Number.isSafeInteger(count) || count < 1) {
    throw new RangeError(`setThreads: expected a whole number of threads ≥ 1, got ${count}.`);
  }
  load(count);
  await team?.started;
  return threadCount();
}

function load(threads: number): void {
  const shareable = threads > 1 && typeof SharedArrayBuffer !== 'undefined';
  if (shareable) heap.share();
  kernels = loadKernels({ ...options, memory: heap.memory, scratch });
  team?.close();
  team = null;
  const variant = chooseModule(options);
  if (!shareable || variant === 'reference') return;
  while (workerScratches.length < threads - 1) workerScratches.push(heap.allocate(KERNEL_SCRATCH_BYTES));
  team = new ThreadTeam({
    module: compiled(variant, true),
    memory: heap.memory,
    scratches: workerScratches.slice(0, threads - 1),
    scratchBytes: KERNEL_SCRATCH_BYTES,
    kernels,
    names: THREADED_KERNELS,
  });
  kernels = threadedKernels(kernels, team);
}

if (environmentThreads() > 1) load(environmentThreads());
