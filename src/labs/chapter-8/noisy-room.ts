// The room of the noisy screen: what is seen of it, and what networks make of that.
import type { Module, Sequential } from '../../nn/index.js';
import type { Generator } from '../../random/index.js';
import { noGrad, scope, tensor } from '../../tensor/index.js';
import { mean } from '../index.js';

const CELLS = 25;
export const MOVES = [
  [-1, 0],
  [1, 0],
  [0, -1],
  [0, 1],
] as const;
/** Of 25 bits that nobody can foresee: the best guess is ½, a squared error of ¼ each. */
export const FLOOR = CELLS / 4;

/** What is seen: a cell of 5 x 5, and 25 bits of noise. */
const observe = (cell: number, rng: Generator): number[] =>
  Array.from({ length: 2 * CELLS }, (_, i) => (i < CELLS ? Number(i === cell) : rng.integers(0, 2)));

export const squares = (a: number[], b: number[]) => a.reduce((sum, x, i) => sum + (x - b[i]!) ** 2, 0);

export const output = (network: Module, rows: number[][]): number[][] =>
  scope(() => noGrad(() => (network as Sequential).forward(tensor(rows)).tolist())) as number[][];

/** Moves that bump into no border. */
export function moves(count: number, rng: Generator) {
  const made: { before: number[]; after: number[]; action: number }[] = [];
  while (made.length < count) {
    const [cell, action] = [rng.integers(0, CELLS), rng.integers(0, 4)];
    const [row, column] = [Math.floor(cell / 5) + MOVES[action]![0], (cell % 5) + MOVES[action]![1]];
    if (Math.min(row, column) < 0 || Math.max(row, column) > 4) continue;
    made.push({ before: observe(cell, rng), after: observe(5 * row + column, rng), action });
  }
  return made;
}

/** How far features move with the noise, over how far they move with the cell: mean squared distances. */
export function sensitivity(features: (rows: number[][]) => number[][], rng: Generator): number {
  const seen = Array.from({ length: 400 }, () => {
    const cell = rng.integers(0, CELLS);
    const here = observe(cell, rng);
    const elsewhere = observe((cell + rng.integers(1, CELLS)) % CELLS, rng).slice(0, CELLS);
    return { here, flickered: observe(cell, rng), moved: [...elsewhere, ...here.slice(CELLS)] };
  });
  const [here, flickered, moved] = (['here', 'flickered', 'moved'] as const).map((key) =>
    features(seen.map((each) => each[key])),
  );
  const distance = (to: number[][]) => mean(here!.map((row, i) => squares(row, to[i]!)));
  return distance(flickered!) / distance(moved!);
}
