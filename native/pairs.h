// Arithmetic, comparisons and losses of pairs of values; codes as in assembly/codes.ts. A stride of 0 repeats one element:
// it is read from a vector of copies.
enum { ADD, SUB, MUL, DIV, POW, MAXIMUM, MINIMUM, EQ, NE, LT, LE, GT, GE, MSE, L1, SMOOTH_L1, HUBER, BCE_WITH_LOGITS, KL_DIV };

typedef struct {
  const float *from;
  int stride;
} operand;

INLINE operand repeated(const float *x, int stride, float *copies) {
  if (!stride) {
    store(copies, splat(*x));
    x = copies;
  }
  return (operand){x, stride};
}

INLINE vec bce_with_logits(vec a, vec b) {
  return larger(a, splat(0)) - a * b + logarithm_1_plus(exponential(-absolute(a)));
}
INLINE vec smooth_l1(vec d, float p) {
  return pick(less(absolute(d), splat(p)), 0.5f * (d * d) / p, absolute(d) - 0.5f * p);
}
INLINE vec huber(vec d, float p) {
  return pick(at_most_as(absolute(d), splat(p)), 0.5f * (d * d), p * (absolute(d) - 0.5f * p));
}
// 1 where it wins, 1/2 where both are equal.
INLINE vec share(mask wins, mask ties) { return only(wins, splat(1)) + only(ties, splat(0.5f)); }
INLINE vec smooth_l1_slope(vec d, float p) { return pick(less(absolute(d), splat(p)), d / p, sign_of(d)); }
INLINE vec huber_slope(vec d, float p) { return larger(smaller(d, splat(p)), splat(-p)); }

static double pairs(int op, operand a, operand b, float *y, int n, float p) {
#define OP(code, value)                                                                        \
  case code: EACH(n,                                                                           \
    const vec A = get(a.from + i * a.stride, count), B = get(b.from + i * b.stride, count);    \
    put(y + i, value, count);                                                                  \
  ); break;
  const vec one = splat(1);
  switch (op) {
    OP(ADD, A + B)
    OP(SUB, A - B)
    OP(MUL, A * B)
    OP(DIV, A / B)
    OP(POW, powers(A, B))
    OP(MAXIMUM, larger(A, B))
    OP(MINIMUM, smaller(A, B))
    OP(EQ, only(equal(A, B), one))
    OP(NE, only(~equal(A, B), one))
    OP(LT, only(less(A, B), one))
    OP(LE, only(at_most_as(A, B), one))
    OP(GT, only(less(B, A), one))
    OP(GE, only(at_most_as(B, A), one))
    OP(MSE, (A - B) * (A - B))
    OP(L1, absolute(A - B))
    OP(SMOOTH_L1, smooth_l1(A - B, p))
    OP(HUBER, huber(A - B, p))
    OP(BCE_WITH_LOGITS, bce_with_logits(A, B))
    OP(KL_DIV, only(less(splat(0), B), B * (logarithm(B) - A)))
    default: return UNKNOWN_CODE;
  }
#undef OP
  return 0;
}

typedef struct {
  int side;
  float p, scale;
  bool add;
} pair_slope;

// out (+)= scale · dy · the slope by one side.
static void pair_slopes(int op, pair_slope s, operand a, operand b, operand dy, float *out, int n) {
  const ints kept = (ints){0} - (int)s.add;
  const vec one = splat(1), zero = splat(0);
  const float p = s.p;
#define OP(code, by_a, by_b)                                                                          \
  case code: EACH(n,                                                                                  \
    const vec A = get(a.from + i * a.stride, count), B = get(b.from + i * b.stride, count);           \
    (void)A, (void)B;                                                                                 \
    const vec g = s.scale * get(dy.from + i * dy.stride, count) * (s.side ? (by_b) : (by_a));         \
    put(out + i, g + (vec)((ints)get(out + i, count) & kept), count);                                 \
  ); break;
  switch (op) {
    OP(ADD, one, one)
    OP(SUB, one, -one)
    OP(MUL, B, A)
    OP(DIV, 1 / B, -(A / (B * B)))
    OP(POW, only(~equal(B, zero), B * powers(A, B - 1)),
       only(~(equal(A, zero) & at_most_as(zero, B)), powers(A, B) * logarithm(A)))
    OP(MAXIMUM, share(less(B, A), equal(A, B)), share(less(A, B), equal(A, B)))
    OP(MINIMUM, share(less(A, B), equal(A, B)), share(less(B, A), equal(A, B)))
    OP(MSE, 2 * (A - B), 2 * (B - A))
    OP(L1, sign_of(A - B), sign_of(B - A))
    OP(SMOOTH_L1, smooth_l1_slope(A - B, p), smooth_l1_slope(B - A, p))
    OP(HUBER, huber_slope(A - B, p), huber_slope(B - A, p))
    OP(BCE_WITH_LOGITS, logistic(A) - B, -A)
    OP(KL_DIV, only(less(zero, B), -B), only(less(zero, B), logarithm(B) - A + 1))
    default: EACH(n, put(out + i, (vec)((ints)get(out + i, count) & kept), count););
  }
#undef OP
}

// binary(op, a, strideA, b, strideB, y, n, p)
KERNEL(binary) {
  float copies[2][LANES];
  return pairs(INT(0), repeated(FLOATS(1), INT(2), copies[0]), repeated(FLOATS(3), INT(4), copies[1]), FLOATS(5), INT(6), REAL(7));
}

// binaryGrad(op, side, a, strideA, b, strideB, dy, strideDy, out, n, p, scale, accumulate)
KERNEL(binaryGrad) {
  float copies[3][LANES];
  const pair_slope s = {.side = INT(1), .p = REAL(10), .scale = REAL(11), .add = INT(12)};
  pair_slopes(INT(0), s, repeated(FLOATS(2), INT(3), copies[0]), repeated(FLOATS(4), INT(5), copies[1]),
              repeated(FLOATS(6), INT(7), copies[2]), FLOATS(8), INT(9));
  return 0;
}
