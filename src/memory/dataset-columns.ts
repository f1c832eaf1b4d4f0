// The columns of a dataset: their names in files, their types, and whether what they hold can be.
import { describe } from '../io/describe.js';
import { UserError } from '../io/errors.js';
import { allocatePacked, outside, type PackedArray, type PackedType, type Space } from '../spaces/index.js';

/** Columns with a row per transition, in the order in which they happened. */
export interface DatasetColumns {
  /** Packed observations acted on and those that followed, the last of an episode included: `rows × packedSize`. */
  observations: PackedArray;
  nextObservations: PackedArray;
  /** Packed actions. */
  actions: PackedArray;
  rewards: Float32Array;
  /** 1 where the task ended, and where the episode was cut; a new one begins in the next row. */
  terminations: Uint8Array;
  truncations: Uint8Array;
}

/** What the transitions are of. */
export interface DatasetOrigin {
  observationSpace: Space;
  actionSpace: Space;
  /** Where they were recorded, by id. */
  env?: { id: string; options: Record<string, unknown> };
  /** Who acted, for people to read. */
  policy?: string;
}

/** Names in a file, those of Minari and D4RL. */
const NAMES = {
  observations: 'observations',
  nextObservations: 'next_observations',
  actions: 'actions',
  rewards: 'rewards',
  terminations: 'terminations',
  truncations: 'truncations',
} as const satisfies Record<keyof DatasetColumns, string>;

/** What a column is: its name in files, the type of its numbers, and how many of them a row has. */
export interface DatasetColumn {
  key: keyof DatasetColumns;
  name: string;
  type: PackedType;
  width: number;
  /** Of packed values: what they are, in words, and of which space. */
  values?: { what: string; space: Space };
}

/** All columns of transitions of these spaces. */
export function columnsOf({
  observationSpace,
  actionSpace,
}: Pick<DatasetOrigin, 'observationSpace' | 'actionSpace'>): DatasetColumn[] {
  const packed = (key: keyof DatasetColumns, what: string, space: Space): DatasetColumn => ({
    ...{ key, name: NAMES[key], type: space.packedType, width: space.packedSize },
    values: { what, space },
  });
  const numbers = (key: keyof DatasetColumns, type: PackedType): DatasetColumn => ({
    ...{ key, name: NAMES[key], type, width: 1 },
  });
  return [
    packed('observations', 'observation', observationSpace),
    packed('nextObservations', 'next observation', observationSpace),
    packed('actions', 'action', actionSpace),
    numbers('rewards', 'float32'),
    numbers('terminations', 'uint8'),
    numbers('truncations', 'uint8'),
  ];
}

/**
 * @param name what to call the dataset in errors
 * @throws UserError when columns are missing, of another type or differ in length, or hold what the spaces have not.
 */
export function requireColumns(origin: DatasetOrigin, columns: DatasetColumns, name: string): void {
  const all = columnsOf(origin);
  for (const column of all) {
    const data: unknown = columns[column.key];
    if (data?.constructor === allocatePacked(column.type, 0).constructor) continue;
    throw new UserError(
      `${name} has no column ${column.name} of type ${column.type}: got ${data === undefined ? 'nothing' : describe(data)}.`,
    );
  }
  const size = columns.rewards.length;
  if (size === 0) throw new UserError(`${name} needs at least one transition.`);
  for (const { key, name: column, width } of all) {
    const rows = columns[key].length / width;
    if (rows !== size) throw new UserError(`${name} has ${rows} rows of ${column} and ${size} of rewards.`);
  }
  requireFinite(columns.rewards, name);
  for (const key of ['terminations', 'truncations'] as const) requireFlags(columns[key], NAMES[key], name);
  for (const { key, values } of all) if (values) requireValues(columns[key], values, size, name);
}

function requireFinite(rewards: Float32Array, name: string): void {
  const row = rewards.findIndex((reward) => !Number.isFinite(reward));
  if (row !== -1)
    throw new UserError(`${name} holds a reward that is no number: ${rewards[row]} in row ${row}.`);
}

function requireFlags(flags: Uint8Array, column: string, name: string): void {
  const row = flags.findIndex((flag) => flag > 1);
  if (row !== -1) throw new UserError(`${name}: ${column} must be 0 or 1, got ${flags[row]} in row ${row}.`);
}

/** Whether every row is of the space; infinite numbers are not, as nobody learns from them. */
function requireValues(
  packed: PackedArray,
  { what, space }: NonNullable<DatasetColumn['values']>,
  rows: number,
  name: string,
): void {
  for (let row = 0; row < rows; row++) {
    const reason = outsideRow(space, packed, row);
    if (reason === undefined) continue;
    throw new UserError(`${name}: the ${what} of row ${row} is not in ${space}: ${reason}.`);
  }
}

function outsideRow(space: Space, packed: PackedArray, row: number): string | undefined {
  let value: unknown;
  try {
    value = space.unpack(packed, row * space.packedSize);
  } catch {
    return 'its numbers stand for no value';
  }
  return outside(space, value);
}
