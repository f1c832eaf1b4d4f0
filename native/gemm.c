// Matrix products and convolutions with the widest vectors of the processor, as a Node-API add-on that works in place on
// the engine's WASM memory. The kernel headers are compiled once per instruction set; the best one is chosen at run time.
#include <math.h>
#include <node_api.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

// C = relu?(op(A)·op(B) + bias?), or C += op(A)·op(B); op(A) is m x k, op(B) k x n; strides in floats.
typedef struct {
  bool trans_a, trans_b, accumulate, relu;
  int m, n, k;
  const float *a, *b, *bias;
  float *c;
  int64_t lda, ldb, ldc;
} product;

// Blocks of op(A) stay in the second-level cache, panels of op(B) in the third.
enum { KC = 256, MC = 96, NC = 1536 };
enum { SCRATCH_FLOATS = MC * KC + NC * KC + 64 };

typedef float float4 __attribute__((vector_size(16), aligned(4)));

static inline float4 load4(const float *p) { return *(const float4 *)p; }
static inline void store4(float *p, float4 v) { *(float4 *)p = v; }

// The rows of a 4 x 4 block at `from` become columns at `to`.
static inline void transpose4x4(const float *from, int64_t from_step, float *to, int64_t to_step) {
  float4 r0 = load4(from), r1 = load4(from + from_step);
  float4 r2 = load4(from + 2 * from_step), r3 = load4(from + 3 * from_step);
  float4 s0 = __builtin_shufflevector(r0, r1, 0, 4, 1, 5), s1 = __builtin_shufflevector(r2, r3, 0, 4, 1, 5);
  float4 s2 = __builtin_shufflevector(r0, r1, 2, 6, 3, 7), s3 = __builtin_shufflevector(r2, r3, 2, 6, 3, 7);
  store4(to, __builtin_shufflevector(s0, s1, 0, 1, 4, 5));
  store4(to + to_step, __builtin_shufflevector(s0, s1, 2, 3, 6, 7));
  store4(to + 2 * to_step, __builtin_shufflevector(s2, s3, 0, 1, 4, 5));
  store4(to + 3 * to_step, __builtin_shufflevector(s2, s3, 2, 3, 6, 7));
}

// Packs `count` lines (rows of A or columns of B) of k values, the lines' values of one k side by side, `width` lines
// wide, zeros beyond `count`. `contiguous`: whether it is the lines that are contiguous in memory, or the values of one k.
static void pack(const float *from, int64_t step, bool contiguous, int count, int width, int k, float *to) {
  if (count < width) memset(to, 0, sizeof(float) * width * k);
  if (!contiguous) {
    for (int p = 0; p < k; p++) memcpy(to + (int64_t)p * width, from + p * step, sizeof(float) * count);
    return;
  }
  int i = 0;
  for (; i + 4 <= count; i += 4) {
    const float *line = from + i * step;
    int p = 0;
    for (; p + 4 <= k; p += 4) transpose4x4(line + p, step, to + (int64_t)p * width + i, width);
    for (; p < k; p++)
      for (int j = 0; j < 4; j++) to[(int64_t)p * width + i + j] = line[j * step + p];
  }
  for (; i < count; i++)
    for (int p = 0; p < k; p++) to[(int64_t)p * width + i] = from[i * step + p];
}

// A convolution reads its image from planes by stride phase: there, the pixels under one tap of the filter lie side by
// side for all outputs, `columns` to a row, and `table` tells where each tap's begin. So every output row is a product
// of the filters with rows of the image as they are. The last entries of a row of `columns` are no outputs: they are
// computed and left out, or zero.
typedef struct {
  int n, c, h, w, o, kh, kw, sh, sw, ph, pw;
  int out_h, out_w, taps;
  int columns, rows;            // of a plane
  int64_t channel, image_size;  // floats of a channel, of all channels and what vectors may touch beyond
  int span;                     // outputs of a channel, the superfluous ones included
  int *table;
  float *room;
} convolution;

enum { MAX_COLUMNS = 48, MAX_ROWS = 12 };

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

typedef void gemm_function(const product *, int from, int to, float *scratch);
typedef void conv_function(const convolution *, const float *x, const float *w, const float *bias, float *y, bool relu);
typedef void conv_grad_input_function(const convolution *, const float *dy, const float *w, float *dx, bool add);
typedef void conv_grad_weight_function(const convolution *, const float *dy, const float *x, float *dw);

#define JOIN(a, b) a##_##b
#define NAME2(a, b) JOIN(a, b)
#define NAME(function) NAME2(function, ISA)

#if defined(__x86_64__)
#define ISA avx512
#define LANES 16
#define VECTORS 2
#define ROWS 12
#define TARGET __attribute__((target("avx512f,avx2,fma")))
#include "gemm-kernel.h"
#include "conv-kernel.h"
#define ISA avx2
#define LANES 8
#define VECTORS 3
#define ROWS 4
#define TARGET __attribute__((target("avx2,fma")))
#include "gemm-kernel.h"
#include "conv-kernel.h"
#define ISA base
#define LANES 4
#define VECTORS 2
#define ROWS 4
#else  // NEON has 32 registers of four lanes
#define ISA base
#define LANES 4
#define VECTORS 3
#define ROWS 8
#endif
#define TARGET
#include "gemm-kernel.h"
#include "conv-kernel.h"

static gemm_function *gemm;
static conv_function *conv;
static conv_grad_input_function *conv_grad_input;
static conv_grad_weight_function *conv_grad_weight;
static const char *instruction_set;

#define CHOOSE(isa, name) \
  gemm = gemm_##isa, conv = conv_##isa, conv_grad_input = conv_grad_input_##isa, \
  conv_grad_weight = conv_grad_weight_##isa, instruction_set = name

static void choose(void) {
#if defined(__x86_64__)
  __builtin_cpu_init();
  CHOOSE(base, "sse2");
  if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma")) CHOOSE(avx2, "avx2");
  if (__builtin_cpu_supports("avx512f")) CHOOSE(avx512, "avx512");
#else
  CHOOSE(base, "neon");
#endif
}

// Per thread of JavaScript: where the WASM memory starts, and room to pack into.
typedef struct {
  char *memory;
  float *scratch;
  void *room;
  size_t room_bytes;
} state;

static float *at(const state *s, uint32_t pointer) { return pointer ? (float *)(s->memory + pointer) : NULL; }

// Working memory of a convolution; it stays for the next one.
static void *room(state *s, size_t bytes) {
  if (bytes > s->room_bytes) {
    free(s->room);
    s->room = malloc(bytes);
    s->room_bytes = s->room ? bytes : 0;
  }
  return s->room;
}

static state *arguments(napi_env env, napi_callback_info info, size_t count, uint32_t *values) {
  napi_value arguments[24];
  state *s;
  size_t given = count;
  if (napi_get_cb_info(env, info, &given, arguments, NULL, (void **)&s) != napi_ok || given != count || !s->memory) {
    napi_throw_error(env, NULL, "native gemm: wrong number of arguments, or no memory bound");
    return NULL;
  }
  for (size_t i = 0; i < count; i++) napi_get_value_uint32(env, arguments[i], &values[i]);
  return s;
}

// bind(bytes): all pointers are byte offsets into this Uint8Array from now on.
static napi_value bind(napi_env env, napi_callback_info info) {
  napi_value bytes;
  size_t count = 1;
  state *s;
  napi_get_cb_info(env, info, &count, &bytes, NULL, (void **)&s);
  if (napi_get_typedarray_info(env, bytes, NULL, NULL, (void **)&s->memory, NULL, NULL) != napi_ok)
    napi_throw_type_error(env, NULL, "native gemm: bind expects a Uint8Array");
  return NULL;
}

// gemmRows(transA, transB, m, n, k, a, lda, b, ldb, c, ldc, accumulate, bias, relu, from, to)
static napi_value gemm_rows(napi_env env, napi_callback_info info) {
  uint32_t v[16];
  const state *s = arguments(env, info, 16, v);
  if (!s) return NULL;
  const product p = {.trans_a = v[0], .trans_b = v[1], .m = v[2], .n = v[3], .k = v[4],
                     .a = at(s, v[5]), .lda = v[6], .b = at(s, v[7]), .ldb = v[8], .c = at(s, v[9]), .ldc = v[10],
                     .accumulate = v[11], .bias = at(s, v[12]), .relu = v[13]};
  gemm(&p, v[14], v[15], s->scratch);
  return NULL;
}

// gemmBatched(transA, transB, batch, m, n, k, a, lda, strideA, b, ldb, strideB, c, ldc, strideC, accumulate)
static napi_value gemm_batched(napi_env env, napi_callback_info info) {
  uint32_t v[16];
  const state *s = arguments(env, info, 16, v);
  if (!s) return NULL;
  product p = {.trans_a = v[0], .trans_b = v[1], .m = v[3], .n = v[4], .k = v[5],
               .a = at(s, v[6]), .lda = v[7], .b = at(s, v[9]), .ldb = v[10], .c = at(s, v[12]), .ldc = v[13],
               .accumulate = v[15]};
  for (uint32_t i = 0; i < v[2]; i++, p.a += v[8], p.b += v[11], p.c += v[14]) gemm(&p, 0, p.m, s->scratch);
  return NULL;
}

// From `sizes`: batch, channels, height, width, outChannels, kernel, stride and padding, each by height and width.
static bool plan(state *s, const uint32_t *sizes, convolution *v) {
  *v = (convolution){.n = sizes[0], .c = sizes[1], .h = sizes[2], .w = sizes[3], .o = sizes[4], .kh = sizes[5],
                     .kw = sizes[6], .sh = sizes[7], .sw = sizes[8], .ph = sizes[9], .pw = sizes[10]};
  v->out_h = (v->h + 2 * v->ph - v->kh) / v->sh + 1;
  v->out_w = (v->w + 2 * v->pw - v->kw) / v->sw + 1;
  v->taps = v->c * v->kh * v->kw;
  v->rows = v->out_h + (v->kh - 1) / v->sh;
  v->columns = v->out_w + (v->kw - 1) / v->sw;
  v->channel = (int64_t)v->sh * v->sw * v->rows * v->columns;
  v->span = v->out_h * v->columns;
  v->image_size = v->c * v->channel + v->span + MAX_COLUMNS;
  const int64_t filters = (int64_t)(v->taps + MAX_ROWS * v->kh * v->kw) * (v->o + MAX_COLUMNS);
  const int64_t results = (int64_t)(v->span + MAX_COLUMNS) * (v->o + MAX_COLUMNS);
  v->table = room(s, (filters + v->image_size + results + v->taps) * sizeof(float));
  if (!v->table) return false;
  v->room = (float *)(v->table + v->taps);
  for (int c = 0, t = 0; c < v->c; c++)
    for (int i = 0; i < v->kh; i++)
      for (int j = 0; j < v->kw; j++, t++) {
        const int phase = i % v->sh * v->sw + j % v->sw;
        v->table[t] = c * v->channel + ((int64_t)phase * v->rows + i / v->sh) * v->columns + j / v->sw;
      }
  return true;
}

static state *conv_arguments(napi_env env, napi_callback_info info, size_t count, uint32_t *values, convolution *v) {
  state *s = arguments(env, info, count + 11, values);
  if (s && plan(s, values + count, v)) return s;
  if (s) napi_throw_error(env, NULL, "native conv: out of memory");
  return NULL;
}

// conv2d(x, w, bias, y, relu, ...sizes)
static napi_value conv2d(napi_env env, napi_callback_info info) {
  uint32_t a[16];
  convolution v;
  const state *s = conv_arguments(env, info, 5, a, &v);
  if (s) conv(&v, at(s, a[0]), at(s, a[1]), at(s, a[2]), at(s, a[3]), a[4]);
  return NULL;
}

// conv2dGradInput(dy, w, dx, accumulate, ...sizes)
static napi_value conv2d_grad_input(napi_env env, napi_callback_info info) {
  uint32_t a[15];
  convolution v;
  const state *s = conv_arguments(env, info, 4, a, &v);
  if (s) conv_grad_input(&v, at(s, a[0]), at(s, a[1]), at(s, a[2]), a[3]);
  return NULL;
}

// conv2dGradWeight(dy, x, dw, ...sizes); adds to dw
static napi_value conv2d_grad_weight(napi_env env, napi_callback_info info) {
  uint32_t a[14];
  convolution v;
  const state *s = conv_arguments(env, info, 3, a, &v);
  if (s) conv_grad_weight(&v, at(s, a[0]), at(s, a[1]), at(s, a[2]));
  return NULL;
}

static void release(napi_env env, void *data, void *hint) {
  (void)env, (void)hint;
  free(((state *)data)->scratch);
  free(((state *)data)->room);
  free(data);
}

static void export(napi_env env, napi_value exports, const char *name, napi_callback function, state *s) {
  napi_value value;
  napi_create_function(env, name, NAPI_AUTO_LENGTH, function, s, &value);
  napi_set_named_property(env, exports, name, value);
}

NAPI_MODULE_INIT() {
  choose();
  state *s = calloc(1, sizeof *s);
  s->scratch = aligned_alloc(64, SCRATCH_FLOATS * sizeof(float));
  napi_set_instance_data(env, s, release, NULL);
  export(env, exports, "bind", bind, s);
  export(env, exports, "gemmRows", gemm_rows, s);
  export(env, exports, "gemmBatched", gemm_batched, s);
  export(env, exports, "conv2d", conv2d, s);
  export(env, exports, "conv2dGradInput", conv2d_grad_input, s);
  export(env, exports, "conv2dGradWeight", conv2d_grad_weight, s);
  napi_value name;
  napi_create_string_utf8(env, instruction_set, NAPI_AUTO_LENGTH, &name);
  napi_set_named_property(env, exports, "instructionSet", name);
  return exports;
}
