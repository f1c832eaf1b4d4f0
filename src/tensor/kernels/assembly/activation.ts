// The activations a matrix product can end with, and their derivatives.
import { sigmoid, tanh } from './math';
import { fma, loadPartial, storePartial } from './simd';

export const RELU = 1, TANH = 2, SIGMOID = 3;

// @ts-ignore: decorator
@inline
function relu(x: v128): v128 {
  return f32x4.pmax(x, f32x4.splat(0.0));
}

/** x = act(x) in place for n contiguous floats. */
export function activate(act: i32, x: usize, n: i32): void {
  const end = x + (<usize>(n & ~3) << 2), tail = n & 3;
  if (act == TANH) {
    for (; x < end; x += 16) v128.store(x, tanh(v128.load(x)));
    if (tail) storePartial(x, tanh(loadPartial(x, tail)), tail);
  } else if (act == SIGMOID) {
    for (; x < end; x += 16) v128.store(x, sigmoid(v128.load(x)));
    if (tail) storePartial(x, sigmoid(loadPartial(x, tail)), tail);
  } else if (act == RELU) {
    for (; x < end; x += 16) v128.store(x, relu(v128.load(x)));
    if (tail) storePartial(x, relu(loadPartial(x, tail)), tail);
  }
}

/** dy * act'(·), with y the activation's output. */
// @ts-ignore: decorator
@inline
function gradient(act: i32, y: v128, dy: v128): v128 {
  if (act == RELU) return v128.and(dy, f32x4.gt(y, f32x4.splat(0.0)));
  if (act == TANH) return f32x4.sub(dy, f32x4.mul(dy, f32x4.mul(y, y)));
  return f32x4.mul(dy, f32x4.sub(y, f32x4.mul(y, y)));
}

// @ts-ignore: decorator
@inline
function gradientLoop(act: i32, y: usize, dy: usize, n: i32): void {
  const end = y + (<usize>(n & ~3) << 2), tail = n & 3;
  for (; y < end; y += 16, dy += 16) v128.store(dy, gradient(act, v128.load(y), v128.load(dy)));
  if (tail) storePartial(dy, gradient(act, loadPartial(y, tail), loadPartial(dy, tail)), tail);
}

export function activationGradInPlace(act: i32, y: usize, dy: usize, n: i32): void {
  if (act == RELU) gradientLoop(RELU, y, dy, n);
  else if (act == TANH) gradientLoop(TANH, y, dy, n);
  else if (act == SIGMOID) gradientLoop(SIGMOID, y, dy, n);
}
