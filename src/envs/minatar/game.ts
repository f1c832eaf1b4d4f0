// What the five games have in common: a grid of 10 x 10 cells, six actions, and a state of plain numbers and lists.
import type { RandomState } from '../../random/index.js';

/** Cells along each side of the grid. */
export const SIZE = 10;

/** Actions of every game; one that a game does not list in `minimal` does nothing in it. */
export const NOOP = 0;
export const LEFT = 1;
export const UP = 2;
export const RIGHT = 3;
export const DOWN = 4;
export const FIRE = 5;

/** A channel of the observation: what its cells show, and their colour in pictures. */
export type Channel = readonly [name: string, colour: string];

/** The rules of one game. Columns are `x`, rows `y`, row 0 on top. */
export abstract class Game<State extends { terminal: boolean } = { terminal: boolean }> {
  abstract readonly channels: readonly Channel[];
  /** The actions that do something, and 0. */
  abstract readonly minimal: readonly number[];
  /** Everything that changes, as plain JSON. */
  abstract state: State;

  /** Begins an episode. */
  abstract reset(rng: RandomState): void;
  /** Plays one frame of an episode that has not ended and gives its reward. */
  abstract act(action: number, rng: RandomState): number;
  /** Sets the cells that are true in zeros `[row][column][channel]`. */
  abstract draw(cells: Uint8Array): void;
}

/** Whether a column lies on the grid. */
export function isInside(x: number): boolean {
  return x >= 0 && x < SIZE;
}
