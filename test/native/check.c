// Calls every native kernel of every instruction set that runs here, at odd sizes, on heap blocks of exactly the size it is
// entitled to, and compares the results with those of 128-bit vectors. Built with sanitizers by `npm run test:native`.
#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "kernels.h"

enum { BLOCKS = 64, RESULTS = 1 << 25 };
// Pointers are offsets from here, and not 0.
static char *const base = (char *)64;

static struct { float *data; size_t count; } blocks[BLOCKS];
static int used;
static uint32_t seed;
static const kernel *table;
static state thread;
// As 128-bit vectors computed them.
static float results[RESULTS];
static size_t recorded, calls;
static bool called[KERNELS];
static bool comparing;
static int failures;

static float uniform(void) {
  seed = seed * 1664525u + 1013904223u;
  return (seed >> 8) / 16777216.0f;
}

static double block(size_t count, bool indices, int limit) {
  float *data = malloc(count * sizeof(float) + !count);
  for (size_t i = 0; i < count; i++) {
    const float value = 0.05f + 0.9f * uniform();
    const int32_t index = (int32_t)(value * limit);
    if (indices) memcpy(data + i, &index, sizeof index);
    else data[i] = value;
  }
  blocks[used].data = data;
  blocks[used++].count = count;
  return (double)((char *)data - base);
}
static double floats(size_t count) { return block(count, false, 0); }
static double indices(size_t count, int limit) { return block(count, true, limit); }

// What the call left in its blocks, beside what 128-bit vectors left; integers differ visibly as floats.
static void finish(const char *name) {
  for (int b = 0; b < used; free(blocks[b++].data))
    for (size_t i = 0; i < blocks[b].count; i++, recorded++) {
      const float x = blocks[b].data[i];
      if (!comparing) results[recorded] = x;
      const float y = results[recorded];
      if (fabsf(x - y) <= 2e-4f + 2e-4f * fabsf(y) || memcmp(&x, &y, sizeof x) == 0) continue;
      if (failures++ < 20) printf("%s: block %d [%zu] is %g, with 128 bits %g\n", name, b, i, x, y);
    }
  used = 0;
}

static void call(const char *name, const double *arguments, int count) {
  for (int i = 0; i < KERNELS; i++) {
    if (strcmp(table[i].name, name) != 0) continue;
    if (table[i].arguments != count) {
      printf("%s takes %d arguments, not %d\n", name, table[i].arguments, count);
      exit(1);
    }
    // Read from a block of its own, so that one argument too many is found.
    double *own = malloc(count * sizeof *own);
    memcpy(own, arguments, count * sizeof *own);
    table[i].run(&thread, own);
    free(own);
    called[i] = true;
    calls++;
    finish(name);
    return;
  }
  printf("there is no kernel %s\n", name);
  exit(1);
}
#define CALL(name, ...) call(#name, (double[]){__VA_ARGS__}, sizeof((double[]){__VA_ARGS__}) / sizeof(double))

static void elements(int n) {
  for (int op = 0; op < 24; op++) {
    CALL(unary, op, floats(n), floats(n), n, 0.3, 0.8);
    CALL(unaryGrad, op, floats(n), floats(n), floats(n), floats(n), n, 0.3, 0.8, op % 2);
  }
  for (int op = 0; op < 19; op++)
    for (int strides = 0; strides < 4; strides++) {
      const int a = strides & 1, b = strides >> 1;
      CALL(binary, op, floats(a ? n : 1), a, floats(b ? n : 1), b, floats(n), n, 0.4);
      for (int by = 0; by < 2; by++)
        CALL(binaryGrad, op, by, floats(a ? n : 1), a, floats(b ? n : 1), b, floats(b ? n : 1), b, floats(n), n, 0.4, 2, a);
    }
  for (int act = 0; act < 4; act++) CALL(activationGradInPlace, act, floats(n), floats(n), n);
  CALL(fill, floats(n), n, 3);
  for (int add = 0; add < 2; add++) {
    CALL(copy, floats(n), floats(n), n, add);
    CALL(where, floats(n), floats(add ? n : 1), add, floats(n), 1, floats(n), n, add);
  }
  CALL(scale, floats(n), n, 0.7);
  CALL(clampInPlace, floats(n), n, 0.5);
  CALL(sumSquares, floats(n), n);
  CALL(firstNonFinite, floats(n), n);
}

static void optimisers(int n) {
  for (int option = 0; option < 2; option++) {
    CALL(sgd, floats(n), floats(n), option ? floats(n) : 0, n, 0.1, option ? 0.9 : 0, 0, 0.01, option, 0, option);
    CALL(adam, floats(n), floats(n), floats(n), floats(n), option ? floats(n) : 0, n, 0.01, 0.9, 0.99, 1e-8, 0.01, option, 0.1, 0.01);
    CALL(rmsprop, floats(n), floats(n), floats(n), option ? floats(n) : 0, option ? floats(n) : 0, n, 0.01, 0.9, 0.1, 0, 0.5 * option, option);
    CALL(polyak, floats(n), floats(n), n, option ? 1 : 0.2);
  }
  CALL(adagrad, floats(n), floats(n), floats(n), n, 0.1, 1e-8, 0.01);
}

static void rows(int r, int n) {
  for (int option = 0; option < 2; option++) {
    CALL(softmax, floats(r * n), floats(r * n), r, n, option);
    CALL(softmaxGrad, floats(r * n), floats(r * n), floats(r * n), r, n, option, option);
    CALL(logsumexpGrad, floats(r * n), floats(r), floats(r), floats(r * n), r, n, option);
    CALL(reduceSumGrad, floats(option ? r : 2 * n), floats(option ? r * n : 2 * r * n), option ? r : 2, option ? n : r, option ? 1 : n, 0.5, option);
    CALL(reduceSum, floats(2 * r * n), floats(option ? 2 * r : 2 * n), option ? 2 * r : 2, option ? n : r, option ? 1 : n, 0.5);
    CALL(reduceExtreme, floats(2 * r * n), floats(2 * n), floats(2 * n), 2, r, n, option ? 1 : -1);
    CALL(attentionSoftmax, floats(2 * r * n), 2, 1, r, n, 0.3, option ? floats(r * n) : 0, 0, 0, n);
    CALL(groupNorm, floats(r * n), option ? floats(n) : 0, option ? floats(n) : 0, floats(r * n), floats(r), floats(r), r, 1, n, 1, 1e-3);
    CALL(groupNorm, floats(r * 3 * n), floats(3), floats(3), floats(r * 3 * n), floats(r), floats(r), r, 1, 3, n, 1e-3);
    CALL(groupNormGrad, floats(r * n), option ? floats(n) : 0, floats(r), floats(r), floats(r * n), option ? floats(r * n) : 0, floats(n), option ? floats(n) : 0, r, 1, n, 1, option);
    CALL(groupNormGrad, floats(r * 3 * n), floats(3), floats(r), floats(r), floats(r * 3 * n), floats(r * 3 * n), floats(3), floats(3), r, 1, 3, n, option);
    const int channels = option ? n : 3, inner = option ? 1 : n, size = r * channels * inner;
    CALL(channelMoments, floats(size), floats(channels), floats(channels), r, channels, inner);
    CALL(channelScale, floats(size), floats(channels), floats(channels), floats(size), r, channels, inner, option);
    CALL(channelGradSums, floats(size), floats(channels), floats(size), floats(channels), floats(channels), r, channels, inner);
    CALL(channelSumAccumulate, floats(size), floats(channels), r, channels, inner);
    CALL(gather, floats(2 * 5 * n), indices(2 * r * n, 5), floats(2 * r * n), 2, 5, r, n, option);
  }
  CALL(colSumAccumulate, floats(r * n), floats(n), r, n);
  CALL(logsumexp, floats(r * n), floats(r), r, n);
  CALL(attentionSoftmaxGrad, floats(r * n), floats(r * n), r, n, 0.3);
  CALL(scatterAdd, floats(2 * r * n), indices(2 * r * n, 5), floats(2 * 5 * n), 2, 5, r, n);
  CALL(indexSelect, floats(2 * 5 * n), indices(r, 5), floats(2 * r * n), 2, 5, r, n);
  CALL(indexAdd, floats(2 * r * n), indices(r, 5), floats(2 * 5 * n), 2, 5, r, n);
  CALL(lstmStep, floats(4 * r * n), floats(r * n), floats(r * n), floats(r * n), r, n);
  CALL(lstmStepGrad, floats(4 * r * n), floats(r * n), floats(r * n), floats(r * n), floats(r * n), floats(4 * r * n), r, n);
  CALL(gruStep, floats(3 * r * n), floats(3 * r * n), floats(r * n), floats(r * n), r, n);
  CALL(gruStepGrad, floats(3 * r * n), floats(3 * r * n), floats(r * n), floats(r * n), floats(3 * r * n), floats(3 * r * n), r, n);
  CALL(clearRows, floats(r * n), floats(r), floats(r * n), r, n);
}

static void products(int m, int n, int k) {
  for (int form = 0; form < 4; form++) {
    const int ta = form & 1, tb = form >> 1, lda = ta ? m : k, ldb = tb ? k : n;
    CALL(gemm, ta, tb, m, n, k, floats(m * k), lda, floats(k * n), ldb, floats(m * n), n, 0, floats(n), form);
    CALL(gemm, ta, tb, m, n, k, floats(m * k), lda, floats(k * n), ldb, floats(m * n), n, 1, 0, 0);
    CALL(gemmRows, ta, tb, m, n, k, floats(m * k), lda, floats(k * n), ldb, floats(m * n), n, 0, 0, 0, m / 3, m - m / 3);
    CALL(gemmBatched, ta, tb, 3, m, n, k, floats(3 * m * k), lda, m * k, floats(k * n), ldb, 0, floats(3 * m * n), n, m * n, form % 2);
    CALL(linearGrad, m, n, k, floats(m * k), floats(n * k), floats(m * n), floats(m * n), form, floats(n * k), form == 3 ? 0 : floats(n),
         form == 2 ? 0 : floats(m * k), form);
  }
}

static void convolutions(int c, int size, int o, int window, int stride, int pad) {
  const int out = (size + 2 * pad - window) / stride + 1, x = 2 * c * size * size, w = o * c * window * window, y = 2 * o * out * out;
#define SIZES 2, c, size, size, o, window, window, stride, stride, pad, pad
  CALL(conv2d, floats(x), floats(w), floats(o), floats(y), c % 4, 0, SIZES);
  CALL(conv2dGradInput, floats(y), floats(w), floats(x), c % 2, 0, SIZES);
  CALL(conv2dGradWeight, floats(y), floats(x), floats(w), 0, SIZES);
  CALL(conv2dGradWeightRows, floats(y), floats(x), floats(w), 0, SIZES, o / 16 * 16, o);
}

static void everything(const kernel *kernels) {
  table = kernels;
  seed = 1;
  recorded = 0;
  const int sizes[] = {0, 1, 2, 3, 7, 8, 15, 16, 17, 31, 33, 65};
  for (int i = 0; i < 12; i++) elements(sizes[i]), optimisers(sizes[i]);
  for (int i = 1; i < 12; i++) rows(3, sizes[i]), rows(17, sizes[i]);
  const int sides[] = {1, 2, 5, 13, 17, 40}, depths[] = {0, 1, 19, 64, 300};
  for (int i = 0; i < 6; i++)
    for (int j = 0; j < 6; j++)
      for (int p = 0; p < 5; p++) products(sides[i], sides[j], depths[p]);
  products(110, 100, 20);
  products(7, 1601, 3);
  for (int i = 1; i < 6; i++) convolutions(i, 2 * i + 5, 7 * i - 5, i < 4 ? i : 3, 1 + i % 3, i % 2);
}

int main(void) {
  thread.memory = base;
  thread.scratch = aligned_alloc(64, SCRATCH_FLOATS * sizeof(float));
  everything(kernels_base);
#if defined(__x86_64__)
  __builtin_cpu_init();
  comparing = true;
  if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma")) puts("avx2"), everything(kernels_avx2);
  if (__builtin_cpu_supports("avx512f")) puts("avx512"), everything(kernels_avx512);
#endif
  for (int i = 0; i < KERNELS; i++)
    if (!called[i]) printf("%s is not called here\n", table[i].name), failures++;
  free(thread.scratch);
  free(thread.room);
  printf("%zu calls, %zu numbers, %d differ\n", calls, recorded, failures);
  return failures > 0;
}
