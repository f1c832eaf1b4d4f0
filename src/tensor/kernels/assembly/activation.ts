// The activations a matrix product can end with, and their derivatives. The loops test at their end: only from such
// loops does V8 move the polynomials' constants out.
import { sigmoid, tanh } from './math';
import { loadPartial, storePartial } from './simd';

export const RELU = 1, TANH = 2, SIGMOID = 3;

// @ts-ignore: decorator
@inline
function value(act: i32, x: v128): v128 {
  if (act == TANH) return tanh(x);
  if (act == SIGMOID) return sigmoid(x);
  return f32x4.pmax(x, f32x4.splat(0.0));
}

// @ts-ignore: decorator
@inline
function valueLoop(act: i32, x: usize, y: usize, n: i32): void {
  const end = x + (<usize>(n & ~3) << 2), tail = n & 3;
  if (x < end) do {
    v128.store(y, value(act, v128.load(x)));
    x += 16;
    y += 16;
  } while (x < end);
  if (tail) storePartial(y, value(act, loadPartial(x, tail)), tail);
}

/** y = act(x) for n contiguous floats. */
export function activate(act: i32, x: usize, y: usize, n: i32): void {
  if (act == RELU) valueLoop(RELU, x, y, n);
  else if (act == TANH) valueLoop(TANH, x, y, n);
  else if (act == SIGMOID) valueLoop(SIGMOID, x, y, n);
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
  if (y < end) do {
    v128.store(dy, gradient(act, v128.load(y), v128.load(dy)));
    y += 16;
    dy += 16;
  } while (y < end);
  if (tail) storePartial(dy, gradient(act, loadPartial(y, tail), loadPartial(dy, tail)), tail);
}

export function activationGradInPlace(act: i32, y: usize, dy: usize, n: i32): void {
  if (act == RELU) gradientLoop(RELU, y, dy, n);
  else if (act == TANH) gradientLoop(TANH, y, dy, n);
  else if (act == SIGMOID) gradientLoop(SIGMOID, y, dy, n);
}
