// The columns of a dataset: their names in files, their types, and whether what they hold can be.
import { describe } from '../io/describe.js';
import { UserError } from '../io/errors.js';
import {
  allocatePacked,
  Box,
  outside,
  type PackedArray,
  type PackedType,
  type Space,
} from '../spaces/index.js';

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
  /**
   * Where the environment tells which actions are legal: 1 or 0 for each (`rows × flatdim` of the action space), in the
   * observations acted on and in those that followed; all 1 after a termination, where none is taken. Both or neither.
   */
  actionMasks?: Uint8Array;
  nextActionMasks?: Uint8Array;
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
  actionMasks: 'action_masks',
  nextActionMasks: 'next_action_masks',
} as const satisfies Record<keyof DatasetColumns, string>;

/** What a column is: its name in files, the type of its numbers, and how many of them a row has. */
export interface DatasetColumn {
  key: keyof DatasetColumns;
  name: string;
  type: PackedType;
  width: number;
  /** The rest of its shape in a file. */
  rowShape: readonly number[];
  /** Of packed values: what they are, in words, and of which space. */
  values?: { what: string; space: Space };
}

/** All columns of transitions of these spaces. @param has tells whether one is there, by key and by name in files */
export function columnsOf(
  { observationSpace, actionSpace }: Pick<DatasetOrigin, 'observationSpace' | 'actionSpace'>,
  has: (key: keyof DatasetColumns, name: string) => boolean,
): DatasetColumn[] {
  const packed = (key: keyof DatasetColumns, what: string, space: Space): DatasetColumn => ({
    ...{ key, name: NAMES[key], type: space.packedType, width: space.packedSize },
    rowShape: [space.packedSize],
    values: { what, space },
  });
  const numbers = (key: keyof DatasetColumns, type: PackedType): DatasetColumn => ({
    ...{ key, name: NAMES[key], type, width: 1, rowShape: [] },
  });
  const masks = (key: keyof DatasetColumns): DatasetColumn => ({
    ...{ key, name: NAMES[key], type: 'uint8', width: actionSpace.flatdim, rowShape: [actionSpace.flatdim] },
  });
  const masked = (['actionMasks', 'nextActionMasks'] as const).some((key) => has(key, NAMES[key]));
  return [
    packed('observations', 'observation', observationSpace),
    packed('nextObservations', 'next observation', observationSpace),
    packed('actions', 'action', actionSpace),
    numbers('rewards', 'float32'),
    numbers('terminations', 'uint8'),
    numbers('truncations', 'uint8'),
    ...(masked ? [masks('actionMasks'), masks('nextActionMasks')] : []),
  ];
}

/**
 * @param name what to call the dataset in errors
 * @throws UserError when columns are missing, of another type or differ in length, or hold what the spaces have not.
 */
export function requireColumns(origin: DatasetOrigin, columns: DatasetColumns, name: string): void {
  const all = columnsOf(origin, (key) => columns[key] !== undefined);
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
    const rows = columns[key]!.length / width;
    if (rows !== size) throw new UserError(`${name} has ${rows} rows of ${column} and ${size} of rewards.`);
  }
  requireFinite(columns.rewards, name);
  for (const { key, name: column, width } of all)
    if (FLAGS.includes(key)) requireFlags(columns[key]!, column, width, name);
  for (const { key, values } of all) if (values) requireValues(columns[key]!, values, size, name);
  const { actionMasks, nextActionMasks, terminations } = columns;
  if (!actionMasks || !nextActionMasks) return;
  if (origin.actionSpace instanceof Box)
    throw new UserError(
      `${name} has action masks, but numbers of ${origin.actionSpace} are not chosen from a list.`,
    );
  requireLegal(actionMasks, NAMES.actionMasks, size, () => true, name);
  requireLegal(nextActionMasks, NAMES.nextActionMasks, size, (row) => terminations[row] === 0, name);
}

const FLAGS: readonly string[] = ['terminations', 'truncations', 'actionMasks', 'nextActionMasks'];

function requireFinite(rewards: Float32Array, name: string): void {
  const row = rewards.findIndex((reward) => !Number.isFinite(reward));
  if (row !== -1)
    throw new UserError(`${name} holds a reward that is no number: ${rewards[row]} in row ${row}.`);
}

function requireFlags(flags: PackedArray, column: string, width: number, name: string): void {
  const at = flags.findIndex((flag: number) => flag > 1);
  if (at === -1) return;
  throw new UserError(
    `${name}: ${column} must be 0 or 1, got ${flags[at]} in row ${Math.floor(at / width)}.`,
  );
}

/** Whether some action is legal in every row where one is needed. */
function requireLegal(
  masks: Uint8Array,
  column: string,
  rows: number,
  isNeeded: (row: number) => boolean,
  name: string,
): void {
  const width = masks.length / rows;
  for (let row = 0; row < rows; row++) {
    if (!isNeeded(row) || masks.subarray(row * width, (row + 1) * width).includes(1)) continue;
    throw new UserError(
      `${name}: ${column} allow no action in row ${row}; where none is left the episode terminates.`,
    );
  }
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
