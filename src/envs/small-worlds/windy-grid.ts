// WindyGrid: walk to a goal across a wind that blows upwards in the middle.
//
// Source: R. Sutton and A. Barto, Reinforcement Learning: An Introduction, second edition, example 6.5.
//
// | action | meaning |
// |--------|---------|     The map has 7 rows and 10 columns; the observation is row * 10 + column. A move from a column
// | 0      | up      |     with wind also carries the player up: by column 0 0 0 1 1 1 2 2 1 0 cells. Moves off the map
// | 1      | down    |     end at its border.
// | 2      | left    |
// | 3      | right   |     `P` is the transition table.
//
// Reward: -1 in every step.
// Start: row 3, column 0.
// End: terminated on the goal, row 3, column 7; truncated after 1000 steps. The shortest way takes 15.
// Arguments: none.
// Versions: v0.
import { defineEnv } from '../define-env.js';
import type { Drawing, Shape } from '../drawing.js';
import { CELL, cell, flag, label, player } from '../grid-drawing.js';
import { MOVES } from '../gridworld/board.js';
import { overAt, TabularEnv, type TransitionTable } from '../toy-text/tabular.js';

const ROWS = 7;
const COLUMNS = 10;
const START = 30;
const GOAL = 37;
/** Cells that the wind carries upwards, by column. */
const WIND = [0, 0, 0, 1, 1, 1, 2, 2, 1, 0];
const ARROWS = ['', '↑', '⇑'];
const COLOURS = ['#f2f4ee', '#e1ebf3', '#cbddec'];

export class WindyGrid extends TabularEnv {
  constructor() {
    super(
      buildTable(),
      Array.from({ length: ROWS * COLUMNS }, (_, state) => (state === START ? 1 : 0)),
    );
  }

  override render(): Drawing {
    const shapes: Shape[] = [];
    const signs: string[] = [];
    for (let state = 0; state < ROWS * COLUMNS; state++) {
      const [row, column] = [Math.floor(state / COLUMNS), state % COLUMNS];
      const wind = WIND[column]!;
      shapes.push(cell(row, column, state === START ? '#c9dcc9' : COLOURS[wind]!));
      if (wind > 0 && state !== GOAL) shapes.push(label(row, column, ARROWS[wind]!, '#9db7cd'));
      signs.push(state === this.state ? 'x' : state === GOAL ? 'G' : ['.', "'", '"'][wind]!);
    }
    const lines = Array.from({ length: ROWS }, (_, row) =>
      signs.slice(row * COLUMNS, (row + 1) * COLUMNS).join(' '),
    );
    const move = this.lastAction === null ? undefined : MOVES[this.lastAction];
    const [row, column] = [Math.floor(this.state / COLUMNS), this.state % COLUMNS];
    return {
      width: COLUMNS * CELL,
      height: ROWS * CELL,
      background: '#d4dcc6',
      shapes: [...shapes, ...flag(Math.floor(GOAL / COLUMNS), GOAL % COLUMNS), ...player(row, column, move)],
      text: lines.join('\n'),
    };
  }
}

function buildTable(): TransitionTable {
  return Array.from({ length: ROWS * COLUMNS }, (_, state) =>
    MOVES.map(([dy, dx]) => {
      if (state === GOAL) return overAt(state);
      const column = state % COLUMNS;
      const row = Math.floor(state / COLUMNS) + dy - WIND[column]!;
      const newRow = Math.min(Math.max(row, 0), ROWS - 1);
      const newColumn = Math.min(Math.max(column + dx, 0), COLUMNS - 1);
      const nextState = newRow * COLUMNS + newColumn;
      return [{ probability: 1, nextState, reward: -1, terminated: nextState === GOAL }];
    }),
  );
}

export const windyGridV0 = defineEnv({
  id: 'WindyGrid-v0',
  description: 'Walk to a goal across a wind.',
  maxEpisodeSteps: 1000,
  create: () => new WindyGrid(),
});

declare module '../env-types.js' {
  interface EnvTypes {
    'WindyGrid-v0': typeof windyGridV0;
  }
}
