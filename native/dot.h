// Products of few rows or few columns with a transposed B: rows of both operands are contiguous, so every element is the sum
// of a vector's lanes, and nothing is packed.

// Lane i is the sum of the lanes of x[i].
INLINE vec totals(vec *x) {
#if LANES == 16
  for (int half = 8; half >= 4; half /= 2)
    for (int i = 0; i < half; i++) x[i] = _mm512_unpacklo_ps(x[i], x[i + half]) + _mm512_unpackhi_ps(x[i], x[i + half]);
  for (int half = 2; half >= 1; half /= 2)
    for (int i = 0; i < half; i++)
      x[i] = _mm512_shuffle_f32x4(x[i], x[i + half], 0x88) + _mm512_shuffle_f32x4(x[i], x[i + half], 0xdd);
  const ints order = {0, 8, 4, 12, 1, 9, 5, 13, 2, 10, 6, 14, 3, 11, 7, 15};
  return _mm512_permutexvar_ps((__m512i)order, x[0]);
#elif LANES == 8
  for (int half = 4; half >= 2; half /= 2)
    for (int i = 0; i < half; i++) x[i] = _mm256_hadd_ps(x[2 * i], x[2 * i + 1]);
  return _mm256_permute2f128_ps(x[0], x[1], 0x20) + _mm256_permute2f128_ps(x[0], x[1], 0x31);
#else
  vec sums;
  for (int i = 0; i < LANES; i++) sums[i] = total(x[i]);
  return sums;
#endif
}

// A block of rows x columns elements, LANES in all; what lies beyond the product repeats its last row or column.
INLINE void dot_block(const int rows, const int columns, const product *q, int row, int to, int column) {
  const float *left[LANES], *right[LANES];
  vec sums[LANES];
#pragma GCC unroll 16
  for (int r = 0; r < rows; r++) left[r] = q->a + (row + r < to ? row + r : to - 1) * q->lda;
#pragma GCC unroll 16
  for (int c = 0; c < columns; c++) right[c] = q->b + (column + c < q->n ? column + c : q->n - 1) * q->ldb;
#pragma GCC unroll 16
  for (int i = 0; i < LANES; i++) sums[i] = (vec){0};
  EACH(q->k,
    vec values[LANES];
    _Pragma("GCC unroll 16") for (int c = 0; c < columns; c++) values[c] = get(right[c] + i, count);
    _Pragma("GCC unroll 16") for (int r = 0; r < rows; r++) {
      const vec value = get(left[r] + i, count);
      _Pragma("GCC unroll 16") for (int c = 0; c < columns; c++) sums[r * columns + c] += value * values[c];
    }
  );
  float results[LANES];
  store(results, totals(sums));
  for (int r = 0; r < rows && row + r < to; r++)
    for (int c = 0; c < columns && column + c < q->n; c++) {
      float *at = q->c + (row + r) * q->ldc + column + c;
      *at = results[r * columns + c] + (q->accumulate ? *at : 0) + (q->bias ? q->bias[column + c] : 0);
    }
}

#define DOTS(name, rows, columns)                              \
  static void name(const product *q, int from, int to) {       \
    for (int row = from; row < to; row += rows)                \
      for (int column = 0; column < q->n; column += columns)   \
        dot_block(rows, columns, q, row, to, column);          \
  }
enum { DOT_ROWS = LANES == 16 ? 4 : 2, DOT_COLUMNS = LANES / DOT_ROWS };
DOTS(dots_by_column, LANES, 1)
DOTS(dots_by_two_columns, LANES / 2, 2)
DOTS(dots_by_row, 1, LANES)
DOTS(dots_by_square, DOT_ROWS, DOT_COLUMNS)

static void dot_product(const product *q, int from, int to) {
  if (q->n == 1) dots_by_column(q, from, to);
  else if (q->n <= 2) dots_by_two_columns(q, from, to);
  else if (to - from == 1) dots_by_row(q, from, to);
  else dots_by_square(q, from, to);
  activate(q->act, q->c + from * q->ldc, q->ldc, to - from, q->n);
}

// Whether fewer cycles go into lane sums than into packing B and into vectors that stay empty, by measurement: by the sizes of
// the whole product and of one vector of columns, so that splitting rows or columns changes no bit.
static bool prefers_dots(const product *q) {
  if (q->trans_a || !q->trans_b) return false;
  const int64_t m = q->m, k = q->k, columns = q->n < LANES ? q->n : LANES;
  return m * columns * (2 * k / LANES + 3) < k * (m + columns);
}
