// Where the platformer keeps its state: the addresses that wrappers of Super Mario Bros. read and write.

/** What `info` tells after each step. */
export interface RunnerInfo {
  /** Pixels from the beginning of the level. */
  x_pos: number;
  /** Pixels above the lower edge of the screen. */
  y_pos: number;
  score: number;
  coins: number;
  /** What is left on the clock. */
  time: number;
  /** The flag was reached. */
  flag_get: boolean;
  /** Lives left after this one; 255 when the game is over. */
  life: number;
  world: number;
  stage: number;
  status: 'small' | 'tall' | 'fireball';
}

const PLAYER_STATE = 0x000e;
const ENEMY_TYPES = [0x0016, 0x0017, 0x0018, 0x0019, 0x001a];
const FLOAT_STATE = 0x001d;
const X_PAGE = 0x006d;
const X_IN_PAGE = 0x0086;
const Y_VIEWPORT = 0x00b5;
const Y_PIXEL = 0x03b8;
const CHANGE_AREA_TIMER = 0x06de;
const STATUS = 0x0756;
const LIVES = 0x075a;
const STAGE = 0x075c;
const WORLD = 0x075f;
const AREA = 0x0760;
const MODE = 0x0770;
const PRELEVEL_TIMER = 0x07a0;
/** First address and number of decimal digits, a byte each. */
const SCORE = [0x07de, 6] as const;
const COINS = [0x07ed, 2] as const;
const TIME = [0x07f8, 3] as const;

const DYING = 0x0b;
const DEAD = 0x06;
/** Entering, climbing, in pipes and so on: the player cannot be moved. */
const BUSY = [0x00, 0x01, 0x02, 0x03, 0x04, 0x05, 0x07];
/** What stands at the end of a stage: Bowser and the flagpole. */
const LAST_ENEMIES = [0x2d, 0x31];
const AT_FLAG = 3;
const END_OF_WORLD = 2;
const GAME_OVER = 0xff;

/** Names for the bytes of a memory. */
export class RunnerMemory {
  /** @param bytes asked for at every access */
  constructor(private readonly bytes: () => Uint8Array) {}

  private at(address: number): number {
    return this.bytes()[address]!;
  }

  private digits([first, count]: readonly [number, number]): number {
    let value = 0;
    for (let i = 0; i < count; i++) value = 10 * value + this.at(first + i);
    return value;
  }

  get x(): number {
    return 256 * this.at(X_PAGE) + this.at(X_IN_PAGE);
  }

  get y(): number {
    const above = 255 - this.at(Y_PIXEL);
    return this.at(Y_VIEWPORT) < 1 ? 255 + above : above;
  }

  get time(): number {
    return this.digits(TIME);
  }

  get isDying(): boolean {
    return this.at(PLAYER_STATE) === DYING || this.at(Y_VIEWPORT) > 1;
  }

  get isDead(): boolean {
    return this.at(PLAYER_STATE) === DEAD;
  }

  get isBusy(): boolean {
    return BUSY.includes(this.at(PLAYER_STATE));
  }

  get isWorldOver(): boolean {
    return this.at(MODE) === END_OF_WORLD;
  }

  get isGameOver(): boolean {
    return this.at(LIVES) === GAME_OVER;
  }

  get hasFlag(): boolean {
    if (this.isWorldOver) return true;
    const isLast = ENEMY_TYPES.some((address) => LAST_ENEMIES.includes(this.at(address)));
    return isLast && this.at(FLOAT_STATE) === AT_FLAG;
  }

  info(): RunnerInfo {
    const status = this.at(STATUS);
    return {
      x_pos: this.x,
      y_pos: this.y,
      score: this.digits(SCORE),
      coins: this.digits(COINS),
      time: this.time,
      flag_get: this.hasFlag,
      life: this.at(LIVES),
      world: this.at(WORLD) + 1,
      stage: this.at(STAGE) + 1,
      status: status === 0 ? 'small' : status === 1 ? 'tall' : 'fireball',
    };
  }

  /** From the next frame on the player is dead. */
  kill(): void {
    this.bytes()[PLAYER_STATE] = DEAD;
  }

  /** The screen before a level is over. */
  endPrelevel(): void {
    this.bytes()[PRELEVEL_TIMER] = 0;
  }

  /** A change of area that has begun is over with the next frame. */
  hurryChange(): void {
    const timer = this.at(CHANGE_AREA_TIMER);
    if (timer > 1 && timer < 255) this.bytes()[CHANGE_AREA_TIMER] = 1;
  }

  /** Where the game begins, each counted from 1. */
  chooseStage(world: number, stage: number, area: number): void {
    const bytes = this.bytes();
    bytes[WORLD] = world - 1;
    bytes[STAGE] = stage - 1;
    bytes[AREA] = area - 1;
  }
}
