// Round numbers for axes.

/** About `count` round values (1, 2 or 5 times a power of ten) within [from, to]. */
export function axisTicks(from: number, to: number, count: number): number[] {
  if (to <= from) return [from];
  const rough = (to - from) / count;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = power * ([1, 2, 5].find((factor) => factor * power >= rough) ?? 10);
  const first = Math.ceil(from / step - 1e-9);
  const last = Math.floor(to / step + 1e-9);
  // Multiplying (and rounding away the last bits) keeps 0.3 from becoming 0.30000000000000004.
  return Array.from({ length: last - first + 1 }, (_, i) => Number(((first + i) * step).toPrecision(12)));
}

/** Short form: 1,500 → 1.5k, 2000000 → 2M. */
export function formatTick(value: number): string {
  const size = Math.abs(value);
  if (size >= 1e6) return `${trim(value / 1e6)}M`;
  if (size >= 1e4) return `${trim(value / 1e3)}k`;
  if (size >= 1 || size === 0) return value.toLocaleString('en-US', { maximumFractionDigits: 2 });
  return size < 1e-3 ? value.toExponential(0) : trim(value);
}

function trim(value: number): string {
  return String(Number(value.toPrecision(4)));
}
