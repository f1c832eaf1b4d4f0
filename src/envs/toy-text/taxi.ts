// Taxi: fetch a passenger from one of four places and bring it to another one.
//
// Source: T. Dietterich, Hierarchical reinforcement learning with the MAXQ value function decomposition, 2000.
// On a grid of 5 x 5 with some walls lie the places R, G, Y and B.
//
// | action | meaning            |     The observation is ((row * 5 + column) * 5 + passenger) * 4 + destination;
// |--------|--------------------|     the passenger waits at place 0 … 3 (R, G, Y, B) or rides (4). Walls and
// | 0, 1   | south, north       |     borders leave the taxi where it is. `info.actionMask` marks the actions
// | 2, 3   | east, west         |     that change the state or end the episode.
// | 4, 5   | pick up, drop off  |
//
// Reward: -1 in every step, -10 for picking up or dropping off where it cannot be, 20 for the delivery.
// Start: one of the 300 states where the passenger waits and is not at its destination.
// End: terminated on delivery; truncated after 200 steps. Solved at 8.
// Arguments: `isRainy` (false): an unblocked move goes astray to its left or right with equal probability, as
//   wanted with `rainyProbability` (0.8). `ficklePassenger` (false): with `fickleProbability` (0.3) the passenger
//   changes its destination once, at the first move after being picked up. `actionMask` (true): without it there
//   is no mask and agents choose among all actions.
// Versions: v4 as in Gymnasium, draw for draw.
import { defineEnv } from '../define-env.js';
import type { Drawing } from '../drawing.js';
import type { EnvState, Info, ResetResult, StepResult } from '../env.js';
import { type OptionValues, option, readOptions } from '../options.js';
import { type Outcome, TabularEnv, type TransitionTable } from './tabular.js';
import { drawTaxi, taxiText } from './taxi-drawing.js';

/** The city with `|` for walls, `:` for free passage between columns. */
export const TAXI_MAP = ['|R: | : :G|', '| : | : : |', '| : : : : |', '| | : | : |', '|Y| : |B: |'];
/** R, G, Y, B as [row, column]. */
export const TAXI_PLACES: readonly (readonly [number, number])[] = [
  [0, 0],
  [0, 4],
  [4, 0],
  [4, 3],
];
const RIDING = 4;
const SIZE = 5;
/** South, north, east, west as [row, column]. */
const MOVES = [
  [1, 0],
  [-1, 0],
  [0, 1],
  [0, -1],
] as const;

export interface TaxiState {
  row: number;
  column: number;
  /** 0 … 3 at a place, 4 in the taxi. */
  passenger: number;
  destination: number;
}

const OPTIONS = {
  isRainy: false,
  /** How likely a move in the rain goes as wanted. */
  rainyProbability: option(0.8, { min: 0, max: 1 }),
  ficklePassenger: false,
  /** How likely a fickle passenger changes its mind in an episode. */
  fickleProbability: option(0.3, { min: 0, max: 1 }),
  /** Tell which actions have an effect; off: agents choose among all six, as where nobody reads Gymnasium's mask. */
  actionMask: true,
};

export type TaxiOptions = Partial<OptionValues<typeof OPTIONS>>;

export class Taxi extends TabularEnv {
  private readonly ficklePassenger: boolean;
  private readonly fickleProbability: number;
  /** The passenger is going to change its mind in this episode. */
  private willChange = false;

  /** 1 for every action that changes the state or ends the episode; absent when the option is off. */
  readonly actionMask?: () => Uint8Array;

  /** @throws UserError when a probability is not within 0 … 1. */
  constructor(options: TaxiOptions = {}) {
    const { isRainy, rainyProbability, ficklePassenger, fickleProbability, actionMask } = readOptions(
      'Taxi',
      OPTIONS,
      options,
    );
    super(buildTable(isRainy, rainyProbability), startDistribution());
    if (actionMask) {
      const masks = this.P.map(effects);
      this.actionMask = () => masks[this.state]!.slice();
    }
    this.ficklePassenger = ficklePassenger;
    this.fickleProbability = fickleProbability;
  }

  protected override start(): ResetResult<number> {
    const result = super.start();
    this.willChange = this.ficklePassenger && this.rng.random() < this.fickleProbability;
    return result;
  }

  override step(action: number): StepResult<number> {
    const before = decodeTaxi(this.state);
    const result = super.step(action);
    const after = decodeTaxi(this.state);
    const hasMoved = before.row !== after.row || before.column !== after.column;
    if (this.willChange && before.passenger === RIDING && hasMoved) {
      this.willChange = false;
      const others = [0, 1, 2, 3].filter((place) => place !== before.destination);
      this.state = encodeTaxi({ ...after, destination: others[this.rng.integers(0, others.length)]! });
      result.observation = this.state;
    }
    return result;
  }

  protected override info(probability: number): Info {
    return this.actionMask ? { prob: probability, actionMask: this.actionMask() } : { prob: probability };
  }

  override render(): Drawing {
    const state = decodeTaxi(this.state);
    return { ...drawTaxi(state), text: taxiText(state, this.lastAction) };
  }

  protected override snapshot(): EnvState {
    return { ...super.snapshot(), willChange: this.willChange };
  }

  protected override restore(state: EnvState): void {
    super.restore(state);
    this.willChange = state.willChange as boolean;
  }
}

export function encodeTaxi({ row, column, passenger, destination }: TaxiState): number {
  return ((row * SIZE + column) * 5 + passenger) * 4 + destination;
}

export function decodeTaxi(state: number): TaxiState {
  const place = Math.floor(state / 20);
  return {
    row: Math.floor(place / SIZE),
    column: place % SIZE,
    passenger: Math.floor(state / 4) % 5,
    destination: state % 4,
  };
}

const allStates = Array.from({ length: SIZE * SIZE * 5 * 4 }, (_, i) => i);

function startDistribution(): number[] {
  const isStart = allStates.map((state) => {
    const { passenger, destination } = decodeTaxi(state);
    return passenger !== RIDING && passenger !== destination ? 1 : 0;
  });
  return isStart.map((flag) => flag / 300);
}

/** 1 for each action that may change the state or end the episode. */
function effects(actions: Outcome[][], state: number): Uint8Array {
  return Uint8Array.from(actions, (outcomes) =>
    outcomes.some(({ nextState, terminated }) => terminated || nextState !== state) ? 1 : 0,
  );
}

function buildTable(isRainy: boolean, successRate: number): TransitionTable {
  return allStates.map((index) => {
    const state = decodeTaxi(index);
    const side = (1 - successRate) / 2;
    const moves = MOVES.map(([dy, dx]) => {
      const outcome = (by: readonly [number, number], probability: number) => {
        const nextState = encodeTaxi({ ...state, ...moved(state, by) });
        return { probability, nextState, reward: -1, terminated: false };
      };
      if (!isRainy) return [outcome([dy, dx], 1)];
      const wanted = outcome([dy, dx], successRate);
      // A blocked move does not go astray either: its three outcomes are one.
      if (wanted.nextState === index)
        return [wanted, { ...wanted, probability: side }, { ...wanted, probability: side }];
      return [wanted, outcome([-dx, dy], side), outcome([dx, -dy], side)];
    });
    return [...moves, [pickUp(state)], [dropOff(state)]];
  });
}

/** Where a move leads: nowhere when a wall or the border is in the way. */
function moved({ row, column }: TaxiState, [dy, dx]: readonly [number, number]) {
  const isBlocked = dx !== 0 && TAXI_MAP[row]![2 * column + 1 + dx] !== ':';
  if (isBlocked) return { row, column };
  return { row: Math.min(Math.max(row + dy, 0), SIZE - 1), column: column + dx };
}

function pickUp(state: TaxiState) {
  const isThere = state.passenger !== RIDING && placeAt(state) === state.passenger;
  const nextState = encodeTaxi(isThere ? { ...state, passenger: RIDING } : state);
  return { probability: 1, nextState, reward: isThere ? -1 : -10, terminated: false };
}

function dropOff(state: TaxiState) {
  const place = placeAt(state);
  const isPossible = state.passenger === RIDING && place !== -1;
  const isDelivered = isPossible && place === state.destination;
  const nextState = encodeTaxi(isPossible ? { ...state, passenger: place } : state);
  return {
    probability: 1,
    nextState,
    reward: isDelivered ? 20 : isPossible ? -1 : -10,
    terminated: isDelivered,
  };
}

/** The place on which the taxi stands, -1 when none. */
function placeAt({ row, column }: TaxiState): number {
  return TAXI_PLACES.findIndex(([r, c]) => r === row && c === column);
}

export const taxiV4 = /* @__PURE__ */ defineEnv({
  id: 'Taxi-v4',
  description: 'Fetch a passenger and bring it where it wants to go.',
  maxEpisodeSteps: 200,
  rewardThreshold: 8,
  options: OPTIONS,
  create: (options) => new Taxi(options),
  play: {
    actions: ['south', 'north', 'east', 'west', 'pick up', 'drop off'],
    keys: { down: 0, up: 1, right: 2, left: 3, space: 4, enter: 5 },
  },
});

declare module '../env-types.js' {
  interface EnvTypes {
    'Taxi-v4': typeof taxiV4;
  }
}
