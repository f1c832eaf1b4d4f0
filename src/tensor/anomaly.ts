// Anomaly mode: finds the first operation that produced NaN or infinity, and where it was called.
import { heap, kernels } from './engine.js';
import { show } from './shape.js';
import type { Tensor } from './tensor.js';

let enabled = false;
let traces = new WeakMap<Tensor, string>();

/**
 * Runs `fn` with every result and gradient checked. Slow: for finding an error, not for training.
 *
 * @throws Error naming the operation, the shapes and the line that called it, at the first NaN or infinity.
 *
 * @example
 * detectAnomaly(() => { const loss = lossOf(batch); loss.backward(); });
 */
export function detectAnomaly<T>(fn: () => T): T {
  const before = enabled;
  enabled = true;
  try {
    return fn();
  } finally {
    enabled = before;
    if (!enabled) traces = new WeakMap();
  }
}

export function anomalyEnabled(): boolean {
  return enabled;
}

/** Checks a result just made and remembers the line that made it. */
export function assertFinite(out: Tensor): void {
  traces.set(out, callSite());
  if (out.dtype === 'int32' || out.size === 0) return;
  const bad = kernels.firstNonFinite(out.ptr, out.size);
  if (bad < 0) return;
  const inputs = [out.a, out.b, out.c].flatMap((t) => (t ? [show(t.shape)] : []));
  const from = inputs.length ? ` from inputs ${inputs.join(' and ')}` : '';
  throw new Error(
    `Anomaly: '${out.op?.name}' produced ${heap.f32[(out.ptr >>> 2) + bad]} at element ${bad} of shape ` +
      `${show(out.shape)}${from}. ${traceOf(out)}`,
  );
}

/** Where a checked tensor was made. */
export function traceOf(t: Tensor): string {
  return `Created ${traces.get(t) ?? 'before anomaly mode was switched on'}`;
}

/** The first stack line outside the tensor layer. */
function callSite(): string {
  const lines = (new Error().stack ?? '').split('\n').slice(1);
  const outside = lines.find((line) => !/[\\/](tensor|nn|optim)[\\/](?!.*\.test\.)/.test(line));
  return (outside ?? lines.at(-1) ?? 'at an unknown place').trim();
}
