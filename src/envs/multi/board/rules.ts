// Games in which two players place pieces on a board until one has several in a line: rules as pure functions.

export interface Rules {
  rows: number;
  columns: number;
  /** Pieces in a line that win. */
  inLine: number;
  /** Pieces fall to the lowest free cell of a column, and actions are columns; else actions are cells. */
  gravity: boolean;
}

/** Cells row by row: 0 free, 1 and 2 the players' pieces. */
export type Board = Int8Array;

export const emptyBoard = ({ rows, columns }: Rules): Board => new Int8Array(rows * columns);

export const actionCount = ({ rows, columns, gravity }: Rules): number =>
  gravity ? columns : rows * columns;

/** The cell that a piece of this action comes to lie in; -1 when the action is illegal. */
export function cellOf({ rows, columns, gravity }: Rules, board: Board, action: number): number {
  if (!gravity) return board[action] === 0 ? action : -1;
  for (let row = rows - 1; row >= 0; row--) {
    if (board[row * columns + action] === 0) return row * columns + action;
  }
  return -1;
}

const DIRECTIONS = [
  [0, 1],
  [1, 0],
  [1, 1],
  [1, -1],
] as const;

/** The line through the piece in `cell` that has won, as its cells, for pictures; undefined when there is none. */
export function wonLine(rules: Rules, board: Board, cell: number): number[] | undefined {
  const { rows, columns, inLine } = rules;
  const row = Math.floor(cell / columns);
  const column = cell % columns;
  for (const [dy, dx] of DIRECTIONS) {
    const line = [cell];
    for (const sign of [1, -1]) {
      for (let k = 1; k < inLine; k++) {
        const y = row + sign * k * dy;
        const x = column + sign * k * dx;
        const isOn = y >= 0 && y < rows && x >= 0 && x < columns;
        if (!isOn || board[y * columns + x] !== board[cell]) break;
        line.push(y * columns + x);
      }
    }
    if (line.length >= inLine) return line;
  }
  return undefined;
}

/** Whether the piece in `cell` completes a line. One loop per way, nothing allocated: searches ask a million times. */
export function completesLine({ rows, columns, inLine }: Rules, board: Board, cell: number): boolean {
  const mark = board[cell]!;
  const row = (cell / columns) | 0;
  const column = cell - row * columns;
  for (let direction = 0; direction < 4; direction++) {
    const [dy, dx] = DIRECTIONS[direction]!;
    const step = dy * columns + dx;
    let count = 1;
    for (let y = row + dy, x = column + dx, at = cell + step; y < rows && x >= 0 && x < columns; ) {
      if (board[at] !== mark) break;
      count++;
      y += dy;
      x += dx;
      at += step;
    }
    for (let y = row - dy, x = column - dx, at = cell - step; y >= 0 && x >= 0 && x < columns; ) {
      if (board[at] !== mark) break;
      count++;
      y -= dy;
      x -= dx;
      at -= step;
    }
    if (count >= inLine) return true;
  }
  return false;
}

export const isFull = (board: Board): boolean => !board.includes(0);

/** 1 for each legal action, 0 for the others. */
export function legalMask(rules: Rules, board: Board): Int8Array {
  return Int8Array.from({ length: actionCount(rules) }, (_, a) => (cellOf(rules, board, a) >= 0 ? 1 : 0));
}
