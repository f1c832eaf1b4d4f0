// One time step of recurrent layers after the matrix products: gate functions and state update, forward and backward.
// Rows are contiguous; the gates of a row lie behind each other in PyTorch's order.
import { sigmoid, tanh } from './math';
import { loadPartial, storePartial } from './simd';

// @ts-ignore: decorator
@inline
function one(): v128 {
  return f32x4.splat(1.0);
}

/** x · (1 - x), the slope of the sigmoid by its value. */
// @ts-ignore: decorator
@inline
function sigmoidSlope(y: v128): v128 {
  return f32x4.mul(y, f32x4.sub(one(), y));
}

/** 1 - y², the slope of tanh by its value. */
// @ts-ignore: decorator
@inline
function tanhSlope(y: v128): v128 {
  return f32x4.sub(one(), f32x4.mul(y, y));
}

/** Four lanes, or the `count` that are left of a row. */
// @ts-ignore: decorator
@inline
function take(ptr: usize, count: i32): v128 {
  return count >= 4 ? v128.load(ptr) : loadPartial(ptr, count);
}

// @ts-ignore: decorator
@inline
function put(ptr: usize, v: v128, count: i32): void {
  if (count >= 4) v128.store(ptr, v);
  else storePartial(ptr, v, count);
}

export function lstmStep(gates: usize, cPrev: usize, c: usize, h: usize, rows: i32, hidden: i32): void {
  const gate = (<usize>hidden) << 2;
  for (; rows > 0; rows--) {
    for (let left = hidden; left > 0; left -= 4) {
      const lanes = min(left, 4), bytes = (<usize>lanes) << 2;
      const i = sigmoid(take(gates, left));
      const f = sigmoid(take(gates + gate, left));
      const g = tanh(take(gates + 2 * gate, left));
      const o = sigmoid(take(gates + 3 * gate, left));
      const cell = f32x4.add(f32x4.mul(f, take(cPrev, left)), f32x4.mul(i, g));
      put(gates, i, left);
      put(gates + gate, f, left);
      put(gates + 2 * gate, g, left);
      put(gates + 3 * gate, o, left);
      put(c, cell, left);
      put(h, f32x4.mul(o, tanh(cell)), left);
      gates += bytes;
      cPrev += bytes;
      c += bytes;
      h += bytes;
    }
    gates += 3 * gate;
  }
}

export function lstmStepGrad(
  gates: usize, cPrev: usize, c: usize, dh: usize, dc: usize, dGates: usize, rows: i32, hidden: i32,
): void {
  const gate = (<usize>hidden) << 2;
  for (; rows > 0; rows--) {
    for (let left = hidden; left > 0; left -= 4) {
      const lanes = min(left, 4), bytes = (<usize>lanes) << 2;
      const i = take(gates, left), f = take(gates + gate, left);
      const g = take(gates + 2 * gate, left), o = take(gates + 3 * gate, left);
      const out = take(dh, left), squashed = tanh(take(c, left));
      const cell = f32x4.add(take(dc, left), f32x4.mul(f32x4.mul(out, o), tanhSlope(squashed)));
      put(dGates, f32x4.mul(f32x4.mul(cell, g), sigmoidSlope(i)), left);
      put(dGates + gate, f32x4.mul(f32x4.mul(cell, take(cPrev, left)), sigmoidSlope(f)), left);
      put(dGates + 2 * gate, f32x4.mul(f32x4.mul(cell, i), tanhSlope(g)), left);
      put(dGates + 3 * gate, f32x4.mul(f32x4.mul(out, squashed), sigmoidSlope(o)), left);
      put(dc, f32x4.mul(cell, f), left);
      gates += bytes;
      dGates += bytes;
      cPrev += bytes;
      c += bytes;
      dh += bytes;
      dc += bytes;
    }
    gates += 3 * gate;
    dGates += 3 * gate;
  }
}

export function gruStep(input: usize, state: usize, hPrev: usize, h: usize, rows: i32, hidden: i32): void {
  const gate = (<usize>hidden) << 2;
  for (; rows > 0; rows--) {
    for (let left = hidden; left > 0; left -= 4) {
      const lanes = min(left, 4), bytes = (<usize>lanes) << 2;
      const r = sigmoid(f32x4.add(take(input, left), take(state, left)));
      const z = sigmoid(f32x4.add(take(input + gate, left), take(state + gate, left)));
      const n = tanh(f32x4.add(take(input + 2 * gate, left), f32x4.mul(r, take(state + 2 * gate, left))));
      put(input, r, left);
      put(input + gate, z, left);
      put(input + 2 * gate, n, left);
      put(h, f32x4.add(n, f32x4.mul(z, f32x4.sub(take(hPrev, left), n))), left);
      input += bytes;
      state += bytes;
      hPrev += bytes;
      h += bytes;
    }
    input += 2 * gate;
    state += 2 * gate;
  }
}

export function gruStepGrad(
  gates: usize, state: usize, hPrev: usize, dh: usize, dInput: usize, dState: usize, rows: i32, hidden: i32,
): void {
  const gate = (<usize>hidden) << 2;
  for (; rows > 0; rows--) {
    for (let left = hidden; left > 0; left -= 4) {
      const lanes = min(left, 4), bytes = (<usize>lanes) << 2;
      const r = take(gates, left), z = take(gates + gate, left), n = take(gates + 2 * gate, left);
      const out = take(dh, left);
      const candidate = f32x4.mul(f32x4.mul(out, f32x4.sub(one(), z)), tanhSlope(n));
      const update = f32x4.mul(f32x4.mul(out, f32x4.sub(take(hPrev, left), n)), sigmoidSlope(z));
      const reset = f32x4.mul(f32x4.mul(candidate, take(state + 2 * gate, left)), sigmoidSlope(r));
      put(dInput, reset, left);
      put(dInput + gate, update, left);
      put(dInput + 2 * gate, candidate, left);
      put(dState, reset, left);
      put(dState + gate, update, left);
      put(dState + 2 * gate, f32x4.mul(candidate, r), left);
      put(dh, f32x4.mul(out, z), left);
      gates += bytes;
      state += bytes;
      hPrev += bytes;
      dh += bytes;
      dInput += bytes;
      dState += bytes;
    }
    gates += 2 * gate;
    state += 2 * gate;
    dInput += 2 * gate;
    dState += 2 * gate;
  }
}

export function clearRows(x: usize, starts: usize, y: usize, rows: i32, cols: i32): void {
  const bytes = (<usize>cols) << 2;
  for (let row = 0; row < rows; row++) {
    if (load<f32>(starts + ((<usize>row) << 2)) != 0) memory.fill(y, 0, bytes);
    else if (x != y) memory.copy(y, x, bytes);
    x += bytes;
    y += bytes;
  }
}
