// Asterix: collect gold and avoid enemies that cross the field in eight rows.
//
// Source: K. Young and T. Tian, MinAtar, arXiv:1903.03176, version 1.0.15.
//
// | action | meaning |
// |--------|---------|
// | 0      | nothing |     The observation is a grid of 10 x 10 cells with 4 channels, each 0 or 1:
// | 1      | left    |     player, enemy, trail (the cell behind whatever moves), gold.
// | 2      | up      |
// | 3      | right   |     Other actions do nothing. The player stays in rows 1 to 8.
// | 4      | down    |
//
// Dynamics: in each of rows 1 to 8 there is room for one enemy or gold. One appears at a side every 10 frames in an empty
//   row (gold with probability 1/3) and moves a cell every 5 frames until it leaves. With the difficulty ramp both become
//   faster, step by step about every 100 frames, down to one frame.
// Reward: 1 for each gold.
// Start: the player at (5, 5), nothing else.
// End: terminated when the player and an enemy meet. There is no time limit.
// Arguments: `stickyActionProb` (0.1), `difficultyRamping` (true).
// Versions: v0 with six actions, v1 with the five that do something.
import type { RandomState } from '../../random/index.js';
import { DOWN, Game, isInside, LEFT, NOOP, RIGHT, SIZE, UP } from './game.js';

const SLOTS = 8;
const SPAWN_SPEED = 10;
const MOVE_SPEED = 5;
const RAMP_INTERVAL = 100;

/** What a slot holds. */
const NOTHING = 0;
const IS_ENEMY = 1;
const IS_GOLD = 2;

const PLAYER = 0;
const ENEMY = 1;
const TRAIL = 2;
const GOLD = 3;
const CHANNELS = 4;

function opening() {
  return {
    x: 5,
    y: 5,
    /** What slot i, which is row i + 1, holds, in which column, and the way it goes: 1 or -1. */
    kinds: new Array<number>(SLOTS).fill(NOTHING),
    columns: new Array<number>(SLOTS).fill(0),
    ways: new Array<number>(SLOTS).fill(1),
    spawnSpeed: SPAWN_SPEED,
    spawnTimer: SPAWN_SPEED,
    moveSpeed: MOVE_SPEED,
    moveTimer: MOVE_SPEED,
    rampTimer: RAMP_INTERVAL,
    rampIndex: 0,
    terminal: false,
  };
}

export class Asterix extends Game {
  readonly channels = [
    ['player', '#4d8ad0'],
    ['enemy', '#d1605e'],
    ['trail', '#565d6d'],
    ['gold', '#e9c46a'],
  ] as const;
  readonly minimal = [NOOP, LEFT, UP, RIGHT, DOWN];
  override state = opening();

  constructor(private readonly ramping: boolean) {
    super();
  }

  reset(): void {
    this.state = opening();
  }

  act(action: number, rng: RandomState): number {
    const { state } = this;
    if (state.spawnTimer === 0) {
      this.spawn(rng);
      state.spawnTimer = state.spawnSpeed;
    }
    if (action === LEFT) state.x = Math.max(0, state.x - 1);
    else if (action === RIGHT) state.x = Math.min(SIZE - 1, state.x + 1);
    else if (action === UP) state.y = Math.max(1, state.y - 1);
    else if (action === DOWN) state.y = Math.min(SLOTS, state.y + 1);
    let reward = this.meet();
    if (state.moveTimer === 0) {
      state.moveTimer = state.moveSpeed;
      this.advance();
      reward += this.meet();
    }
    state.spawnTimer--;
    state.moveTimer--;
    if (this.ramping && (state.spawnSpeed > 1 || state.moveSpeed > 1)) this.ramp();
    return reward;
  }

  private spawn(rng: RandomState): void {
    const { kinds, columns, ways } = this.state;
    const isRightGoing = rng.random() < 1 / 2;
    const isGold = rng.random() < 1 / 3;
    const empty = kinds.filter((kind) => kind === NOTHING).length;
    if (empty === 0) return;
    let slot = kinds.indexOf(NOTHING);
    for (let skip = rng.integers(0, empty); skip > 0; skip--) slot = kinds.indexOf(NOTHING, slot + 1);
    kinds[slot] = isGold ? IS_GOLD : IS_ENEMY;
    columns[slot] = isRightGoing ? 0 : SIZE - 1;
    ways[slot] = isRightGoing ? 1 : -1;
  }

  /** What happens in the player's cell. */
  private meet(): number {
    const { state } = this;
    const slot = state.y - 1;
    const kind = state.kinds[slot]!;
    if (kind === NOTHING || state.columns[slot] !== state.x) return 0;
    if (kind === IS_ENEMY) {
      state.terminal = true;
      return 0;
    }
    state.kinds[slot] = NOTHING;
    return 1;
  }

  private advance(): void {
    const { kinds, columns, ways } = this.state;
    for (let slot = 0; slot < SLOTS; slot++) {
      if (kinds[slot] === NOTHING) continue;
      columns[slot]! += ways[slot]!;
      if (!isInside(columns[slot]!)) kinds[slot] = NOTHING;
    }
  }

  private ramp(): void {
    const { state } = this;
    if (state.rampTimer >= 0) {
      state.rampTimer--;
      return;
    }
    if (state.moveSpeed > 1 && state.rampIndex % 2 === 1) state.moveSpeed--;
    if (state.spawnSpeed > 1) state.spawnSpeed--;
    state.rampIndex++;
    state.rampTimer = RAMP_INTERVAL;
  }

  draw(cells: Uint8Array): void {
    const { x, y, kinds, columns, ways } = this.state;
    cells[(y * SIZE + x) * CHANNELS + PLAYER] = 1;
    for (let slot = 0; slot < SLOTS; slot++) {
      if (kinds[slot] === NOTHING) continue;
      const row = (slot + 1) * SIZE;
      cells[(row + columns[slot]!) * CHANNELS + (kinds[slot] === IS_GOLD ? GOLD : ENEMY)] = 1;
      const behind = columns[slot]! - ways[slot]!;
      if (isInside(behind)) cells[(row + behind) * CHANNELS + TRAIL] = 1;
    }
  }
}
