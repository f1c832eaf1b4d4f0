// The product for one instruction set: ISA, LANES (floats of a vector), VECTORS (of a tile's row), ROWS (of a tile)
// and TARGET come from the including file. A tile of ROWS x VECTORS accumulators stays in registers.
// An element's terms are added in the order of k, whatever the position in a tile: splitting rows changes no bit.

typedef float NAME(vector) __attribute__((vector_size(4 * LANES), aligned(4)));
typedef int32_t NAME(bits) __attribute__((vector_size(4 * LANES), aligned(4)));
#define vec NAME(vector)
#define mask NAME(bits)
#define COLUMNS (LANES * VECTORS)

// `rows` and `vectors` are constants wherever this is inlined, so that the accumulators live in registers.
// Rows of A begin at multiples of a_row, or where a_table tells; rows of B at multiples of b_step, or as b_table tells.
TARGET static inline __attribute__((always_inline)) void NAME(tile)(
    const int rows, const int vectors, int k, const float *a, int64_t a_row, const int *a_table, int64_t a_step,
    const float *b, int64_t b_step, const int *b_table, float *c, int64_t ldc, bool add, const float *bias, bool relu) {
  vec sum[ROWS][VECTORS];
#pragma GCC unroll 16
  for (int i = 0; i < rows; i++)
#pragma GCC unroll 4
    for (int j = 0; j < vectors; j++) sum[i][j] = (vec){0};
  for (int p = 0; p < k; p++) {
    vec right[VECTORS];
#pragma GCC unroll 4
    for (int j = 0; j < vectors; j++) right[j] = *(const vec *)(b + (b_table ? b_table[p] : p * b_step) + j * LANES);
#pragma GCC unroll 16
    for (int i = 0; i < rows; i++) {
      const float left = a[a_table ? a_table[i] : i * a_row];
#pragma GCC unroll 4
      for (int j = 0; j < vectors; j++) sum[i][j] += left * right[j];
    }
    a += a_step;
  }
#pragma GCC unroll 16
  for (int i = 0; i < rows; i++) {
#pragma GCC unroll 4
    for (int j = 0; j < vectors; j++) {
      vec *to = (vec *)(c + i * ldc + j * LANES);
      vec value = sum[i][j];
      if (add) value += *to;
      if (bias) value += *(const vec *)(bias + j * LANES);
      if (relu) value = (vec)((mask)value & ~(value < 0));  // keeps NaN
      *to = value;
    }
  }
}

// Any number of rows up to ROWS, any number of columns up to COLUMNS: what does not fill a tile goes through a copy.
TARGET static void NAME(edge)(int rows, int columns, int k, const float *a, int64_t a_row, int64_t a_step,
                              const float *b, int64_t b_step, float *c, int64_t ldc, bool add, const float *bias,
                              bool relu) {
  float copy[ROWS * COLUMNS], padded[COLUMNS] = {0};
  const bool whole = columns == COLUMNS;
  float *to = whole ? c : copy;
  const int64_t step = whole ? ldc : COLUMNS;
  if (!whole) {
    if (bias) bias = memcpy(padded, bias, sizeof(float) * columns);
    if (add)
      for (int i = 0; i < rows; i++) memcpy(copy + i * COLUMNS, c + i * ldc, sizeof(float) * columns);
  }
  int i = 0;
  for (; i + 4 <= rows; i += 4)
    NAME(tile)(4, VECTORS, k, a + i * a_row, a_row, NULL, a_step, b, b_step, NULL, to + i * step, step, add, bias, relu);
  for (; i < rows; i++) NAME(tile)(1, VECTORS, k, a + i * a_row, a_row, NULL, a_step, b, b_step, NULL, to + i * step, step, add, bias, relu);
  if (!whole)
    for (i = 0; i < rows; i++) memcpy(c + i * ldc, copy + i * COLUMNS, sizeof(float) * columns);
}

TARGET static void NAME(gemm)(const product *q, int from, int to, float *scratch) {
  float *packed_a = scratch, *packed_b = scratch + MC * KC;
  // Packing the rows pays when several panels use them.
  const bool pack_rows = q->n > 2 * COLUMNS;
  for (int j0 = 0; j0 < q->n; j0 += NC / COLUMNS * COLUMNS) {
    const int nc = q->n - j0 < NC / COLUMNS * COLUMNS ? q->n - j0 : NC / COLUMNS * COLUMNS;
    for (int k0 = 0; k0 == 0 || k0 < q->k; k0 += KC) {
      const int kc = q->k - k0 < KC ? q->k - k0 : KC;
      const bool add = q->accumulate || k0 > 0, last = k0 + kc >= q->k;
      // Rows of B that already lie side by side are read in place when few rows of A use them.
      const int in_place = !q->trans_b && to - from <= 4 * ROWS ? nc / COLUMNS * COLUMNS : 0;
      for (int j = in_place; j < nc; j += COLUMNS) {
        const float *columns = q->trans_b ? q->b + (j0 + j) * q->ldb + k0 : q->b + k0 * q->ldb + j0 + j;
        const int count = nc - j < COLUMNS ? nc - j : COLUMNS;
        pack(columns, q->ldb, q->trans_b, count, COLUMNS, kc, packed_b + (int64_t)j * kc);
      }
      for (int i0 = from; i0 < to; i0 += MC) {
        const int mc = to - i0 < MC ? to - i0 : MC;
        const float *rows = q->trans_a ? q->a + k0 * q->lda + i0 : q->a + i0 * q->lda + k0;
        if (pack_rows)
          for (int i = 0; i < mc; i += ROWS)
            pack(rows + i * (q->trans_a ? 1 : q->lda), q->lda, !q->trans_a, mc - i < ROWS ? mc - i : ROWS, ROWS, kc,
                 packed_a + (int64_t)i * kc);
        const int64_t a_row = pack_rows || q->trans_a ? 1 : q->lda;
        const int64_t a_step = pack_rows ? ROWS : q->trans_a ? q->lda : 1;
        for (int j = 0; j < nc; j += COLUMNS) {
          const int columns = nc - j < COLUMNS ? nc - j : COLUMNS;
          const float *panel = j < in_place ? q->b + k0 * q->ldb + j0 + j : packed_b + (int64_t)j * kc;
          const int64_t b_step = j < in_place ? q->ldb : COLUMNS;
          const float *bias = last && q->bias ? q->bias + j0 + j : NULL;
          for (int i = 0; i < mc; i += ROWS) {
            const float *left = pack_rows ? packed_a + (int64_t)i * kc : rows + i * a_row;
            float *c = q->c + (i0 + i) * q->ldc + j0 + j;
            const int count = mc - i < ROWS ? mc - i : ROWS;
            if (count == ROWS && columns == COLUMNS)
              NAME(tile)(ROWS, VECTORS, kc, left, a_row, NULL, a_step, panel, b_step, NULL, c, q->ldc, add, bias, last && q->relu);
            else
              NAME(edge)(count, columns, kc, left, a_row, a_step, panel, b_step, c, q->ldc, add, bias, last && q->relu);
          }
        }
      }
    }
  }
}
