// Reductions over the middle of outer × n × inner.
enum { SUM_BLOCK = 4096 };

// Of n floats; blocks are added in float32 before their sum goes into a float64.
static double row_sum(const float *x, int n) {
  double sum = 0;
  for (; n > 0; n -= SUM_BLOCK, x += SUM_BLOCK) {
    const int block = n < SUM_BLOCK ? n : SUM_BLOCK;
    vec sums[4] = {{0}};
    int i = 0;
    for (; i + 4 * LANES <= block; i += 4 * LANES)
      for (int j = 0; j < 4; j++) sums[j] += load(x + i + j * LANES);
    for (; i < block; i += LANES) sums[0] += get(x + i, block - i);
    sum += total(sums[0] + sums[1] + (sums[2] + sums[3]));
  }
  return sum;
}

// y (+)= scale times the sum of `rows` rows, ld floats apart.
static void column_sums(const float *x, int64_t ld, float *y, int rows, int columns, float scale, bool add) {
  int j = 0;
  for (; j + 4 * LANES <= columns; j += 4 * LANES) {
    vec sums[4] = {{0}};
    for (int row = 0; row < rows; row++)
      for (int v = 0; v < 4; v++) sums[v] += load(x + row * ld + j + v * LANES);
    for (int v = 0; v < 4; v++) store(y + j + v * LANES, scale * sums[v] + (add ? load(y + j + v * LANES) : splat(0)));
  }
  for (; j < columns; j += LANES) {
    const int count = columns - j;
    vec sum = {0};
    for (int row = 0; row < rows; row++) sum += get(x + row * ld + j, count);
    put(y + j, scale * sum + (add ? get(y + j, count) : splat(0)), count);
  }
}

// reduceSum(x, y, outer, n, inner, scale)
KERNEL(reduceSum) {
  const float *x = FLOATS(0);
  float *y = FLOATS(1);
  const int outer = INT(2), n = INT(3), inner = INT(4);
  const float scale = REAL(5);
  for (int o = 0; o < outer; o++, x += (int64_t)n * inner, y += inner)
    if (inner == 1) *y = row_sum(x, n) * scale;
    else column_sums(x, inner, y, n, inner, scale, false);
  return 0;
}

// colSumAccumulate(x, out, rows, cols)
KERNEL(colSumAccumulate) {
  column_sums(FLOATS(0), INT(3), FLOATS(1), INT(2), INT(3), 1, true);
  return 0;
}

// reduceSumGrad(dy, dx, outer, n, inner, scale, accumulate)
KERNEL(reduceSumGrad) {
  const float *dy = FLOATS(0), scale = REAL(5);
  float *dx = FLOATS(1);
  const int outer = INT(2), n = INT(3), inner = INT(4);
  const ints kept = (ints){0} - INT(6);
  // With inner 1 all of a row is one value, else a row of values is repeated.
  const int width = inner == 1 ? n : inner, repeats = inner == 1 ? 1 : n;
  for (int o = 0; o < outer; o++, dy += inner) {
    const vec single = splat(scale * *dy);
    for (int j = 0; j < repeats; j++, dx += width)
      EACH(width,
        const vec g = inner == 1 ? single : scale * get(dy + i, count);
        put(dx + i, g + (vec)((ints)get(dx + i, count) & kept), count);
      );
  }
  return 0;
}

// reduceExtreme(x, values, indices, outer, n, inner, sign): the first NaN wins
KERNEL(reduceExtreme) {
  const float *x = FLOATS(0), sign = REAL(6);
  float *values = FLOATS(1);
  int32_t *indices = (int32_t *)FLOATS(2);
  const int outer = INT(3), n = INT(4), inner = INT(5);
  for (int o = 0; o < outer; o++, x += (int64_t)n * inner)
    for (int k = 0; k < inner; k++) {
      const float *p = x + k;
      float best = *p * sign;
      int index = 0;
      for (int j = 1; j < n; j++) {
        const float value = *(p += inner) * sign;
        if (value > best || (value != value && best == best)) best = value, index = j;
      }
      *values++ = best * sign;
      *indices++ = index;
    }
  return 0;
}

// firstNonFinite(x, n): position of the first NaN or infinity, or -1
KERNEL(firstNonFinite) {
  const float *x = FLOATS(0);
  const int n = INT(1);
  int i = 0;
  for (; i + 64 <= n; i += 64) {
    // 0 · x is 0 for finite x only.
    vec sum = {0};
    for (int j = 0; j < 64; j += LANES) sum += 0 * load(x + i + j);
    if (total(sum) != 0) break;
  }
  for (; i < n; i++)
    if (x[i] * 0 != 0) return i;
  return -1;
}
