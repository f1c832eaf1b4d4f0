// The sea of Seaquest: what swims in it, and where an episode begins.

export const OXYGEN = 200;
export const MOST_DIVERS = 6;
/** Frames between shots of the player and of a submarine. */
export const SHOT_INTERVAL = 5;
export const ENEMY_SHOT_INTERVAL = 10;
/** Frames between divers, and between two moves of one. */
export const DIVER_INTERVAL = 30;
export const DIVER_MOVE_INTERVAL = 5;
/** Frames between enemies, and between two moves of one; the ramp lowers them. */
const ENEMY_INTERVAL = 20;
const MOVE_SPEED = 5;
export const LEAST_MOVE_SPEED = 2;

/** A bullet in cell (x, y) that flies to the right (1) or left (-1). */
export interface Bullet {
  x: number;
  y: number;
  way: number;
}

/** A fish, submarine or diver. */
export interface Swimmer extends Bullet {
  moveTimer: number;
  /** Only submarines shoot. */
  shotTimer: number;
}

export interface Sea {
  /** The front of the player, and which way it looks. */
  x: number;
  y: number;
  way: number;
  oxygen: number;
  /** Divers aboard; below 0 after surfacing without need. */
  divers: number;
  surfaced: boolean;
  bullets: Bullet[];
  enemyBullets: Bullet[];
  fish: Swimmer[];
  submarines: Swimmer[];
  swimmingDivers: Swimmer[];
  enemyInterval: number;
  enemyTimer: number;
  diverTimer: number;
  moveSpeed: number;
  rampIndex: number;
  shotTimer: number;
  terminal: boolean;
}

export function opening(): Sea {
  return {
    x: 5,
    y: 0,
    way: -1,
    oxygen: OXYGEN,
    divers: 0,
    surfaced: true,
    bullets: [],
    enemyBullets: [],
    fish: [],
    submarines: [],
    swimmingDivers: [],
    enemyInterval: ENEMY_INTERVAL,
    enemyTimer: ENEMY_INTERVAL,
    diverTimer: DIVER_INTERVAL,
    moveSpeed: MOVE_SPEED,
    rampIndex: 0,
    shotTimer: 0,
    terminal: false,
  };
}

/** Whether something is in cell (x, y). */
export function at(thing: { x: number; y: number }, x: number, y: number): boolean {
  return thing.x === x && thing.y === y;
}
