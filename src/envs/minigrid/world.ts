// The state of a level while it is played, and what the seven actions do to it.
import {
  BALL,
  BOX,
  CLOSED,
  colourOf,
  DOOR,
  DROP,
  DX,
  DY,
  EMPTY,
  FLOOR,
  FORWARD,
  GOAL,
  KEY,
  LAVA,
  LEFT,
  LOCKED,
  NOTHING,
  OPEN,
  PICKUP,
  RIGHT,
  stateOf,
  type Thing,
  TOGGLE,
  thing,
  typeOf,
} from './objects.js';

/** Cells are (x, y): x to the right, y down. */
export class World {
  /** Type, colour and state of every cell, column by column: MiniGrid's encoding of the whole grid. */
  readonly cells: Uint8Array;
  /** The agent's cell; (-1, -1) while it has none. */
  x = -1;
  y = -1;
  /** Where the agent looks: 0 right, 1 down, 2 left, 3 up. */
  direction = 0;
  /** What the agent holds: {@link NOTHING}, a key, a ball or a box. */
  carrying: Thing = NOTHING;
  /** Steps of this episode. */
  steps = 0;
  /** What came of the last step. */
  reward = 0;
  terminated = false;

  constructor(
    readonly width: number,
    readonly height: number,
    readonly seeThroughWalls: boolean,
    readonly maxSteps: number,
  ) {
    this.cells = new Uint8Array(3 * width * height);
    this.clear();
  }

  /** Empties everything, for a new episode. */
  clear(): void {
    this.cells.fill(0);
    for (let at = 0; at < this.cells.length; at += 3) this.cells[at] = EMPTY;
    this.x = this.y = -1;
    this.direction = 0;
    this.carrying = NOTHING;
    this.steps = 0;
    this.reward = 0;
    this.terminated = false;
  }

  isInside(x: number, y: number): boolean {
    return x >= 0 && y >= 0 && x < this.width && y < this.height;
  }

  /** Place of a cell's type in `cells`; colour and state follow. */
  at(x: number, y: number): number {
    return 3 * (x * this.height + y);
  }

  typeAt(x: number, y: number): number {
    return this.cells[this.at(x, y)]!;
  }

  thingAt(x: number, y: number): Thing {
    const at = this.at(x, y);
    return thing(this.cells[at]!, this.cells[at + 1]!, this.cells[at + 2]!);
  }

  isOpenDoor(x: number, y: number): boolean {
    const at = this.at(x, y);
    return this.cells[at] === DOOR && this.cells[at + 2] === OPEN;
  }

  put(x: number, y: number, it: Thing): void {
    this.write(this.at(x, y), it);
  }

  empty(x: number, y: number): void {
    this.write(this.at(x, y), EMPTY);
  }

  private write(at: number, it: Thing): void {
    this.cells[at] = typeOf(it);
    this.cells[at + 1] = colourOf(it);
    this.cells[at + 2] = stateOf(it);
  }

  /** Ends the episode: with the reward for success, the higher the sooner, or with 0. */
  end(success: boolean): void {
    this.reward = success ? 1 - 0.9 * (this.steps / this.maxSteps) : 0;
    this.terminated = true;
  }

  /** One action of the agent. Steps have been counted before. */
  act(action: number): void {
    if (action === LEFT) this.direction = (this.direction + 3) & 3;
    else if (action === RIGHT) this.direction = (this.direction + 1) & 3;
    else {
      const x = this.x + DX[this.direction]!;
      const y = this.y + DY[this.direction]!;
      if (!this.isInside(x, y)) return;
      if (action === FORWARD) this.enter(x, y);
      else if (action === PICKUP) this.pickUp(x, y);
      else if (action === DROP) this.drop(x, y);
      else if (action === TOGGLE) this.toggle(x, y);
    }
  }

  private enter(x: number, y: number): void {
    const type = this.typeAt(x, y);
    const isFree = type === EMPTY || type === GOAL || type === LAVA || type === FLOOR;
    if (!isFree && !this.isOpenDoor(x, y)) return;
    this.x = x;
    this.y = y;
    if (type === GOAL) this.end(true);
    else if (type === LAVA) this.end(false);
  }

  private pickUp(x: number, y: number): void {
    const it = this.thingAt(x, y);
    const type = typeOf(it);
    if (this.carrying !== NOTHING || (type !== KEY && type !== BALL && type !== BOX)) return;
    this.carrying = it;
    this.empty(x, y);
  }

  private drop(x: number, y: number): void {
    if (this.carrying === NOTHING || this.typeAt(x, y) !== EMPTY) return;
    this.put(x, y, this.carrying);
    this.carrying = NOTHING;
  }

  /** Opens and closes doors; a locked one needs the key of its colour, which is kept. A box becomes what is in it: nothing. */
  private toggle(x: number, y: number): void {
    const at = this.at(x, y);
    const { cells } = this;
    if (cells[at] === BOX) this.write(at, EMPTY);
    if (cells[at] !== DOOR) return;
    const state = cells[at + 2];
    const isStuck = state === LOCKED && this.carrying !== thing(KEY, cells[at + 1]!);
    if (!isStuck) cells[at + 2] = state === OPEN ? CLOSED : OPEN;
  }
}
