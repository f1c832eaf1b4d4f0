// A team of threads that run kernels together. The calling thread cuts a call into pieces; it and the workers claim
// pieces until there are none: who is late (a sleeping worker takes long to wake, and on a busy machine it may not run
// at all) leaves them to the others. What a piece is does not depend on who claims it, so neither does the result.
import type { Kernels } from './kernels.js';
import { COMMAND_SIZE, nativePath } from './native.js';
import { Paces } from './thread-pace.js';
import { LAYOUT, type Setup, startWorker } from './thread-worker.js';
import type { Piece } from './threaded-ranges.js';

export interface TeamOptions extends Pick<Setup, 'module' | 'memory' | 'scratchBytes' | 'names'> {
  /** Packing space of each worker, so as many as workers. */
  scratches: number[];
  /** The calling thread's own kernels, the add-on's among them if they are called. */
  kernels: Kernels;
  /** What decides which calls are shared; tests give their own, and delays (see `Setup`). */
  paces?: Pick<Paces, 'shares' | 'settle'>;
  delay?: number;
}

/** How long the calling thread looks for the end of other threads' pieces before it sleeps, in milliseconds. */
const PATIENCE = 0.1;

type Kernel = (...args: number[]) => void;

export class ThreadTeam {
  /** Threads that share a call, the calling one included. */
  readonly size: number;
  /** Resolves when all workers have started, or failed to. Until then all work stays with the calling thread. */
  readonly started: Promise<unknown>;
  private readonly signals = new Int32Array(new SharedArrayBuffer(64));
  private readonly pieces = new Float64Array(new SharedArrayBuffer(LAYOUT.call * LAYOUT.pieceSize * 8));
  private readonly kernels: Record<string, Kernel>;
  private readonly numbers: Map<string, number>;
  private readonly paces: Exclude<TeamOptions['paces'], undefined>;
  private readonly canSleep = mayWait(this.signals);

  constructor({ scratches, kernels, paces = new Paces(), delay = 0, ...shared }: TeamOptions) {
    this.paces = paces;
    this.size = scratches.length + 1;
    this.kernels = kernels as unknown as Record<string, Kernel>;
    this.numbers = new Map(shared.names.map((name, i) => [name, i]));
    const { signals, pieces } = this;
    const native = kernels.backend === 'native' ? nativePath() : null;
    this.started = Promise.all(
      scratches.map((scratch) =>
        startWorker({
          ...shared,
          scratch,
          native,
          commandSize: COMMAND_SIZE,
          signals,
          pieces,
          layout: LAYOUT,
          delay,
        }),
      ),
    );
  }

  /** Whether all workers have started. */
  get ready(): boolean {
    return Atomics.load(this.signals, LAYOUT.started) === this.size - 1;
  }

  /**
   * Computes a call by all threads, or by this one alone, whichever has been faster for such calls.
   *
   * @param kernel what is called
   * @param work what it takes, in a unit of the kernel's own
   * @param own computes it in this thread
   * @param cut its pieces
   */
  share(
    kernel: string,
    work: number,
    args: number[],
    own: Kernel,
    cut: (...args: number[]) => Piece[],
  ): void {
    if (!this.ready) {
      own(...args);
      return;
    }
    const { paces } = this;
    const start = performance.now();
    if (paces.shares(kernel, work)) this.run(cut(...args));
    else own(...args);
    paces.settle(work, start, performance.now());
  }

  /**
   * Runs the pieces of a call, at most 255, in any order and at the same time, and waits for all. The last are begun first.
   *
   * @throws Error when a worker's kernel trapped.
   */
  run(pieces: readonly Piece[]): void {
    const { signals, kernels } = this;
    for (let i = 0; i < pieces.length; i++) this.show(pieces[i]!, i);
    let own = 0;
    // The calling thread's first piece is claimed before the others are shown.
    this.offer(pieces.length - 1);
    try {
      for (let at = pieces.length - 1; at >= 0; at = this.claim()) {
        const { kernel, args } = pieces[at]!;
        own++;
        kernels[kernel]!(...args);
      }
    } finally {
      // There are unclaimed ones only after a kernel has thrown.
      while (this.claim() >= 0) own++;
      this.await(pieces.length - own);
    }
    if (Atomics.load(signals, LAYOUT.failed) !== 0) throw new Error('A kernel failed in a thread.');
  }

  /** Ends the workers. */
  close(): void {
    Atomics.store(this.signals, LAYOUT.quit, 1);
    Atomics.add(this.signals, LAYOUT.open, LAYOUT.call);
    Atomics.notify(this.signals, LAYOUT.open);
  }

  private show({ kernel, args }: Piece, at: number): void {
    const { pieces } = this;
    let to = at * LAYOUT.pieceSize;
    pieces[to++] = this.numbers.get(kernel)!;
    pieces[to++] = args.length;
    for (let i = 0; i < args.length; i++) pieces[to++] = args[i]!;
  }

  private offer(count: number): void {
    const { signals } = this;
    Atomics.store(signals, LAYOUT.done, 0);
    // Calls are numbered modulo 2^22: a worker that claims has seen `open` microseconds ago.
    const last = signals[LAYOUT.open]!;
    Atomics.store(
      signals,
      LAYOUT.open,
      ((last - (last & (LAYOUT.call - 1)) + LAYOUT.call) & 0x3fffffff) + count,
    );
    if (Atomics.load(signals, LAYOUT.asleep) > 0) Atomics.notify(signals, LAYOUT.open);
  }

  /** The piece that is this thread's now, or -1. */
  private claim(): number {
    const { signals } = this;
    for (;;) {
      const open = Atomics.load(signals, LAYOUT.open);
      const left = open % LAYOUT.call;
      if (left === 0) return -1;
      if (Atomics.compareExchange(signals, LAYOUT.open, open, open - 1) === open) return left - 1;
    }
  }

  /** Waits until workers have finished `count` pieces, at first without sleep. */
  private await(count: number): void {
    const { signals, canSleep } = this;
    if (Atomics.load(signals, LAYOUT.done) === count) return;
    const patience = performance.now() + PATIENCE;
    let done = Atomics.load(signals, LAYOUT.done);
    while (done !== count && !(canSleep && performance.now() > patience)) {
      done = Atomics.load(signals, LAYOUT.done);
    }
    if (done === count) return;
    Atomics.store(signals, LAYOUT.waiting, 1);
    for (;;) {
      done = Atomics.load(signals, LAYOUT.done);
      if (done === count) break;
      Atomics.wait(signals, LAYOUT.done, done);
    }
    Atomics.store(signals, LAYOUT.waiting, 0);
  }
}

/** Whether this thread may sleep: the main thread of a page may not. */
function mayWait(signals: Int32Array): boolean {
  try {
    Atomics.wait(signals, LAYOUT.done, 1);
    return true;
  } catch {
    return false;
  }
}
