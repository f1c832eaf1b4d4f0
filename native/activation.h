// The activations a matrix product or convolution can end with, and their derivatives by their results.
enum { NO_ACTIVATION, RELU, TANH, SIGMOID };

INLINE vec activated(int act, vec x) {
  if (act == RELU) return at_least(x, splat(0));
  if (act == TANH) return hyperbolic_tangent(x);
  return logistic(x);
}

INLINE vec activation_slope(int act, vec y, vec dy) {
  if (act == RELU) return only(less(splat(0), y), dy);
  if (act == TANH) return dy - dy * (y * y);
  const vec part = dy * y;
  return part - part * y;
}

#define FOR_ACTIVATION(act, ...)                              \
  switch (act) {                                              \
    case RELU: { enum { A = RELU }; __VA_ARGS__ } break;       \
    case TANH: { enum { A = TANH }; __VA_ARGS__ } break;       \
    case SIGMOID: { enum { A = SIGMOID }; __VA_ARGS__ } break; \
  }

// In place, rows ld floats apart.
static void activate(int act, float *x, int64_t ld, int rows, int n) {
  FOR_ACTIVATION(act, for (int row = 0; row < rows; row++, x += ld) EACH(n, put(x + i, activated(A, get(x + i, count)), count);););
}

// activationGradInPlace(act, y, dy, n)
KERNEL(activationGradInPlace) {
  const float *y = FLOATS(1);
  float *dy = FLOATS(2);
  const int n = INT(3);
  FOR_ACTIVATION(INT(0), EACH(n, put(dy + i, activation_slope(A, get(y + i, count), get(dy + i, count)), count);););
  return 0;
}
