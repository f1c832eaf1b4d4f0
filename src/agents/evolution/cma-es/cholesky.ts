// The lower triangular factor of a symmetric positive definite matrix, row-major, of which the lower triangle is read.

/** A with A·Aᵀ = C; where rounding has left a pivot that is not positive, a tiny one takes its place. */
export function cholesky(c: Float64Array, n: number, a: Float64Array): void {
  for (let i = 0; i < n; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = c[i * n + j]!;
      for (let k = 0; k < j; k++) sum -= a[i * n + k]! * a[j * n + k]!;
      a[i * n + j] = i === j ? Math.sqrt(Math.max(sum, 1e-20)) : sum / a[j * n + j]!;
    }
  }
}

/** A·z of a lower triangle. */
export function lowerTimes(a: Float64Array, z: Float64Array): Float64Array {
  const n = z.length;
  return Float64Array.from({ length: n }, (_, i) => {
    let sum = 0;
    for (let j = 0; j <= i; j++) sum += a[i * n + j]! * z[j]!;
    return sum;
  });
}
