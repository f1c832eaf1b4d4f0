// Convolution and its gradients, without unfolding the image: see image.h.
#define STRIP(rows, vectors) \
  static void strip_##rows##_##vectors(const tile *t) { compute_tile(rows, vectors, true, t); }
#define STRIP_NAME(rows, vectors) strip_##rows##_##vectors,
EVERY_TILE(STRIP)
static tile_function *const strips[VECTORS * ROWS] = {EVERY_TILE(STRIP_NAME)};

// Up to ROWS rows of a tile, of all its vectors or of one.
INLINE void run_strip(tile t, int rows, bool wide) {
  strips[(wide ? VECTORS - 1 : 0) * ROWS + rows - 1](&t);
}

// Columns from q on that a strip takes.
#define WIDTH(q, ld) ((ld) - (q) >= COLUMNS ? COLUMNS : LANES)
#define UP_TO(most, n) ((n) < (most) ? (n) : (most))

// Packed for strips: blocks of ROWS lines, `count` values of each, line by line in memory at `step`.
static void pack_strips(const float *from, int lines, int64_t step, int count, float *to) {
  for (int i = 0; i < lines; i += ROWS, to += (int64_t)ROWS * count)
    pack(from + i * step, step, true, UP_TO(ROWS, lines - i), ROWS, count, to);
}

static void convolve(const convolution *p, const float *x, const float *w, const float *bias, float *y, int act) {
  const int ld = (p->span + LANES - 1) / LANES * LANES, outputs = p->o * p->out_h * p->out_w;
  float *packed = p->room, *image = packed + (int64_t)(p->o + ROWS) * p->taps, *result = image + p->image_size;
  pack_strips(w, p->o, p->taps, p->taps, packed);
  memset(image, 0, sizeof(float) * p->image_size);
  for (int n = 0; n < p->n; n++, x += (int64_t)p->c * p->h * p->w, y += outputs) {
    load_image(p, x, image);
    for (int q = 0; q < ld; q += WIDTH(q, ld))
      for (int o = 0; o < p->o; o += ROWS)
        run_strip((tile){.k = p->taps, .a = packed + (int64_t)o * p->taps, .a_row = 1, .a_step = ROWS, .b = image + q,
                         .b_table = p->table, .c = result + (int64_t)o * ld + q, .ldc = ld, .last = LANES},
                  UP_TO(ROWS, p->o - o), WIDTH(q, ld) == COLUMNS);
    for (int o = 0; o < p->o; o++)
      for (int i = 0; i < p->out_h; i++) {
        const float *from = result + (int64_t)o * ld + i * p->columns, shift = bias ? bias[o] : 0;
        float *to = y + ((int64_t)o * p->out_h + i) * p->out_w;
        for (int j = 0; j < p->out_w; j++) to[j] = from[j] + shift;
      }
    activate(act, y, outputs, 1, outputs);
  }
}

static void convolve_back(const convolution *p, const float *dy, const float *w, float *dx, bool add) {
  const int ld = (p->span + LANES - 1) / LANES * LANES, window = p->kh * p->kw;
  float *packed = p->room, *image = packed + (int64_t)(p->c + ROWS) * p->o * window, *result = image + p->image_size;
  // For every place in the window: the filters there, input channels in lines.
  const int64_t block = (int64_t)(p->c + ROWS - 1) / ROWS * ROWS * p->o;
  for (int t = 0; t < window; t++)
    for (int c = 0; c < p->c; c++)
      for (int o = 0; o < p->o; o++)
        packed[t * block + (int64_t)(c / ROWS) * ROWS * p->o + o * ROWS + c % ROWS] = w[((int64_t)o * p->c + c) * window + t];
  memset(result, 0, sizeof(float) * p->o * ld);
  for (int n = 0; n < p->n; n++, dx += (int64_t)p->c * p->h * p->w, dy += (int64_t)p->o * p->out_h * p->out_w) {
    for (int o = 0; o < p->o; o++)
      for (int i = 0; i < p->out_h; i++)
        memcpy(result + (int64_t)o * ld + i * p->columns, dy + ((int64_t)o * p->out_h + i) * p->out_w, sizeof(float) * p->out_w);
    memset(image, 0, sizeof(float) * p->image_size);
    for (int t = 0; t < window; t++)
      for (int c = 0; c < p->c; c += ROWS)
        for (int q = 0; q < ld; q += WIDTH(q, ld))
          run_strip((tile){.k = p->o, .a = packed + t * block + (int64_t)c * p->o, .a_row = 1, .a_step = ROWS, .b = result + q,
                           .b_step = ld, .c = image + (int64_t)c * p->channel + p->table[t] + q, .ldc = p->channel,
                           .last = LANES, .add = true},
                    UP_TO(ROWS, p->c - c), WIDTH(q, ld) == COLUMNS);
    store_image(p, image, dx, add);
  }
}

// Of filters from..to; `from` is a multiple of LANES.
static void filter_gradient(const convolution *p, const float *dy, const float *x, float *dw, int from, int to) {
  const int ld = (p->o + LANES - 1) / LANES * LANES, end = (to + LANES - 1) / LANES * LANES, pixels = p->out_h * p->out_w;
  // The gradient of the filters, taps in rows; output gradients, pixels in rows.
  float *sums = p->room, *image = sums + (int64_t)p->taps * ld, *result = image + p->image_size;
  memset(sums, 0, sizeof(float) * p->taps * ld);
  memset(image, 0, sizeof(float) * p->image_size);
  memset(result, 0, sizeof(float) * p->span * ld);
  for (int n = 0; n < p->n; n++, x += (int64_t)p->c * p->h * p->w, dy += (int64_t)p->o * pixels) {
    load_image(p, x, image);
    for (int i = 0; i < p->out_h; i++)
      pack(dy + i * p->out_w, pixels, true, p->o, ld, p->out_w, result + (int64_t)i * p->columns * ld);
    for (int o = from; o < end; o += WIDTH(o, end))
      for (int t = 0; t < p->taps; t += ROWS)
        run_strip((tile){.k = p->span, .a = image, .a_table = p->table + t, .a_step = 1, .b = result + o, .b_step = ld,
                         .c = sums + (int64_t)t * ld + o, .ldc = ld, .last = LANES, .add = true},
                  UP_TO(ROWS, p->taps - t), WIDTH(o, end) == COLUMNS);
  }
  for (int o = from; o < to; o++)
    for (int t = 0; t < p->taps; t++) dw[(int64_t)o * p->taps + t] += sums[(int64_t)t * ld + o];
}

// conv2d(x, w, bias, y, act, workspace, ...sizes)
KERNEL(conv2d) {
  convolution p;
  if (!plan(thread, arguments + 6, &p)) return OUT_OF_MEMORY;
  convolve(&p, FLOATS(0), FLOATS(1), FLOATS(2), FLOATS(3), INT(4));
  return 0;
}

// conv2dGradInput(dy, w, dx, accumulate, workspace, ...sizes)
KERNEL(conv2dGradInput) {
  convolution p;
  if (!plan(thread, arguments + 5, &p)) return OUT_OF_MEMORY;
  convolve_back(&p, FLOATS(0), FLOATS(1), FLOATS(2), INT(3));
  return 0;
}

// conv2dGradWeight(dy, x, dw, workspace, ...sizes); adds to dw
KERNEL(conv2dGradWeight) {
  convolution p;
  if (!plan(thread, arguments + 4, &p)) return OUT_OF_MEMORY;
  filter_gradient(&p, FLOATS(0), FLOATS(1), FLOATS(2), 0, p.o);
  return 0;
}

// conv2dGradWeightRows(…, from, to)
KERNEL(conv2dGradWeightRows) {
  convolution p;
  if (!plan(thread, arguments + 4, &p)) return OUT_OF_MEMORY;
  filter_gradient(&p, FLOATS(0), FLOATS(1), FLOATS(2), INT(15), INT(16));
  return 0;
}
