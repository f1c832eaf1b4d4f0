// Matrix products with the widest vectors of the processor, as a Node-API add-on that works in place on the engine's
// WASM memory. One source: gemm-kernel.h is compiled once per instruction set, and the best one is chosen at run time.
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

typedef void gemm_function(const product *, int from, int to, float *scratch);

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
#define ISA avx2
#define LANES 8
#define VECTORS 3
#define ROWS 4
#define TARGET __attribute__((target("avx2,fma")))
#include "gemm-kernel.h"
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

static gemm_function *gemm;
static const char *instruction_set;

static void choose(void) {
  gemm = gemm_base;
#if !defined(__x86_64__)
  instruction_set = "neon";
#else
  instruction_set = "sse2";
  __builtin_cpu_init();
  if (__builtin_cpu_supports("avx512f")) {
    gemm = gemm_avx512;
    instruction_set = "avx512";
  } else if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma")) {
    gemm = gemm_avx2;
    instruction_set = "avx2";
  }
#endif
}

// Per thread of JavaScript: where the WASM memory starts, and room to pack into.
typedef struct {
  char *memory;
  float *scratch;
} state;

static float *at(const state *s, uint32_t pointer) { return pointer ? (float *)(s->memory + pointer) : NULL; }

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

static void release(napi_env env, void *data, void *hint) {
  (void)env, (void)hint;
  free(((state *)data)->scratch);
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
  napi_value name;
  napi_create_string_utf8(env, instruction_set, NAPI_AUTO_LENGTH, &name);
  napi_set_named_property(env, exports, "instructionSet", name);
  return exports;
}
