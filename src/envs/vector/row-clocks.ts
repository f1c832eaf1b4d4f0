// How long the episodes of the rows of a vector have lasted, and which of them their time limit ends.

/**
 * All rows take the same steps, so one clock counts them and a row knows only when its episode began: a step costs the
 * rows nothing until the first limit is due.
 */
export class RowClocks {
  /** The step that is being taken reaches the limit of some row, as far as is known. */
  isDue = false;
  private now = 0;
  private readonly beginnings: Float64Array;
  /** No limit is due before. */
  private nextDue = Infinity;

  /** @param limit steps of an episode at the most */
  constructor(
    numEnvs: number,
    private readonly limit = Infinity,
  ) {
    this.beginnings = new Float64Array(numEnvs);
  }

  /** Counts a step of all rows. */
  tick(): void {
    this.now++;
    this.isDue = this.now >= this.nextDue;
    if (!this.isDue) return;
    this.nextDue = Infinity;
    for (const beginning of this.beginnings) {
      const due = beginning + this.limit;
      if (due > this.now && due < this.nextDue) this.nextDue = due;
    }
  }

  /** An episode begins in a row. */
  begin(row: number): void {
    this.setElapsed(row, 0);
  }

  /** Sets the flag of each of the rows `from` … `to - 1` whose episode has lasted as long as it may. */
  cut(truncated: Uint8Array, from: number, to: number): void {
    for (let i = from; i < to; i++) truncated[i] = this.elapsed(i) >= this.limit ? 1 : 0;
  }

  /** Steps of the episode of a row. */
  elapsed(row: number): number {
    return this.now - this.beginnings[row]!;
  }

  setElapsed(row: number, steps: number): void {
    this.beginnings[row] = this.now - steps;
    this.nextDue = Math.min(this.nextDue, this.beginnings[row]! + this.limit);
  }
}
