// The softmax between the two matrix products of attention, forward and backward, over all matrices in one call.
import { exp } from './math';
import { fma, loadPartial, storePartial, sumLanes } from './simd';

export function attentionSoftmax(
  scores: usize, batch: i32, heads: i32, rows: i32, n: i32, scale: f32,
  mask: usize, strideBatch: i32, strideHead: i32, strideRow: i32,
): void {
  const rowBytes = <usize>n << 2;
  for (let b = 0; b < batch; b++) {
    for (let h = 0; h < heads; h++) {
      let added = mask ? mask + (<usize>(b * strideBatch + h * strideHead) << 2) : 0;
      for (let i = 0; i < rows; i++) {
        softmaxRow(scores, n, scale, added);
        scores += rowBytes;
        if (added) added += <usize>strideRow << 2;
      }
    }
  }
}

/** x = softmax(scale · x + mask) in place; zeros when everything is masked. */
function softmaxRow(x: usize, n: i32, scale: f32, mask: usize): void {
  const s = f32x4.splat(scale), end = x + (<usize>(n & ~3) << 2), tail = n & 3;
  let highest = f32x4.splat(-f32.MAX_VALUE * 2);
  let p = x, m = mask;
  for (; p < end; p += 16) {
    let v = f32x4.mul(v128.load(p), s);
    if (m) {
      v = f32x4.add(v, v128.load(m));
      m += 16;
    }
    v128.store(p, v);
    highest = f32x4.pmax(highest, v);
  }
  let top = max(
    max(f32x4.extract_lane(highest, 0), f32x4.extract_lane(highest, 1)),
    max(f32x4.extract_lane(highest, 2), f32x4.extract_lane(highest, 3)),
  );
  for (let i = 0; i < tail; i++, p += 4) {
    let v = load<f32>(p) * scale;
    if (m) {
      v += load<f32>(m);
      m += 4;
    }
    store<f32>(p, v);
    top = max(top, v);
  }
  if (top == -f32.MAX_VALUE * 2) top = 0.0;
  const shift = f32x4.splat(top);
  let sum = f32x4.splat(0.0);
  p = x;
  // Tests at its end: only from such loops does V8 move the polynomial's constants out.
  if (p < end) do {
    const e = exp(f32x4.sub(v128.load(p), shift));
    v128.store(p, e);
    sum = f32x4.add(sum, e);
    p += 16;
  } while (p < end);
  if (tail) {
    storePartial(end, exp(f32x4.sub(loadPartial(end, tail), shift)), tail);
    sum = f32x4.add(sum, loadPartial(end, tail));
  }
  const total = sumLanes(sum);
  const inverse = f32x4.splat(total == 0.0 ? 0.0 : 1.0 / total);
  for (p = x; p < end; p += 16) v128.store(p, f32x4.mul(v128.load(p), inverse));
  if (tail) storePartial(end, f32x4.mul(loadPartial(end, tail), inverse), tail);
}

export function attentionSoftmaxGrad(weights: usize, gradient: usize, rows: i32, n: i32, scale: f32): void {
  const whole = n & ~3, tail = n & 3;
  for (; rows > 0; rows--) {
    let dot = f32x4.splat(0.0);
    for (let i = 0; i < whole; i += 4) {
      const o = <usize>i << 2;
      dot = fma(v128.load(weights + o), v128.load(gradient + o), dot);
    }
    const rest = <usize>whole << 2;
    if (tail) dot = fma(loadPartial(weights + rest, tail), loadPartial(gradient + rest, tail), dot);
    const mean = f32x4.splat(sumLanes(dot)), s = f32x4.splat(scale);
    for (let i = 0; i < whole; i += 4) {
      const o = <usize>i << 2;
      const centred = f32x4.sub(v128.load(gradient + o), mean);
      v128.store(gradient + o, f32x4.mul(f32x4.mul(v128.load(weights + o), centred), s));
    }
    if (tail) {
      const centred = f32x4.sub(loadPartial(gradient + rest, tail), mean);
      storePartial(gradient + rest, f32x4.mul(f32x4.mul(loadPartial(weights + rest, tail), centred), s), tail);
    }
    weights += <usize>n << 2;
    gradient += <usize>n << 2;
  }
}
