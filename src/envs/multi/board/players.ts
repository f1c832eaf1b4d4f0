// Players of board games that need no training: they see a board and choose.
import type { Policy } from '../policy.js';
import type { Rules } from './rules.js';
import { actionValues } from './search.js';

/**
 * Looks `depth` moves ahead and plays one of the best actions, drawn at random. As deep as the board has cells, it is
 * perfect.
 *
 * @param remember keep what was found, for games with few positions
 */
export function lookAhead(rules: Rules, depth: number, { remember = false } = {}): Policy<Int8Array, number> {
  const found = new Map<string, readonly number[]>();
  return (observation, { rng }) => {
    const board = Int8Array.from(
      { length: rules.rows * rules.columns },
      (_, cell) => observation[2 * cell]! + 2 * observation[2 * cell + 1]!,
    );
    const key = remember ? board.join('') : '';
    const best = found.get(key) ?? bestActions(actionValues(rules, board, 1, depth));
    if (remember) found.set(key, best);
    return best[rng.integers(0, best.length)]!;
  };
}

function bestActions(values: Float64Array): number[] {
  const most = Math.max(...values);
  return [...values.keys()].filter((action) => values[action] === most);
}
