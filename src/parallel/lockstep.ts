// A caller and its worker threads in lock step: commands and answers as atomic words, no messages.

/** How a worker answers a command. */
export const Answer = { done: 0, doneWithMessage: 1, failed: 2 } as const;
export type Answer = (typeof Answer)[keyof typeof Answer];

/** Words of the control block: round number and command, then per worker the round it has finished, its answer, its position. */
const ROUND = 0;
const COMMAND = 1;
const HEADER = 2;
const PER_WORKER = 3;

/** How long to sleep before looking whether a silent worker is still there, in milliseconds. */
const PATIENCE = 100;

/**
 * One round: the caller names a command, every worker carries it out, the caller waits for all of them. Both sides
 * make a `Lockstep` over the same buffer.
 */
export class Lockstep {
  /** Caller: when the current round began, in milliseconds of `performance.now()`. */
  began = 0;
  private readonly words: Int32Array;

  constructor(
    readonly buffer: SharedArrayBuffer,
    readonly workers: number,
  ) {
    this.words = new Int32Array(buffer);
  }

  static allocate(workers: number): SharedArrayBuffer {
    return new SharedArrayBuffer(4 * (HEADER + PER_WORKER * workers));
  }

  /** Caller: starts a round. */
  begin(command: number): void {
    this.began = performance.now();
    Atomics.store(this.words, COMMAND, command);
    Atomics.add(this.words, ROUND, 1);
    Atomics.notify(this.words, ROUND);
  }

  /**
   * Caller: sleeps until `worker` has answered.
   *
   * @param isAlive asked now and then, for a worker that is dead or hangs answers nothing
   * @returns `undefined` when it is not alive.
   */
  join(worker: number, isAlive: () => boolean): Answer | undefined {
    const { words } = this;
    const at = HEADER + PER_WORKER * worker;
    const round = Atomics.load(words, ROUND);
    for (;;) {
      const finished = Atomics.load(words, at);
      if (finished === round) return Atomics.load(words, at + 1) as Answer;
      if (Atomics.wait(words, at, finished, PATIENCE) !== 'timed-out') continue;
      // It may have answered and then died, both since the last look.
      if (!isAlive() && Atomics.load(words, at) !== round) return undefined;
    }
  }

  /** Worker: sleeps until a round after `last` begins. */
  next(last: number): { round: number; command: number } {
    let round = Atomics.load(this.words, ROUND);
    // Awake is not enough: a caller that was interrupted in `begin` notifies when that round is long done.
    while (round === last) {
      Atomics.wait(this.words, ROUND, last);
      round = Atomics.load(this.words, ROUND);
    }
    return { round, command: Atomics.load(this.words, COMMAND) };
  }

  /** Worker: ends its part of the round. */
  answer(worker: number, round: number, answer: Answer): void {
    const at = HEADER + PER_WORKER * worker;
    Atomics.store(this.words, at + 1, answer);
    Atomics.store(this.words, at, round);
    Atomics.notify(this.words, at);
  }

  /** A number that outlives its worker: what it was doing. */
  setPosition(worker: number, position: number): void {
    this.words[HEADER + PER_WORKER * worker + 2] = position;
  }

  position(worker: number): number {
    return this.words[HEADER + PER_WORKER * worker + 2]!;
  }
}
