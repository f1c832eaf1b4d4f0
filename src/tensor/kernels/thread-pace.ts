// Whether sharing work pays at the moment. On a busy machine a worker is put aside in the middle of a piece, and the
// calling thread waits for it. The time that is lost so is made up for by computing alone for a multiple of it.

/** Loss after which the calling thread goes on alone, in milliseconds. */
const TOLERANCE = 0.3;
/** How many times the loss it goes on alone: threads cost at most one part in this many. */
const REST = 50;

export class Pace {
  private debt = 0;
  private until = 0;

  /** Whether work may be shared at the time `now`; all times in milliseconds. */
  isOpen(now = performance.now()): boolean {
    return now >= this.until;
  }

  /** Tells how long a call would have taken without workers, and how long it took, until `now`. */
  settle(alone: number, took: number, now: number): void {
    this.debt = Math.max(0, this.debt + took - alone);
    if (this.debt < TOLERANCE) return;
    this.until = now + REST * this.debt;
    this.debt = 0;
  }
}
