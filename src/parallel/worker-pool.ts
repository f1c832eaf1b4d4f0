// A pool of threads for whole jobs: `map` in input order, errors with their input, crashed workers replaced.
import { availableParallelism } from 'node:os';
import { type ResourceLimits, Worker } from 'node:worker_threads';
import { UserError } from '../io/errors.js';
import { type ModuleRef, portable, workerEntry } from './module-ref.js';
import { revive, type ThrownError } from './thrown-error.js';

export interface WorkerPoolOptions {
  /** Threads (default: one per core). They start when there is work for them. */
  workers?: number;
  /** How often a job is tried again after the worker that ran it died (default 1). */
  retries?: number;
  /** Memory limits of each thread, as of Node's `Worker`. */
  resourceLimits?: ResourceLimits;
  /** Hears of every dead worker; by default a line on stderr. */
  onCrash?: (crash: { index: number; reason: string; retried: boolean }) => void;
}

export interface MapOptions<R> {
  /** Hears of each result as it arrives, in order of completion. */
  onResult?: (index: number, result: R) => void;
}

interface Job {
  index: number;
  task: Required<ModuleRef>;
  input: unknown;
  crashes: number;
  resolve(value: unknown): void;
  reject(error: Error): void;
}

/** What a worker answers. */
export type PoolReply = { value: unknown } | { error: ThrownError };

/**
 * Runs an exported function over many inputs on all cores. Inputs and results are copied as by `structuredClone`;
 * a `SharedArrayBuffer` in them is shared.
 *
 * @example
 * // squares.js: export const square = (xs) => xs.map((x) => x * x);
 * const pool = new WorkerPool();
 * const squares = await pool.map({ module: new URL('./squares.js', import.meta.url), export: 'square' }, [[1, 2], [3]]);
 * await pool.close();
 */
export class WorkerPool {
  readonly size: number;
  private readonly options: WorkerPoolOptions;
  private readonly idle: Worker[] = [];
  private readonly running = new Map<Worker, Job>();
  private readonly alive = new Map<Worker, Promise<number>>();
  private queue: Job[] = [];
  private closed = false;

  constructor(options: WorkerPoolOptions = {}) {
    this.size = options.workers ?? availableParallelism();
    if (!Number.isInteger(this.size) || this.size < 1) {
      throw new UserError(`WorkerPool: workers must be a whole number ≥ 1, got ${this.size}`);
    }
    this.options = options;
  }

  /**
   * `task(input, index)` of every input, in the order of the inputs. The task may be asynchronous.
   *
   * @throws the first error a task throws, its message preceded by the index of the input; jobs that have not begun
   * are dropped. A job whose worker died `retries + 1` times fails too.
   */
  async map<I, R>(task: ModuleRef, inputs: readonly I[], { onResult }: MapOptions<R> = {}): Promise<R[]> {
    if (this.closed) throw new UserError('WorkerPool: map was called after close; make a new pool');
    const ref = portable(task);
    const jobs: Job[] = [];
    const results = inputs.map((input, index) =>
      new Promise<unknown>((resolve, reject) => {
        jobs.push({ index, task: ref, input, crashes: 0, resolve, reject });
      }).then((value) => {
        onResult?.(index, value as R);
        return value as R;
      }),
    );
    this.queue.push(...jobs);
    this.dispatch();
    try {
      return await Promise.all(results);
    } catch (error) {
      this.queue = this.queue.filter((job) => !jobs.includes(job));
      throw error;
    }
  }

  /** Lets the jobs there are finish, joins every worker and gives their exit codes (0 = clean). */
  async close(): Promise<number[]> {
    this.closed = true;
    for (const worker of this.idle.splice(0)) exit(worker);
    const codes: number[] = [];
    while (this.alive.size > 0) codes.push(...(await Promise.all(this.alive.values())));
    return codes;
  }

  private dispatch(): void {
    while (this.queue.length > 0 && (this.idle.length > 0 || this.alive.size < this.size)) {
      const worker = this.idle.pop() ?? this.start();
      const job = this.queue.shift()!;
      this.running.set(worker, job);
      worker.ref();
      try {
        worker.postMessage({ task: job.task, input: job.input, index: job.index });
      } catch (error) {
        this.release(worker);
        job.reject(
          new UserError(`Input ${job.index} cannot be sent to a worker: ${(error as Error).message}`),
        );
      }
    }
  }

  private start(): Worker {
    const worker = new Worker(workerEntry('./pool-worker.js', import.meta.url), {
      resourceLimits: this.options.resourceLimits,
    });
    let reason: string | undefined;
    worker.on('message', (reply: PoolReply) => this.settle(worker, reply));
    worker.on('error', (error) => {
      reason = error.message;
    });
    const exit = new Promise<number>((resolve) => {
      worker.on('exit', (code) => {
        resolve(code);
        this.onExit(worker, reason ?? `it exited with code ${code}`);
      });
    });
    this.alive.set(worker, exit);
    return worker;
  }

  private settle(worker: Worker, reply: PoolReply): void {
    const job = this.running.get(worker)!;
    this.release(worker);
    if ('value' in reply) job.resolve(reply.value);
    else job.reject(revive(reply.error, `Input ${job.index}: `));
  }

  /** The worker is free again; an idle one does not keep the process alive. */
  private release(worker: Worker): void {
    this.running.delete(worker);
    if (this.closed && this.queue.length === 0) {
      exit(worker);
    } else {
      worker.unref();
      this.idle.push(worker);
      queueMicrotask(() => this.dispatch());
    }
  }

  private onExit(worker: Worker, reason: string): void {
    const job = this.running.get(worker);
    this.running.delete(worker);
    this.alive.delete(worker);
    const at = this.idle.indexOf(worker);
    if (at !== -1) this.idle.splice(at, 1);
    if (!job) return;
    const retried = job.crashes++ < (this.options.retries ?? 1);
    const { onCrash = reportCrash } = this.options;
    onCrash({ index: job.index, reason, retried });
    if (retried) this.queue.unshift(job);
    else {
      const message = `Input ${job.index}: the worker died ${job.crashes} times, last time because: ${reason}`;
      job.reject(new UserError(message, { kind: 'failure' }));
    }
    this.dispatch();
  }
}

/** Asks an idle worker to end; until it has, it counts as a reason to stay alive. */
function exit(worker: Worker): void {
  worker.ref();
  worker.postMessage('exit');
}

function reportCrash({ index, reason, retried }: { index: number; reason: string; retried: boolean }): void {
  console.error(
    `A worker died at input ${index} (${reason})${retried ? '; its job runs again on a fresh one' : ''}.`,
  );
}
