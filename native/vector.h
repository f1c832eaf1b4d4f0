// Vectors of LANES floats: memory, comparisons, choices, sums. What GCC's vector extensions leave out is written with
// intrinsics where the instruction set has them, and as loops elsewhere.
typedef float vec __attribute__((vector_size(4 * LANES)));
typedef int32_t ints __attribute__((vector_size(4 * LANES)));
// A vector as it lies in memory, on no particular boundary.
typedef float memory_vec __attribute__((vector_size(4 * LANES), aligned(4), may_alias));
#define INLINE static inline __attribute__((always_inline))

INLINE vec splat(float x) { return x - (vec){0}; }
INLINE vec load(const float *p) { return *(const memory_vec *)p; }
INLINE void store(float *p, vec x) { *(memory_vec *)p = x; }
INLINE vec with_bits(vec x, int32_t bits) { return (vec)((ints)x & bits); }
INLINE vec absolute(vec x) { return with_bits(x, 0x7fffffff); }
INLINE vec with_sign_of(vec x, vec sign) { return (vec)((ints)x | ((ints)sign & INT32_MIN)); }

#if LANES == 16
typedef __mmask16 mask;
INLINE mask first(int count) { return (1u << count) - 1; }
INLINE mask less(vec a, vec b) { return _mm512_cmp_ps_mask(a, b, _CMP_LT_OQ); }
INLINE mask at_most_as(vec a, vec b) { return _mm512_cmp_ps_mask(a, b, _CMP_LE_OQ); }
INLINE mask equal(vec a, vec b) { return _mm512_cmp_ps_mask(a, b, _CMP_EQ_OQ); }
INLINE vec pick(mask m, vec a, vec b) { return _mm512_mask_blend_ps(m, b, a); }
INLINE vec only(mask m, vec a) { return _mm512_maskz_mov_ps(m, a); }
INLINE vec root(vec x) { return _mm512_sqrt_ps(x); }
// The bound only where x is beyond it, so that NaN stays.
INLINE vec at_least(vec x, vec low) { return _mm512_max_ps(low, x); }
INLINE vec at_most(vec x, vec high) { return _mm512_min_ps(high, x); }
#else
typedef ints mask;
INLINE mask less(vec a, vec b) { return a < b; }
INLINE mask at_most_as(vec a, vec b) { return a <= b; }
INLINE mask equal(vec a, vec b) { return a == b; }
INLINE vec pick(mask m, vec a, vec b) { return (vec)((m & (ints)a) | (~m & (ints)b)); }
INLINE vec only(mask m, vec a) { return (vec)(m & (ints)a); }
#if LANES == 8
INLINE vec root(vec x) { return _mm256_sqrt_ps(x); }
INLINE vec at_least(vec x, vec low) { return _mm256_max_ps(low, x); }
INLINE vec at_most(vec x, vec high) { return _mm256_min_ps(high, x); }
#else
INLINE vec root(vec x) {
  for (int i = 0; i < LANES; i++) x[i] = __builtin_sqrtf(x[i]);
  return x;
}
INLINE vec at_least(vec x, vec low) { return pick(x < low, low, x); }
INLINE vec at_most(vec x, vec high) { return pick(x > high, high, x); }
#endif
#endif

INLINE mask missing(vec x) { return ~equal(x, x); }
// Both propagate NaN.
INLINE vec larger(vec a, vec b) { return pick(missing(a), a, pick(less(b, a), a, b)); }
INLINE vec smaller(vec a, vec b) { return pick(missing(a), a, pick(less(a, b), a, b)); }

// The first `count` floats, zeros behind them; reads and writes nothing beyond.
INLINE vec get(const float *p, int count) {
  if (count >= LANES) return load(p);
#if LANES == 16
  return _mm512_maskz_loadu_ps(first(count), p);
#else
  vec x = {0};
  for (int i = 0; i < count; i++) x[i] = p[i];
  return x;
#endif
}

INLINE void put(float *p, vec x, int count) {
  if (count >= LANES) {
    store(p, x);
    return;
  }
#if LANES == 16
  _mm512_mask_storeu_ps(p, first(count), x);
#else
  for (int i = 0; i < count; i++) p[i] = x[i];
#endif
}

// `body` for every vector of n floats: i is where it begins, count how many of its lanes there are.
#define EACH(n, ...)                        \
  do {                                      \
    int i = 0;                              \
    for (; i + LANES <= (n); i += LANES) {  \
      enum { count = LANES };               \
      __VA_ARGS__                           \
    }                                       \
    if (i < (n)) {                          \
      const int count = (n) - i;            \
      __VA_ARGS__                           \
    }                                       \
  } while (0)

INLINE float total(vec x) {
#if LANES == 16
  return _mm512_reduce_add_ps(x);
#else
  float sums[LANES];
  store(sums, x);
  for (int width = LANES / 2; width > 0; width /= 2)
    for (int i = 0; i < width; i++) sums[i] += sums[i + width];
  return sums[0];
#endif
}

INLINE float highest(vec x) {
  float top = x[0];
  for (int i = 1; i < LANES; i++) top = x[i] > top ? x[i] : top;
  return top;
}
