// What was seen of an environment: for each state and action how often it led where, and what that paid.
import type { Snapshot, Stateful } from '../../../io/snapshot.js';

export interface SeenOutcome {
  /** Row of the next state. */
  next: number;
  /** It ended the task. */
  isTerminal: boolean;
  count: number;
  /** Mean reward. */
  reward: number;
}

/** A cell is a state and an action, `row * n + action`. */
export class TableModel implements Stateful {
  /** Cells that were met, in their order. */
  readonly cells: number[] = [];
  private readonly outcomes = new Map<number, SeenOutcome[]>();
  /** By row, the cells that led there. */
  private readonly predecessors = new Map<number, Set<number>>();

  add(cell: number, next: number, reward: number, isTerminal: boolean): void {
    let seen = this.outcomes.get(cell);
    if (!seen) {
      seen = [];
      this.outcomes.set(cell, seen);
      this.cells.push(cell);
    }
    let outcome = seen.find((each) => each.next === next && each.isTerminal === isTerminal);
    if (!outcome) {
      outcome = { next, isTerminal, count: 0, reward: 0 };
      seen.push(outcome);
      this.link(next, cell);
    }
    outcome.count++;
    outcome.reward += (reward - outcome.reward) / outcome.count;
  }

  private link(next: number, cell: number): void {
    const cells = this.predecessors.get(next) ?? new Set();
    this.predecessors.set(next, cells.add(cell));
  }

  /** Outcomes of a cell that was met. */
  of(cell: number): readonly SeenOutcome[] {
    return this.outcomes.get(cell)!;
  }

  /** Cells that led to a row. */
  before(row: number): Iterable<number> {
    return this.predecessors.get(row) ?? [];
  }

  saveState(): Snapshot {
    const all = this.cells.map((cell) => this.of(cell));
    const flat = all.flat();
    return {
      meta: {},
      arrays: {
        cells: Int32Array.from(this.cells),
        lengths: Int32Array.from(all, (each) => each.length),
        next: Int32Array.from(flat, (each) => each.next),
        terminal: Uint8Array.from(flat, (each) => Number(each.isTerminal)),
        count: Float64Array.from(flat, (each) => each.count),
        reward: Float64Array.from(flat, (each) => each.reward),
      },
    };
  }

  loadState({ arrays: { cells, lengths, next, terminal, count, reward } }: Snapshot): void {
    this.cells.length = 0;
    this.outcomes.clear();
    this.predecessors.clear();
    let at = 0;
    cells!.forEach((cell, i) => {
      const seen: SeenOutcome[] = [];
      for (let k = 0; k < lengths![i]!; k++, at++) {
        seen.push({
          next: next![at]!,
          isTerminal: terminal![at] === 1,
          count: count![at]!,
          reward: reward![at]!,
        });
        this.link(next![at]!, cell);
      }
      this.cells.push(cell);
      this.outcomes.set(cell, seen);
    });
  }
}
