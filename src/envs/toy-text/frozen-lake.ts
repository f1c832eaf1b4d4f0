// FrozenLake: cross a frozen lake to the goal without falling into a hole; the ice is slippery.
//
// Maps are rows of letters: S start, F frozen, H hole, G goal. The observation is row * columns + column.
//
// | action | meaning |
// |--------|---------|
// | 0      | left    |     Slippery ice moves the player as wanted with probability `successRate` (1/3), else
// | 1      | down    |     to either side of it, each equally likely. Moves off the map leave the player
// | 2      | right   |     where it is.
// | 3      | up      |
//
// Reward: `rewardSchedule` for reaching goal, hole and other cells: 1, 0, 0.
// Start: on S (one of them at random when there are several).
// End: terminated in a hole or on a goal; truncated after 100 steps (8x8: 200).
//   Solved at 0.7 (8x8: 0.85).
// Arguments: `desc` (own map), `mapName` (`4x4` or `8x8`; null and no `desc`: a random 8x8 map),
//   `isSlippery` (true), `successRate` (1/3), `rewardSchedule` ([1, 0, 0]).
// Versions: v1, draw for draw as in Gymnasium.
import { UserError } from '../../io/errors.js';
import { nearest } from '../../io/nearest.js';
import { Generator, type Seed } from '../../random/index.js';
import { defineEnv } from '../define-env.js';
import type { Drawing } from '../drawing.js';
import { CELL, cell, flag, player } from '../grid-drawing.js';
import { changedDefaults, type OptionValues, option, readOptions } from '../options.js';
import { type Outcome, overAt, TabularEnv, type TransitionTable } from './tabular.js';

export const FROZEN_LAKE_MAPS: Readonly<Record<string, readonly string[]>> = {
  '4x4': ['SFFF', 'FHFH', 'FFFH', 'HFFG'],
  '8x8': ['SFFFFFFF', 'FFFFFFFF', 'FFFHFFFF', 'FFFFFHFF', 'FFFHFFFF', 'FHHFFFHF', 'FHFFHFHF', 'FFFHFFFG'],
};

/** Left, down, right, up as [row, column]. */
const MOVES = [
  [0, -1],
  [1, 0],
  [0, 1],
  [-1, 0],
] as const;
const NAMES = ['Left', 'Down', 'Right', 'Up'];

const OPTIONS = {
  /** An own map, one string per row. */
  desc: option<readonly string[] | null>(null, { like: ['SG'] }),
  /** A known map; `null` and no `desc`: a random one of 8 x 8. */
  mapName: option<string | null>('4x4', { nullable: true }),
  isSlippery: true,
  /** Probability that slippery ice moves the player as wanted. */
  successRate: option(1 / 3, { min: 0, max: 1 }),
  /** Rewards for reaching a goal, a hole, any other cell. */
  rewardSchedule: option<readonly [goal: number, hole: number, frozen: number]>([1, 0, 0], { length: 3 }),
};

export type FrozenLakeOptions = Partial<OptionValues<typeof OPTIONS>>;

export class FrozenLake extends TabularEnv {
  /** The map, one string per row. */
  readonly desc: readonly string[];

  /** @throws UserError when the map is unknown or not a rectangle of S, F, H, G with a start. */
  constructor(options: FrozenLakeOptions = {}) {
    const { desc, mapName, isSlippery, successRate, rewardSchedule } = readOptions(
      'FrozenLake',
      OPTIONS,
      options,
    );
    const map = desc ?? (mapName === null ? generateRandomMap() : namedMap(mapName));
    checkMap(map);
    const starts = [...map.join('')].map((letter) => (letter === 'S' ? 1 : 0) as number);
    const count = starts.reduce((sum, x) => sum + x, 0);
    super(
      buildTable(map, isSlippery ? successRate : 1, isSlippery, rewardSchedule),
      starts.map((x) => x / count),
    );
    this.desc = map;
  }

  override render(): Drawing {
    const columns = this.desc[0]!.length;
    const row = Math.floor(this.state / columns);
    const column = this.state % columns;
    const move = this.lastAction === null ? undefined : MOVES[this.lastAction];
    const shapes = this.desc.flatMap((line, r) => [...line].flatMap((letter, c) => drawCell(letter, r, c)));
    const board = this.desc.map((line, r) =>
      r === row
        ? `${spaced(line.slice(0, column))}[${line[column]}]${spaced(line.slice(column + 1))}`
        : spaced(line),
    );
    return {
      width: columns * CELL,
      height: this.desc.length * CELL,
      background: '#dbe7f2',
      shapes: [...shapes, ...player(row, column, move)],
      text: [this.lastAction === null ? '' : `(${NAMES[this.lastAction]})`, ...board].join('\n'),
    };
  }
}

const spaced = (line: string) => line.replace(/./g, ' $& ');

function drawCell(letter: string, row: number, column: number) {
  const x = (column + 0.5) * CELL;
  const y = (row + 0.5) * CELL;
  const ice = cell(row, column, letter === 'S' ? '#c9dcc9' : '#f2f7fc');
  if (letter === 'G') return [ice, ...flag(row, column)];
  if (letter !== 'H') return [ice];
  return [
    ice,
    { kind: 'circle', x, y, radius: 22, fill: '#4a7fa8', stroke: '#a9c6de', strokeWidth: 4 } as const,
    { kind: 'circle', x: x + 3, y: y + 4, radius: 15, fill: '#2f5f86' } as const,
  ];
}

function buildTable(
  map: readonly string[],
  successRate: number,
  isSlippery: boolean,
  [goal, hole, frozen]: readonly [number, number, number],
): TransitionTable {
  const rows = map.length;
  const columns = map[0]!.length;
  const outcome = (row: number, column: number, action: number, probability: number): Outcome => {
    const [dy, dx] = MOVES[action]!;
    const newRow = Math.min(Math.max(row + dy, 0), rows - 1);
    const newColumn = Math.min(Math.max(column + dx, 0), columns - 1);
    const letter = map[newRow]![newColumn]!;
    return {
      probability,
      nextState: newRow * columns + newColumn,
      reward: letter === 'G' ? goal : letter === 'H' ? hole : frozen,
      terminated: letter === 'G' || letter === 'H',
    };
  };
  const table: TransitionTable = [];
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      const state = row * columns + column;
      const isEnd = 'GH'.includes(map[row]![column]!);
      table.push(
        MOVES.map((_, action) => {
          if (isEnd) return overAt(state);
          if (!isSlippery) return [outcome(row, column, action, 1)];
          const side = (1 - successRate) / 2;
          return [
            outcome(row, column, (action + 3) % 4, side),
            outcome(row, column, action, successRate),
            outcome(row, column, (action + 1) % 4, side),
          ];
        }),
      );
    }
  }
  return table;
}

function namedMap(name: string): readonly string[] {
  const map = FROZEN_LAKE_MAPS[name];
  if (map) return map;
  const names = Object.keys(FROZEN_LAKE_MAPS);
  const hint = nearest(name, names)[0] ?? names.join(' or ');
  throw new UserError(`FrozenLake has no map "${name}"; did you mean ${hint}? Give your own as desc.`);
}

function checkMap(map: readonly string[]): void {
  const columns = map[0]?.length ?? 0;
  const isMap = columns > 0 && map.every((row) => row.length === columns && /^[SFHG]+$/.test(row));
  if (!isMap || !map.some((row) => row.includes('S'))) {
    throw new UserError(
      `A FrozenLake map is a list of equally long strings of S, F, H and G with at least one S, got ${JSON.stringify(map)}.`,
    );
  }
}

/**
 * A random square map with a path from the start (top left) to the goal (bottom right).
 *
 * @param p probability that a cell is frozen, not a hole.
 * @param seed the map of Gymnasium's `generate_random_map` for the same seed.
 */
export function generateRandomMap(size = 8, p = 0.8, seed?: Seed): string[] {
  const rng = new Generator(seed);
  const frozen = Math.min(1, p);
  for (;;) {
    const draws = rng.choice(2, { size: size * size, p: [frozen, 1 - frozen] });
    const letters = draws.map((draw) => 'FH'[draw]!);
    letters[0] = 'S';
    letters[size * size - 1] = 'G';
    const map = Array.from({ length: size }, (_, row) =>
      letters.slice(row * size, (row + 1) * size).join(''),
    );
    if (hasPath(map)) return map;
  }
}

/** The goal can be reached from the top left corner without stepping on a hole. */
function hasPath(map: readonly string[]): boolean {
  const seen = new Set<string>();
  const frontier: [number, number][] = [[0, 0]];
  while (frontier.length > 0) {
    const [row, column] = frontier.pop()!;
    const letter = map[row]?.[column];
    const key = `${row},${column}`;
    if (letter === undefined || letter === 'H' || seen.has(key)) continue;
    if (letter === 'G') return true;
    seen.add(key);
    for (const [dy, dx] of MOVES) frontier.push([row + dy, column + dx]);
  }
  return false;
}

const create = (options: FrozenLakeOptions) => new FrozenLake(options);
const play = { actions: ['left', 'down', 'right', 'up'], keys: { left: 0, down: 1, right: 2, up: 3 } };

export const frozenLakeV1 = /* @__PURE__ */ defineEnv({
  id: 'FrozenLake-v1',
  description: 'Cross a slippery frozen lake without falling into a hole.',
  maxEpisodeSteps: 100,
  rewardThreshold: 0.7,
  options: OPTIONS,
  create,
  play,
});

export const frozenLake8x8V1 = /* @__PURE__ */ defineEnv({
  id: 'FrozenLake8x8-v1',
  description: 'The same on a lake of 8 x 8.',
  maxEpisodeSteps: 200,
  rewardThreshold: 0.85,
  options: /* @__PURE__ */ changedDefaults(OPTIONS, { mapName: '8x8' }),
  create,
  play,
});

declare module '../env-types.js' {
  interface EnvTypes {
    'FrozenLake-v1': typeof frozenLakeV1;
    'FrozenLake8x8-v1': typeof frozenLake8x8V1;
  }
}
