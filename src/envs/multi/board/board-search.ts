// A board game for tree search: cells and heights in typed arrays, moves without allocation, turned and mirrored boards.
import type { SearchGame, Symmetry } from '../../search-game.js';
import { actionCount, completesLine, type Rules } from './rules.js';

/** Rewards are those of the environment: 1 for who completes a line, 0 for any other move. */
export class BoardSearch implements SearchGame {
  readonly players = 2;
  readonly actionCount: number;
  readonly observationSize: number;
  readonly symmetries: readonly Symmetry[];
  isOver = false;
  private readonly board: Int8Array;
  private readonly root: Int8Array;
  /** Free cells. */
  private free = 0;
  private rootFree = 0;
  private mark = 1;

  constructor(private readonly rules: Rules) {
    const cells = rules.rows * rules.columns;
    this.actionCount = actionCount(rules);
    this.observationSize = 2 * cells;
    this.board = new Int8Array(cells);
    this.root = new Int8Array(cells);
    this.symmetries = symmetriesOf(rules);
  }

  start(): void {
    this.root.fill(0);
    this.rootFree = this.root.length;
    this.rewind();
  }

  begin(observation: ArrayLike<number>, offset = 0): void {
    const { root } = this;
    this.rootFree = root.length;
    for (let cell = 0, at = offset; cell < root.length; cell++, at += 2) {
      const piece = observation[at]! + 2 * observation[at + 1]!;
      root[cell] = piece;
      if (piece !== 0) this.rootFree--;
    }
    this.rewind();
  }

  rewind(): void {
    this.board.set(this.root);
    this.free = this.rootFree;
    this.mark = 1;
    this.isOver = this.free === 0;
  }

  legal(out: Int32Array): number {
    if (this.isOver) return 0;
    const { board, actionCount: n } = this;
    let count = 0;
    // With gravity the top row tells which columns have room, and is where actions are cells' numbers too.
    for (let action = 0; action < n; action++) if (board[action] === 0) out[count++] = action;
    return count;
  }

  play(action: number): number {
    const { board, rules, mark } = this;
    let cell = action;
    if (rules.gravity) {
      cell += (rules.rows - 1) * rules.columns;
      while (board[cell] !== 0) cell -= rules.columns;
    }
    board[cell] = mark;
    this.free--;
    this.mark = 3 - mark;
    const won = completesLine(rules, board, cell);
    this.isOver = won || this.free === 0;
    return won ? 1 : 0;
  }

  observe(out: { [index: number]: number }, offset = 0): void {
    const { board, mark } = this;
    for (let cell = 0, at = offset; cell < board.length; cell++, at += 2) {
      const piece = board[cell]!;
      out[at] = piece === mark ? 1 : 0;
      out[at + 1] = piece === 3 - mark ? 1 : 0;
    }
  }
}

/** Mirror images, and of square boards without gravity all turns. */
function symmetriesOf({ rows, columns, gravity }: Rules): Symmetry[] {
  type Move = (row: number, column: number) => readonly [number, number];
  const mirror: Move = (row, column) => [row, columns - 1 - column];
  const flip: Move = (row, column) => [rows - 1 - row, column];
  const both: Move = (row, column) => [rows - 1 - row, columns - 1 - column];
  const moves = gravity ? [mirror] : [mirror, flip, both];
  if (!gravity && rows === columns) {
    const swap: Move = (row, column) => [column, row];
    for (const move of [
      swap,
      ...moves.map(
        (each): Move =>
          (row, column) =>
            each(column, row),
      ),
    ])
      moves.push(move);
  }
  return moves.map((move) => {
    const cells = Int32Array.from({ length: rows * columns }, (_, cell) => {
      const [row, column] = move(Math.floor(cell / columns), cell % columns);
      return row * columns + column;
    });
    return {
      observation: Int32Array.from({ length: 2 * cells.length }, (_, i) => 2 * cells[i >> 1]! + (i & 1)),
      // A column is mirrored as its top cell is.
      actions: gravity ? cells.slice(0, columns) : cells,
    };
  });
}
