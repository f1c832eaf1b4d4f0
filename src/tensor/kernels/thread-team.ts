// Threads that run kernels: workers with a kernel instance each on the one shared memory. The calling thread hands every
// thread its part of a kernel call, computes its own part, then those that no worker has begun (a sleeping worker takes
// long to wake, and on a busy machine it may not run at all), and waits for the rest. Nobody goes through an event loop.
import { nativePath } from './native.js';

/** What a worker starts with. */
interface Setup {
  module: WebAssembly.Module;
  memory: WebAssembly.Memory;
  scratch: number;
  scratchBytes: number;
  /** Path of the native add-on, or null. */
  native: string | null;
  /** Kernels by number. */
  names: string[];
  /** Signals between the threads, and the jobs: per thread the number of a kernel and its arguments. */
  signals: Int32Array;
  jobs: Float64Array;
  thread: number;
  layout: typeof LAYOUT;
}

export interface TeamOptions extends Pick<Setup, 'module' | 'memory' | 'scratchBytes'> {
  /** Packing space of each worker, so as many as workers. */
  scratches: number[];
  /** Whether the add-on's kernels are called. */
  native: boolean;
  names: string[];
}

/** Where things are in `signals` and `jobs`; workers are told, as their program refers to nothing outside itself. */
const LAYOUT = {
  /** Number of the last job. */
  job: 0,
  /** Its parts that are not finished. */
  busy: 1,
  /** Workers that sleep until there is a job. */
  asleep: 2,
  started: 3,
  /** 1 after a kernel trapped in a worker. */
  failed: 4,
  /** From here on, per thread: the last job whose part somebody has begun. */
  claimed: 5,
  /** Numbers per thread in `jobs`: kernel, number of arguments, arguments. */
  jobSize: 32,
  /** Kernel number that ends a worker. */
  quit: -1,
} as const;

export class ThreadTeam {
  /** Threads that share a call, the calling one included. */
  readonly size: number;
  /** Resolves when all workers have started, or failed to. Until then all work stays with the calling thread. */
  readonly started: Promise<unknown>;
  private readonly signals = new Int32Array(new SharedArrayBuffer(1024));
  private readonly jobs: Float64Array;
  private readonly names: string[];

  constructor({ scratches, native, ...shared }: TeamOptions) {
    this.size = scratches.length + 1;
    this.names = shared.names;
    this.jobs = new Float64Array(new SharedArrayBuffer(this.size * LAYOUT.jobSize * 8));
    const { signals, jobs } = this;
    const path = native ? nativePath() : null;
    this.started = Promise.all(
      scratches.map((scratch, i) =>
        startWorker({ ...shared, scratch, native: path, signals, jobs, thread: i + 1, layout: LAYOUT }),
      ),
    );
  }

  /** Whether all workers have started. */
  get ready(): boolean {
    return Atomics.load(this.signals, LAYOUT.started) === this.size - 1;
  }

  /**
   * Calls a kernel once per thread and waits for all: `parts[0]` here by `own`, `parts[i]` on worker i.
   *
   * @throws Error when a worker's kernel trapped.
   */
  run(kernel: string, own: (...args: number[]) => void, parts: number[][]): void {
    const { signals, jobs } = this;
    const number = this.names.indexOf(kernel);
    for (let thread = 1; thread < this.size; thread++) {
      const args = parts[thread]!;
      const at = thread * LAYOUT.jobSize;
      jobs[at] = number;
      jobs[at + 1] = args.length;
      jobs.set(args, at + 2);
    }
    this.signal();
    own(...parts[0]!);
    const job = signals[LAYOUT.job]!;
    for (let thread = 1; thread < this.size; thread++) {
      if (Atomics.exchange(signals, LAYOUT.claimed + thread, job) === job) continue;
      own(...parts[thread]!);
      Atomics.sub(signals, LAYOUT.busy, 1);
    }
    while (Atomics.load(signals, LAYOUT.busy) !== 0) {}
    if (Atomics.load(signals, LAYOUT.failed) !== 0)
      throw new Error(`The kernel ${kernel} failed in a thread.`);
  }

  /** Ends the workers. */
  close(): void {
    for (let thread = 1; thread < this.size; thread++) this.jobs[thread * LAYOUT.jobSize] = LAYOUT.quit;
    this.signal();
  }

  private signal(): void {
    const { signals } = this;
    Atomics.store(signals, LAYOUT.busy, this.size - 1);
    Atomics.add(signals, LAYOUT.job, 1);
    if (Atomics.load(signals, LAYOUT.asleep) > 0) Atomics.notify(signals, LAYOUT.job);
  }
}

/** Node's workers and the browser's, as far as they are alike. */
interface AnyWorker {
  postMessage(setup: Setup): void;
  on?(event: 'message' | 'error', listener: () => void): void;
  unref?(): void;
  onmessage: unknown;
  onerror: unknown;
}

/** Starts a worker from the source text of `threadMain`: no file that a bundler or a test runner would have to find. */
function startWorker(setup: Setup): Promise<void> {
  const builtin = typeof process === 'undefined' ? undefined : process.getBuiltinModule;
  let worker: AnyWorker;
  if (builtin) {
    const source = `const { parentPort } = require('node:worker_threads'); parentPort.once('message', (setup) => (${threadMain})(setup, () => parentPort.postMessage(0)));`;
    const { Worker: NodeWorker } = builtin('node:worker_threads');
    worker = new NodeWorker(source, {
      eval: true,
      execArgv: [],
      name: 'trainyard-kernels',
    }) as unknown as AnyWorker;
  } else {
    const source = `onmessage = ({ data }) => (${threadMain})(data, () => postMessage(0));`;
    const url = URL.createObjectURL(new Blob([source], { type: 'text/javascript' }));
    worker = new Worker(url, { name: 'trainyard-kernels' }) as unknown as AnyWorker;
  }
  worker.postMessage(setup);
  return new Promise((resolve) => {
    // A worker that cannot start (a content security policy forbids it, say) leaves all work with the calling thread.
    const settled = () => {
      worker.unref?.();
      resolve();
    };
    if (worker.on) {
      worker.on('message', settled);
      worker.on('error', settled);
    } else worker.onmessage = worker.onerror = settled;
  });
}

/** The whole program of a worker; refers to nothing outside itself. */
function threadMain(setup: Setup, started: () => void): void {
  const { module, memory, scratch, scratchBytes, native, names, signals, jobs, thread, layout } = setup;
  /** How long to look for the next job before going to sleep, in milliseconds: longer than from one kernel to the next. */
  const PATIENCE = 0.05;
  type Kernel = (...args: number[]) => void;
  const exports = new WebAssembly.Instance(module, { env: { memory } }).exports as Record<string, Kernel>;
  exports.setScratch!(scratch, scratchBytes);
  const kernels = names.map((name) => exports[name]);
  if (native !== null) {
    const addon = { exports: {} as Record<string, Kernel> & { bind(bytes: Uint8Array): void } };
    process.dlopen(addon, native);
    let bound: ArrayBufferLike | null = null;
    names.forEach((name, i) => {
      if (!name.startsWith('native')) return;
      const kernel = addon.exports[name.slice(6, 7).toLowerCase() + name.slice(7)]!;
      kernels[i] = (...args) => {
        if (memory.buffer !== bound) {
          bound = memory.buffer;
          addon.exports.bind(new Uint8Array(bound));
        }
        kernel(...args);
      };
    });
  }
  let job = Atomics.load(signals, layout.job);
  Atomics.add(signals, layout.started, 1);
  started();
  // Unless the team has been closed already, wait for jobs.
  while (jobs[thread * layout.jobSize] !== layout.quit) {
    const since = performance.now();
    while (Atomics.load(signals, layout.job) === job && performance.now() - since < PATIENCE) {}
    if (Atomics.load(signals, layout.job) === job) {
      Atomics.add(signals, layout.asleep, 1);
      Atomics.wait(signals, layout.job, job);
      Atomics.sub(signals, layout.asleep, 1);
    }
    job = Atomics.load(signals, layout.job);
    // The calling thread may have done this part itself, and have given out further jobs since.
    if (Atomics.compareExchange(signals, layout.claimed + thread, (job - 1) | 0, job) !== ((job - 1) | 0))
      continue;
    const at = thread * layout.jobSize;
    const kernel = jobs[at]!;
    if (kernel === layout.quit) break;
    try {
      kernels[kernel]!(...jobs.subarray(at + 2, at + 2 + jobs[at + 1]!));
    } catch {
      Atomics.store(signals, layout.failed, 1);
    }
    Atomics.sub(signals, layout.busy, 1);
  }
}
