// Looks some steps ahead in a model: at each step all actions of the states that promise most, equal states once.

/** What a model makes of `count` rows of states and actions, one after the other. */
export type Imagine = (
  states: Float32Array,
  actions: Int32Array,
  count: number,
) => { next: Float32Array; rewards: ArrayLike<number>; ends: ArrayLike<number> };

export interface BeamOptions {
  horizon: number;
  width: number;
  gamma: number;
  /** Whether equal predictions are the same state: where observations are not real numbers. */
  merges: boolean;
}

interface Way {
  /** Its last state, a row. */
  row: number;
  /** Its first action. */
  first: number;
  /** Discounted rewards, each times the probability that the task went on until then. */
  score: number;
  /** That probability now. */
  goesOn: number;
}

/** Below it a way counts as ended. */
const OVER = 0.05;

/**
 * The first action of the best way found, among those that ended and those that came to the horizon.
 *
 * @param isLegal which first actions count
 */
export function lookAheadIn(
  imagine: Imagine,
  state: Float32Array,
  actions: number,
  isLegal: (action: number) => boolean,
  { horizon, width, gamma, merges }: BeamOptions,
): number {
  const size = state.length;
  let states: Float32Array = state;
  let ways: Way[] = [{ row: 0, first: -1, score: 0, goesOn: 1 }];
  let best: Way | undefined;
  for (let depth = 0; depth < horizon && ways.length > 0; depth++) {
    const weight = gamma ** depth;
    const tried = ways.flatMap((way) => {
      const each = Array.from({ length: actions }, (_, action) => ({ way, action }));
      return depth === 0 ? each.filter(({ action }) => isLegal(action)) : each;
    });
    const rows = new Float32Array(tried.length * size);
    tried.forEach(({ way }, i) => void rows.set(rowOf(states, way.row, size), i * size));
    const taken = Int32Array.from(tried, ({ action }) => action);
    const { next, rewards, ends } = imagine(rows, taken, tried.length);
    const reached = tried.map(({ way, action }, row) => ({
      row,
      first: depth === 0 ? action : way.first,
      score: way.score + weight * way.goesOn * rewards[row]!,
      goesOn: way.goesOn * (1 - ends[row]!),
    }));
    // A sort that keeps the order of equals: results depend on nothing else.
    reached.sort((a, b) => b.score - a.score);
    const seen = new Set<string>();
    ways = [];
    for (const way of reached) {
      if (way.goesOn < OVER || depth === horizon - 1) {
        if (!best || way.score > best.score) best = way;
        continue;
      }
      if (ways.length === width) continue;
      const key = merges ? rowOf(next, way.row, size).join() : `${way.row}`;
      if (seen.has(key)) continue;
      seen.add(key);
      ways.push(way);
    }
    states = next;
  }
  return best!.first;
}

const rowOf = (states: Float32Array, row: number, size: number) =>
  states.subarray(row * size, (row + 1) * size);
