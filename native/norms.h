// Normalisation by the moments of rows (layer and group norm) and of channels (batch norm).

static float sum_of(const float *x, int n) {
  vec sum = {0};
  EACH(n, sum += get(x + i, count););
  return total(sum);
}

// Sum of squared differences to `mean`.
static float deviation_of(const float *x, int n, float mean) {
  vec sum = {0};
  EACH(n,
    vec d = get(x + i, count) - mean;
    if (count < LANES) {
      float kept[LANES] = {0};
      put(kept, d, count);
      d = load(kept);
    }
    sum += d * d;
  );
  return total(sum);
}

// Sum of (x - mean) · dy.
static float product_sum(const float *x, const float *dy, int n, float mean) {
  vec sum = {0};
  EACH(n, sum += (get(x + i, count) - mean) * get(dy + i, count););
  return total(sum);
}

// y (+)= x · scale + shift.
static void scale_row(const float *x, float *y, int n, float scale, float shift, bool add) {
  EACH(n, const vec v = get(x + i, count) * scale + shift; put(y + i, add ? v + get(y + i, count) : v, count););
}

// groupNorm(x, weight, bias, y, mean, rstd, rows, groups, channels, inner, eps)
KERNEL(groupNorm) {
  const float *x = FLOATS(0), *weights = FLOATS(1), *biases = FLOATS(2), eps = REAL(10);
  float *y = FLOATS(3), *means = FLOATS(4), *rstd = FLOATS(5);
  const int rows = INT(6), groups = INT(7), channels = INT(8), inner = INT(9), n = channels * inner;
  for (int row = 0; row < rows; row++, x += n, y += n) {
    const float mean = means[row] = sum_of(x, n) / n;
    const float inverse = rstd[row] = 1 / sqrtf(deviation_of(x, n, mean) / n + eps);
    const float *weight = weights ? weights + row % groups * channels : NULL;
    const float *bias = biases ? biases + row % groups * channels : NULL;
    if (inner == 1)
      EACH(n,
        vec v = (get(x + i, count) - mean) * inverse;
        if (weight) v *= get(weight + i, count);
        if (bias) v += get(bias + i, count);
        put(y + i, v, count);
      );
    else
      for (int c = 0; c < channels; c++) {
        const float scale = weight ? weight[c] * inverse : inverse;
        scale_row(x + c * inner, y + c * inner, inner, scale, (bias ? bias[c] : 0) - mean * scale, false);
      }
  }
  return 0;
}

// groupNormGrad(x, weight, mean, rstd, dy, dx, dWeight, dBias, rows, groups, channels, inner, accumulate)
KERNEL(groupNormGrad) {
  const float *x = FLOATS(0), *weights = FLOATS(1), *means = FLOATS(2), *rstd = FLOATS(3), *dy = FLOATS(4);
  float *dx = FLOATS(5), *d_weights = FLOATS(6), *d_biases = FLOATS(7);
  const int rows = INT(8), groups = INT(9), channels = INT(10), inner = INT(11), n = channels * inner;
  const bool add = INT(12);
  for (int row = 0; row < rows; row++, x += n, dy += n) {
    const float mean = means[row], inverse = rstd[row];
    const int own = row % groups * channels;
    const float *weight = weights ? weights + own : NULL;
    float *d_weight = d_weights ? d_weights + own : NULL, *d_bias = d_biases ? d_biases + own : NULL;
    // Sums over the row of g = dy · weight and of g · x̂.
    float sum = 0, product = 0;
    if (inner == 1) {
      vec sums = {0}, products = {0};
      EACH(n,
        const vec d = get(dy + i, count), normal = (get(x + i, count) - mean) * inverse;
        const vec g = weight ? d * get(weight + i, count) : d;
        sums += g;
        products += g * normal;
        if (d_weight) put(d_weight + i, d * normal + get(d_weight + i, count), count);
        if (d_bias) put(d_bias + i, d + get(d_bias + i, count), count);
      );
      sum = total(sums);
      product = total(products);
    } else
      for (int c = 0; c < channels; c++) {
        const float s = sum_of(dy + c * inner, inner), p = product_sum(x + c * inner, dy + c * inner, inner, mean) * inverse;
        const float w = weight ? weight[c] : 1;
        sum += w * s;
        product += w * p;
        if (d_weight) d_weight[c] += p;
        if (d_bias) d_bias[c] += s;
      }
    if (!dx) continue;
    // dx = rstd · (g - mean(g) - x̂ · mean(g · x̂)) = rstd · g + b · x + c
    const float b = -inverse * inverse * product / n, shift = -inverse * sum / n - b * mean;
    if (inner == 1)
      EACH(n,
        vec g = get(dy + i, count) * inverse;
        if (weight) g *= get(weight + i, count);
        g += get(x + i, count) * b + shift;
        put(dx + i, add ? g + get(dx + i, count) : g, count);
      );
    else
      for (int c = 0; c < channels; c++) {
        const float scale = weight ? inverse * weight[c] : inverse;
        scale_row(dy + c * inner, dx + c * inner, inner, scale, shift, add);
        scale_row(x + c * inner, dx + c * inner, inner, b, 0, true);
      }
    dx += n;
  }
  return 0;
}

// channelScale(x, scale, shift, y, outer, channels, inner, accumulate)
KERNEL(channelScale) {
  const float *x = FLOATS(0), *scale = FLOATS(1), *shift = FLOATS(2);
  float *y = FLOATS(3);
  const int outer = INT(4), channels = INT(5), inner = INT(6), n = channels * inner;
  const bool add = INT(7);
  for (int o = 0; o < outer; o++, x += n, y += n)
    if (inner == 1)
      EACH(n,
        const vec v = get(x + i, count) * get(scale + i, count) + get(shift + i, count);
        put(y + i, add ? v + get(y + i, count) : v, count);
      );
    else
      for (int c = 0; c < channels; c++) scale_row(x + c * inner, y + c * inner, inner, scale[c], shift[c], add);
  return 0;
}

// channelMoments(x, mean, variance, outer, channels, inner)
KERNEL(channelMoments) {
  const float *x = FLOATS(0);
  float *mean = FLOATS(1), *variance = FLOATS(2);
  const int outer = INT(3), channels = INT(4), inner = INT(5);
  const float n = (float)outer * inner;
  if (inner == 1) {
    EACH(channels,
      vec sum = {0}, squares = {0};
      for (int o = 0; o < outer; o++) sum += get(x + (int64_t)o * channels + i, count);
      const vec m = sum / n;
      for (int o = 0; o < outer; o++) {
        const vec d = get(x + (int64_t)o * channels + i, count) - m;
        squares += d * d;
      }
      put(mean + i, m, count);
      put(variance + i, squares / n, count);
    );
    return 0;
  }
  for (int c = 0; c < channels; c++) {
    float sum = 0, squares = 0;
    for (int o = 0; o < outer; o++) sum += sum_of(x + ((int64_t)o * channels + c) * inner, inner);
    mean[c] = sum / n;
    for (int o = 0; o < outer; o++) squares += deviation_of(x + ((int64_t)o * channels + c) * inner, inner, mean[c]);
    variance[c] = squares / n;
  }
  return 0;
}

// channelGradSums(x, mean, dy, sums, products, outer, channels, inner)
KERNEL(channelGradSums) {
  const float *x = FLOATS(0), *mean = FLOATS(1), *dy = FLOATS(2);
  float *sums = FLOATS(3), *products = FLOATS(4);
  const int outer = INT(5), channels = INT(6), inner = INT(7);
  if (inner == 1) {
    EACH(channels,
      const vec m = get(mean + i, count);
      vec sum = {0}, product = {0};
      for (int o = 0; o < outer; o++) {
        const vec d = get(dy + (int64_t)o * channels + i, count);
        sum += d;
        product += (get(x + (int64_t)o * channels + i, count) - m) * d;
      }
      put(sums + i, sum, count);
      put(products + i, product, count);
    );
    return 0;
  }
  for (int c = 0; c < channels; c++) {
    float sum = 0, product = 0;
    for (int o = 0; o < outer; o++) {
      const int64_t at = ((int64_t)o * channels + c) * inner;
      sum += sum_of(dy + at, inner);
      product += product_sum(x + at, dy + at, inner, mean[c]);
    }
    sums[c] = sum;
    products[c] = product;
  }
  return 0;
}

// channelSumAccumulate(x, out, outer, channels, inner)
KERNEL(channelSumAccumulate) {
  const float *x = FLOATS(0);
  float *out = FLOATS(1);
  const int outer = INT(2), channels = INT(3), inner = INT(4);
  for (int o = 0; o < outer; o++)
    for (int c = 0; c < channels; c++, x += inner) out[c] += row_sum(x, inner);
  return 0;
}
