// Shapes: sizes, dimension numbers, broadcasting, and the errors that name both shapes and the rule.
import { show as showValue } from '../io/describe.js';

export type Shape = readonly number[];

/** Number of elements. */
export function sizeOf(shape: Shape): number {
  let size = 1;
  for (let i = 0; i < shape.length; i++) size *= shape[i]!;
  return size;
}

/** What one tensor may hold: an array of JavaScript and the engine's memory both end about here. */
const MAX_ELEMENTS = 2 ** 30 - 1;

/**
 * Number of elements of a shape somebody gave.
 * @throws TypeError for what is no list of whole numbers ≥ 0; RangeError, with the bytes, for more than can be had.
 */
export function checkedSize(op: string, shape: Shape): number {
  if (!Array.isArray(shape) || !areCounts(shape)) {
    throw new TypeError(
      `${op}: a shape is a list of whole numbers ≥ 0 such as [2, 3], got ${showValue(shape)}.`,
    );
  }
  const size = sizeOf(shape);
  if (size <= MAX_ELEMENTS) return size;
  throw new RangeError(
    `${op}: shape ${show(shape)} takes ${size * 4} bytes (${Math.ceil((size * 4) / 2 ** 30)} GiB); ` +
      `a tensor holds at most ${MAX_ELEMENTS * 4} bytes.`,
  );
}

/** A loop, since every `tensor` asks. */
function areCounts(sizes: readonly unknown[]): boolean {
  for (let i = 0; i < sizes.length; i++) {
    if (!Number.isSafeInteger(sizes[i]) || (sizes[i] as number) < 0) return false;
  }
  return true;
}

export function sameShape(a: Shape, b: Shape): boolean {
  if (a === b) return true;
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
}

/** `[3, 4]`, as shown in errors. */
export function show(shape: Shape): string {
  return `[${shape.join(', ')}]`;
}

/** Element strides of a contiguous tensor. */
export function stridesOf(shape: Shape): number[] {
  const strides = new Array<number>(shape.length);
  let stride = 1;
  for (let i = shape.length - 1; i >= 0; i--) {
    strides[i] = stride;
    stride *= shape[i]!;
  }
  return strides;
}

/** A dimension number in 0..rank-1; negative ones count from the end. @throws RangeError */
export function dimension(op: string, dim: number, shape: Shape, extra = 0): number {
  const rank = shape.length + extra;
  const at = dim < 0 ? dim + rank : dim;
  // A scalar accepts dimension 0 and -1, as in PyTorch.
  if (rank === 0 && (dim === 0 || dim === -1)) return 0;
  if (Number.isInteger(at) && at >= 0 && at < rank) return at;
  throw new RangeError(
    `${op}: dimension ${dim} does not exist in shape ${show(shape)}; use ${-rank} to ${rank - 1}.`,
  );
}

/** The common shape of two operands: aligned at the last dimension, sizes equal or 1. @throws RangeError */
export function broadcastShape(op: string, a: Shape, b: Shape): number[] {
  const rank = Math.max(a.length, b.length);
  const shape = new Array<number>(rank);
  for (let i = 1; i <= rank; i++) {
    const x = a[a.length - i] ?? 1;
    const y = b[b.length - i] ?? 1;
    if (x !== y && x !== 1 && y !== 1) {
      throw new RangeError(
        `${op}: shapes ${show(a)} and ${show(b)} do not broadcast: dimension ${-i} is ${x} against ${y}; ` +
          'sizes must be equal or 1, aligned at the last dimension.',
      );
    }
    shape[rank - i] = x === 1 ? y : x;
  }
  return shape;
}

/** Strides with which a contiguous tensor of `shape` fills the broadcast shape `to`: 0 where it repeats. */
export function broadcastStrides(shape: Shape, to: Shape): number[] {
  const strides = new Array<number>(to.length).fill(0);
  let stride = 1;
  for (let i = 1; i <= shape.length; i++) {
    const size = shape[shape.length - i]!;
    strides[to.length - i] = size === 1 ? 0 : stride;
    stride *= size;
  }
  return strides;
}

/**
 * Drops dimensions of size 1 and merges neighbours that are walked as one.
 * @returns the shape, then the strides of each operand, all of the same (smaller) rank.
 */
export function collapse(shape: Shape, ...strides: Shape[]): number[][] {
  const operands = strides.length;
  const sizes: number[] = [];
  const rows: number[][] = [sizes];
  for (let k = 0; k < operands; k++) rows.push([]);
  for (let d = shape.length - 1; d >= 0; d--) {
    const size = shape[d]!;
    if (size === 1) continue;
    const inner = sizes.length - 1;
    let merges = inner >= 0;
    for (let k = 0; k < operands && merges; k++) {
      merges = strides[k]![d] === rows[k + 1]![inner]! * sizes[inner]!;
    }
    if (merges) sizes[inner]! *= size;
    else {
      sizes.push(size);
      for (let k = 0; k < operands; k++) rows[k + 1]!.push(strides[k]![d]!);
    }
  }
  if (sizes.length === 0) for (let k = 0; k <= operands; k++) rows[k]!.push(k === 0 ? 1 : 0);
  for (const row of rows) row.reverse();
  return rows;
}
