// What a cell may hold, in MiniGrid's codes: a thing is its type, colour and state in one number.

export const UNSEEN = 0;
export const EMPTY = 1;
export const WALL = 2;
export const FLOOR = 3;
export const DOOR = 4;
export const KEY = 5;
export const BALL = 6;
export const BOX = 7;
export const GOAL = 8;
export const LAVA = 9;
export const AGENT = 10;

/** Names of the types by their codes. */
// biome-ignore format: one line for the codes above
export const TYPE_NAMES = ['unseen', 'empty', 'wall', 'floor', 'door', 'key', 'ball', 'box', 'goal', 'lava', 'agent'] as const;

export const RED = 0;
export const GREEN = 1;
export const BLUE = 2;
export const PURPLE = 3;
export const YELLOW = 4;
export const GREY = 5;

/** Names of the colours by their codes. */
export const COLOUR_NAMES = ['red', 'green', 'blue', 'purple', 'yellow', 'grey'] as const;

/** Colours in the alphabetical order in which levels draw them. */
export const DRAWN_COLOURS: readonly number[] = [BLUE, GREEN, GREY, PURPLE, RED, YELLOW];

/** States of doors; every other thing has state 0. */
export const OPEN = 0;
export const CLOSED = 1;
export const LOCKED = 2;

/** A thing as one number; 0 is no thing. */
export type Thing = number;
export const NOTHING: Thing = 0;

export const thing = (type: number, colour: number, state = 0): Thing => type | (colour << 4) | (state << 8);
export const typeOf = (it: Thing) => it & 15;
export const colourOf = (it: Thing) => (it >> 4) & 15;
export const stateOf = (it: Thing) => it >> 8;

export const WALL_CELL = thing(WALL, GREY);
export const GOAL_SQUARE = thing(GOAL, GREEN);
export const LAVA_CELL = thing(LAVA, RED);

/** In words, as missions have it: `yellow key`. */
export const nameOf = (it: Thing) => `${COLOUR_NAMES[colourOf(it)]} ${TYPE_NAMES[typeOf(it)]}`;

/** The seven actions. */
export const LEFT = 0;
export const RIGHT = 1;
export const FORWARD = 2;
export const PICKUP = 3;
export const DROP = 4;
export const TOGGLE = 5;
export const DONE = 6;

/** Steps to the right, down, left and up, the four directions of the agent. */
export const DX = [1, 0, -1, 0] as const;
export const DY = [0, 1, 0, -1] as const;
