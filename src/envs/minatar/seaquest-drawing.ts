// The observation of Seaquest: which cells of which channels are true.
import { isInside, SIZE } from './game.js';
import { type Bullet, OXYGEN, type Sea } from './seaquest-state.js';

export const SEA_CHANNELS = [
  ['front of the submarine', '#e9c46a'],
  ['back of the submarine', '#b8964a'],
  ['friendly bullet', '#f4f1de'],
  ['trail', '#3f5573'],
  ['enemy bullet', '#f08a5d'],
  ['enemy fish', '#d1605e'],
  ['enemy submarine', '#a35fa8'],
  ['oxygen', '#6fb6d9'],
  ['divers aboard', '#7fb069'],
  ['diver', '#4fc08d'],
] as const;

const FRONT = 0;
const BACK = 1;
const BULLET = 2;
const TRAIL = 3;
const ENEMY_BULLET = 4;
const FISH = 5;
const SUBMARINE = 6;
const OXYGEN_BAR = 7;
const DIVER_BAR = 8;
const DIVER = 9;
const CHANNELS = 10;

const FLOOR = SIZE - 1;

function set(cells: Uint8Array, x: number, y: number, channel: number): void {
  cells[(y * SIZE + x) * CHANNELS + channel] = 1;
}

export function drawSea(sea: Sea, cells: Uint8Array): void {
  set(cells, sea.x, sea.y, FRONT);
  set(cells, sea.x - sea.way, sea.y, BACK);
  const full = Math.floor((Math.max(0, sea.oxygen) * SIZE) / OXYGEN);
  for (let x = 0; x < full; x++) set(cells, x, FLOOR, OXYGEN_BAR);
  for (let x = FLOOR - sea.divers; x < FLOOR; x++) set(cells, x, FLOOR, DIVER_BAR);
  drawAll(cells, sea.bullets, BULLET, false);
  drawAll(cells, sea.enemyBullets, ENEMY_BULLET, false);
  drawAll(cells, sea.fish, FISH, true);
  drawAll(cells, sea.submarines, SUBMARINE, true);
  drawAll(cells, sea.swimmingDivers, DIVER, true);
}

function drawAll(cells: Uint8Array, things: readonly Bullet[], channel: number, hasTrail: boolean): void {
  for (let i = 0; i < things.length; i++) {
    const { x, y, way } = things[i]!;
    set(cells, x, y, channel);
    if (hasTrail && isInside(x - way)) set(cells, x - way, y, TRAIL);
  }
}
