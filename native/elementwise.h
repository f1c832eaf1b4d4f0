// Elementwise functions of one tensor and their slopes; codes as in assembly/codes.ts. Every code has its own loop.
enum {
  EXP, LOG, SQRT, SQUARE, ABS, SIGN, RECIPROCAL, AFFINE, POWER, SIN, COS, U_TANH, U_SIGMOID, U_RELU, LEAKY_RELU, ELU,
  GELU, GELU_TANH, SILU, SOFTPLUS, CLAMP, HARDTANH, FLOOR, ROUND,
};
// sqrt(2 / pi) and the cubic coefficient of gelu's approximation.
#define GELU_INNER 0.7978845608f
#define GELU_CUBIC 0.044715f

INLINE vec normal_cdf(vec x) { return 0.5f * error_function(x * 0.7071067812f) + 0.5f; }
INLINE vec gelu_inner(vec x) { return hyperbolic_tangent(GELU_INNER * (GELU_CUBIC * (x * x) * x + x)); }
INLINE vec gelu_slope(vec x) {
  return x * (0.3989422804f * exponential(-0.5f * (x * x))) + normal_cdf(x);
}
INLINE vec gelu_tanh_slope(vec x) {
  const vec t = gelu_inner(x), inner = GELU_INNER * (3 * GELU_CUBIC * (x * x) + 1);
  return 0.5f * (1 + t + x * (1 - t * t) * inner);
}
INLINE vec silu_slope(vec x) {
  const vec s = logistic(x);
  return x * s * (1 - s) + s;
}
INLINE vec between(vec x, vec low, vec high) { return at_most(at_least(x, low), high); }
INLINE mask positive(vec x) { return less(splat(0), x); }

// unary(op, x, y, n, p, q)
KERNEL(unary) {
  const float *x = FLOATS(1), p = REAL(4), q = REAL(5);
  float *y = FLOATS(2);
  const int n = INT(3);
#define OP(code, value) case code: EACH(n, const vec X = get(x + i, count); put(y + i, value, count);); break;
#define SCALAR(code, value) case code: for (int i = 0; i < n; i++) { const float X = x[i]; y[i] = value; } break;
  switch (INT(0)) {
    OP(EXP, exponential(X))
    OP(LOG, logarithm(X))
    OP(SQRT, root(X))
    OP(SQUARE, X * X)
    OP(ABS, absolute(X))
    OP(SIGN, sign_of(X))
    OP(RECIPROCAL, 1 / X)
    OP(AFFINE, p * X + q)
    SCALAR(POWER, power(X, p))
    SCALAR(SIN, sinf(X))
    SCALAR(COS, cosf(X))
    OP(U_TANH, hyperbolic_tangent(X))
    OP(U_SIGMOID, logistic(X))
    OP(U_RELU, at_least(X, splat(0)))
    OP(LEAKY_RELU, pick(positive(X), X, p * X))
    OP(ELU, q * pick(positive(X), X, p * exponential_minus_1(X)))
    OP(GELU, X * normal_cdf(X))
    OP(GELU_TANH, 0.5f * X * (1 + gelu_inner(X)))
    OP(SILU, X * logistic(X))
    OP(SOFTPLUS, pick(less(splat(q), p * X), X, logarithm_1_plus(exponential(p * X)) / p))
    OP(CLAMP, between(X, splat(p), splat(q)))
    OP(HARDTANH, between(X, splat(p), splat(q)))
    SCALAR(FLOOR, floorf(X))
    SCALAR(ROUND, rintf(X))
    default: return UNKNOWN_CODE;
  }
#undef OP
#undef SCALAR
  return 0;
}

// unaryGrad(op, x, y, dy, dx, n, p, q, accumulate)
KERNEL(unaryGrad) {
  const float *x = FLOATS(1), *y = FLOATS(2), *dy = FLOATS(3), p = REAL(6), q = REAL(7);
  float *dx = FLOATS(4);
  const int n = INT(5);
  const ints kept = (ints){0} - INT(8);
#define OP(code, slope)                                             \
  case code: EACH(n,                                                \
    const vec X = get(x + i, count), Y = get(y + i, count);         \
    (void)X, (void)Y;                                               \
    const vec g = get(dy + i, count) * (slope);                     \
    put(dx + i, g + (vec)((ints)get(dx + i, count) & kept), count); \
  ); break;
  switch (INT(0)) {
    OP(EXP, Y)
    OP(LOG, 1 / X)
    OP(SQRT, 0.5f / Y)
    OP(SQUARE, X + X)
    OP(ABS, sign_of(X))
    OP(RECIPROCAL, -(Y * Y))
    OP(AFFINE, splat(p))
    OP(POWER, p == 0 ? splat(0) : p * powers(X, splat(p - 1)))
    OP(SIN, each_lane(cosf, X))
    OP(COS, -each_lane(sinf, X))
    OP(U_TANH, 1 - Y * Y)
    OP(U_SIGMOID, Y - Y * Y)
    OP(U_RELU, only(positive(Y), splat(1)))
    OP(LEAKY_RELU, pick(positive(X), splat(1), splat(p)))
    OP(ELU, pick(positive(X), splat(q), q * p + Y))
    OP(GELU, gelu_slope(X))
    OP(GELU_TANH, gelu_tanh_slope(X))
    OP(SILU, silu_slope(X))
    OP(SOFTPLUS, pick(less(splat(q), p * X), splat(1), logistic(p * X)))
    OP(CLAMP, only(at_most_as(splat(p), X) & at_most_as(X, splat(q)), splat(1)))
    OP(HARDTANH, only(less(splat(p), X) & less(X, splat(q)), splat(1)))
    default: EACH(n, put(dx + i, (vec)((ints)get(dx + i, count) & kept), count););
  }
#undef OP
  return 0;
}
