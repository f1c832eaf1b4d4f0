// Convolution for one instruction set, by the tile of gemm-kernel.h and without unfolding the image: see `convolution`.

// Up to ROWS rows of a tile, of all its vectors or of one.
TARGET static inline __attribute__((always_inline)) void NAME(strip)(
    int rows, bool wide, int k, const float *a, const int *a_table, int64_t a_step, const float *b, int64_t b_step,
    const int *b_table, float *c, int64_t ldc, bool add) {
  int i = 0;
#define PART(n, vectors)                                                                                       \
  NAME(tile)(n, vectors, k, a_table ? a : a + i, 1, a_table ? a_table + i : NULL, a_step, b, b_step, b_table, \
             c + i * ldc, ldc, add, NULL, false)
#define PARTS(n) for (; i + n <= rows; i += n) wide ? PART(n, VECTORS) : PART(n, 1)
  PARTS(ROWS);
  PARTS((ROWS > 8 ? 8 : 4));
  PARTS(4);
  PARTS(1);
#undef PARTS
#undef PART
}

// Columns from q on that a strip takes.
#define WIDTH(q, ld) ((ld) - (q) >= COLUMNS ? COLUMNS : LANES)

// Packed for strips: blocks of ROWS lines, `count` values of each, line by line in memory at `step`.
TARGET static void NAME(pack_strips)(const float *from, int lines, int64_t step, int count, float *to) {
  for (int i = 0; i < lines; i += ROWS, to += (int64_t)ROWS * count)
    pack(from + i * step, step, true, lines - i < ROWS ? lines - i : ROWS, ROWS, count, to);
}

TARGET static void NAME(conv)(const convolution *v, const float *x, const float *w, const float *bias, float *y, bool relu) {
  const int ld = (v->span + LANES - 1) / LANES * LANES;
  float *packed = v->room, *image = packed + (int64_t)(v->o + ROWS) * v->taps, *result = image + v->image_size;
  NAME(pack_strips)(w, v->o, v->taps, v->taps, packed);
  memset(image, 0, sizeof(float) * v->image_size);
  for (int n = 0; n < v->n; n++, x += (int64_t)v->c * v->h * v->w, y += (int64_t)v->o * v->out_h * v->out_w) {
    load_image(v, x, image);
    for (int q = 0; q < ld; q += WIDTH(q, ld))
      for (int o = 0; o < v->o; o += ROWS)
        NAME(strip)(v->o - o < ROWS ? v->o - o : ROWS, WIDTH(q, ld) == COLUMNS, v->taps, packed + (int64_t)o * v->taps, NULL, ROWS, image + q, 0,
                    v->table, result + (int64_t)o * ld + q, ld, false);
    for (int o = 0; o < v->o; o++)
      for (int i = 0; i < v->out_h; i++) {
        const float *from = result + (int64_t)o * ld + i * v->columns, shift = bias ? bias[o] : 0;
        float *to = y + ((int64_t)o * v->out_h + i) * v->out_w;
        for (int j = 0; j < v->out_w; j++) {
          const float value = from[j] + shift;
          to[j] = relu && value < 0 ? 0 : value;
        }
      }
  }
}

TARGET static void NAME(conv_grad_input)(const convolution *v, const float *dy, const float *w, float *dx, bool add) {
  const int ld = (v->span + LANES - 1) / LANES * LANES, window = v->kh * v->kw;
  float *packed = v->room, *image = packed + (int64_t)(v->c + ROWS) * v->o * window, *result = image + v->image_size;
  // For every place in the window: the filters there, input channels in lines.
  const int64_t block = (int64_t)(v->c + ROWS - 1) / ROWS * ROWS * v->o;
  for (int t = 0; t < window; t++)
    for (int c = 0; c < v->c; c++)
      for (int o = 0; o < v->o; o++)
        packed[t * block + (int64_t)(c / ROWS) * ROWS * v->o + o * ROWS + c % ROWS] = w[((int64_t)o * v->c + c) * window + t];
  memset(result, 0, sizeof(float) * v->o * ld);
  for (int n = 0; n < v->n; n++, dx += (int64_t)v->c * v->h * v->w, dy += (int64_t)v->o * v->out_h * v->out_w) {
    for (int o = 0; o < v->o; o++)
      for (int i = 0; i < v->out_h; i++)
        memcpy(result + (int64_t)o * ld + i * v->columns, dy + ((int64_t)o * v->out_h + i) * v->out_w, sizeof(float) * v->out_w);
    memset(image, 0, sizeof(float) * v->image_size);
    for (int t = 0; t < window; t++)
      for (int c = 0; c < v->c; c += ROWS)
        for (int q = 0; q < ld; q += WIDTH(q, ld))
          NAME(strip)(v->c - c < ROWS ? v->c - c : ROWS, WIDTH(q, ld) == COLUMNS, v->o, packed + t * block + (int64_t)c * v->o, NULL, ROWS,
                      result + q, ld, NULL, image + (int64_t)c * v->channel + v->table[t] + q, v->channel, true);
    store_image(v, image, dx, add);
  }
}

TARGET static void NAME(conv_grad_weight)(const convolution *v, const float *dy, const float *x, float *dw) {
  const int ld = (v->o + LANES - 1) / LANES * LANES, pixels = v->out_h * v->out_w;
  // The gradient of the filters, taps in rows; output gradients, pixels in rows.
  float *sums = v->room, *image = sums + (int64_t)v->taps * ld, *result = image + v->image_size;
  memset(sums, 0, sizeof(float) * v->taps * ld);
  memset(image, 0, sizeof(float) * v->image_size);
  memset(result, 0, sizeof(float) * v->span * ld);
  for (int n = 0; n < v->n; n++, x += (int64_t)v->c * v->h * v->w, dy += (int64_t)v->o * pixels) {
    load_image(v, x, image);
    for (int i = 0; i < v->out_h; i++)
      pack(dy + i * v->out_w, pixels, true, v->o, ld, v->out_w, result + (int64_t)i * v->columns * ld);
    for (int o = 0; o < ld; o += WIDTH(o, ld))
      for (int t = 0; t < v->taps; t += ROWS)
        NAME(strip)(v->taps - t < ROWS ? v->taps - t : ROWS, WIDTH(o, ld) == COLUMNS, v->span, image, v->table + t, 1, result + o, ld, NULL,
                    sums + (int64_t)t * ld + o, ld, true);
  }
  for (int o = 0; o < v->o; o++)
    for (int t = 0; t < v->taps; t++) dw[(int64_t)o * v->taps + t] += sums[(int64_t)t * ld + o];
}

#undef WIDTH
#undef vec
#undef mask
#undef COLUMNS
#undef ISA
#undef LANES
#undef VECTORS
#undef ROWS
#undef TARGET
