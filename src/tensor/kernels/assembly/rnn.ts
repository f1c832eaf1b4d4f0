// One time step of recurrent layers after the matrix products: gate functions and state update, forward and backward.
// Rows are contiguous; the gates of a row lie behind each other in PyTorch's order.
import { sigmoid, tanh } from './math';
import { loadUpTo4, storeUpTo4 } from './simd';

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

export function lstmStep(gates: usize, cPrev: usize, c: usize, h: usize, rows: i32, hidden: i32): void {
  const gate = (<usize>hidden) << 2;
  for (; rows > 0; rows--) {
    for (let left = hidden; left > 0; left -= 4) {
      const lanes = min(left, 4), bytes = (<usize>lanes) << 2;
      const i = sigmoid(loadUpTo4(gates, left));
      const f = sigmoid(loadUpTo4(gates + gate, left));
      const g = tanh(loadUpTo4(gates + 2 * gate, left));
      const o = sigmoid(loadUpTo4(gates + 3 * gate, left));
      const cell = f32x4.add(f32x4.mul(f, loadUpTo4(cPrev, left)), f32x4.mul(i, g));
      storeUpTo4(gates, i, left);
      storeUpTo4(gates + gate, f, left);
      storeUpTo4(gates + 2 * gate, g, left);
      storeUpTo4(gates + 3 * gate, o, left);
      storeUpTo4(c, cell, left);
      storeUpTo4(h, f32x4.mul(o, tanh(cell)), left);
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
      const i = loadUpTo4(gates, left), f = loadUpTo4(gates + gate, left);
      const g = loadUpTo4(gates + 2 * gate, left), o = loadUpTo4(gates + 3 * gate, left);
      const out = loadUpTo4(dh, left), squashed = tanh(loadUpTo4(c, left));
      const cell = f32x4.add(loadUpTo4(dc, left), f32x4.mul(f32x4.mul(out, o), tanhSlope(squashed)));
      storeUpTo4(dGates, f32x4.mul(f32x4.mul(cell, g), sigmoidSlope(i)), left);
      storeUpTo4(dGates + gate, f32x4.mul(f32x4.mul(cell, loadUpTo4(cPrev, left)), sigmoidSlope(f)), left);
      storeUpTo4(dGates + 2 * gate, f32x4.mul(f32x4.mul(cell, i), tanhSlope(g)), left);
      storeUpTo4(dGates + 3 * gate, f32x4.mul(f32x4.mul(out, squashed), sigmoidSlope(o)), left);
      storeUpTo4(dc, f32x4.mul(cell, f), left);
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
      const r = sigmoid(f32x4.add(loadUpTo4(input, left), loadUpTo4(state, left)));
      const z = sigmoid(f32x4.add(loadUpTo4(input + gate, left), loadUpTo4(state + gate, left)));
      const n = tanh(f32x4.add(loadUpTo4(input + 2 * gate, left), f32x4.mul(r, loadUpTo4(state + 2 * gate, left))));
      storeUpTo4(input, r, left);
      storeUpTo4(input + gate, z, left);
      storeUpTo4(input + 2 * gate, n, left);
      storeUpTo4(h, f32x4.add(n, f32x4.mul(z, f32x4.sub(loadUpTo4(hPrev, left), n))), left);
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
      const r = loadUpTo4(gates, left), z = loadUpTo4(gates + gate, left), n = loadUpTo4(gates + 2 * gate, left);
      const out = loadUpTo4(dh, left);
      const candidate = f32x4.mul(f32x4.mul(out, f32x4.sub(one(), z)), tanhSlope(n));
      const update = f32x4.mul(f32x4.mul(out, f32x4.sub(loadUpTo4(hPrev, left), n)), sigmoidSlope(z));
      const reset = f32x4.mul(f32x4.mul(candidate, loadUpTo4(state + 2 * gate, left)), sigmoidSlope(r));
      storeUpTo4(dInput, reset, left);
      storeUpTo4(dInput + gate, update, left);
      storeUpTo4(dInput + 2 * gate, candidate, left);
      storeUpTo4(dState, reset, left);
      storeUpTo4(dState + gate, update, left);
      storeUpTo4(dState + 2 * gate, f32x4.mul(candidate, r), left);
      storeUpTo4(dh, f32x4.mul(out, z), left);
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
