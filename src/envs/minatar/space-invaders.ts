// SpaceInvaders: shoot down waves of aliens before they land, dodging what they drop.
//
// Source: K. Young and T. Tian, MinAtar, arXiv:1903.03176, version 1.0.15.
//
// | action | meaning |
// |--------|---------|
// | 0      | nothing |     The observation is a grid of 10 x 10 cells with 6 channels, each 0 or 1: cannon, alien,
// | 1      | left    |     alien that goes left, alien that goes right, friendly bullet, enemy bullet.
// | 3      | right   |
// | 5      | fire    |     Other actions do nothing. The cannon fires at most every five frames.
//
// Dynamics: aliens go sideways together, and down where the first reaches a side; the fewer they are, the faster.
//   Every ten frames the one lowest in the column nearest to the cannon shoots. When all are gone, a new wave comes, with
//   the difficulty ramp a faster one.
// Reward: 1 for each alien.
// Start: 24 aliens in rows 0 to 3, the cannon in column 5.
// End: terminated when an enemy bullet or an alien meets the cannon, or an alien would pass row 9. There is no time limit.
// Arguments: `stickyActionProb` (0.1), `difficultyRamping` (true).
// Versions: v0 with six actions, v1 with the four that do something.
import { FIRE, Game, LEFT, NOOP, RIGHT, SIZE } from './game.js';

/** Frames between shots, of the cannon and of the aliens. */
const SHOT_INTERVAL = 5;
const ALIEN_SHOT_INTERVAL = 10;
/** Frames between moves of many aliens: of the first wave, and of the fastest. */
const MOVE_INTERVAL = 12;
const LEAST_INTERVAL = 6;
const FLOOR = SIZE - 1;

/** Rows of the grid as bits: bit x of row y is the cell in column x. */
type Rows = number[];
const noRows = (): Rows => new Array<number>(SIZE).fill(0);
const FIRST_COLUMN = 1;
const LAST_COLUMN = 1 << (SIZE - 1);
/** Columns 2 to 7 of rows 0 to 3. */
const WAVE_ROW = 0b0011111100;
const wave = (): Rows => noRows().fill(WAVE_ROW, 0, 4);

const CANNON = 0;
const ALIEN = 1;
const ALIEN_LEFT = 2;
const ALIEN_RIGHT = 3;
const FRIENDLY_BULLET = 4;
const ENEMY_BULLET = 5;
const CHANNELS = 6;

function opening() {
  return {
    cannon: 5,
    friendlyBullets: noRows(),
    enemyBullets: noRows(),
    aliens: wave(),
    direction: -1,
    moveInterval: MOVE_INTERVAL,
    moveTimer: MOVE_INTERVAL,
    alienShotTimer: ALIEN_SHOT_INTERVAL,
    shotTimer: 0,
    rampIndex: 0,
    terminal: false,
  };
}

export class SpaceInvaders extends Game {
  readonly channels = [
    ['cannon', '#4d8ad0'],
    ['alien', '#7fb069'],
    ['alien that goes left', '#7fb069'],
    ['alien that goes right', '#4fa3a5'],
    ['friendly bullet', '#f4f1de'],
    ['enemy bullet', '#d1605e'],
  ] as const;
  readonly minimal = [NOOP, LEFT, RIGHT, FIRE];
  override state = opening();

  constructor(private readonly ramping: boolean) {
    super();
  }

  reset(): void {
    this.state = opening();
  }

  act(action: number): number {
    const { state } = this;
    if (action === FIRE && state.shotTimer === 0) {
      state.friendlyBullets[FLOOR]! |= 1 << state.cannon;
      state.shotTimer = SHOT_INTERVAL;
    } else if (action === LEFT) state.cannon = Math.max(0, state.cannon - 1);
    else if (action === RIGHT) state.cannon = Math.min(SIZE - 1, state.cannon + 1);
    this.moveBullets();
    this.testLanding();
    if (state.moveTimer === 0) {
      state.moveTimer = Math.min(this.countAliens(), state.moveInterval);
      this.moveAliens();
      this.testLanding();
    }
    if (state.alienShotTimer === 0) {
      state.alienShotTimer = ALIEN_SHOT_INTERVAL;
      this.shootBack();
    }
    const reward = this.hitAliens();
    if (state.shotTimer > 0) state.shotTimer--;
    state.moveTimer--;
    state.alienShotTimer--;
    if (union(state.aliens) === 0) this.nextWave();
    return reward;
  }

  private moveBullets(): void {
    const { state } = this;
    const { friendlyBullets, enemyBullets } = state;
    for (let y = 0; y < FLOOR; y++) friendlyBullets[y] = friendlyBullets[y + 1]!;
    friendlyBullets[FLOOR] = 0;
    for (let y = FLOOR; y > 0; y--) enemyBullets[y] = enemyBullets[y - 1]!;
    enemyBullets[0] = 0;
    if ((enemyBullets[FLOOR]! >> state.cannon) & 1) state.terminal = true;
  }

  private testLanding(): void {
    const { state } = this;
    if ((state.aliens[FLOOR]! >> state.cannon) & 1) state.terminal = true;
  }

  private moveAliens(): void {
    const { state } = this;
    const { aliens, direction } = state;
    if (union(aliens) & (direction < 0 ? FIRST_COLUMN : LAST_COLUMN)) {
      state.direction = -direction;
      if (aliens[FLOOR] !== 0) state.terminal = true;
      // What leaves at the bottom is seen on top in this last observation.
      aliens.unshift(aliens.pop()!);
      return;
    }
    for (let y = 0; y < SIZE; y++) aliens[y] = direction < 0 ? aliens[y]! >> 1 : aliens[y]! << 1;
  }

  private shootBack(): void {
    const { cannon, aliens, enemyBullets } = this.state;
    const columns = union(aliens);
    for (let distance = 0; distance < SIZE; distance++) {
      for (const x of [cannon - distance, cannon + distance]) {
        if (x < 0 || ((columns >> x) & 1) === 0) continue;
        let y = FLOOR;
        while (((aliens[y]! >> x) & 1) === 0) y--;
        enemyBullets[y]! |= 1 << x;
        return;
      }
    }
  }

  private hitAliens(): number {
    const { aliens, friendlyBullets } = this.state;
    let hits = 0;
    for (let y = 0; y < SIZE; y++) {
      const both = aliens[y]! & friendlyBullets[y]!;
      if (both === 0) continue;
      aliens[y]! ^= both;
      friendlyBullets[y]! ^= both;
      hits += bitCount(both);
    }
    return hits;
  }

  private nextWave(): void {
    const { state } = this;
    if (this.ramping && state.moveInterval > LEAST_INTERVAL) {
      state.moveInterval--;
      state.rampIndex++;
    }
    state.aliens = wave();
  }

  private countAliens(): number {
    return this.state.aliens.reduce((sum, row) => sum + bitCount(row), 0);
  }

  draw(cells: Uint8Array): void {
    const { cannon, aliens, direction, friendlyBullets, enemyBullets } = this.state;
    cells[(FLOOR * SIZE + cannon) * CHANNELS + CANNON] = 1;
    const way = direction < 0 ? ALIEN_LEFT : ALIEN_RIGHT;
    for (let y = 0; y < SIZE; y++) {
      drawRow(cells, y, aliens[y]!, ALIEN, way);
      drawRow(cells, y, friendlyBullets[y]!, FRIENDLY_BULLET, FRIENDLY_BULLET);
      drawRow(cells, y, enemyBullets[y]!, ENEMY_BULLET, ENEMY_BULLET);
    }
  }
}

/** Sets two channels, perhaps the same, of the cells of a row. */
function drawRow(cells: Uint8Array, y: number, bits: number, channel: number, other: number): void {
  for (let at = y * SIZE * CHANNELS; bits !== 0; bits >>= 1, at += CHANNELS) {
    if ((bits & 1) === 0) continue;
    cells[at + channel] = 1;
    cells[at + other] = 1;
  }
}

/** The columns that any row has. */
function union(rows: Rows): number {
  let bits = 0;
  for (let y = 0; y < SIZE; y++) bits |= rows[y]!;
  return bits;
}

function bitCount(bits: number): number {
  let count = 0;
  for (; bits !== 0; bits &= bits - 1) count++;
  return count;
}
