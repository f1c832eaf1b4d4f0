// The city of Taxi: its map, its states and what every action does in each of them.
import type { Generator } from '../../random/index.js';
import type { TransitionTable } from './tabular.js';

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

export function taxiStarts(): number[] {
  const isStart = allStates.map((state) => {
    const { passenger, destination } = decodeTaxi(state);
    return passenger !== RIDING && passenger !== destination ? 1 : 0;
  });
  return isStart.map((flag) => flag / 300);
}

/** For each state, 1 for every action that may change it or end the episode. */
export function legalActions(table: TransitionTable): Uint8Array[] {
  return table.map((actions, state) =>
    Uint8Array.from(actions, (outcomes) =>
      outcomes.some(({ nextState, terminated }) => terminated || nextState !== state) ? 1 : 0,
    ),
  );
}

/** Whether the passenger was riding and the taxi has moved: then a fickle one may want to go elsewhere. */
export function mayChangeMind(before: number, after: number): boolean {
  return Math.floor(before / 4) % 5 === RIDING && Math.floor(before / 20) !== Math.floor(after / 20);
}

/** The same state with one of the other three destinations. */
export function withOtherDestination(state: number, rng: Generator): number {
  const destination = state % 4;
  const others = [0, 1, 2, 3].filter((place) => place !== destination);
  return state - destination + others[rng.integers(0, others.length)]!;
}

export function taxiTable(isRainy: boolean, successRate: number): TransitionTable {
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
