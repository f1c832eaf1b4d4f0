// Gridworld: walk on a small board to the goal, past a wall and a pit.
//
// Source: A. Zai and B. Brown, Deep Reinforcement Learning in Action, chapter 3.
//
// | action | meaning |     The observation is four binary planes of size x size: player, goal, pit, wall, each with
// |--------|---------|     a single 1. Moves against the border or the wall leave the player where it is.
// | 0      | up      |
// | 1      | down    |     Modes: `static` P(0,3) goal (0,0) pit (0,1) wall (1,1) as (row, column); `player` the
// | 2      | left    |     same with the player anywhere; `random` all four anywhere. Boards are always
// | 3      | right   |     solvable.
//
// `P` is the transition table of the board that lies there, by the player's cell (row * size + column).
//
// Reward: of the cell reached. `stepCost`: 10 on the goal, -10 in the pit, -1 elsewhere. `sparse`: 1, -1, 0.
// Start: a board of the mode.
// End: terminated on goal or pit; truncated after 50 steps. `info.isSuccess` tells whether the goal was reached.
// Arguments: `mode` (static), `rewards` (stepCost), `size` (4, at least 4).
// Versions: v0.
import { Discrete, MultiBinary } from '../../spaces/index.js';
import { defineEnv } from '../define-env.js';
import type { Drawing, Shape } from '../drawing.js';
import type { EnvState, ResetResult, StepResult } from '../env.js';
import { CELL, cell, flag, player } from '../grid-drawing.js';
import { changedDefaults, type OptionValues, option, readOptions } from '../options.js';
import { SeededEnv } from '../seeded-env.js';
import { overAt, type TransitionTable } from '../toy-text/tabular.js';
import {
  BOARD_MODES,
  BOARD_REWARDS,
  type Board,
  type BoardMode,
  type BoardRewards,
  drawBoard,
  drawPlanes,
  isEnd,
  MOVES,
  moveFrom,
  rewardOf,
} from './board.js';

const OPTIONS = {
  /** Which pieces stand anywhere: none, the player, all. */
  mode: option<BoardMode>('static', { choices: BOARD_MODES }),
  rewards: option('stepCost', { choices: ['stepCost', 'sparse'] }),
  /** Cells along each side. */
  size: option(4, { integer: true, min: 4 }),
};

export type GridworldOptions = Partial<OptionValues<typeof OPTIONS>>;

export class Gridworld extends SeededEnv<Uint8Array, number> {
  readonly observationSpace: MultiBinary;
  readonly actionSpace = new Discrete(4);
  readonly size: number;
  private readonly mode: BoardMode;
  private readonly rewards: BoardRewards;
  private pieces: Board;
  private lastAction: number | null = null;
  private table: TransitionTable | undefined;

  /** @throws UserError when an option has no meaning. */
  constructor(options: GridworldOptions = {}) {
    super();
    const { mode, rewards, size } = readOptions('Gridworld', OPTIONS, options);
    this.size = size;
    this.mode = mode;
    this.rewards = BOARD_REWARDS[rewards];
    this.observationSpace = new MultiBinary([4, size, size]);
    this.pieces = drawBoard(this.rng, size, mode);
    if (mode !== 'random') this.stateOf = (planes) => Array.prototype.indexOf.call(planes, 1);
  }

  /** Where the pieces stand, as row * size + column. */
  get board(): Readonly<Board> {
    return this.pieces;
  }

  /**
   * `P[cell][action]`: what a move of a player in `cell` does on this board. A new episode may bring another board, and
   * so another table.
   */
  get P(): TransitionTable {
    this.table ??= this.buildTable();
    return this.table;
  }

  /** The state of `P` that an observation stands for; absent where every episode has a table of its own. */
  readonly stateOf?: (observation: ArrayLike<number>) => number;

  private buildTable(): TransitionTable {
    const { goal, pit, wall } = this.pieces;
    return Array.from({ length: this.size ** 2 }, (_, cell) =>
      MOVES.map((_move, action) => {
        if (cell === goal || cell === pit) return overAt(cell);
        const nextState = moveFrom(cell, action, wall, this.size);
        return [{ probability: 1, nextState, ...this.outcome(nextState) }];
      }),
    );
  }

  /** What reaching a cell pays, and whether it ends the episode. */
  private outcome(cell: number): { reward: number; terminated: boolean } {
    const { goal, pit } = this.pieces;
    return { reward: rewardOf(cell, goal, pit, this.rewards), terminated: isEnd(cell, goal, pit) };
  }

  protected start(): ResetResult<Uint8Array> {
    this.pieces = drawBoard(this.rng, this.size, this.mode);
    this.table = undefined;
    this.lastAction = null;
    return { observation: this.observe(), info: { isSuccess: false } };
  }

  step(action: number): StepResult<Uint8Array> {
    const { pieces } = this;
    pieces.player = moveFrom(pieces.player, action, pieces.wall, this.size);
    this.lastAction = action;
    const { reward, terminated } = this.outcome(pieces.player);
    const info = { isSuccess: pieces.player === pieces.goal };
    return { observation: this.observe(), reward, terminated, truncated: false, info };
  }

  private observe(): Uint8Array {
    const cells = this.size * this.size;
    const planes = new Uint8Array(4 * cells);
    drawPlanes(planes, 0, cells, this.pieces);
    return planes;
  }

  /** The board in characters, a row each: P, +, -, W and spaces; pieces named later cover earlier ones. */
  display(): string[] {
    const { player, goal, pit, wall } = this.pieces;
    const cells = new Array<string>(this.size * this.size).fill(' ');
    cells[player] = 'P';
    cells[goal] = '+';
    cells[pit] = '-';
    cells[wall] = 'W';
    return Array.from({ length: this.size }, (_, row) =>
      cells.slice(row * this.size, (row + 1) * this.size).join(''),
    );
  }

  override render(): Drawing {
    const { size, pieces } = this;
    const shapes: Shape[] = [];
    for (let index = 0; index < size * size; index++) {
      shapes.push(
        cell(Math.floor(index / size), index % size, index === pieces.wall ? '#5d6b80' : '#f2f4ee'),
      );
    }
    const at = (index: number) => [Math.floor(index / size), index % size] as const;
    const [pitRow, pitColumn] = at(pieces.pit);
    const x = (pitColumn + 0.5) * CELL;
    const y = (pitRow + 0.5) * CELL;
    shapes.push({ kind: 'circle', x, y, radius: 23, fill: '#3b2f2a', stroke: '#a88f7a', strokeWidth: 4 });
    const move = this.lastAction === null ? undefined : MOVES[this.lastAction];
    shapes.push(...player(...at(pieces.player), move), ...flag(...at(pieces.goal)));
    const rule = `+${'-'.repeat(2 * size + 1)}+`;
    const lines = this.display().map((row) => `| ${[...row].join(' ')} |`);
    return {
      width: size * CELL,
      height: size * CELL,
      background: '#d4dcc6',
      shapes,
      text: [rule, ...lines, rule].join('\n'),
    };
  }

  protected snapshot(): EnvState {
    return { pieces: { ...this.pieces }, lastAction: this.lastAction };
  }

  protected restore({ pieces, lastAction }: EnvState): void {
    this.pieces = { ...(pieces as Board) };
    this.table = undefined;
    this.lastAction = lastAction as number | null;
  }
}

const create = (options: GridworldOptions) => new Gridworld(options);
const play = { actions: ['up', 'down', 'left', 'right'], keys: { up: 0, down: 1, left: 2, right: 3 } };

export const gridworldV0 = /* @__PURE__ */ defineEnv({
  id: 'Gridworld-v0',
  description: 'Walk past a wall and a pit to the goal.',
  maxEpisodeSteps: 50,
  options: OPTIONS,
  create,
  play,
});

export const gridworldPlayerV0 = /* @__PURE__ */ defineEnv({
  id: 'GridworldPlayer-v0',
  description: 'The same, starting anywhere.',
  maxEpisodeSteps: 50,
  options: /* @__PURE__ */ changedDefaults(OPTIONS, { mode: 'player' }),
  create,
  play,
});

export const gridworldRandomV0 = /* @__PURE__ */ defineEnv({
  id: 'GridworldRandom-v0',
  description: 'The same with every piece anywhere.',
  maxEpisodeSteps: 50,
  options: /* @__PURE__ */ changedDefaults(OPTIONS, { mode: 'random' }),
  create,
  play,
});

declare module '../env-types.js' {
  interface EnvTypes {
    'Gridworld-v0': typeof gridworldV0;
    'GridworldPlayer-v0': typeof gridworldPlayerV0;
    'GridworldRandom-v0': typeof gridworldRandomV0;
  }
}
