// One time step of recurrent layers after the matrix products: gate functions and state update, forward and backward.
// Rows are contiguous; the gates of a row lie behind each other in PyTorch's order. The loops test at their end: only from
// such loops does V8 move the polynomials' constants out.
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

/** Four hidden units of one row, or the last `lanes`. `gate` is the bytes from one gate to the next. */
// @ts-ignore: decorator
@inline
function lstmLanes(gates: usize, gate: usize, cPrev: usize, c: usize, h: usize, lanes: i32): void {
  const i = sigmoid(loadUpTo4(gates, lanes));
  const f = sigmoid(loadUpTo4(gates + gate, lanes));
  const g = tanh(loadUpTo4(gates + 2 * gate, lanes));
  const o = sigmoid(loadUpTo4(gates + 3 * gate, lanes));
  const cell = f32x4.add(f32x4.mul(f, loadUpTo4(cPrev, lanes)), f32x4.mul(i, g));
  storeUpTo4(gates, i, lanes);
  storeUpTo4(gates + gate, f, lanes);
  storeUpTo4(gates + 2 * gate, g, lanes);
  storeUpTo4(gates + 3 * gate, o, lanes);
  storeUpTo4(c, cell, lanes);
  storeUpTo4(h, f32x4.mul(o, tanh(cell)), lanes);
}

export function lstmStep(gates: usize, cPrev: usize, c: usize, h: usize, rows: i32, hidden: i32): void {
  const gate = <usize>hidden << 2, tail = hidden & 3, rest = <usize>tail << 2, whole = gate - rest;
  for (; rows > 0; rows--) {
    const end = gates + whole;
    if (gates < end) do {
      lstmLanes(gates, gate, cPrev, c, h, 4);
      gates += 16;
      cPrev += 16;
      c += 16;
      h += 16;
    } while (gates < end);
    if (tail) lstmLanes(gates, gate, cPrev, c, h, tail);
    gates += rest + 3 * gate;
    cPrev += rest;
    c += rest;
    h += rest;
  }
}

// @ts-ignore: decorator
@inline
function lstmGradLanes(
  gates: usize, gate: usize, cPrev: usize, c: usize, dh: usize, dc: usize, dGates: usize, lanes: i32,
): void {
  const i = loadUpTo4(gates, lanes), f = loadUpTo4(gates + gate, lanes);
  const g = loadUpTo4(gates + 2 * gate, lanes), o = loadUpTo4(gates + 3 * gate, lanes);
  const out = loadUpTo4(dh, lanes), squashed = tanh(loadUpTo4(c, lanes));
  const cell = f32x4.add(loadUpTo4(dc, lanes), f32x4.mul(f32x4.mul(out, o), tanhSlope(squashed)));
  storeUpTo4(dGates, f32x4.mul(f32x4.mul(cell, g), sigmoidSlope(i)), lanes);
  storeUpTo4(dGates + gate, f32x4.mul(f32x4.mul(cell, loadUpTo4(cPrev, lanes)), sigmoidSlope(f)), lanes);
  storeUpTo4(dGates + 2 * gate, f32x4.mul(f32x4.mul(cell, i), tanhSlope(g)), lanes);
  storeUpTo4(dGates + 3 * gate, f32x4.mul(f32x4.mul(out, squashed), sigmoidSlope(o)), lanes);
  storeUpTo4(dc, f32x4.mul(cell, f), lanes);
}

export function lstmStepGrad(
  gates: usize, cPrev: usize, c: usize, dh: usize, dc: usize, dGates: usize, rows: i32, hidden: i32,
): void {
  const gate = <usize>hidden << 2, tail = hidden & 3, rest = <usize>tail << 2, whole = gate - rest;
  for (; rows > 0; rows--) {
    const end = gates + whole;
    if (gates < end) do {
      lstmGradLanes(gates, gate, cPrev, c, dh, dc, dGates, 4);
      gates += 16;
      cPrev += 16;
      c += 16;
      dh += 16;
      dc += 16;
      dGates += 16;
    } while (gates < end);
    if (tail) lstmGradLanes(gates, gate, cPrev, c, dh, dc, dGates, tail);
    gates += rest + 3 * gate;
    cPrev += rest;
    c += rest;
    dh += rest;
    dc += rest;
    dGates += rest + 3 * gate;
  }
}

// @ts-ignore: decorator
@inline
function gruLanes(input: usize, state: usize, gate: usize, hPrev: usize, h: usize, lanes: i32): void {
  const r = sigmoid(f32x4.add(loadUpTo4(input, lanes), loadUpTo4(state, lanes)));
  const z = sigmoid(f32x4.add(loadUpTo4(input + gate, lanes), loadUpTo4(state + gate, lanes)));
  const share = f32x4.mul(r, loadUpTo4(state + 2 * gate, lanes));
  const n = tanh(f32x4.add(loadUpTo4(input + 2 * gate, lanes), share));
  storeUpTo4(input, r, lanes);
  storeUpTo4(input + gate, z, lanes);
  storeUpTo4(input + 2 * gate, n, lanes);
  storeUpTo4(h, f32x4.add(n, f32x4.mul(z, f32x4.sub(loadUpTo4(hPrev, lanes), n))), lanes);
}

export function gruStep(input: usize, state: usize, hPrev: usize, h: usize, rows: i32, hidden: i32): void {
  const gate = <usize>hidden << 2, tail = hidden & 3, rest = <usize>tail << 2, whole = gate - rest;
  for (; rows > 0; rows--) {
    const end = input + whole;
    if (input < end) do {
      gruLanes(input, state, gate, hPrev, h, 4);
      input += 16;
      state += 16;
      hPrev += 16;
      h += 16;
    } while (input < end);
    if (tail) gruLanes(input, state, gate, hPrev, h, tail);
    input += rest + 2 * gate;
    state += rest + 2 * gate;
    hPrev += rest;
    h += rest;
  }
}

// @ts-ignore: decorator
@inline
function gruGradLanes(
  gates: usize, state: usize, gate: usize, hPrev: usize, dh: usize, dInput: usize, dState: usize, lanes: i32,
): void {
  const r = loadUpTo4(gates, lanes), z = loadUpTo4(gates + gate, lanes), n = loadUpTo4(gates + 2 * gate, lanes);
  const out = loadUpTo4(dh, lanes);
  const candidate = f32x4.mul(f32x4.mul(out, f32x4.sub(one(), z)), tanhSlope(n));
  const update = f32x4.mul(f32x4.mul(out, f32x4.sub(loadUpTo4(hPrev, lanes), n)), sigmoidSlope(z));
  const reset = f32x4.mul(f32x4.mul(candidate, loadUpTo4(state + 2 * gate, lanes)), sigmoidSlope(r));
  storeUpTo4(dInput, reset, lanes);
  storeUpTo4(dInput + gate, update, lanes);
  storeUpTo4(dInput + 2 * gate, candidate, lanes);
  storeUpTo4(dState, reset, lanes);
  storeUpTo4(dState + gate, update, lanes);
  storeUpTo4(dState + 2 * gate, f32x4.mul(candidate, r), lanes);
  storeUpTo4(dh, f32x4.mul(out, z), lanes);
}

export function gruStepGrad(
  gates: usize, state: usize, hPrev: usize, dh: usize, dInput: usize, dState: usize, rows: i32, hidden: i32,
): void {
  const gate = <usize>hidden << 2, tail = hidden & 3, rest = <usize>tail << 2, whole = gate - rest;
  for (; rows > 0; rows--) {
    const end = gates + whole;
    if (gates < end) do {
      gruGradLanes(gates, state, gate, hPrev, dh, dInput, dState, 4);
      gates += 16;
      state += 16;
      hPrev += 16;
      dh += 16;
      dInput += 16;
      dState += 16;
    } while (gates < end);
    if (tail) gruGradLanes(gates, state, gate, hPrev, dh, dInput, dState, tail);
    const skip = rest + 2 * gate;
    gates += skip;
    state += skip;
    hPrev += rest;
    dh += rest;
    dInput += skip;
    dState += skip;
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
