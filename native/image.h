// Images for convolution, in planes by stride phase: there, the pixels under one tap of the filter lie side by side for all
// outputs, `columns` to a row, and `table` tells where each tap's begin. So every output row is a product of the filters
// with rows of the image as they are. The last entries of a row of `columns` are no outputs: they are computed and left
// out, or zero.
typedef struct {
  int n, c, h, w, o, kh, kw, sh, sw, ph, pw;
  int out_h, out_w, taps;
  int columns, rows;            // of a plane
  int64_t channel, image_size;  // floats of a channel, of all channels and what vectors may touch beyond
  int span;                     // outputs of a channel, the superfluous ones included
  int *table;
  float *room;
} convolution;

// Working memory of a convolution; it stays for the next one.
static void *room_for(state *thread, size_t bytes) {
  if (bytes > thread->room_bytes) {
    free(thread->room);
    thread->room = malloc(bytes);
    thread->room_bytes = thread->room ? bytes : 0;
  }
  return thread->room;
}

// From the sizes among `arguments`: batch, channels, height, width, outChannels, kernel, stride and padding, each by height and width.
static bool plan(state *thread, const double *arguments, convolution *p) {
  *p = (convolution){.n = INT(0), .c = INT(1), .h = INT(2), .w = INT(3), .o = INT(4), .kh = INT(5), .kw = INT(6),
                     .sh = INT(7), .sw = INT(8), .ph = INT(9), .pw = INT(10)};
  p->out_h = (p->h + 2 * p->ph - p->kh) / p->sh + 1;
  p->out_w = (p->w + 2 * p->pw - p->kw) / p->sw + 1;
  p->taps = p->c * p->kh * p->kw;
  p->rows = p->out_h + (p->kh - 1) / p->sh;
  p->columns = p->out_w + (p->kw - 1) / p->sw;
  p->channel = (int64_t)p->sh * p->sw * p->rows * p->columns;
  p->span = p->out_h * p->columns;
  p->image_size = p->c * p->channel + p->span + COLUMNS;
  const int64_t filters = (int64_t)(p->taps + ROWS * p->kh * p->kw) * (p->o + COLUMNS);
  const int64_t results = (int64_t)(p->span + COLUMNS) * (p->o + COLUMNS);
  p->table = room_for(thread, (filters + p->image_size + results + p->taps) * sizeof(float));
  if (!p->table) return false;
  p->room = (float *)(p->table + p->taps);
  for (int c = 0, t = 0; c < p->c; c++)
    for (int i = 0; i < p->kh; i++)
      for (int j = 0; j < p->kw; j++, t++) {
        const int phase = i % p->sh * p->sw + j % p->sw;
        p->table[t] = c * p->channel + ((int64_t)phase * p->rows + i / p->sh) * p->columns + j / p->sw;
      }
  return true;
}

// The input's pixel rows (or columns) that exist of phase `phase`: first..last in the plane, and where they begin.
static inline void extent(int size, int pad, int stride, int phase, int limit, int *first, int *last) {
  *first = pad > phase ? (pad - phase + stride - 1) / stride : 0;
  const int end = (size + pad - phase + stride - 1) / stride;
  *last = end < limit ? end : limit;
}

static void load_image(const convolution *v, const float *x, float *image) {
  for (int py = 0; py < v->sh; py++)
    for (int px = 0; px < v->sw; px++) {
      int top, bottom, left, right;
      extent(v->h, v->ph, v->sh, py, v->rows, &top, &bottom);
      extent(v->w, v->pw, v->sw, px, v->columns, &left, &right);
      for (int c = 0; c < v->c; c++)
        for (int i = top; i < bottom; i++) {
          float *to = image + c * v->channel + ((int64_t)(py * v->sw + px) * v->rows + i) * v->columns;
          const float *from = x + ((int64_t)c * v->h + i * v->sh + py - v->ph) * v->w + px - v->pw;
          for (int j = left; j < right; j++) to[j] = from[j * v->sw];
        }
    }
}

static void store_image(const convolution *v, const float *image, float *dx, bool add) {
  // Pixels that no tap reaches have no place in the planes.
  if (!add) memset(dx, 0, sizeof(float) * v->c * v->h * v->w);
  for (int py = 0; py < v->sh; py++)
    for (int px = 0; px < v->sw; px++) {
      int top, bottom, left, right;
      extent(v->h, v->ph, v->sh, py, v->rows, &top, &bottom);
      extent(v->w, v->pw, v->sw, px, v->columns, &left, &right);
      for (int c = 0; c < v->c; c++)
        for (int i = top; i < bottom; i++) {
          const float *from = image + c * v->channel + ((int64_t)(py * v->sw + px) * v->rows + i) * v->columns;
          float *to = dx + ((int64_t)c * v->h + i * v->sh + py - v->ph) * v->w + px - v->pw;
          for (int j = left; j < right; j++) to[j * v->sw] += from[j];
        }
    }
}

