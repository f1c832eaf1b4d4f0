// Datasets as lines of JSON, one transition each, as other programs write them.
import { UserError } from '../io/errors.js';
import {
  allocatePacked,
  Dict,
  MultiBinary,
  OneOf,
  outside,
  type PackedArray,
  type Space,
  Tuple,
  zeroOf,
} from '../spaces/index.js';
import { Dataset } from './dataset.js';
import type { DatasetOrigin } from './dataset-columns.js';

const KEYS = ['observation', 'action', 'reward', 'next_observation', 'terminated', 'truncated'] as const;
const MASKS = ['action_mask', 'next_action_mask'] as const;
const EXAMPLE =
  '{"observation": [0.1, 0.2], "action": 1, "reward": 1, "next_observation": [0.2, 0.2], "terminated": false, "truncated": false}';

/**
 * Reads transitions such as `{"observation": [0.1, 0.2], "action": 1, "reward": 1, "next_observation": [0.2, 0.2],
 * "terminated": false, "truncated": false}`, one a line, in the order in which they happened. Values are written as
 * nested lists, numbers and objects; empty lines are passed over. Where the environment tells which actions are legal,
 * every line has `action_mask` and `next_action_mask` too, lists of 0 and 1.
 *
 * @param name what to call the file in errors
 * @throws UserError with the number of the line and what is wrong with it.
 */
export function datasetFromLines(lines: Iterable<string>, origin: DatasetOrigin, name = 'the file'): Dataset {
  const rows = {
    observations: [] as PackedArray[],
    nextObservations: [] as PackedArray[],
    actions: [] as PackedArray[],
    masks: [] as PackedArray[],
    nextMasks: [] as PackedArray[],
  };
  const rewards: number[] = [];
  const [terminations, truncations]: [number[], number[]] = [[], []];
  const masks = new MultiBinary(origin.actionSpace.flatdim);
  let number = 0;
  for (const line of lines) {
    number++;
    if (line.trim() === '') continue;
    const where = `${name}, line ${number}`;
    const row = readLine(line, where);
    const { observationSpace, actionSpace } = origin;
    rows.observations.push(packed(observationSpace, row.observation, `${where}: observation`));
    rows.nextObservations.push(packed(observationSpace, row.next_observation, `${where}: next_observation`));
    rows.actions.push(packed(actionSpace, row.action, `${where}: action`));
    if (row.action_mask !== undefined)
      rows.masks.push(packed(masks, row.action_mask, `${where}: action_mask`));
    if (row.next_action_mask !== undefined)
      rows.nextMasks.push(packed(masks, row.next_action_mask, `${where}: next_action_mask`));
    rewards.push(
      Number.isFinite(row.reward) ? (row.reward as number) : wrong(where, 'reward', 'a number', row.reward),
    );
    terminations.push(flag(where, 'terminated', row.terminated));
    truncations.push(flag(where, 'truncated', row.truncated));
  }
  if (rewards.length === 0) throw new UserError(`${name} holds no transition; a line looks like ${EXAMPLE}.`);
  const columns = {
    observations: joined(rows.observations, origin.observationSpace),
    nextObservations: joined(rows.nextObservations, origin.observationSpace),
    actions: joined(rows.actions, origin.actionSpace),
    rewards: Float32Array.from(rewards),
    terminations: Uint8Array.from(terminations),
    truncations: Uint8Array.from(truncations),
    ...(rows.masks.length > 0 && { actionMasks: joined(rows.masks, masks) as Uint8Array }),
    ...(rows.nextMasks.length > 0 && { nextActionMasks: joined(rows.nextMasks, masks) as Uint8Array }),
  };
  return new Dataset(origin, columns, name);
}

function readLine(line: string, where: string): Record<string, unknown> {
  let row: unknown;
  try {
    row = JSON.parse(line);
  } catch (cause) {
    throw new UserError(`${where} is no JSON (${(cause as Error).message}); a line looks like ${EXAMPLE}.`);
  }
  const keys = typeof row === 'object' && row !== null && !Array.isArray(row) ? Object.keys(row) : [];
  const missing = KEYS.filter((key) => !keys.includes(key));
  const unknown = keys.filter((key) => !([...KEYS, ...MASKS] as readonly string[]).includes(key));
  if (missing.length === 0 && unknown.length === 0) return row as Record<string, unknown>;
  const problem =
    missing.length > 0 ? `has no ${missing.join(', ')}` : `has ${unknown.join(', ')}, which nobody reads`;
  throw new UserError(`${where} ${problem}; a line looks like ${EXAMPLE}.`);
}

function wrong(where: string, key: string, wanted: string, value: unknown): never {
  throw new UserError(`${where}: ${key} must be ${wanted}, got ${JSON.stringify(value)}.`);
}

function flag(where: string, key: string, value: unknown): number {
  return typeof value === 'boolean' ? Number(value) : wrong(where, key, 'true or false', value);
}

/** A value in JSON as packed numbers of the space. */
function packed(space: Space, json: unknown, what: string): PackedArray {
  const value = revived(space, json);
  const reason = outside(space, value);
  if (reason !== undefined) throw new UserError(`${what} does not fit ${space}: ${reason}.`);
  const out = allocatePacked(space.packedType, space.packedSize);
  space.pack(value, out, 0);
  return out;
}

/** Lists as arrays of the kind that the space has, part by part; what does not fit stays as it is, to be refused. */
function revived(space: Space, json: unknown): unknown {
  if (space instanceof Dict) {
    if (typeof json !== 'object' || json === null || Array.isArray(json)) return json;
    const parts = space.spaces as Record<string, Space>;
    return Object.fromEntries(
      Object.entries(json).map(([key, part]) => [
        key,
        Object.hasOwn(parts, key) ? revived(parts[key]!, part) : part,
      ]),
    );
  }
  if (!Array.isArray(json)) return json;
  if (space instanceof OneOf || space instanceof Tuple) {
    const parts = space.spaces as readonly Space[];
    const of = (i: number) => (space instanceof Tuple ? parts[i] : i === 1 ? parts[json[0]] : undefined);
    return json.map((part, i) => (of(i) ? revived(of(i)!, part) : part));
  }
  const like = zeroOf(space);
  return ArrayBuffer.isView(like) ? numbersOf(json, space, like) : json;
}

/** A flat list, or one nested as the shape of the space, as an array of its type. */
function numbersOf(json: unknown[], space: Space, like: ArrayBufferView): unknown {
  const { shape = [] } = space as { shape?: readonly number[] };
  if (!isNested(json, shape) && !isNested(json, [space.packedSize])) return json;
  const numbers = json.flat(Infinity) as number[];
  const array = (like.constructor as unknown as { from(values: number[]): PackedArray }).from(numbers);
  const isFloat = array instanceof Float32Array || array instanceof Float64Array;
  return isFloat || array.every((each, i) => each === Number(numbers[i])) ? array : json;
}

/** Whether lists of numbers or booleans are as long, level by level, as a shape says. */
function isNested(json: unknown, [length, ...inner]: readonly number[]): boolean {
  if (length === undefined) return typeof json === 'number' || typeof json === 'boolean';
  return Array.isArray(json) && json.length === length && json.every((part) => isNested(part, inner));
}

function joined(rows: readonly PackedArray[], { packedType, packedSize }: Space): PackedArray {
  const all = allocatePacked(packedType, rows.length * packedSize);
  for (const [i, row] of rows.entries()) all.set(row as Float32Array, i * packedSize);
  return all;
}
