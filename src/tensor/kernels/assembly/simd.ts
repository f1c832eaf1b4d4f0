// The few SIMD words every kernel uses. `FMA` is set by scripts/build-kernels.mjs: 1 in the relaxed SIMD module.
// Loops with constants (polynomials, rates) should test at their end, `do … while`: only from such loops does V8 move
// the constants out. `min` and `max` cost several instructions each, `pmin` and `pmax` one.

/** a * b + c, rounded once in the relaxed SIMD module and twice in the plain one. */
// @ts-ignore: decorator
@inline
export function fma(a: v128, b: v128, c: v128): v128 {
  if (FMA) return f32x4.relaxed_madd(a, b, c);
  return f32x4.add(f32x4.mul(a, b), c);
}

/** Sum of the four lanes, in the order of `sumLanesOf4`. */
// @ts-ignore: decorator
@inline
export function sumLanes(v: v128): f32 {
  const pairs = f32x4.add(v, v128.shuffle<f32>(v, v, 2, 3, 0, 1));
  return f32x4.extract_lane(pairs, 0) + f32x4.extract_lane(pairs, 1);
}

/** The lane sums of four vectors. */
// @ts-ignore: decorator
@inline
export function sumLanesOf4(a: v128, b: v128, c: v128, d: v128): v128 {
  const ab = f32x4.add(v128.shuffle<f32>(a, b, 0, 4, 1, 5), v128.shuffle<f32>(a, b, 2, 6, 3, 7));
  const cd = f32x4.add(v128.shuffle<f32>(c, d, 0, 4, 1, 5), v128.shuffle<f32>(c, d, 2, 6, 3, 7));
  return f32x4.add(v128.shuffle<f32>(ab, cd, 0, 1, 4, 5), v128.shuffle<f32>(ab, cd, 2, 3, 6, 7));
}

/** The first `count` (0..3) floats at `ptr`, zeros behind them; reads nothing beyond. */
// @ts-ignore: decorator
@inline
export function loadPartial(ptr: usize, count: i32): v128 {
  if (count == 1) return v128.load32_zero(ptr);
  if (count == 2) return v128.load64_zero(ptr);
  if (count == 3) return v128.load_lane<f32>(ptr + 8, v128.load64_zero(ptr), 2);
  return f32x4.splat(0.0);
}

/** Stores the first `count` (0..3) lanes. */
// @ts-ignore: decorator
@inline
export function storePartial(ptr: usize, v: v128, count: i32): void {
  if (count == 1) {
    v128.store_lane<f32>(ptr, v, 0);
  } else if (count >= 2) {
    v128.store_lane<f64>(ptr, v, 0);
    if (count == 3) v128.store_lane<f32>(ptr + 8, v, 2);
  }
}

/** Four floats, or the `count` that are left, zeros behind them. */
// @ts-ignore: decorator
@inline
export function loadUpTo4(ptr: usize, count: i32): v128 {
  return count >= 4 ? v128.load(ptr) : loadPartial(ptr, count);
}

/** Stores four lanes, or the first `count` that are left. */
// @ts-ignore: decorator
@inline
export function storeUpTo4(ptr: usize, v: v128, count: i32): void {
  if (count >= 4) v128.store(ptr, v);
  else storePartial(ptr, v, count);
}
