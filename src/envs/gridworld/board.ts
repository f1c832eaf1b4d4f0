// Boards of Gridworld: where the four pieces stand, drawn at random so that the goal can be reached.
import type { Generator } from '../../random/index.js';
import type { NumericArray } from '../../spaces/index.js';

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
  const { player, goal, pit, wall } = board;
  if (player === goal || player === pit || player === wall) return false;
  if (goal === pit || goal === wall || pit === wall) return false;
  const seen = new Uint8Array(size * size);
  const reached = [player];
  seen[player] = 1;
  for (const cell of reached) {
    if (cell === goal) return true;
    for (let action = 0; action < MOVES.length; action++) {
      const next = moveFrom(cell, action, wall, size);
      if (next === pit || seen[next] === 1) continue;
      seen[next] = 1;
      reached.push(next);
    }
  }
  return false;
}

/** The cell that a move leads to: the same when border or wall is in the way. */
export function moveFrom(cell: number, action: number, wall: number, size: number): number {
  const column = cell % size;
  let next = cell;
  if (action === 0) next -= size;
  else if (action === 1) next += size;
  else if (action === 2 && column > 0) next--;
  else if (action === 3 && column < size - 1) next++;
  return next >= 0 && next < size * size && next !== wall ? next : cell;
}

export const BOARD_REWARDS = {
  stepCost: { goal: 10, pit: -10, other: -1 },
  sparse: { goal: 1, pit: -1, other: 0 },
} as const;

export type BoardRewards = (typeof BOARD_REWARDS)[keyof typeof BOARD_REWARDS];

/** Whether reaching a cell ends the episode. */
export function isEnd(cell: number, goal: number, pit: number): boolean {
  return cell === goal || cell === pit;
}

/** What reaching a cell pays. */
export function rewardOf(cell: number, goal: number, pit: number, rewards: BoardRewards): number {
  return cell === goal ? rewards.goal : cell === pit ? rewards.pit : rewards.other;
}

/** Writes the four planes of `cells` cells each, in which each piece is a single 1, over zeros. */
export function drawPlanes(out: NumericArray, at: number, cells: number, board: Board): void {
  out[at + board.player] = 1;
  out[at + cells + board.goal] = 1;
  out[at + 2 * cells + board.pit] = 1;
  out[at + 3 * cells + board.wall] = 1;
}
