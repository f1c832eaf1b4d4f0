// Whether sharing a kind of call pays: measured, as nobody knows beforehand how small is too small on a machine, nor how
// busy it is. On a busy one a worker is put aside in the middle of a piece, and the calling thread waits for it.

/** What has been faster is done this many times as long as the other: trying costs at most one part in so many. */
const REST = 50;
/** How long the calling thread computes alone to learn what that takes, in milliseconds: many steps of a coarse clock. */
const PROBE = 0.2;
/** Loss after which it goes on alone, in milliseconds. */
const TOLERANCE = 0.3;
/** Gain that makes up for later losses, in milliseconds: other programs run for a moment on an idle machine too. */
const CREDIT = 20;
/** Growth of the time that computing alone is believed to take, at most, per probe: one that was interrupted says little. */
const GROWTH = 1.1;

/** Calls that cost about the same per unit of work. All times are milliseconds spent in such calls. */
export class Pace {
  /** Whether the next call is to be shared. */
  shares = false;
  /** How much longer to go on so. */
  private left = PROBE;
  /** What a unit of work takes alone. */
  private alone = Number.POSITIVE_INFINITY;
  /** Time and work of this stretch alone. */
  private time = 0;
  private work = 0;
  /** What sharing has lost; gains are negative. */
  private debt = 0;

  /** Tells how long the call took. */
  settle(work: number, took: number): void {
    this.left -= took;
    if (this.shares) this.settleShared(work, took);
    else this.settleAlone(work, took);
  }

  private settleAlone(work: number, took: number): void {
    this.time += took;
    this.work += work;
    if (this.left > 0) return;
    this.alone = Math.min(this.time / this.work, this.alone * GROWTH);
    this.time = this.work = 0;
    this.shares = true;
    this.left = REST * PROBE;
  }

  private settleShared(work: number, took: number): void {
    this.debt = Math.max(-CREDIT, this.debt + took - work * this.alone);
    const lost = this.debt >= TOLERANCE;
    if (!lost && this.left > 0) return;
    this.shares = false;
    this.left = lost ? REST * this.debt : PROBE;
    if (lost) this.debt = 0;
  }
}

/** The paces of all calls, by kernel and size. */
export class Paces {
  private readonly paces = new Map<string, Pace[]>();

  /** @param work below 2^31 or as good as that */
  of(kernel: string, work: number): Pace {
    let sizes = this.paces.get(kernel);
    if (!sizes) {
      sizes = Array.from({ length: 33 }, () => new Pace());
      this.paces.set(kernel, sizes);
    }
    return sizes[32 - Math.clz32(Math.min(work, 2 ** 31))]!;
  }
}
