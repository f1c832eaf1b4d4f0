// Whether a value has the form of a space, so that it can be packed and learnt from; and if not, why.

import { describe, show } from '../io/describe.js';
import { Box } from './box.js';
import { Dict } from './dict.js';
import { isArrayOf, isIntegerType, rangeOf } from './dtypes.js';
import { isNumeric } from './packing.js';
import type { Space } from './space.js';
import { Tuple } from './tuple.js';

/** Right form, finite, and numbers that the type of the space holds; the bounds of boxes do not count. */
export function fits(space: Space, value: unknown): boolean {
  if (space instanceof Box) return fitsBox(space as Box, value);
  if (space instanceof Tuple) {
    const parts = space.spaces as readonly Space[];
    return (
      Array.isArray(value) && value.length === parts.length && parts.every((part, i) => fits(part, value[i]))
    );
  }
  if (space instanceof Dict) {
    const parts = Object(value) as Record<string, unknown>;
    return space.keys.every((key) => fits(space.spaces[key]!, parts[key]));
  }
  return space.contains(value);
}

function fitsBox(box: Box, value: unknown): boolean {
  if (box.isInteger) {
    if (!isNumeric(value, box.packedSize)) return false;
    return isArrayOf(box.packedType, value) || unheld(box.packedType, value) === -1;
  }
  if (!(value instanceof Float32Array) && !isNumeric(value, box.packedSize)) return false;
  if (value.length !== box.packedSize) return false;
  for (let i = 0; i < value.length; i++) if (!Number.isFinite(value[i])) return false;
  return true;
}

/** The first element that is no number of the type, or -1. */
function unheld(packedType: Box['packedType'], values: ArrayLike<number>): number {
  const { min, max } = rangeOf(packedType);
  const isInteger = isIntegerType(packedType);
  for (let i = 0; i < values.length; i++) {
    const x = values[i]!;
    if (!Number.isFinite(x) || (isInteger && !(Number.isInteger(x) && x >= min && x <= max))) return i;
  }
  return -1;
}

/** Why a value does not {@link fits | fit} a space; undefined when it does. */
export function misfit(space: Space, value: unknown): string | undefined {
  return firstMisfit(space, value, 'it', formOf);
}

/** Why a space does not contain a value, bounds included; undefined when it does. */
export function outside(space: Space, value: unknown): string | undefined {
  return firstMisfit(
    space,
    value,
    'it',
    (box, part, path) => formOf(box, part, path) ?? beyond(box, part, path),
  );
}

type BoxReason = (box: Box, value: unknown, path: string) => string | undefined;

function firstMisfit(space: Space, value: unknown, path: string, ofBox: BoxReason): string | undefined {
  if (space instanceof Box) return ofBox(space as Box, value, path);
  if (space instanceof Tuple) {
    const parts = space.spaces as readonly Space[];
    if (!Array.isArray(value) || value.length !== parts.length) {
      return `${path} must be an array with ${parts.length} entries, one for each part of ${space}, got ${describe(value)}`;
    }
    return firstOf(parts, (part, i) => firstMisfit(part, value[i], `entry ${i}`, ofBox));
  }
  if (space instanceof Dict) {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) {
      return `${path} must be an object with the keys ${space.keys.join(', ')}, got ${describe(value)}`;
    }
    const extra = Object.keys(value).find((key) => !space.keys.includes(key));
    if (extra !== undefined) return `it has the key "${extra}", which ${space} has not`;
    const values = value as Record<string, unknown>;
    return firstOf(space.keys, (key) => firstMisfit(space.spaces[key]!, values[key], `"${key}"`, ofBox));
  }
  if (space.contains(value as never)) return undefined;
  const scalar = space.kind === 'Discrete' ? 'an integer of' : 'in';
  return `${path} must be ${scalar} ${space}, got ${show(value)}`;
}

function firstOf<T>(
  items: readonly T[],
  reason: (item: T, i: number) => string | undefined,
): string | undefined {
  for (let i = 0; i < items.length; i++) {
    const found = reason(items[i]!, i);
    if (found !== undefined) return found;
  }
  return undefined;
}

const formOf: BoxReason = (box, value, path) => {
  if (!isNumeric(value, box.packedSize)) {
    return `${path} must be a flat array of ${box.packedSize} numbers (shape [${box.shape.join(', ')}]), got ${describe(value)}`;
  }
  const i = unheld(box.packedType, value);
  if (i === -1) return undefined;
  const x = (value as ArrayLike<number>)[i]!;
  if (!Number.isFinite(x)) return `${path} is ${x} at element ${i}`;
  return `${path} must hold integers of ${box.packedType}, got ${x} at element ${i}`;
};

const beyond: BoxReason = (box, value, path) => {
  if (box.contains(value)) return undefined;
  const values = value as ArrayLike<number>;
  for (let i = 0; i < values.length; i++) {
    const x = values[i]!;
    if (x < box.low[i]! || x > box.high[i]!) {
      return `${path} is ${x} at element ${i}, outside its bounds ${box.low[i]} to ${box.high[i]}`;
    }
  }
  return `${path} is not in ${box}`;
};
