// Walking over dimensions with strides: the position of the current row, kept in the instance's scratch memory.
import { scratch } from './scratch';

/** Beyond what single rows use of the scratch region. */
const POSITION: usize = 256;

/** Starts at the first row. */
// @ts-ignore: decorator
@inline
export function firstRow(rank: i32): void {
  memory.fill(scratch + POSITION, 0, <usize>rank << 2);
}

/** Number of rows: the product of all sizes but the last. */
// @ts-ignore: decorator
@inline
export function rowCount(rank: i32, dims: usize): i32 {
  let rows = 1;
  for (let d = 0; d < rank - 1; d++) rows *= sizeAt(dims, d);
  return rows;
}

// @ts-ignore: decorator
@inline
export function sizeAt(dims: usize, d: i32): i32 {
  return load<i32>(dims + (<usize>d << 2));
}

/** Byte stride of dimension d of an operand (0, 1, …). */
// @ts-ignore: decorator
@inline
export function strideAt(dims: usize, rank: i32, operand: i32, d: i32): isize {
  return (<isize>sizeAt(dims, rank * (operand + 1) + d)) << 2;
}

/** Moves on to the next row; returns the dimension that counted up, or -1 at the end. */
// @ts-ignore: decorator
@inline
export function nextRow(rank: i32, dims: usize): i32 {
  for (let d = rank - 2; d >= 0; d--) {
    const at = scratch + POSITION + (<usize>d << 2);
    const position = load<i32>(at) + 1;
    if (position < sizeAt(dims, d)) {
      store<i32>(at, position);
      return d;
    }
    store<i32>(at, 0);
  }
  return -1;
}

/** How far an operand moves when dimension d counts up and those behind it (but the last) start again. */
// @ts-ignore: decorator
@inline
export function rowStep(rank: i32, dims: usize, operand: i32, d: i32): isize {
  let step = strideAt(dims, rank, operand, d);
  for (let e = d + 1; e < rank - 1; e++) step -= <isize>(sizeAt(dims, e) - 1) * strideAt(dims, rank, operand, e);
  return step;
}

/** Moves on by rows of the second last dimension, without leaving it. */
// @ts-ignore: decorator
@inline
export function skipRows(count: i32, rank: i32): void {
  const at = scratch + POSITION + (<usize>(rank - 2) << 2);
  store<i32>(at, load<i32>(at) + count);
}
