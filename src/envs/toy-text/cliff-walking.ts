// CliffWalking: walk along the edge of a cliff to the goal; a step over it sends you back to the start.
//
// Source: R. Sutton and A. Barto, Reinforcement Learning: An Introduction, second edition, example 6.6.
// The map has 4 rows and 12 columns: start bottom left, goal bottom right, the cliff between them. The
// observation is row * 12 + column.
//
// | action | meaning |
// |--------|---------|
// | 0      | up      |     With `isSlippery` the player moves as wanted or to either side of it, each with
// | 1      | right   |     probability 1/3. Moves off the map leave the player where it is.
// | 2      | down    |
// | 3      | left    |
//
// Reward: -1 in every step, -100 for a step over the cliff.
// Start: bottom left (state 36).
// End: terminated on the goal (state 47). The cliff does not end the episode, and there is no time limit.
// Arguments: `isSlippery` (false; true under the id CliffWalkingSlippery-v1).
// Versions: v1, draw for draw as in Gymnasium.
import { defineEnv } from '../define-env.js';
import type { Drawing, Shape } from '../drawing.js';
import { CELL, cell, flag, label, player } from '../grid-drawing.js';
import { changedDefaults, type OptionValues, readOptions } from '../options.js';
import { type Outcome, TabularEnv, type TransitionTable } from './tabular.js';

const ROWS = 4;
const COLUMNS = 12;
const START = 36;
const GOAL = 47;
/** Up, right, down, left as [row, column]. */
const MOVES = [
  [-1, 0],
  [0, 1],
  [1, 0],
  [0, -1],
] as const;

const OPTIONS = {
  /** Moves go astray to either side, each with probability 1/3. */
  isSlippery: false,
};

export type CliffWalkingOptions = Partial<OptionValues<typeof OPTIONS>>;

export class CliffWalking extends TabularEnv {
  constructor(options: CliffWalkingOptions = {}) {
    const { isSlippery } = readOptions('CliffWalking', OPTIONS, options);
    const starts = new Array<number>(ROWS * COLUMNS).fill(0);
    starts[START] = 1;
    super(buildTable(isSlippery), starts);
  }

  override render(): Drawing {
    const row = Math.floor(this.state / COLUMNS);
    const column = this.state % COLUMNS;
    const shapes: Shape[] = [];
    const letters: string[] = [];
    for (let state = 0; state < ROWS * COLUMNS; state++) {
      const [r, c] = [Math.floor(state / COLUMNS), state % COLUMNS];
      shapes.push(cell(r, c, isCliff(state) ? '#6d5a4c' : state === START ? '#c9dcc9' : '#eef2e6'));
      letters.push(state === this.state ? 'x' : state === GOAL ? 'T' : isCliff(state) ? 'C' : 'o');
    }
    shapes.push(...Array.from({ length: 10 }, (_, i) => label(3, i + 1, '▼', '#8d7565')));
    const lines = Array.from({ length: ROWS }, (_, r) =>
      letters.slice(r * COLUMNS, (r + 1) * COLUMNS).join('  '),
    );
    const move = this.lastAction === null ? undefined : MOVES[this.lastAction];
    return {
      width: COLUMNS * CELL,
      height: ROWS * CELL,
      background: '#d4dcc6',
      shapes: [...shapes, ...flag(3, 11), ...player(row, column, move)],
      text: lines.join('\n'),
    };
  }
}

function isCliff(state: number): boolean {
  return state > START && state < GOAL;
}

function buildTable(isSlippery: boolean): TransitionTable {
  const outcome = (state: number, action: number, probability: number): Outcome => {
    const [dy, dx] = MOVES[action]!;
    const row = Math.min(Math.max(Math.floor(state / COLUMNS) + dy, 0), ROWS - 1);
    const column = Math.min(Math.max((state % COLUMNS) + dx, 0), COLUMNS - 1);
    const next = row * COLUMNS + column;
    if (isCliff(next)) return { probability, nextState: START, reward: -100, terminated: false };
    return { probability, nextState: next, reward: -1, terminated: next === GOAL };
  };
  return Array.from({ length: ROWS * COLUMNS }, (_, state) =>
    MOVES.map((_move, action) => {
      if (!isSlippery) return [outcome(state, action, 1)];
      return [(action + 3) % 4, action, (action + 1) % 4].map((moved) => outcome(state, moved, 1 / 3));
    }),
  );
}

const description = 'Walk along the edge of a cliff to the goal.';
const create = (options: CliffWalkingOptions) => new CliffWalking(options);
const play = { actions: ['up', 'right', 'down', 'left'], keys: { up: 0, right: 1, down: 2, left: 3 } };

export const cliffWalkingV1 = /* @__PURE__ */ defineEnv({
  id: 'CliffWalking-v1',
  description,
  options: OPTIONS,
  create,
  play,
});

export const cliffWalkingSlipperyV1 = /* @__PURE__ */ defineEnv({
  id: 'CliffWalkingSlippery-v1',
  description,
  options: /* @__PURE__ */ changedDefaults(OPTIONS, { isSlippery: true }),
  create,
  play,
});

declare module '../env-types.js' {
  interface EnvTypes {
    'CliffWalking-v1': typeof cliffWalkingV1;
    'CliffWalkingSlippery-v1': typeof cliffWalkingSlipperyV1;
  }
}
