// Draws board games: crosses and noughts on paper, discs in a rack; the winning line stands out.
import type { Drawing, Shape } from '../../drawing.js';
import { CELL, label } from '../../grid-drawing.js';
import { type Board, type Rules, wonLine } from './rules.js';

const INK = ['', '#c0392f', '#2f66b8'];
const DISC = ['#f6f8fb', '#d8483c', '#f2c230'];

/** Free cells (or columns) show the action that takes them. @param lastCell where the last piece lies, -1 before the first */
export function drawBoard(rules: Rules, board: Board, lastCell: number): Drawing {
  const won = lastCell < 0 ? undefined : wonLine(rules, board, lastCell);
  const { rows, columns, gravity } = rules;
  // On the board of cells the actions run down the columns, as PettingZoo draws them.
  const at = (cell: number): [x: number, y: number] =>
    gravity ? [cell % columns, Math.floor(cell / columns)] : [Math.floor(cell / columns), cell % columns];
  const shapes = [...board].flatMap((piece, cell) => {
    const [column, row] = at(cell);
    const isNew = cell === lastCell || (won?.includes(cell) ?? false);
    if (!gravity)
      return piece === 0 ? [label(row, column, String(cell), '#c3ccd9')] : sign(column, row, piece, isNew);
    const number = piece === 0 && row === 0 ? [label(row, column, String(column), '#b9c5d6')] : [];
    return [...disc(column, row, piece, isNew), ...number];
  });
  const lines = Array.from({ length: rows }, (_, row) =>
    Array.from({ length: columns }, (_, column) => {
      const piece = board[gravity ? row * columns + column : column * columns + row]!;
      return '.XO'[piece];
    }).join(' '),
  );
  return {
    width: columns * CELL,
    height: rows * CELL,
    background: gravity ? '#2f5f9e' : '#f6f8fb',
    shapes: gravity ? shapes : [...shapes, ...paper(rows, columns)],
    text: lines.join('\n'),
  };
}

function disc(column: number, row: number, piece: number, isNew: boolean): Shape[] {
  const x = (column + 0.5) * CELL;
  const y = (row + 0.5) * CELL;
  const rim: Shape = { kind: 'circle', x, y, radius: 27, fill: isNew ? '#ffffff' : '#244b7d' };
  return [rim, { kind: 'circle', x, y, radius: 23, fill: DISC[piece]! }];
}

function sign(column: number, row: number, piece: number, isNew: boolean): Shape[] {
  const x = (column + 0.5) * CELL;
  const y = (row + 0.5) * CELL;
  const stroke = INK[piece]!;
  const strokeWidth = isNew ? 9 : 5;
  if (piece === 2) return [{ kind: 'circle', x, y, radius: 19, stroke, strokeWidth }];
  return [-1, 1].map((side) => ({
    kind: 'line',
    x1: x - 17,
    y1: y - 17 * side,
    x2: x + 17,
    y2: y + 17 * side,
    stroke,
    strokeWidth,
    round: true,
  }));
}

function paper(rows: number, columns: number): Shape[] {
  const stroke = '#8793a6';
  const upright = Array.from({ length: columns - 1 }, (_, i): Shape => {
    const x = (i + 1) * CELL;
    return { kind: 'line', x1: x, y1: 8, x2: x, y2: rows * CELL - 8, stroke, strokeWidth: 3, round: true };
  });
  const flat = Array.from({ length: rows - 1 }, (_, i): Shape => {
    const y = (i + 1) * CELL;
    return { kind: 'line', x1: 8, y1: y, x2: columns * CELL - 8, y2: y, stroke, strokeWidth: 3, round: true };
  });
  return [...upright, ...flat];
}
