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
//   changes its destination once, at the first move after being picked up.
// Versions: v4 as in Gymnasium, draw for draw.
import { UserError } from '../../io/errors.js';
import type { Drawing } from '../drawing.js';
import type { EnvState, Info, ResetResult, StepResult } from '../env.js';
import { TabularEnv, type TransitionTable } from './tabular.js';
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

export interface TaxiOptions {
  isRainy?: boolean;
  rainyProbability?: number;
  ficklePassenger?: boolean;
  fickleProbability?: number;
}

export class Taxi extends TabularEnv {
  /** Per state, the actions that have an effect. */
  private readonly masks: readonly Uint8Array[];
  private readonly ficklePassenger: boolean;
  private readonly fickleProbability: number;
  /** The passenger is going to change its mind in this episode. */
  private willChange = false;

  /** @throws UserError when a probability is not within 0 … 1. */
  constructor({
    isRainy = false,
    rainyProbability = 0.8,
    ficklePassenger = false,
    fickleProbability = 0.3,
  }: TaxiOptions = {}) {
    for (const [name, value] of Object.entries({ rainyProbability, fickleProbability })) {
      if (!(value >= 0 && value <= 1))
        throw new UserError(`${name} must be a probability from 0 to 1, got ${value}.`);
    }
    super(buildTable(isRainy ? rainyProbability : 1, isRainy), startDistribution());
    this.masks = this.P.map((actions, state) =>
      Uint8Array.from(actions, (outcomes) =>
        outcomes.some(({ nextState, terminated }) => terminated || nextState !== state) ? 1 : 0,
      ),
    );
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
    return { prob: probability, actionMask: this.actionMask() };
  }

  /** 1 for every action that changes the state or ends the episode. */
  actionMask(): Uint8Array {
    return this.masks[this.state]!.slice();
  }

  render(): Drawing {
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

function buildTable(successRate: number, isRainy: boolean): TransitionTable {
  return allStates.map((index) => {
    const state = decodeTaxi(index);
    const side = (1 - successRate) / 2;
    const moves = MOVES.map(([dy, dx]) => {
      const outcome = (by: readonly [number, number], probability: number) => {
        const nextState = encodeTaxi({ ...state, ...moved(state, by) });
        return { probability, nextState, reward: -1, terminated: false };
      };
      const isBlocked = encodeTaxi({ ...state, ...moved(state, [dy, dx]) }) === index;
      if (!isRainy || isBlocked) return [outcome([dy, dx], 1)];
      return [outcome([dy, dx], successRate), outcome([-dx, dy], side), outcome([dx, -dy], side)];
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
