// Seaquest: a submarine shoots fish and submarines, gathers divers and must surface before its oxygen is used up.
//
// Source: K. Young and T. Tian, MinAtar, arXiv:1903.03176, version 1.0.15.
//
// | action | meaning |     The observation is a grid of 10 x 10 cells with 10 channels, each 0 or 1: front and back of
// |--------|---------|     the player's submarine, friendly bullet, trail (the cell behind whatever swims), enemy
// | 0      | nothing |     bullet, enemy fish, enemy submarine, oxygen and divers aboard (bars in row 9), diver.
// | 1      | left    |
// | 2      | up      |     The player stays in rows 0 (the surface) to 8 and looks where it went last; its front is what
// | 3      | right   |     others meet. It fires at most every five frames.
// | 4      | down    |
// | 5      | fire    |
//
// Dynamics: enemies come from a side every 20 frames, a submarine with probability 1/3, else a fish; submarines shoot.
//   Divers come every 30 frames; up to six go aboard. Oxygen lasts 200 frames under water. Surfacing fills it and costs one
//   diver; with six aboard they are all saved. With the difficulty ramp each surfacing makes enemies come and swim faster.
// Reward: 1 for each fish and submarine shot; for six divers saved, the oxygen left in tenths of what there can be.
// Start: at the surface, in column 5.
// End: terminated when the player meets an enemy or its bullet, has no oxygen, or surfaces without a diver. There is no
//   time limit.
// Arguments: `stickyActionProb` (0.1), `difficultyRamping` (true).
// Versions: v0 and v1 are the same here: all six actions do something.
import type { RandomState } from '../../random/index.js';
import { DOWN, FIRE, Game, isInside, LEFT, NOOP, RIGHT, SIZE, UP } from './game.js';
import { drawSea, SEA_CHANNELS } from './seaquest-drawing.js';
import {
  at,
  DIVER_INTERVAL,
  DIVER_MOVE_INTERVAL,
  ENEMY_SHOT_INTERVAL,
  LEAST_MOVE_SPEED,
  MOST_DIVERS,
  OXYGEN,
  opening,
  SHOT_INTERVAL,
  type Swimmer,
} from './seaquest-state.js';

export class Seaquest extends Game {
  readonly channels = SEA_CHANNELS;
  readonly minimal = [NOOP, LEFT, UP, RIGHT, DOWN, FIRE];
  override state = opening();

  constructor(private readonly ramping: boolean) {
    super();
  }

  reset(): void {
    this.state = opening();
  }

  act(action: number, rng: RandomState): number {
    const { state } = this;
    this.spawn(rng);
    this.move(action);
    let reward = this.moveBullets();
    this.moveDivers();
    reward += this.moveEnemies(state.submarines);
    this.moveEnemyBullets();
    reward += this.moveEnemies(state.fish);
    if (state.enemyTimer > 0) state.enemyTimer--;
    if (state.diverTimer > 0) state.diverTimer--;
    if (state.shotTimer > 0) state.shotTimer--;
    if (state.oxygen <= 0) state.terminal = true;
    if (state.y > 0) {
      state.oxygen--;
      state.surfaced = false;
    } else if (!state.surfaced) {
      if (state.divers === 0) state.terminal = true;
      else reward += this.surface();
    }
    return reward;
  }

  private spawn(rng: RandomState): void {
    const { state } = this;
    if (state.enemyTimer === 0) {
      const way = rng.random() < 1 / 2 ? 1 : -1;
      const isSubmarine = rng.random() < 1 / 3;
      const y = rng.integers(1, SIZE - 1);
      const isOncoming = (other: Swimmer) => other.y === y && other.way !== way;
      if (!state.fish.some(isOncoming) && !state.submarines.some(isOncoming)) {
        const list = isSubmarine ? state.submarines : state.fish;
        const x = way > 0 ? 0 : SIZE - 1;
        list.push({ x, y, way, moveTimer: state.moveSpeed, shotTimer: ENEMY_SHOT_INTERVAL });
      }
      state.enemyTimer = state.enemyInterval;
    }
    if (state.diverTimer === 0) {
      const way = rng.random() < 1 / 2 ? 1 : -1;
      const y = rng.integers(1, SIZE - 1);
      state.swimmingDivers.push({
        x: way > 0 ? 0 : SIZE - 1,
        y,
        way,
        moveTimer: DIVER_MOVE_INTERVAL,
        shotTimer: 0,
      });
      state.diverTimer = DIVER_INTERVAL;
    }
  }

  private move(action: number): void {
    const { state } = this;
    if (action === FIRE && state.shotTimer === 0) {
      state.shotTimer = SHOT_INTERVAL;
      state.bullets.push({ x: state.x, y: state.y, way: state.way });
    } else if (action === LEFT || action === RIGHT) {
      state.way = action === LEFT ? -1 : 1;
      state.x = Math.min(Math.max(state.x + state.way, 0), SIZE - 1);
    } else if (action === UP) state.y = Math.max(0, state.y - 1);
    else if (action === DOWN) state.y = Math.min(SIZE - 2, state.y + 1);
  }

  /** Lists are walked from their end, so that removing an entry leaves those ahead in place. @returns how many hit */
  private moveBullets(): number {
    const { bullets, fish, submarines } = this.state;
    let hits = 0;
    for (let i = bullets.length - 1; i >= 0; i--) {
      const bullet = bullets[i]!;
      bullet.x += bullet.way;
      if (!isInside(bullet.x)) bullets.splice(i, 1);
      else if (removeAt(fish, bullet.x, bullet.y) || removeAt(submarines, bullet.x, bullet.y)) {
        bullets.splice(i, 1);
        hits++;
      }
    }
    return hits;
  }

  private moveDivers(): void {
    const { state } = this;
    const { swimmingDivers } = state;
    for (let i = swimmingDivers.length - 1; i >= 0; i--) {
      const diver = swimmingDivers[i]!;
      if (this.takeAboard(diver)) swimmingDivers.splice(i, 1);
      else if (diver.moveTimer > 0) diver.moveTimer--;
      else {
        diver.moveTimer = DIVER_MOVE_INTERVAL;
        diver.x += diver.way;
        if (!isInside(diver.x) || this.takeAboard(diver)) swimmingDivers.splice(i, 1);
      }
    }
  }

  private takeAboard(diver: Swimmer): boolean {
    const { state } = this;
    if (state.divers >= MOST_DIVERS || !at(diver, state.x, state.y)) return false;
    state.divers++;
    return true;
  }

  /** @returns how many swam into a friendly bullet */
  private moveEnemies(enemies: Swimmer[]): number {
    const { state } = this;
    let hits = 0;
    for (let i = enemies.length - 1; i >= 0; i--) {
      const enemy = enemies[i]!;
      if (at(enemy, state.x, state.y)) state.terminal = true;
      if (enemy.moveTimer > 0) enemy.moveTimer--;
      else {
        enemy.moveTimer = state.moveSpeed;
        enemy.x += enemy.way;
        if (!isInside(enemy.x)) enemies.splice(i, 1);
        else if (at(enemy, state.x, state.y)) state.terminal = true;
        else if (removeAt(state.bullets, enemy.x, enemy.y)) {
          enemies.splice(i, 1);
          hits++;
        }
      }
      // A submarine whose turn it is shoots even when it is just gone.
      if (enemies === state.submarines) this.shootBack(enemy);
    }
    return hits;
  }

  private shootBack(submarine: Swimmer): void {
    if (submarine.shotTimer > 0) submarine.shotTimer--;
    else {
      submarine.shotTimer = ENEMY_SHOT_INTERVAL;
      this.state.enemyBullets.push({ x: submarine.x, y: submarine.y, way: submarine.way });
    }
  }

  private moveEnemyBullets(): void {
    const { state } = this;
    const { enemyBullets } = state;
    for (let i = enemyBullets.length - 1; i >= 0; i--) {
      const bullet = enemyBullets[i]!;
      if (at(bullet, state.x, state.y)) state.terminal = true;
      bullet.x += bullet.way;
      if (!isInside(bullet.x)) enemyBullets.splice(i, 1);
      else if (at(bullet, state.x, state.y)) state.terminal = true;
    }
  }

  /** @returns the reward for a full load of divers */
  private surface(): number {
    const { state } = this;
    let reward = 0;
    state.surfaced = true;
    if (state.divers === MOST_DIVERS) {
      reward = Math.floor((state.oxygen * 10) / OXYGEN);
      state.divers = 0;
    }
    state.oxygen = OXYGEN;
    state.divers--;
    if (this.ramping && (state.enemyInterval > 1 || state.moveSpeed > LEAST_MOVE_SPEED)) {
      if (state.moveSpeed > LEAST_MOVE_SPEED && state.rampIndex % 2 === 1) state.moveSpeed--;
      if (state.enemyInterval > 1) state.enemyInterval--;
      state.rampIndex++;
    }
    return reward;
  }

  draw(cells: Uint8Array): void {
    drawSea(this.state, cells);
  }
}

/** Removes the first thing in a cell. @returns whether there was one */
function removeAt(list: { x: number; y: number }[], x: number, y: number): boolean {
  for (let i = 0; i < list.length; i++) {
    if (!at(list[i]!, x, y)) continue;
    list.splice(i, 1);
    return true;
  }
  return false;
}
