// Breakout: keep a ball in play with a paddle and break bricks with it.
//
// Source: K. Young and T. Tian, MinAtar, arXiv:1903.03176, version 1.0.15.
//
// | action | meaning |
// |--------|---------|
// | 0      | nothing |     The observation is a grid of 10 x 10 cells with 4 channels, each 0 or 1:
// | 1      | left    |     paddle, ball, trail (where the ball was), brick.
// | 3      | right   |     Other actions do nothing.
//
// Dynamics: the ball moves diagonally, one cell a frame. It bounces off the sides, the top, bricks and the paddle: off the
//   paddle's cell it came towards straight, off the one it moves into back the way it came. A brick it meets breaks;
//   while it still meets bricks in the frames after, it passes through them. When none is left, three rows of them return.
// Reward: 1 for each brick.
// Start: the ball at the left or right side, three full rows of bricks.
// End: terminated when the ball passes the paddle. There is no time limit.
// Arguments: `stickyActionProb` (0.1). There is no difficulty ramp in this game.
// Versions: v0 with six actions, v1 with the three that do something.
import type { RandomState } from '../../random/index.js';
import { Game, LEFT, NOOP, RIGHT, SIZE } from './game.js';

const FULL_ROW = 2 ** SIZE - 1;
const BRICK_ROWS = 3;
/** Where the ball goes, by direction, … */
const DX = [-1, 1, 1, -1];
const DY = [-1, -1, 1, 1];
/** … and the directions after a bounce off a side, off a floor or ceiling, and back. */
const MIRRORED = [1, 0, 3, 2];
const FLIPPED = [3, 2, 1, 0];
const REVERSED = [2, 3, 0, 1];

const PADDLE = 0;
const BALL = 1;
const TRAIL = 2;
const BRICK = 3;
const CHANNELS = 4;

function opening(fromRight: boolean) {
  const ballX = fromRight ? SIZE - 1 : 0;
  return {
    ballX,
    ballY: 3,
    lastX: ballX,
    lastY: 3,
    direction: fromRight ? 3 : 2,
    paddle: 4,
    /** Rows 1, 2 and 3 from the top: bit x is the brick in column x. */
    bricks: new Array<number>(BRICK_ROWS).fill(FULL_ROW),
    /** The ball has broken a brick and not been free of bricks since. */
    strike: false,
    terminal: false,
  };
}

export class Breakout extends Game {
  readonly channels = [
    ['paddle', '#4d8ad0'],
    ['ball', '#f4f1de'],
    ['trail', '#7d8597'],
    ['brick', '#d1605e'],
  ] as const;
  readonly minimal = [NOOP, LEFT, RIGHT];
  override state = opening(false);

  reset(rng: RandomState): void {
    this.state = opening(rng.integers(0, 2) === 1);
  }

  act(action: number): number {
    const { state } = this;
    if (action === LEFT) state.paddle = Math.max(0, state.paddle - 1);
    if (action === RIGHT) state.paddle = Math.min(SIZE - 1, state.paddle + 1);
    state.lastX = state.ballX;
    state.lastY = state.ballY;
    let x = state.ballX + DX[state.direction]!;
    let y = state.ballY + DY[state.direction]!;
    if (x < 0 || x >= SIZE) {
      x = x < 0 ? 0 : SIZE - 1;
      state.direction = MIRRORED[state.direction]!;
    }
    const hit = y >= 1 && y <= BRICK_ROWS && ((state.bricks[y - 1]! >> x) & 1) === 1;
    let reward = 0;
    if (y < 0) {
      y = 0;
      state.direction = FLIPPED[state.direction]!;
    } else if (hit) {
      if (!state.strike) {
        reward = 1;
        state.strike = true;
        state.bricks[y - 1]! &= ~(1 << x);
        y = state.lastY;
        state.direction = FLIPPED[state.direction]!;
      }
    } else if (y === SIZE - 1) {
      y = this.reachFloor(x, y);
    }
    if (!hit) state.strike = false;
    state.ballX = x;
    state.ballY = y;
    return reward;
  }

  /** The ball would enter the paddle's row: it bounces, or passes. @returns its row */
  private reachFloor(x: number, y: number): number {
    const { state } = this;
    if (!state.bricks.some(Boolean)) state.bricks.fill(FULL_ROW);
    if (state.ballX === state.paddle) state.direction = FLIPPED[state.direction]!;
    else if (x === state.paddle) state.direction = REVERSED[state.direction]!;
    else {
      state.terminal = true;
      return y;
    }
    return state.lastY;
  }

  draw(cells: Uint8Array): void {
    const { ballX, ballY, lastX, lastY, paddle, bricks } = this.state;
    cells[(ballY * SIZE + ballX) * CHANNELS + BALL] = 1;
    cells[((SIZE - 1) * SIZE + paddle) * CHANNELS + PADDLE] = 1;
    cells[(lastY * SIZE + lastX) * CHANNELS + TRAIL] = 1;
    for (let row = 0; row < BRICK_ROWS; row++) {
      const first = (row + 1) * SIZE * CHANNELS + BRICK;
      for (let x = 0; x < SIZE; x++) cells[first + x * CHANNELS] = (bricks[row]! >> x) & 1;
    }
  }
}
