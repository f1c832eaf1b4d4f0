// Optimiser updates over one flat buffer.
import { fma } from './simd';

export function polyak(target: usize, source: usize, n: i32, tau: f32): void {
  const t = f32x4.splat(tau);
  let i = 0;
  for (; i + 4 <= n; i += 4) {
    const o = (<usize>i) << 2;
    const x = v128.load(target + o);
    v128.store(target + o, fma(t, f32x4.sub(v128.load(source + o), x), x));
  }
  for (; i < n; i++) {
    const o = (<usize>i) << 2;
    const x = load<f32>(target + o);
    store<f32>(target + o, x + tau * (load<f32>(source + o) - x));
  }
}
