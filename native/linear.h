// The kernels of matrix products, and of a linear layer's gradients in one call.

// Rows from..to of a product by the method that its sizes choose.
static void multiply(const product *q, int from, int to, float *scratch) {
  const bool plain = !q->bias && !q->act;
  if (prefers_dots(q)) dot_product(q, from, to);
  else if (q->trans_a && plain && q->n <= LANES / 2 && q->m >= LANES && q->m <= NARROW / LANES) transposed_product(q, from, to, scratch);
  else tiled_product(q, from, to, scratch);
}

// The arguments of gemm from its second on: (transB, m, n, k, a, lda, b, ldb, c, ldc, accumulate, bias, act)
static product product_of(const state *thread, const double *arguments) {
  return (product){.trans_a = INT(0), .trans_b = INT(1), .m = INT(2), .n = INT(3), .k = INT(4),
                   .a = FLOATS(5), .lda = INT(6), .b = FLOATS(7), .ldb = INT(8), .c = FLOATS(9), .ldc = INT(10),
                   .accumulate = INT(11), .bias = FLOATS(12), .act = INT(13)};
}

// gemm(transA, transB, m, n, k, a, lda, b, ldb, c, ldc, accumulate, bias, act)
KERNEL(gemm) {
  const product q = product_of(thread, arguments);
  multiply(&q, 0, q.m, thread->scratch);
  return 0;
}

// gemmRows(…, from, to)
KERNEL(gemmRows) {
  const product q = product_of(thread, arguments);
  multiply(&q, INT(14), INT(15), thread->scratch);
  return 0;
}

// gemmBatched(transA, transB, batch, m, n, k, a, lda, strideA, b, ldb, strideB, c, ldc, strideC, accumulate)
KERNEL(gemmBatched) {
  product q = {.trans_a = INT(0), .trans_b = INT(1), .m = INT(3), .n = INT(4), .k = INT(5),
               .a = FLOATS(6), .lda = INT(7), .b = FLOATS(9), .ldb = INT(10), .c = FLOATS(12), .ldc = INT(13),
               .accumulate = INT(15)};
  const int batch = INT(2), step_a = INT(8), step_b = INT(11), step_c = INT(14);
  for (int i = 0; i < batch; i++, q.a += step_a, q.b += step_b, q.c += step_c) multiply(&q, 0, q.m, thread->scratch);
  return 0;
}

// dy *= act'(·) in place and its column sums in one pass, a few vectors of columns at a time.
static void bias_gradient(int act, const float *y, float *dy, int rows, int n, float *db, bool add) {
  for (int j = 0; j < n; j += 4 * LANES) {
    const int width = n - j < 4 * LANES ? n - j : 4 * LANES;
    vec sums[4] = {{0}};
    FOR_ACTIVATION(act,
      for (int row = 0; row < rows; row++)
        for (int v = 0; v * LANES < width; v++) {
          const int64_t at = (int64_t)row * n + j + v * LANES;
          const int count = width - v * LANES;
          const vec g = activation_slope(A, get(y + at, count), get(dy + at, count));
          put(dy + at, g, count);
          sums[v] += g;
        }
    )
    for (int v = 0; v * LANES < width; v++) {
      const int count = width - v * LANES;
      float *to = db + j + v * LANES;
      put(to, add ? sums[v] + get(to, count) : sums[v], count);
    }
  }
}

// linearGrad(m, n, k, x, w, y, dy, act, dw, db, dx, accumulate); accumulate has a bit for each of dw, db, dx
KERNEL(linearGrad) {
  const int m = INT(0), n = INT(1), k = INT(2), act = INT(7), add = INT(11);
  const float *x = FLOATS(3), *w = FLOATS(4), *y = FLOATS(5);
  float *dy = FLOATS(6), *dw = FLOATS(8), *db = FLOATS(9), *dx = FLOATS(10);
  if (db && act) bias_gradient(act, y, dy, m, n, db, add & 2);
  else if (db) column_sums(dy, n, db, m, n, 1, add & 2);
  else FOR_ACTIVATION(act, EACH(m * n, put(dy + i, activation_slope(A, get(y + i, count), get(dy + i, count)), count);););
  const product by_weight = {.trans_a = true, .m = n, .n = k, .k = m, .a = dy, .lda = n, .b = x, .ldb = k, .c = dw, .ldc = k,
                             .accumulate = add & 1};
  const product by_input = {.m = m, .n = k, .k = n, .a = dy, .lda = n, .b = w, .ldb = k, .c = dx, .ldc = k, .accumulate = add & 4};
  if (dw) multiply(&by_weight, 0, n, thread->scratch);
  if (dx) multiply(&by_input, 0, m, thread->scratch);
  return 0;
}
