// Means that labs tell.

export function mean(values: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i]!;
  return sum / values.length;
}

/** Of an even number of values, the upper one of the middle. */
export function median(values: ArrayLike<number>): number {
  return Float64Array.from(values).sort()[values.length >> 1]!;
}

/** Share of values for which `holds`, in percent. */
export function percent<T>(values: readonly T[], holds: (value: T) => boolean): number {
  return (100 * values.filter(holds).length) / values.length;
}

/** Means of `width` values each, against what stands at their middle: points of a curve. */
export function smoothed(values: ArrayLike<number>, width: number): { x: number[]; y: number[] } {
  const all = Array.from(values);
  const starts = Array.from({ length: Math.floor(all.length / width) }, (_, i) => width * i);
  return {
    x: starts.map((start) => start + width / 2),
    y: starts.map((start) => mean(all.slice(start, start + width))),
  };
}
