// A pool of threads for whole jobs: `map` in input order, errors with their input, dead and hanging workers replaced.
import { availableParallelism } from 'node:os';
import type { ResourceLimits } from 'node:worker_threads';
import { UserError } from '../io/errors.js';
import { requireKnown } from '../io/options.js';
import { type ModuleRef, portable } from './module-ref.js';
import { type Job, type PoolReply, PoolThread } from './pool-thread.js';
import { revive } from './thrown-error.js';

export interface WorkerPoolOptions {
  /** Threads (default: one per core). They start when there is work for them. */
  workers?: number;
  /** How often a job is tried again after the worker that ran it died or hung (default 1). */
  retries?: number;
  /**
   * Milliseconds that a job may take (default `Infinity`); importing its task, the first time a thread runs it, may
   * take as long again. A worker that takes longer counts as hanging: it is ended and reported as a crash.
   */
  timeout?: number;
  /** Memory limits of each thread, as of Node's `Worker`. */
  resourceLimits?: ResourceLimits;
  /** Hears of every worker that died or hung; by default a line on stderr. */
  onCrash?: (crash: { index: number; reason: string; retried: boolean }) => void;
}

export interface MapOptions<R> {
  /**
   * What all jobs need: sent to each thread once, and again only when it is another object than that of the last `map`.
   * The task gets it as its third argument.
   */
  common?: unknown;
  /** Hears of each result as it arrives, in order of completion. */
  onResult?: (index: number, result: R) => void;
}

/** Short jobs wait in the thread behind the one that runs, so that it never waits for the next message: so many at most, … */
const AHEAD = 32;
/** … and only as many as take about so many milliseconds, lest they wait there for a thread while another is idle. */
const AHEAD_MS = 5;

/**
 * Runs an exported function over many inputs on all cores. Inputs and results are copied as by `structuredClone`;
 * a `SharedArrayBuffer` in them is shared. A job costs some 10 to 30 µs beside its own time: short ones are sent ahead.
 *
 * @example
 * // squares.js: export const square = (xs) => xs.map((x) => x * x);
 * const pool = new WorkerPool({ timeout: 60_000 });
 * const squares = await pool.map({ module: new URL('./squares.js', import.meta.url), export: 'square' }, [[1, 2], [3]]);
 * await pool.close();
 */
export class WorkerPool {
  readonly size: number;
  private readonly options: WorkerPoolOptions;
  private readonly threads: PoolThread[] = [];
  private queue: Job[] = [];
  /** How long jobs of a task take, in milliseconds: the longest of the last ones. */
  private readonly pace = new Map<string, number>();
  private closed = false;

  constructor(options: WorkerPoolOptions = {}) {
    requireKnown('WorkerPool', options, ['workers', 'retries', 'timeout', 'resourceLimits', 'onCrash']);
    this.size = options.workers ?? availableParallelism();
    const { retries = 1, timeout = Number.POSITIVE_INFINITY } = options;
    if (!Number.isInteger(this.size) || this.size < 1) {
      throw new UserError(`WorkerPool: workers must be a whole number ≥ 1, got ${this.size}`);
    }
    if (!Number.isInteger(retries) || retries < 0) {
      throw new UserError(`WorkerPool: retries must be a whole number ≥ 0, got ${retries}`);
    }
    if (!(timeout > 0)) {
      throw new UserError(`WorkerPool: timeout must be milliseconds above 0, got ${timeout}`);
    }
    this.options = options;
  }

  /**
   * `task(input, index, common)` of every input, in the order of the inputs. The task may be asynchronous; a thread runs one
   * job at a time.
   *
   * @throws the first error a task throws, its message preceded by the index of the input; jobs that no thread has
   * been sent are dropped. A job whose worker died or hung `retries + 1` times fails too.
   */
  async map<I, R>(
    task: ModuleRef,
    inputs: readonly I[],
    { common, onResult }: MapOptions<R> = {},
  ): Promise<R[]> {
    if (this.closed) throw new UserError('WorkerPool: map was called after close; make a new pool');
    const ref = portable(task);
    const jobs: Job[] = [];
    const results = inputs.map((input, index) =>
      new Promise<unknown>((resolve, reject) => {
        jobs.push({ index, task: ref, input, common, crashes: 0, resolve, reject });
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
      const dropped = new Set(jobs);
      this.queue = this.queue.filter((job) => !dropped.has(job));
      throw error;
    }
  }

  /** Lets the jobs there are finish, joins every worker and gives their exit codes (0 = clean). */
  async close(): Promise<number[]> {
    this.closed = true;
    for (const thread of this.threads) if (thread.load === 0) thread.end();
    const codes: number[] = [];
    while (this.threads.length > 0) {
      codes.push(...(await Promise.all(this.threads.map((thread) => thread.exited))));
    }
    return codes;
  }

  /** Sends jobs to the threads with the fewest, up to as many as may wait there. */
  private dispatch(): void {
    while (this.queue.length > 0) {
      const thread = this.freest();
      if (!thread || thread.load > this.ahead(this.queue[0]!)) return;
      const job = this.queue.shift()!;
      try {
        thread.send(job);
      } catch (error) {
        const { message } = error as Error;
        job.reject(new UserError(`Input ${job.index} cannot be sent to a worker: ${message}`));
        this.endIfDone(thread);
      }
    }
  }

  private freest(): PoolThread | undefined {
    let best: PoolThread | undefined;
    for (const thread of this.threads) if (!best || thread.load < best.load) best = thread;
    return (best?.load ?? 1) > 0 && this.threads.length < this.size ? this.start() : best;
  }

  /** How many jobs may wait behind the one that runs: fewer towards the end, so that all threads end together. */
  private ahead({ task }: Job): number {
    const pace = this.pace.get(key(task)) ?? Number.POSITIVE_INFINITY;
    return Math.floor(Math.min(AHEAD, AHEAD_MS / pace, this.queue.length / (2 * this.size)));
  }

  private start(): PoolThread {
    const { resourceLimits, timeout = Number.POSITIVE_INFINITY } = this.options;
    const thread = new PoolThread(resourceLimits, timeout, {
      answered: (thread, job, reply) => this.settle(thread, job, reply),
      died: (thread, jobs, reason) => this.replace(thread, jobs, reason),
    });
    this.threads.push(thread);
    return thread;
  }

  private settle(thread: PoolThread, job: Job, reply: PoolReply): void {
    const task = key(job.task);
    this.pace.set(task, Math.max(reply.ms, 0.9 * (this.pace.get(task) ?? 0)));
    if (reply.error) job.reject(revive(reply.error, `Input ${job.index}: `));
    else job.resolve(reply.value);
    // In a microtask: first `map` hears of an error and drops what is left of its jobs.
    queueMicrotask(() => {
      this.dispatch();
      this.endIfDone(thread);
    });
  }

  private endIfDone(thread: PoolThread): void {
    if (this.closed && this.queue.length === 0 && thread.load === 0) thread.end();
  }

  private replace(thread: PoolThread, [job, ...waiting]: Job[], reason: string): void {
    this.threads.splice(this.threads.indexOf(thread), 1);
    if (!job) return;
    const retried = job.crashes++ < (this.options.retries ?? 1);
    const { onCrash = reportCrash } = this.options;
    onCrash({ index: job.index, reason, retried });
    this.queue.unshift(...(retried ? [job] : []), ...waiting);
    if (!retried) {
      const message = `Input ${job.index}: the worker died ${job.crashes} times, last time because: ${reason}`;
      job.reject(new UserError(message, { kind: 'failure' }));
    }
    this.dispatch();
  }
}

function key({ module, export: name }: Job['task']): string {
  return `${module}#${name}`;
}

function reportCrash({ index, reason, retried }: { index: number; reason: string; retried: boolean }): void {
  console.error(
    `A worker died at input ${index} (${reason})${retried ? '; its job runs again on a fresh one' : ''}.`,
  );
}
