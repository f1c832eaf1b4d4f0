// Boards of Gridworld: where the four pieces stand, drawn at random so that the goal can be reached.
import type { Generator } from '../../random/index.js';

/** Cells as row * size + column. */
export interface Board {
  player: number;
  goal: number;
  pit: number;
  wall: number;
}

export const BOARD_MODES = ['static', 'player', 'random'] as const;
/** `static`: always the same board. `player`: the player starts anywhere. `random`: all pieces stand anywhere. */
export type BoardMode = (typeof BOARD_MODES)[number];

/** Up, down, left, right as [row, column]. */
export const MOVES = [
  [-1, 0],
  [1, 0],
  [0, -1],
  [0, 1],
] as const;

/** A board on which no pieces overlap and the player can reach the goal past wall and pit. */
export function drawBoard(rng: Generator, size: number, mode: BoardMode): Board {
  const fixed: Board = { player: 3, goal: 0, pit: 1, wall: size + 1 };
  if (mode === 'static') return fixed;
  for (;;) {
    const place = () => rng.integers(0, size * size);
    const board =
      mode === 'player'
        ? { ...fixed, player: place() }
        : { player: place(), goal: place(), pit: place(), wall: place() };
    if (isSolvable(board, size)) return board;
  }
}

/** Whether all pieces stand apart and a path leads from the player to the goal. */
export function isSolvable(board: Board, size: number): boolean {
  if (new Set(Object.values(board)).size < 4) return false;
  const seen = new Set([board.player]);
  for (const cell of seen) {
    if (cell === board.goal) return true;
    for (let action = 0; action < MOVES.length; action++) {
      const next = moveFrom(cell, action, board.wall, size);
      if (next !== board.pit) seen.add(next);
    }
  }
  return false;
}

/** The cell that a move leads to: the same when border or wall is in the way. */
export function moveFrom(cell: number, action: number, wall: number, size: number): number {
  const [dy, dx] = MOVES[action]!;
  const row = Math.floor(cell / size) + dy;
  const column = (cell % size) + dx;
  const next = row * size + column;
  const isFree = row >= 0 && row < size && column >= 0 && column < size && next !== wall;
  return isFree ? next : cell;
}
