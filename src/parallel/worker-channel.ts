// One worker thread that the caller waits for without returning to the event loop.
import {
  MessageChannel,
  type MessagePort,
  type ResourceLimits,
  receiveMessageOnPort,
  Worker,
} from 'node:worker_threads';
import { UserError } from '../io/errors.js';
import { Answer, type Lockstep } from './lockstep.js';
import { revive, type ThrownError } from './thrown-error.js';

/** What the thread finds in `workerData`. */
export interface ChannelData<Settings> {
  settings: Settings;
  control: SharedArrayBuffer;
  workers: number;
  index: number;
  port: MessagePort;
}

/** What a worker sends along when something went wrong. */
export interface Failure {
  error: ThrownError;
}

export interface ChannelOptions {
  /** Compiled module of the worker. */
  entry: URL;
  /** What the worker finds in its `workerData`. */
  settings: object;
  lockstep: Lockstep;
  /** The worker's number in the lock step. */
  index: number;
  /** What the worker is about, for errors, e.g. "Sub-environment 3". */
  describe: () => string;
  resourceLimits?: ResourceLimits;
  /** Milliseconds after which a silent worker counts as hanging and is ended (default: never). */
  timeout?: number;
}

export class WorkerChannel {
  /** Exit code, once the thread has ended. */
  readonly exited: Promise<number>;
  private readonly port: MessagePort;
  private readonly worker: Worker;
  private lost: string | undefined;
  /** Settles the last `report`. */
  private awaited: { resolve(message: unknown): void; reject(error: Error): void } | undefined;

  constructor(private readonly options: ChannelOptions) {
    const { entry, settings, lockstep, index, resourceLimits } = options;
    const { port1, port2 } = new MessageChannel();
    const { buffer: control, workers } = lockstep;
    const workerData: ChannelData<object> = { settings, control, workers, index, port: port2 };
    this.port = port1;
    this.worker = new Worker(entry, { workerData, transferList: [port2], resourceLimits });
    this.worker.on('error', (error) => {
      this.lost ??= `died (${error.message})`;
    });
    this.worker.on('message', (message) => this.awaited?.resolve(message));
    this.exited = new Promise((resolve) => {
      this.worker.on('exit', (code) => {
        this.lost ??= `died (it exited with code ${code})`;
        this.awaited?.reject(this.deathError());
        resolve(code);
      });
    });
    // A caller that forgets to close its workers can still end.
    this.worker.unref();
    this.port.unref();
  }

  /** Leaves something for the worker to pick up in the round that begins next. */
  send(message: unknown): void {
    this.port.postMessage(message);
  }

  /** Waits for the worker's answer to the current round; gives the message that came with it, if any. */
  join(): unknown {
    if (this.lost !== undefined) throw this.deathError();
    const answer = this.options.lockstep.join(this.options.index, () => this.isAlive());
    if (answer === undefined) throw this.deathError();
    if (answer === Answer.done) return undefined;
    const message = receiveMessageOnPort(this.port)!.message;
    if (answer === Answer.failed) throw revive((message as Failure).error, `${this.options.describe()}: `);
    return message;
  }

  /**
   * The next message that the worker sends by itself through `parentPort`, without blocking.
   *
   * @throws {UserError} when it dies before.
   */
  report(): Promise<unknown> {
    if (this.lost !== undefined) return Promise.reject(this.deathError());
    this.worker.ref();
    return new Promise((resolve, reject) => {
      this.awaited = { resolve, reject };
    }).finally(() => this.worker.unref());
  }

  /** The thread ended before it was told to. */
  get isLost(): boolean {
    return this.lost !== undefined;
  }

  /** From now on the caller does not end before the thread has. */
  keepAlive(): void {
    this.worker.ref();
  }

  /**
   * Node tells of a thread's end in an event, which never comes while the caller sleeps. But posting to a port
   * whose other side is gone returns false; anything else counts as alive.
   */
  private isAlive(): boolean {
    const { timeout = Infinity, lockstep } = this.options;
    if (this.lost === undefined && (this.port.postMessage(null) as unknown) === false) {
      this.lost = 'died (the thread ended, e.g. by process.exit or for want of memory)';
    } else if (this.lost === undefined && performance.now() - lockstep.began > timeout) {
      this.lost = `gave no answer within ${timeout / 1000} s (option timeout) and was ended`;
      void this.worker.terminate();
    }
    return this.lost === undefined;
  }

  private deathError(): UserError {
    return new UserError(`${this.options.describe()}: its worker thread ${this.lost}.`, { kind: 'failure' });
  }
}
