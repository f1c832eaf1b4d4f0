// Datasets as bare columns, as other programs keep them: archives of NumPy, D4RL, Minari.
import { UserError } from '../io/errors.js';
import type { NamedTensor } from '../io/safetensors.js';
import {
  allocatePacked,
  Box,
  Discrete,
  MultiBinary,
  MultiDiscrete,
  type PackedArray,
  type Space,
} from '../spaces/index.js';
import { Dataset } from './dataset.js';
import { columnsOf, type DatasetColumn, type DatasetOrigin } from './dataset-columns.js';

/** What D4RL calls them. */
const ALIASES: Readonly<Record<string, string>> = { terminations: 'terminals', truncations: 'timeouts' };

/**
 * Reads columns with a row per transition, in the order in which they happened: `observations`, `next_observations`,
 * `actions`, `rewards`, `terminations` (or `terminals`), `truncations` (or `timeouts`), and where the environment tells
 * which actions are legal `action_masks` and `next_action_masks`. Rows may have any shape of as many numbers as the space
 * has. Numbers of float32 spaces and rewards are rounded to float32, all others must be exact.
 *
 * @param name what to call the file in errors
 * @throws UserError that names the column and what is wrong with it.
 */
export function datasetFromArrays(
  arrays: Readonly<Record<string, NamedTensor>>,
  origin: DatasetOrigin,
  name = 'the file',
): Dataset {
  for (const space of [origin.observationSpace, origin.actionSpace]) requireOneArray(space, name);
  const all = columnsOf(origin, (_, column) => arrays[column] !== undefined);
  const columns = all.map((column) => [column.key, readColumn(arrays, column, name)]);
  return new Dataset(origin, Object.fromEntries(columns), name);
}

function requireOneArray(space: Space, name: string): void {
  if ([Box, Discrete, MultiBinary, MultiDiscrete].some((kind) => space instanceof kind)) return;
  throw new UserError(
    `${name}: values of ${space} are no rows of one array; write such transitions as lines of JSON (.jsonl).`,
  );
}

function readColumn(
  arrays: Readonly<Record<string, NamedTensor>>,
  { name: column, type, width }: DatasetColumn,
  name: string,
): PackedArray {
  const array = arrays[column] ?? arrays[ALIASES[column] ?? column];
  const rows = arrays.rewards?.shape[0];
  if (!array) {
    const alias = ALIASES[column] ? ` (or ${ALIASES[column]})` : '';
    const there = Object.keys(arrays).join(', ') || 'none';
    throw new UserError(
      `${name} has no column ${column}${alias}; a row is needed for every transition. Its columns: ${there}.`,
    );
  }
  const { shape, data } = array;
  if (data.length !== (rows ?? shape[0]!) * width)
    throw new UserError(
      `${name}: ${column} has the shape [${shape.join(', ')}]; for ${rows} rewards ${width} numbers each are expected.`,
    );
  const out = allocatePacked(type, data.length);
  for (let i = 0; i < data.length; i++) {
    const value = Number(data[i]);
    out[i] = value;
    if (out[i] !== value && type !== 'float32')
      throw new UserError(
        `${name}: ${column} holds ${value} in row ${Math.floor(i / width)}, which no ${type} is.`,
      );
  }
  return out;
}
