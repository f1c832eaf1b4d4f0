// Looks ahead in a board game: negamax with alpha-beta pruning, each side choosing what is best for itself.
import { actionCount, type Board, cellOf, completesLine, isFull, type Rules } from './rules.js';

/**
 * What each action is worth to the player with pieces `mark`, who is to move, when both go on perfectly for `depth` moves
 * and nothing counts after: positive wins, sooner is more; negative loses; -Infinity is illegal.
 */
export function actionValues(rules: Rules, board: Board, mark: number, depth: number): Float64Array {
  const values = new Float64Array(actionCount(rules)).fill(-Infinity);
  for (let action = 0; action < values.length; action++) {
    const cell = cellOf(rules, board, action);
    if (cell >= 0) values[action] = placed(rules, board, cell, mark, depth, -Infinity, Infinity);
  }
  return values;
}

/** The value of a piece in `cell` to the player who places it. */
function placed(
  rules: Rules,
  board: Board,
  cell: number,
  mark: number,
  depth: number,
  alpha: number,
  beta: number,
): number {
  board[cell] = mark;
  let value = 0;
  if (completesLine(rules, board, cell)) value = depth;
  else if (depth > 1 && !isFull(board)) value = -best(rules, board, 3 - mark, depth - 1, -beta, -alpha);
  board[cell] = 0;
  return value;
}

function best(rules: Rules, board: Board, mark: number, depth: number, low: number, beta: number): number {
  let alpha = low;
  let most = -Infinity;
  for (let action = 0; action < actionCount(rules); action++) {
    const cell = cellOf(rules, board, action);
    if (cell < 0) continue;
    most = Math.max(most, placed(rules, board, cell, mark, depth, alpha, beta));
    alpha = Math.max(alpha, most);
    if (alpha >= beta) break;
  }
  return most;
}
