// Sums of squares with NumPy's order of additions, in double or single precision: rewards equal to the last bit.

type Rounding = (x: number) => number;

const double: Rounding = (x) => x;

/** Squares, additions and result in single precision, as NumPy does with actions. */
export function sumOfSquaresSingle(values: Float32Array): number {
  return sum(values, Math.fround, 0, values.length);
}

export function sumOfSquares(values: Float64Array): number {
  return sum(values, double, 0, values.length);
}

/** Up to seven in order, up to 128 in eight accumulators, more in halves. */
function sum(values: ArrayLike<number>, round: Rounding, from: number, size: number): number {
  const square = (i: number) => round(values[from + i]! * values[from + i]!);
  if (size > 128) {
    const half = (size >> 1) - ((size >> 1) % 8);
    return round(sum(values, round, from, half) + sum(values, round, from + half, size - half));
  }
  let total = 0;
  let done = 0;
  if (size >= 8) {
    const [a, b, c, d, e, f, g, h] = accumulate(square, round, size - (size % 8));
    total = round(round(round(a + b) + round(c + d)) + round(round(e + f) + round(g + h)));
    done = size - (size % 8);
  }
  for (; done < size; done++) total = round(total + square(done));
  return total;
}

type Eight = [number, number, number, number, number, number, number, number];

/** Sums of every eighth number. */
function accumulate(square: (i: number) => number, round: Rounding, size: number): Eight {
  const sums: Eight = [0, 0, 0, 0, 0, 0, 0, 0];
  for (let i = 0; i < size; i++) sums[i % 8] = round(sums[i % 8]! + square(i));
  return sums;
}
