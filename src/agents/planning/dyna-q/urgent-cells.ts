// Which cells of a table are to be updated, and how urgently.
import type { Snapshot, Stateful } from '../../../io/snapshot.js';

export class UrgentCells implements Stateful {
  private readonly priorities = new Map<number, number>();

  /** Keeps the larger priority of a cell that waits already. */
  add(cell: number, priority: number): void {
    if (priority > (this.priorities.get(cell) ?? 0)) this.priorities.set(cell, priority);
  }

  /** Takes the most urgent one out, the first of equals by number; undefined when none waits. */
  take(): number | undefined {
    let best: number | undefined;
    let most = 0;
    for (const [cell, priority] of this.priorities) {
      if (priority < most || (priority === most && cell > best!)) continue;
      best = cell;
      most = priority;
    }
    if (best !== undefined) this.priorities.delete(best);
    return best;
  }

  saveState(): Snapshot {
    const { priorities } = this;
    return {
      meta: {},
      arrays: {
        cells: Int32Array.from(priorities.keys()),
        priorities: Float64Array.from(priorities.values()),
      },
    };
  }

  loadState({ arrays: { cells, priorities } }: Snapshot): void {
    this.priorities.clear();
    cells!.forEach((cell, i) => void this.priorities.set(cell, priorities![i]!));
  }
}
