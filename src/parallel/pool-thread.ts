// One thread of a `WorkerPool`: the jobs it was sent, the clock of the one that runs, its end.
import { type ResourceLimits, Worker } from 'node:worker_threads';
import { type ModuleRef, workerEntry } from './module-ref.js';
import type { ThrownError } from './thrown-error.js';

export interface Job {
  index: number;
  task: Required<ModuleRef>;
  input: unknown;
  /** What all jobs of its `map` need. */
  common: unknown;
  /** How many workers it has cost. */
  crashes: number;
  resolve(value: unknown): void;
  reject(error: Error): void;
}

/** What a thread says when it has imported a task and is about to run it for the first time. */
export const READY = 'ready';

/** What a thread answers to a job: its value or its error, and the milliseconds it took. */
export interface PoolReply {
  value?: unknown;
  error?: ThrownError;
  ms: number;
}

export interface PoolThreadEvents {
  answered(thread: PoolThread, job: Job, reply: PoolReply): void;
  /** `jobs`: the one that ran, if any, and those that waited behind it. */
  died(thread: PoolThread, jobs: Job[], reason: string): void;
}

/** The longest time Node's timers know, in milliseconds. */
const FOREVER = 2 ** 31 - 1;

export class PoolThread {
  /** The first one runs, the others wait in the thread. */
  private readonly jobs: Job[] = [];
  /** Its exit code. */
  readonly exited: Promise<number>;
  private readonly worker: Worker;
  private online = false;
  private clock?: NodeJS.Timeout;
  private reason?: string;
  /** What the thread has of `common`. */
  private common: unknown;

  /** @param timeout Milliseconds a job may take; a thread that takes longer is ended. */
  constructor(
    resourceLimits: ResourceLimits | undefined,
    private readonly timeout: number,
    private readonly events: PoolThreadEvents,
  ) {
    this.worker = new Worker(workerEntry('./pool-worker.js', import.meta.url), { resourceLimits });
    this.worker.on('online', () => {
      this.online = true;
      this.watch();
    });
    this.worker.on('message', (reply: PoolReply | typeof READY) =>
      reply === READY ? this.watch() : this.settle(reply),
    );
    this.worker.on('error', (error) => {
      this.reason ??= error.message;
    });
    this.exited = new Promise((resolve) => {
      this.worker.on('exit', (code) => {
        clearTimeout(this.clock);
        resolve(code);
        events.died(this, this.jobs.splice(0), this.reason ?? `it exited with code ${code}`);
      });
    });
  }

  /** Jobs it has not answered yet. */
  get load(): number {
    return this.jobs.length;
  }

  /** @throws when the input cannot be copied. */
  send(job: Job): void {
    const { task, input, index, common } = job;
    this.worker.postMessage({ task, input, index, ...(common !== this.common && { common }) });
    this.common = common;
    if (this.jobs.push(job) > 1) return;
    this.worker.ref();
    this.watch();
  }

  /** Asks it to end after its jobs; until it has, it counts as a reason to stay alive. */
  end(): void {
    this.worker.ref();
    this.worker.postMessage('exit');
  }

  private settle(reply: PoolReply): void {
    const job = this.jobs.shift()!;
    // An idle thread does not keep the process alive.
    if (this.jobs.length === 0) this.worker.unref();
    this.watch();
    this.events.answered(this, job, reply);
  }

  /** Winds the clock for the job that runs now. A thread that is still starting is nobody's hanging job. */
  private watch(): void {
    clearTimeout(this.clock);
    const job = this.jobs[0];
    if (!job || !this.online || this.timeout > FOREVER) return;
    // Timers go off before messages are read, so where this thread was busy the answer may lie there already.
    const look = () => setImmediate(() => job === this.jobs[0] && this.kill());
    this.clock = setTimeout(look, this.timeout).unref();
  }

  private kill(): void {
    this.reason = `it gave no answer within ${this.timeout / 1000} s, the timeout`;
    void this.worker.terminate();
  }
}
