// Copies, fills, choices by mask, and rows by index.

// fill(y, n, value)
KERNEL(fill) {
  float *y = FLOATS(0);
  const vec value = splat(REAL(2));
  const int n = INT(1);
  EACH(n, put(y + i, value, count););
  return 0;
}

static void copy_floats(const float *x, float *y, int n, bool add) {
  if (!add) memmove(y, x, sizeof(float) * n);
  else EACH(n, put(y + i, get(y + i, count) + get(x + i, count), count););
}

// copy(x, y, n, accumulate)
KERNEL(copy) {
  copy_floats(FLOATS(0), FLOATS(1), INT(2), INT(3));
  return 0;
}

// where(mask, a, strideA, b, strideB, y, n, accumulate); any mask bits but a float zero's count as true
KERNEL(where) {
  const int32_t *mask_bits = (const int32_t *)FLOATS(0);
  const float *a = FLOATS(1), *b = FLOATS(3);
  float *y = FLOATS(5);
  const int step_a = INT(2), step_b = INT(4), n = INT(6);
  const bool add = INT(7);
  for (int i = 0; i < n; i++) {
    const float v = mask_bits[i] & 0x7fffffff ? a[i * step_a] : b[i * step_b];
    y[i] = add ? v + y[i] : v;
  }
  return 0;
}

// gather(x, index, y, outer, n, m, inner, accumulate): position of the first index outside 0..n-1, or -1
KERNEL(gather) {
  const float *x = FLOATS(0);
  const int32_t *index = (const int32_t *)FLOATS(1);
  float *y = FLOATS(2);
  const int outer = INT(3), n = INT(4), m = INT(5), inner = INT(6);
  const bool add = INT(7);
  int64_t at = 0;
  for (int o = 0; o < outer; o++, x += (int64_t)n * inner)
    for (int j = 0; j < m; j++)
      for (int i = 0; i < inner; i++, at++) {
        if ((uint32_t)index[at] >= (uint32_t)n) return at;
        const float v = x[(int64_t)index[at] * inner + i];
        y[at] = add ? y[at] + v : v;
      }
  return -1;
}

// scatterAdd(x, index, y, outer, n, m, inner): likewise
KERNEL(scatterAdd) {
  const float *x = FLOATS(0);
  const int32_t *index = (const int32_t *)FLOATS(1);
  float *y = FLOATS(2);
  const int outer = INT(3), n = INT(4), m = INT(5), inner = INT(6);
  int64_t at = 0;
  for (int o = 0; o < outer; o++, y += (int64_t)n * inner)
    for (int j = 0; j < m; j++)
      for (int i = 0; i < inner; i++, at++) {
        if ((uint32_t)index[at] >= (uint32_t)n) return at;
        y[(int64_t)index[at] * inner + i] += x[at];
      }
  return -1;
}

// Rows of x by index to rows of y in their order, or the other way when `place`.
static double move_rows(const float *x, const int32_t *index, float *y, int outer, int n, int m, int inner, bool place) {
  for (int o = 0; o < outer; o++, x += (int64_t)(place ? m : n) * inner, y += (int64_t)(place ? n : m) * inner)
    for (int j = 0; j < m; j++) {
      if ((uint32_t)index[j] >= (uint32_t)n) return j;
      const int64_t at = (int64_t)index[j] * inner, running = (int64_t)j * inner;
      if (place) copy_floats(x + running, y + at, inner, true);
      else if (inner == 1) memcpy(y + running, x + at, sizeof(float));
      else EACH(inner, put(y + running + i, get(x + at + i, count), count););
    }
  return -1;
}

// indexSelect(x, index, y, outer, n, m, inner)
KERNEL(indexSelect) {
  return move_rows(FLOATS(0), (const int32_t *)FLOATS(1), FLOATS(2), INT(3), INT(4), INT(5), INT(6), false);
}

// indexAdd(x, index, y, outer, n, m, inner)
KERNEL(indexAdd) {
  return move_rows(FLOATS(0), (const int32_t *)FLOATS(1), FLOATS(2), INT(3), INT(4), INT(5), INT(6), true);
}
