// Freeway: lead a chicken across eight lanes of cars, again and again.
//
// Source: K. Young and T. Tian, MinAtar, arXiv:1903.03176, version 1.0.15.
//
// | action | meaning |
// |--------|---------|
// | 0      | nothing |     The observation is a grid of 10 x 10 cells with 7 channels, each 0 or 1: chicken, car,
// | 2      | up      |     speed 1 to speed 5 (the cell behind a car; a car of speed n moves every n + 1 frames).
// | 4      | down    |     Other actions do nothing.
//
// Dynamics: the chicken stays in column 4 and moves at most every third frame. A car that hits it sends it back to the
//   start. Cars leave at one side and return at the other; whenever the chicken is across, they get new speeds and ways.
// Reward: 1 each time the chicken reaches the top.
// Start: the chicken at the bottom, all cars in column 0 with random speeds and ways.
// End: terminated after 2501 frames.
// Arguments: `stickyActionProb` (0.1). There is no difficulty ramp in this game.
// Versions: v0 with six actions, v1 with the three that do something.
import type { RandomState } from '../../random/index.js';
import { DOWN, Game, NOOP, SIZE, UP } from './game.js';

const CARS = 8;
const COLUMN = 4;
const BOTTOM = SIZE - 1;
/** Frames from one move of the chicken to the next. */
const MOVE_INTERVAL = 3;
const TIME_LIMIT = 2500;

const CHICKEN = 0;
const CAR = 1;
const CHANNELS = 7;

function opening() {
  return {
    row: BOTTOM,
    moveTimer: MOVE_INTERVAL,
    /** Frames played. */
    frame: 0,
    /** Of the car in row i + 1: its column, the frame in which it moves next, and its speed, negative to the left. */
    columns: new Array<number>(CARS).fill(0),
    moveFrames: new Array<number>(CARS).fill(0),
    speeds: new Array<number>(CARS).fill(1),
    /** Where the cars and their trails are in the observation, which changes more seldom than it is asked for. */
    cells: new Array<number>(2 * CARS).fill(0),
    terminal: false,
  };
}

export class Freeway extends Game {
  readonly channels = [
    ['chicken', '#f4f1de'],
    ['car', '#d1605e'],
    ['speed 1', '#e9c46a'],
    ['speed 2', '#bfa863'],
    ['speed 3', '#94885a'],
    ['speed 4', '#6d6a55'],
    ['speed 5', '#4e5055'],
  ] as const;
  readonly minimal = [NOOP, UP, DOWN];
  override state = opening();

  reset(rng: RandomState): void {
    this.state = opening();
    this.drawSpeeds(rng);
  }

  private drawSpeeds(rng: RandomState): void {
    const { speeds, moveFrames, frame } = this.state;
    for (let car = 0; car < CARS; car++) speeds[car] = rng.integers(1, 6);
    for (let car = 0; car < CARS; car++) {
      moveFrames[car] = frame + speeds[car]!;
      if (rng.random() < 0.5) speeds[car] = -speeds[car]!;
      this.place(car);
    }
  }

  act(action: number, rng: RandomState): number {
    const { state } = this;
    let reward = 0;
    if (state.moveTimer === 0 && (action === UP || action === DOWN)) {
      state.moveTimer = MOVE_INTERVAL;
      state.row = action === UP ? Math.max(0, state.row - 1) : Math.min(BOTTOM, state.row + 1);
    }
    if (state.row === 0) {
      reward = 1;
      this.drawSpeeds(rng);
      state.row = BOTTOM;
    }
    const lane = state.row - 1;
    const wasHit = this.isHit(lane);
    this.moveCars();
    if (wasHit || this.isHit(lane)) state.row = BOTTOM;
    if (state.moveTimer > 0) state.moveTimer--;
    state.frame++;
    if (state.frame > TIME_LIMIT) state.terminal = true;
    return reward;
  }

  /** Whether the car of a lane is where the chicken walks; there is none in row 9. */
  private isHit(lane: number): boolean {
    return lane < CARS && this.state.columns[lane] === COLUMN;
  }

  private moveCars(): void {
    const { columns, moveFrames, speeds, frame } = this.state;
    for (let car = 0; car < CARS; car++) {
      if (moveFrames[car]! > frame) continue;
      const speed = speeds[car]!;
      moveFrames[car] = frame + 1 + (speed > 0 ? speed : -speed);
      columns[car] = ahead(columns[car]!, speed > 0);
      this.place(car);
    }
  }

  /** Works out the cells in which a car and its trail are seen. */
  private place(car: number): void {
    const { columns, speeds, cells } = this.state;
    const speed = speeds[car]!;
    const first = (car + 1) * SIZE;
    cells[2 * car] = (first + columns[car]!) * CHANNELS + CAR;
    cells[2 * car + 1] =
      (first + ahead(columns[car]!, speed < 0)) * CHANNELS + CAR + (speed > 0 ? speed : -speed);
  }

  draw(cells: Uint8Array): void {
    const { state } = this;
    cells[(state.row * SIZE + COLUMN) * CHANNELS + CHICKEN] = 1;
    for (let i = 0; i < 2 * CARS; i++) cells[state.cells[i]!] = 1;
  }
}

/** The column after `x` to the right or left, around the grid. */
function ahead(x: number, toRight: boolean): number {
  if (toRight) return x === SIZE - 1 ? 0 : x + 1;
  return x === 0 ? SIZE - 1 : x - 1;
}
