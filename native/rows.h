// Functions of whole rows: softmax, its logarithm, log-sum-exp, and the softmax of attention.

// The larger one; NaN wins.
INLINE float higher(float a, float b) { return b > a || b != b ? b : a; }

static float row_highest(const float *x, int n) {
  vec best = splat(-INFINITY);
  int i = 0;
  for (; i + LANES <= n; i += LANES) best = larger(best, load(x + i));
  float lanes[LANES], top = -INFINITY;
  store(lanes, best);
  if (i)
    for (int j = 0; j < LANES; j++) top = higher(top, lanes[j]);
  for (; i < n; i++) top = higher(top, x[i]);
  return top;
}

// Sum of exp(x - top), the terms stored at y unless it is NULL.
static float exponential_sum(const float *x, float *y, int n, float top) {
  vec sum = {0};
  EACH(n,
    vec e = exponential(get(x + i, count) - top);
    if (y) put(y + i, e, count);
    if (count < LANES) {
      float kept[LANES] = {0};
      put(kept, e, count);
      e = load(kept);
    }
    sum += e;
  );
  return total(sum);
}

static float log_sum(const float *x, int n, float top) { return top + logf(exponential_sum(x, NULL, n, top)); }

// Rows of few elements are computed side by side, one in every lane: element j of LANES rows in columns[j].
enum { FEW = 6 };

INLINE void read_columns(const float *x, int rows, int n, vec *columns) {
  for (int j = 0; j < n; j++) {
    float column[LANES] = {0};
    for (int row = 0; row < rows; row++) column[row] = x[row * n + j];
    columns[j] = load(column);
  }
}

INLINE void write_columns(const vec *columns, int rows, int n, float *y) {
  for (int j = 0; j < n; j++) {
    float column[LANES];
    store(column, columns[j]);
    for (int row = 0; row < rows; row++) y[row * n + j] = column[row];
  }
}

INLINE void softmax_columns(int log, int n, vec *x) {
  vec top = x[0], sum = {0}, terms[FEW];
  for (int j = 1; j < n; j++) top = larger(top, x[j]);
  for (int j = 0; j < n; j++) sum += terms[j] = exponential(x[j] - top);
  const vec shift = log ? top + logarithm(sum) : 1 / sum;
  for (int j = 0; j < n; j++) x[j] = log ? x[j] - shift : terms[j] * shift;
}

INLINE void softmax_grad_columns(int log, int n, const vec *y, vec *dy) {
  vec sum = {0};
  for (int j = 0; j < n; j++) sum += log ? dy[j] : dy[j] * y[j];
  for (int j = 0; j < n; j++) dy[j] = log ? dy[j] - exponential(y[j]) * sum : y[j] * (dy[j] - sum);
}

// Of LANES rows at a time, with the full number of lanes as a constant.
#define EACH_BLOCK(rows, ...)                           \
  for (int row = 0; row < (rows); row += LANES) {       \
    if ((rows) - row >= LANES) {                        \
      enum { count = LANES };                           \
      __VA_ARGS__                                       \
    } else {                                            \
      const int count = (rows) - row;                   \
      __VA_ARGS__                                       \
    }                                                   \
  }

// softmax(x, y, rows, n, log)
KERNEL(softmax) {
  const float *x = FLOATS(0);
  float *y = FLOATS(1);
  const int rows = INT(2), n = INT(3), log = INT(4);
  if (n <= FEW) {
    vec columns[FEW];
    EACH_BLOCK(rows,
      read_columns(x + row * n, count, n, columns);
      softmax_columns(log, n, columns);
      write_columns(columns, count, n, y + row * n);
    )
    return 0;
  }
  for (int row = 0; row < rows; row++, x += n, y += n) {
    const float top = row_highest(x, n);
    if (log) {
      const float shift = log_sum(x, n, top);
      EACH(n, put(y + i, get(x + i, count) - shift, count););
    } else {
      const float scale = 1 / exponential_sum(x, y, n, top);
      EACH(n, put(y + i, get(y + i, count) * scale, count););
    }
  }
  return 0;
}

// softmaxGrad(y, dy, dx, rows, n, log, accumulate)
KERNEL(softmaxGrad) {
  const float *y = FLOATS(0), *dy = FLOATS(1);
  float *dx = FLOATS(2);
  const int rows = INT(3), n = INT(4), log = INT(5);
  const ints kept = (ints){0} - INT(6);
  if (n <= FEW) {
    vec values[FEW], slopes[FEW], before[FEW];
    EACH_BLOCK(rows,
      read_columns(y + row * n, count, n, values);
      read_columns(dy + row * n, count, n, slopes);
      softmax_grad_columns(log, n, values, slopes);
      if (INT(6)) {
        read_columns(dx + row * n, count, n, before);
        for (int j = 0; j < n; j++) slopes[j] += before[j];
      }
      write_columns(slopes, count, n, dx + row * n);
    )
    return 0;
  }
  for (int row = 0; row < rows; row++, y += n, dy += n, dx += n) {
    vec dot = {0};
    EACH(n, const vec g = get(dy + i, count); dot = log ? dot + g : g * get(y + i, count) + dot;);
    const float sum = total(dot);
    EACH(n,
      const vec v = get(y + i, count), g = get(dy + i, count), own = log ? g - exponential(v) * sum : v * (g - sum);
      put(dx + i, own + (vec)((ints)get(dx + i, count) & kept), count);
    );
  }
  return 0;
}

// logsumexp(x, y, rows, n)
KERNEL(logsumexp) {
  const float *x = FLOATS(0);
  float *y = FLOATS(1);
  const int rows = INT(2), n = INT(3);
  for (int row = 0; row < rows; row++, x += n) {
    const float top = row_highest(x, n);
    // An infinite maximum is the result: subtracting it from itself would give NaN.
    y[row] = isinf(top) ? top : log_sum(x, n, top);
  }
  return 0;
}

// logsumexpGrad(x, y, dy, dx, rows, n, accumulate)
KERNEL(logsumexpGrad) {
  const float *x = FLOATS(0), *y = FLOATS(1), *dy = FLOATS(2);
  float *dx = FLOATS(3);
  const int rows = INT(4), n = INT(5);
  const ints kept = (ints){0} - INT(6);
  for (int row = 0; row < rows; row++, x += n, dx += n)
    EACH(n,
      const vec own = dy[row] * exponential(get(x + i, count) - y[row]);
      put(dx + i, own + (vec)((ints)get(dx + i, count) & kept), count);
    );
  return 0;
}

// attentionSoftmax(scores, batch, heads, rows, n, scale, mask, strideBatch, strideHead, strideRow), in place
KERNEL(attentionSoftmax) {
  float *x = FLOATS(0);
  const int batch = INT(1), heads = INT(2), rows = INT(3), n = INT(4);
  const float scale = REAL(5), *added = FLOATS(6);
  for (int b = 0; b < batch; b++)
    for (int h = 0; h < heads; h++)
      for (int row = 0; row < rows; row++, x += n) {
        const float *m = added ? added + (int64_t)b * INT(7) + (int64_t)h * INT(8) + (int64_t)row * INT(9) : NULL;
        EACH(n, put(x + i, scale * get(x + i, count) + (m ? get(m + i, count) : splat(0)), count););
        float top = row_highest(x, n);
        // Nothing is left by the mask: all terms are zero, and so is the result.
        if (top == -INFINITY) top = 0;
        const float sum = exponential_sum(x, x, n, top), inverse = sum == 0 ? 0 : 1 / sum;
        EACH(n, put(x + i, get(x + i, count) * inverse, count););
      }
  return 0;
}

// attentionSoftmaxGrad(weights, gradient, rows, n, scale), in place
KERNEL(attentionSoftmaxGrad) {
  const float *w = FLOATS(0), scale = REAL(4);
  float *g = FLOATS(1);
  const int rows = INT(2), n = INT(3);
  for (int row = 0; row < rows; row++, w += n, g += n) {
    vec dot = {0};
    EACH(n, dot = get(w + i, count) * get(g + i, count) + dot;);
    const float mean = total(dot);
    EACH(n, put(g + i, scale * (get(w + i, count) * (get(g + i, count) - mean)), count););
  }
  return 0;
}
