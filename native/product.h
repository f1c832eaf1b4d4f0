// Matrix products by tiles: op(A) packed in blocks of ROWS rows and op(B) in panels of COLUMNS columns where it pays.

// C = act(op(A)·op(B) + bias), or C += op(A)·op(B); op(A) is m x k, op(B) k x n; strides in floats.
typedef struct {
  bool trans_a, trans_b, accumulate;
  int m, n, k, act;
  const float *a, *b, *bias;
  float *c;
  int64_t lda, ldb, ldc;
} product;

static void tiled_product(const product *q, int from, int to, float *scratch) {
  float *packed_a = scratch, *packed_b = scratch + MC * KC;
  // Packing the rows pays when several panels use them.
  const bool pack_rows = q->n > 2 * COLUMNS && to - from > ROWS;
  const int width = NC / COLUMNS * COLUMNS;
  for (int j0 = 0; j0 < q->n; j0 += width) {
    const int nc = q->n - j0 < width ? q->n - j0 : width;
    for (int k0 = 0; k0 == 0 || k0 < q->k; k0 += KC) {
      const int kc = q->k - k0 < KC ? q->k - k0 : KC;
      const bool last = k0 + kc >= q->k;
      // Rows of B that already lie side by side are read in place when few rows of A use them, or they are few.
      const bool few = to - from <= 4 * ROWS || (int64_t)q->k * q->n <= IN_PLACE;
      const int in_place = !q->trans_b && few ? nc / LANES * LANES : 0;
      for (int j = in_place; j < nc; j += COLUMNS) {
        const float *columns = q->trans_b ? q->b + (j0 + j) * q->ldb + k0 : q->b + k0 * q->ldb + j0 + j;
        const int count = nc - j < COLUMNS ? nc - j : COLUMNS;
        pack(columns, q->ldb, q->trans_b, count, COLUMNS, kc, packed_b + (int64_t)(j - in_place) * kc);
      }
      for (int i0 = from; i0 < to; i0 += MC) {
        const int mc = to - i0 < MC ? to - i0 : MC;
        const float *rows = q->trans_a ? q->a + k0 * q->lda + i0 : q->a + i0 * q->lda + k0;
        if (pack_rows)
          for (int i = 0; i < mc; i += ROWS)
            pack(rows + i * (q->trans_a ? 1 : q->lda), q->lda, !q->trans_a, mc - i < ROWS ? mc - i : ROWS, ROWS, kc,
                 packed_a + (int64_t)i * kc);
        tile t = {.k = kc, .ldc = q->ldc, .add = q->accumulate || k0 > 0};
        t.a_row = pack_rows || q->trans_a ? 1 : q->lda;
        t.a_step = pack_rows ? ROWS : q->trans_a ? q->lda : 1;
        for (int j = 0, columns; j < nc; j += columns) {
          const int end = j < in_place ? in_place : nc;
          columns = end - j < COLUMNS ? end - j : COLUMNS;
          t.b = j < in_place ? q->b + k0 * q->ldb + j0 + j : packed_b + (int64_t)(j - in_place) * kc;
          t.b_step = j < in_place ? q->ldb : COLUMNS;
          t.bias = last && q->bias ? q->bias + j0 + j : NULL;
          for (int i = 0; i < mc; i += ROWS) {
            const int count = mc - i < ROWS ? mc - i : ROWS;
            t.a = pack_rows ? packed_a + (int64_t)i * kc : rows + i * t.a_row;
            t.c = q->c + (i0 + i) * q->ldc + j0 + j;
            run_tile(&t, count, columns);
            // While the tile is in the first-level cache.
            if (last && q->act) activate(q->act, t.c, q->ldc, count, columns);
          }
        }
      }
    }
  }
}

// C with few columns as the transpose of a product with few rows, whose vectors are full.
static void transposed_product(const product *q, int from, int to, float *scratch) {
  float *result = scratch + MC * KC + NC * KC;
  const int m = to - from;
  const product t = {.trans_a = !q->trans_b, .trans_b = false, .m = q->n, .n = m, .k = q->k, .a = q->b, .lda = q->ldb,
                     .b = q->a + from, .ldb = q->lda, .c = result, .ldc = m};
  tiled_product(&t, 0, q->n, scratch);
  for (int i = 0; i < m; i++) {
    float *row = q->c + (from + i) * q->ldc;
    for (int j = 0; j < q->n; j++) row[j] = q->accumulate ? row[j] + result[(int64_t)j * m + i] : result[(int64_t)j * m + i];
  }
}
