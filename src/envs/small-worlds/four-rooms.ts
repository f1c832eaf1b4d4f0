// FourRooms: walk through four rooms, joined by four hallways, to a goal; one move in three goes astray.
//
// Source: R. Sutton, D. Precup and S. Singh, Between MDPs and semi-MDPs: A framework for temporal abstraction in
// reinforcement learning, Artificial Intelligence 112, 1999.
//
// | action | meaning |
// |--------|---------|     13 x 13 cells with walls. The observation is the number of the player's cell among the 104
// | 0      | up      |     free ones, row by row. A move succeeds with probability 2/3; else one of the three others
// | 1      | down    |     is made, each equally likely. Moves into a wall leave the player where it is.
// | 2      | left    |
// | 3      | right   |     `P` is the transition table, `hallways` and `rooms` are states: what options need.
//
// Reward: 1 for reaching the goal, 0 elsewhere.
// Start: any free cell but the goal, each equally likely.
// End: terminated on the goal; truncated after 1000 steps.
// Arguments: `goal` ([7, 9], row and column: the hallway in the east; the paper's other goal is [9, 9]).
// Versions: v0.
import { UserError } from '../../io/errors.js';
import { defineEnv } from '../define-env.js';
import type { Drawing, Shape } from '../drawing.js';
import { CELL, cell, flag, player } from '../grid-drawing.js';
import { MOVES } from '../gridworld/board.js';
import { type OptionValues, option, readOptions } from '../options.js';
import { overAt, TabularEnv, type TransitionTable } from '../toy-text/tabular.js';

/** `#` is wall, `.` free. */
export const FOUR_ROOMS_MAP: readonly string[] = [
  '#############',
  '#.....#.....#',
  '#.....#.....#',
  '#...........#',
  '#.....#.....#',
  '#.....#.....#',
  '##.####.....#',
  '#.....###.###',
  '#.....#.....#',
  '#.....#.....#',
  '#...........#',
  '#.....#.....#',
  '#############',
];
const SIZE = 13;

const SUCCESS = 2 / 3;
const ASTRAY = (1 - SUCCESS) / (MOVES.length - 1);

type Cell = readonly [row: number, column: number];

/** The free cells: a state is an index into them. */
const CELLS: readonly Cell[] = FOUR_ROOMS_MAP.flatMap((line, row) =>
  [...line].flatMap((letter, column) => (letter === '.' ? [[row, column] as const] : [])),
);
const STATES = new Map(CELLS.map(([row, column], state) => [row * SIZE + column, state]));
/** North, west, east, south. */
const HALLWAYS: readonly Cell[] = [
  [3, 6],
  [6, 2],
  [7, 9],
  [10, 6],
];

const OPTIONS = {
  /** Row and column of the goal. */
  goal: option<Cell>([7, 9], { integer: true, length: 2 }),
};

export type FourRoomsOptions = Partial<OptionValues<typeof OPTIONS>>;

export class FourRooms extends TabularEnv {
  /** The state of the goal. */
  readonly goal: number;
  /** The states of the hallways: north, west, east, south. */
  readonly hallways: readonly number[] = HALLWAYS.map(stateAt);
  /** The states of each room without its hallways: upper left, upper right, lower left, lower right. */
  readonly rooms: readonly (readonly number[])[] = roomsOf();

  /** @throws UserError when the goal is no free cell. */
  constructor(options: FourRoomsOptions = {}) {
    const {
      goal: [row, column],
    } = readOptions('FourRooms', OPTIONS, options);
    const goal = STATES.get(row * SIZE + column);
    if (goal === undefined || column < 0 || column >= SIZE) {
      throw new UserError(
        `FourRooms: goal must be the row and column of a free cell, got [${row}, ${column}].`,
      );
    }
    super(
      buildTable(goal),
      CELLS.map((_, state) => (state === goal ? 0 : 1 / (CELLS.length - 1))),
    );
    this.goal = goal;
  }

  /** Row and column of a state. */
  cellOf(state: number): Cell {
    return CELLS[state]!;
  }

  /** The state of a free cell; undefined for a wall. */
  stateOf(row: number, column: number): number | undefined {
    return STATES.get(row * SIZE + column);
  }

  override render(): Drawing {
    const shapes: Shape[] = CELLS.map(([row, column], state) =>
      cell(row, column, this.hallways.includes(state) ? '#dbe4ee' : '#f2f4ee'),
    );
    const move = this.lastAction === null ? undefined : MOVES[this.lastAction];
    const lines = FOUR_ROOMS_MAP.map((line) => [...line]);
    const [goalRow, goalColumn] = CELLS[this.goal]!;
    const [row, column] = CELLS[this.state]!;
    lines[goalRow]![goalColumn] = 'G';
    lines[row]![column] = 'x';
    return {
      width: SIZE * CELL,
      height: SIZE * CELL,
      background: '#5d6b80',
      shapes: [...shapes, ...flag(goalRow, goalColumn), ...player(row, column, move)],
      text: lines.map((line) => line.join(' ')).join('\n'),
    };
  }
}

function stateAt([row, column]: Cell): number {
  return STATES.get(row * SIZE + column)!;
}

/** What can be reached from the corner of each room without entering a hallway. */
function roomsOf(): number[][] {
  const corners: Cell[] = [
    [1, 1],
    [1, 11],
    [11, 1],
    [11, 11],
  ];
  const hallways = HALLWAYS.map(stateAt);
  return corners.map((corner) => {
    const seen = new Set([stateAt(corner)]);
    for (const state of seen) {
      for (const move of MOVES) {
        const next = reached(state, move);
        if (!hallways.includes(next)) seen.add(next);
      }
    }
    return [...seen].sort((a, b) => a - b);
  });
}

function reached(state: number, [dy, dx]: Cell): number {
  const [row, column] = CELLS[state]!;
  return STATES.get((row + dy) * SIZE + column + dx) ?? state;
}

function buildTable(goal: number): TransitionTable {
  return CELLS.map((_cell, state) =>
    MOVES.map((_move, action) => {
      if (state === goal) return overAt(state);
      return MOVES.map((move, moved) => {
        const nextState = reached(state, move);
        const terminated = nextState === goal;
        return {
          probability: moved === action ? SUCCESS : ASTRAY,
          nextState,
          reward: terminated ? 1 : 0,
          terminated,
        };
      });
    }),
  );
}

export const fourRoomsV0 = defineEnv({
  id: 'FourRooms-v0',
  description: 'Walk through rooms and hallways to a goal; one move in three goes astray.',
  maxEpisodeSteps: 1000,
  options: OPTIONS,
  create: (options: FourRoomsOptions) => new FourRooms(options),
});

declare module '../env-types.js' {
  interface EnvTypes {
    'FourRooms-v0': typeof fourRoomsV0;
  }
}
