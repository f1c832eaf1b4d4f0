// Many boards of Gridworld side by side.
import { Discrete, MultiBinary, type PackedArray } from '../../spaces/index.js';
import type { VectorSettings } from '../define-env.js';
import type { EnvState, Info } from '../env.js';
import { SeededRows } from '../vector/seeded-rows.js';
import {
  BOARD_REWARDS,
  type Board,
  type BoardMode,
  type BoardRewards,
  drawBoard,
  drawPlanes,
  isEnd,
  moveFrom,
  rewardOf,
} from './board.js';

interface Settings {
  mode: BoardMode;
  rewards: keyof typeof BOARD_REWARDS;
  size: number;
}

/** No action yet in this episode. */
const NONE = -1;

export class GridworldRows extends SeededRows {
  private readonly boards: Board[];
  private readonly lastActions: Int8Array;
  /** 1 for rows whose last step reached the goal. */
  private readonly hasWon: Uint8Array;
  private readonly size: number;
  private readonly mode: BoardMode;
  private readonly pay: BoardRewards;

  constructor({ numEnvs, options: { mode, rewards, size } }: VectorSettings<Settings>) {
    super(numEnvs, new MultiBinary([4, size, size]), new Discrete(4));
    this.size = size;
    this.mode = mode;
    this.pay = BOARD_REWARDS[rewards];
    this.boards = Array.from(this.rngs, (rng) => drawBoard(rng, size, mode));
    this.lastActions = new Int8Array(numEnvs).fill(NONE);
    this.hasWon = new Uint8Array(numEnvs);
  }

  protected start(row: number): void {
    this.boards[row] = drawBoard(this.rngs[row]!, this.size, this.mode);
    this.lastActions[row] = NONE;
    this.observe(row, row + 1);
  }

  step(actions: PackedArray, from: number, to: number): void {
    const { boards, lastActions, hasWon, rewards, terminated, size, pay } = this;
    for (let i = from; i < to; i++) {
      const board = boards[i]!;
      const { goal, pit } = board;
      const cell = moveFrom(board.player, actions[i]!, board.wall, size);
      board.player = cell;
      lastActions[i] = actions[i]!;
      hasWon[i] = Number(cell === goal);
      rewards[i] = rewardOf(cell, goal, pit, pay);
      terminated[i] = isEnd(cell, goal, pit) ? 1 : 0;
    }
    this.observe(from, to);
  }

  private observe(from: number, to: number): void {
    const { observations, boards } = this;
    const cells = this.size * this.size;
    observations.fill(0, 4 * cells * from, 4 * cells * to);
    for (let i = from; i < to; i++) drawPlanes(observations, 4 * cells * i, cells, boards[i]!);
  }

  override info(row: number, of: 'step' | 'reset'): Info {
    return { isSuccess: of === 'step' && this.hasWon[row] === 1 };
  }

  protected snapshot(row: number): EnvState {
    const lastAction = this.lastActions[row]!;
    return { pieces: { ...this.boards[row] }, lastAction: lastAction === NONE ? null : lastAction };
  }

  protected restore(row: number, { pieces, lastAction }: EnvState): void {
    this.boards[row] = { ...(pieces as Board) };
    this.lastActions[row] = (lastAction as number | null) ?? NONE;
  }
}
