// The workers of a thread team: how one is started, and its program, which claims pieces of the calls it is shown and runs
// them on the one shared memory. Nobody goes through an event loop.

import type { NativeAddon } from './native.js';

/** What a worker starts with. */
export interface Setup {
  module: WebAssembly.Module;
  memory: WebAssembly.Memory;
  scratch: number;
  scratchBytes: number;
  /** Path of the native add-on, or null. */
  native: string | null;
  commandSize: number;
  /** Kernels by number. */
  names: readonly string[];
  /** Signals between the threads, and the pieces of the call under way: kernel, number of arguments, arguments. */
  signals: Int32Array;
  pieces: Float64Array;
  layout: typeof LAYOUT;
  /** Milliseconds that the worker dawdles at most, at random, wherever it may be late: tests set them. */
  delay: number;
}

/** Where things are in `signals` and `pieces`; workers are told, as their program refers to nothing outside itself. */
export const LAYOUT = {
  /** The number of the call times 256, plus its pieces that nobody has claimed; the last of them is claimed next. */
  open: 0,
  /** Pieces that workers have finished. */
  done: 1,
  /** Workers that sleep until there is a call. */
  asleep: 2,
  /** 1 while the calling thread sleeps until `done` changes. */
  waiting: 3,
  started: 4,
  /** 1 after a kernel trapped in a worker. */
  failed: 5,
  /** 1 when workers are to end. */
  quit: 6,
  /** Numbers per piece in `pieces`. */
  pieceSize: 32,
  /** Calls are this far apart in `open`. */
  call: 256,
} as const;

/** Node's workers and the browser's, as far as they are alike. */
interface AnyWorker {
  postMessage(setup: Setup): void;
  on?(event: 'message' | 'error', listener: () => void): void;
  unref?(): void;
  onmessage: unknown;
  onerror: unknown;
}

/**
 * Starts a worker from the source text of `threadMain`: no file that a bundler or a test runner would have to find.
 * Resolves when it has started, or failed to.
 */
export function startWorker(setup: Setup): Promise<void> {
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
  const {
    module,
    memory,
    scratch,
    scratchBytes,
    native,
    commandSize,
    names,
    signals,
    pieces,
    layout,
    delay,
  } = setup;
  /** How long to look for the next call before going to sleep, in milliseconds: waking up takes long. */
  const PATIENCE = 0.3;
  type Kernel = (...args: number[]) => void;
  const exports = new WebAssembly.Instance(module, { env: { memory } }).exports as Record<string, Kernel>;
  exports.setScratch!(scratch, scratchBytes);
  const kernels = names.map((name) => exports[name]);
  if (native !== null) {
    const addon = { exports: {} as NativeAddon };
    process.dlopen(addon, native);
    const commands = new Float64Array(commandSize);
    // A shared memory grows in place.
    addon.exports.bind(new Uint8Array(memory.buffer), commands);
    addon.exports.kernels.forEach(({ name }, number) => {
      if (!names.includes(name)) return;
      kernels[names.indexOf(name)] = (...args) => {
        commands.set([1, number, ...args]);
        addon.exports.run();
      };
    });
  }
  const dawdle = () => {
    if (delay === 0) return;
    const until = performance.now() + Math.random() * delay;
    while (performance.now() < until) {}
  };
  /** The state of `open` in which there is a piece to claim; undefined when the worker is to end. */
  const nextOpen = (): number | undefined => {
    const since = performance.now();
    for (;;) {
      const open = Atomics.load(signals, layout.open);
      if (open % layout.call !== 0) return open;
      if (Atomics.load(signals, layout.quit) !== 0) return undefined;
      if (performance.now() - since < PATIENCE) continue;
      Atomics.add(signals, layout.asleep, 1);
      Atomics.wait(signals, layout.open, open);
      Atomics.sub(signals, layout.asleep, 1);
    }
  };
  Atomics.add(signals, layout.started, 1);
  started();
  for (let open = nextOpen(); open !== undefined; open = nextOpen()) {
    dawdle();
    // A call does not end, and its pieces stay where they are, before all that is claimed is finished.
    if (Atomics.compareExchange(signals, layout.open, open, open - 1) !== open) continue;
    const at = ((open % layout.call) - 1) * layout.pieceSize;
    const args: number[] = [];
    for (let i = 0; i < pieces[at + 1]!; i++) args.push(pieces[at + 2 + i]!);
    dawdle();
    try {
      kernels[pieces[at]!]!(...args);
    } catch {
      Atomics.store(signals, layout.failed, 1);
    }
    dawdle();
    Atomics.add(signals, layout.done, 1);
    if (Atomics.load(signals, layout.waiting) !== 0) Atomics.notify(signals, layout.done);
  }
}
