// Elementary functions on vectors: within 3 units in the last place, infinities and NaN as in C's math library. Polynomials
// are minimax fits on the reduced interval; the method is that of the WASM kernels (assembly/math.ts).
#define LOG2E 1.44269504f
// ln 2 in two parts, the first short enough to be multiplied by an exponent without rounding.
#define LN2_HIGH 0.693359375f
#define LN2_LOW -2.12194440e-4f
// 1.5 * 2^23: adding it leaves the nearest integer in the low bits of the float's pattern.
#define ROUNDER 12582912.0f
#define ROUNDER_BITS 0x4b400000

INLINE vec power_of_two(ints n) { return (vec)((n + 127) << 23); }

// x · 2^n where 2^n itself may be too large or too small for a float. n is an integer plus ROUNDER.
INLINE vec scaled(vec x, vec n) {
#if LANES == 16
  return _mm512_scalef_ps(x, n - ROUNDER);
#else
  const ints whole = (ints)n - ROUNDER_BITS, half = whole >> 1;
  return x * power_of_two(half) * power_of_two(whole - half);
#endif
}

// exp(r) - 1 for |r| <= ln(2)/2.
INLINE vec expm1_reduced(vec r) {
  vec p = 0.0013950476422905922f * r + 0.008368882350623608f;
  p = p * r + 0.04166620597243309f;
  p = p * r + 0.166665181517601f;
  p = p * r + 0.5f;
  return r * r * p + r;
}

INLINE vec reduced(vec x, vec n) { return x - n * LN2_HIGH - n * LN2_LOW; }

INLINE vec exponential(vec x) {
  x = at_most(at_least(x, splat(-104)), splat(89));
  const vec n = x * LOG2E + ROUNDER;
  return scaled(expm1_reduced(reduced(x, n - ROUNDER)) + 1, n);
}

// exp(x) - 1 without cancellation near 0.
INLINE vec exponential_minus_1(vec x) {
  x = at_most(at_least(x, splat(-18)), splat(89));
  const vec n = x * LOG2E + ROUNDER;
  const ints whole = (ints)n - ROUNDER_BITS, half = whole >> 1;
  const vec one = power_of_two(half), other = power_of_two(whole - half);
  return expm1_reduced(reduced(x, n - ROUNDER)) * one * other + (one * other - 1);
}

// tanh |x| = e / (e + 2) with e = exp(2|x|) - 1, then the sign of x.
INLINE vec hyperbolic_tangent(vec x) {
  const vec twice = at_most(2 * absolute(x), splat(44)), n = twice * LOG2E + ROUNDER;
  const vec scale = power_of_two((ints)n - ROUNDER_BITS);
  const vec e = expm1_reduced(reduced(twice, n - ROUNDER)) * scale + (scale - 1);
  return with_sign_of(e / (e + 2), x);
}

INLINE vec logistic(vec x) { return 1 / (1 + exponential(-x)); }

// With m in [sqrt(1/2), sqrt(2)) and s = (m - 1)/(m + 1): log(2^n m) = n ln 2 + 2 atanh(s).
INLINE vec logarithm(vec x) {
  const mask tiny = less(x, splat(1.17549435e-38f));
  // Subtracting the bits of sqrt(1/2) moves the exponent's step to it.
  const ints shifted = (ints)pick(tiny, x * 8388608.0f, x) - 0x3f3504f3;
  const vec m = (vec)((shifted & 0x007fffff) + 0x3f3504f3);
  const vec n = __builtin_convertvector(shifted >> 23, vec) - only(tiny, splat(23));
  const vec f = m - 1, s = f / (m + 1), z = s * s;
  const vec p = ((0.2222222222f * z + 0.2857142857f) * z + 0.4f) * z + 0.6666666667f;
  // 2s = f - s f keeps the leading term exact.
  vec result = n * LN2_HIGH + (n * LN2_LOW + (f - s * (f - z * p)));
  result = pick(equal(x, splat(INFINITY)), x, result);
  result = pick(equal(x, splat(0)), splat(-INFINITY), result);
  return pick(at_most_as(splat(0), x), result, splat(NAN));
}

// log(1 + x) without cancellation near 0 (Goldberg's correction of the rounded sum).
INLINE vec logarithm_1_plus(vec x) {
  const vec u = 1 + x, rounded = u - 1;
  const vec corrected = logarithm(u) * x / rounded;
  return pick(equal(rounded, splat(0)) | equal(x, splat(INFINITY)), x, corrected);
}

// x P(x^2) up to 1, above it 1 - exp(Q(|x|)).
INLINE vec error_function(vec x) {
  const vec a = at_most(absolute(x), splat(4)), z = a * a;
  vec small = 7.853857823647559e-5f * z - 0.0008010192541405559f;
  small = small * z + 0.005188327748328447f;
  small = small * z - 0.026853810995817184f;
  small = small * z + 0.1128358542919159f;
  small = small * z - 0.3761262595653534f;
  small = small * z + 1.1283791065216064f;
  vec q = 0.0001863800862338394f * a - 0.0029476669151335955f;
  q = q * a + 0.021838096901774406f;
  q = q * a - 0.10310681909322739f;
  q = q * a - 0.6381447315216064f;
  q = q * a - 1.127089262008667f;
  q = q * a - 0.00034151258296333253f;
  return with_sign_of(pick(less(a, splat(1)), a * small, 1 - exponential(q)), x);
}

// -1, 0 or 1, or NaN.
INLINE vec sign_of(vec x) {
  return pick(missing(x), x, only(less(splat(0), x), splat(1)) - only(less(x, splat(0)), splat(1)));
}

// A function of C's library, lane by lane.
INLINE vec each_lane(float (*f)(float), vec x) {
  for (int i = 0; i < LANES; i++) x[i] = f(x[i]);
  return x;
}

// a^b by JavaScript's rules: NaN for an exponent of NaN and for ±1 to the power of infinity.
INLINE float power(float a, float b) { return b != b || (fabsf(a) == 1 && isinf(b)) ? NAN : powf(a, b); }
INLINE vec powers(vec a, vec b) {
  for (int i = 0; i < LANES; i++) a[i] = power(a[i], b[i]);
  return a;
}
