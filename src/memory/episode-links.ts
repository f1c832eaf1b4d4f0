// Which row of a memory holds the next step of the same episode: those of several environments lie interleaved in a ring.
import { UserError } from '../io/errors.js';
import type { FixedColumn } from './fixed-column.js';

/** Instead of a row: the next step is not stored, or not yet. What is known so far can be learnt from. */
export const OPEN = -1;
/** Instead of a row: the episode ended with this step. */
export const ENDED = -2;

/** A view of the column that holds, for each row, the row of the next step, `OPEN` or `ENDED`. */
export class EpisodeLinks {
  /** The newest row of each environment's running episode, or `OPEN`. */
  private newest = new Int32Array(0);

  constructor(private readonly column: FixedColumn) {}

  /** The row of the step after that in `row`, `OPEN` or `ENDED`. */
  after(row: number): number {
    return this.column.get(row);
  }

  /** The row of the step before that in `row`, or `OPEN` where it is not stored. @param size rows stored */
  before(row: number, size: number): number {
    // Between two steps of an environment lies at most one row of every other.
    for (let gap = Math.min(this.newest.length, size); gap > 0; gap--) {
      const candidate = (row - gap + size) % size;
      if (this.after(candidate) === row) return candidate;
    }
    return OPEN;
  }

  /** Notes that the next step of environment `env` of `numEnvs` was written to `row`. */
  add(env: number, numEnvs: number, row: number, done: boolean): void {
    if (this.newest.length !== numEnvs) this.newest = new Int32Array(numEnvs).fill(OPEN);
    const before = this.newest[env]!;
    if (before !== OPEN) this.column.set(before, row);
    this.column.set(row, done ? ENDED : OPEN);
    this.newest[env] = done ? OPEN : row;
  }

  /** The running episodes go on no more: what is added next belongs to new ones. */
  abandon(): void {
    this.newest.fill(OPEN);
  }

  save(): number[] {
    return [...this.newest];
  }

  /**
   * @param size rows stored
   * @param isRing false: the rows will be overwritten from the first one, wherever the ring's oldest was; links across its
   *   end are cut then, since a row must not outlive the one before it
   * @throws UserError for rows that do not exist.
   */
  load(newest: unknown, size: number, isRing: boolean): void {
    if (!Array.isArray(newest)) throw new UserError('The saved memory does not say which episodes run.');
    const isRow = (row: unknown, least: number) =>
      Number.isSafeInteger(row) && (row as number) >= least && (row as number) < size;
    for (const row of newest) requireLink(isRow(row, OPEN), row);
    this.newest = Int32Array.from(newest as number[]);
    for (let row = 0; row < size; row++) {
      const next = this.after(row);
      requireLink(isRow(next, ENDED), next);
      if (!isRing && next >= 0 && next < row) this.column.set(row, OPEN);
    }
  }
}

function requireLink(isValid: boolean, row: unknown): void {
  if (isValid) return;
  throw new UserError(`The saved memory links steps of an episode with the row ${row}, which it has not.`, {
    kind: 'failure',
  });
}
