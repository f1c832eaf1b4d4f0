// Packing of matrices for tiles: the values of one k side by side, `width` lines wide.
typedef float float4 __attribute__((vector_size(16), aligned(4), may_alias));

INLINE float4 load4(const float *p) { return *(const float4 *)p; }
INLINE void store4(float *p, float4 v) { *(float4 *)p = v; }

// The rows of a 4 x 4 block at `from` become columns at `to`.
INLINE void transpose4x4(const float *from, int64_t from_step, float *to, int64_t to_step) {
  const float4 r0 = load4(from), r1 = load4(from + from_step);
  const float4 r2 = load4(from + 2 * from_step), r3 = load4(from + 3 * from_step);
  const float4 s0 = __builtin_shufflevector(r0, r1, 0, 4, 1, 5), s1 = __builtin_shufflevector(r2, r3, 0, 4, 1, 5);
  const float4 s2 = __builtin_shufflevector(r0, r1, 2, 6, 3, 7), s3 = __builtin_shufflevector(r2, r3, 2, 6, 3, 7);
  store4(to, __builtin_shufflevector(s0, s1, 0, 1, 4, 5));
  store4(to + to_step, __builtin_shufflevector(s0, s1, 2, 3, 6, 7));
  store4(to + 2 * to_step, __builtin_shufflevector(s2, s3, 0, 1, 4, 5));
  store4(to + 3 * to_step, __builtin_shufflevector(s2, s3, 2, 3, 6, 7));
}

// Packs `count` lines (rows of A or columns of B) of k values, zeros beyond `count`. `contiguous`: whether it is the lines
// that are contiguous in memory, or the values of one k.
static void pack(const float *from, int64_t step, bool contiguous, int count, int width, int k, float *to) {
  if (count < width) memset(to, 0, sizeof(float) * width * k);
  if (!contiguous) {
    for (int p = 0; p < k; p++)
      for (int j = 0; j < count; j += LANES) put(to + (int64_t)p * width + j, get(from + p * step + j, count - j), count - j);
    return;
  }
  // By cache lines of every line, so that what is written is complete before it leaves the first-level cache.
  enum { LINE = 16 };
  for (int p0 = 0; p0 < k; p0 += LINE) {
    const int end = p0 + LINE < k ? p0 + LINE : k;
    int i = 0;
    for (; i + 4 <= count; i += 4) {
      const float *line = from + i * step;
      int p = p0;
      for (; p + 4 <= end; p += 4) transpose4x4(line + p, step, to + (int64_t)p * width + i, width);
      for (; p < end; p++)
        for (int j = 0; j < 4; j++) to[(int64_t)p * width + i + j] = line[j * step + p];
    }
    for (; i < count; i++)
      for (int p = p0; p < end; p++) to[(int64_t)p * width + i] = from[i * step + p];
  }
}
