// Whether sharing pays: measured, as nobody knows beforehand how small is too small on a machine, nor how busy it is. On a
// busy one a worker is put aside in the middle of a piece, and the calling thread waits for it. And what a call gains, those
// behind it may lose, which read from another core's cache what the workers wrote: so each kind of call is judged by its own
// time, and sharing as a whole by the time of everything.

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

/** How long everything is watched with and without sharing, in milliseconds: several training steps. */
const WATCH = 50;
/** A longer pause between two calls is none of theirs. */
const PAUSE = 2;
/** What sharing has to gain as a whole. */
const GAIN = 0.98;

/** Calls that cost about the same per unit of work. All times are milliseconds spent in such calls. */
export class Pace {
  /** Whether the next call is to be shared, as far as calls of this kind go. */
  shares = false;
  /** What a unit of work took alone at first; 0: not known yet. */
  scale = 0;
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
    this.scale ||= this.alone;
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

/** Whether sharing pays as a whole: what calls and all between them take, over what the calls were expected to take. */
export class WholePace {
  shares = false;
  /** How much longer to go on so. */
  private left = WATCH;
  private time = 0;
  private expected = 0;
  /** Time over expectation without sharing. */
  private alone = 0;
  /** Losses in a row: the more, the longer nothing is shared, as a single one may be the doing of another program. */
  private losses = 0;
  /** When the last call ended. */
  private last = Number.NEGATIVE_INFINITY;

  /** Tells of a call from `start` to `end` that should take `expected`. */
  settle(expected: number, start: number, end: number): void {
    const took = start - this.last < PAUSE ? end - this.last : end - start;
    this.last = end;
    this.time += took;
    this.expected += expected;
    this.left -= took;
    if (this.shares && this.time >= WATCH) this.judge();
    else if (!this.shares && this.left <= 0) {
      this.alone = this.time / this.expected;
      this.turn(true, REST * WATCH);
    }
  }

  private judge(): void {
    const lost = this.time > GAIN * this.alone * this.expected;
    this.losses = lost ? this.losses + 1 : 0;
    if (lost) this.turn(false, Math.min(2 ** this.losses, REST) * WATCH);
    else if (this.left <= 0) this.turn(false, WATCH);
    else this.turn(true, this.left);
  }

  private turn(shares: boolean, left: number): void {
    this.shares = shares;
    this.left = left;
    this.time = this.expected = 0;
  }
}

/** What decides which calls are shared. */
export class Paces {
  private readonly paces = new Map<string, Pace[]>();
  private readonly whole = new WholePace();
  private pace = new Pace();
  private shared = false;

  /** Whether to share the call that begins now. */
  shares(kernel: string, work: number): boolean {
    this.pace = this.of(kernel, work);
    this.shared = this.pace.shares && this.whole.shares;
    return this.shared;
  }

  /** Tells from when to when that call took. */
  settle(work: number, start: number, end: number): void {
    const { pace, shared, whole } = this;
    if (shared === pace.shares) pace.settle(work, end - start);
    if (pace.scale > 0) whole.settle(pace.scale * work, start, end);
  }

  /**
   * The pace of calls of a kernel, by size.
   *
   * @param work below 2^31 or as good as that
   */
  of(kernel: string, work: number): Pace {
    let sizes = this.paces.get(kernel);
    if (!sizes) {
      sizes = Array.from({ length: 33 }, () => new Pace());
      this.paces.set(kernel, sizes);
    }
    return sizes[32 - Math.clz32(Math.min(work, 2 ** 31))]!;
  }
}
