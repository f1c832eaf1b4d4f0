// All kernels for one instruction set: the including file has set ISA, LANES (floats of a vector), VECTORS (of a tile's
// row), ROWS (of a tile), and what the compiler may use.
#define FLOATS(i) ((float *)address(thread, arguments[i]))
#define INT(i) ((int)arguments[i])
#define REAL(i) (arguments[i])
#define KERNEL(name) static double name##_kernel(state *thread, const double *arguments)

static inline void *address(const state *thread, double pointer) { return pointer ? thread->memory + (uint64_t)pointer : NULL; }

#include "vector.h"
#include "elementary.h"
#include "activation.h"
#include "elementwise.h"
#include "pairs.h"
#include "copies.h"
#include "reductions.h"
#include "rows.h"
#include "norms.h"
#include "recurrent.h"
#include "optimizers.h"
#include "pack.h"
#include "tile.h"
#include "product.h"
#include "dot.h"
#include "linear.h"
#include "image.h"
#include "convolution.h"

#define ENTRY(name, count) {#name, count, name##_kernel},
#define JOIN2(a, b) a##_##b
#define JOIN(a, b) JOIN2(a, b)

const kernel JOIN(kernels, ISA)[KERNELS] = {
  ENTRY(gemm, 14) ENTRY(gemmRows, 16) ENTRY(gemmBatched, 16) ENTRY(linearGrad, 12)
  ENTRY(activationGradInPlace, 4) ENTRY(colSumAccumulate, 4)
  ENTRY(unary, 6) ENTRY(unaryGrad, 9) ENTRY(binary, 8) ENTRY(binaryGrad, 13)
  ENTRY(reduceSum, 6) ENTRY(reduceSumGrad, 7) ENTRY(reduceExtreme, 7) ENTRY(firstNonFinite, 2)
  ENTRY(softmax, 5) ENTRY(softmaxGrad, 7) ENTRY(logsumexp, 4) ENTRY(logsumexpGrad, 7)
  ENTRY(attentionSoftmax, 10) ENTRY(attentionSoftmaxGrad, 5)
  ENTRY(fill, 3) ENTRY(copy, 4) ENTRY(where, 8)
  ENTRY(gather, 8) ENTRY(scatterAdd, 7) ENTRY(indexSelect, 7) ENTRY(indexAdd, 7)
  ENTRY(groupNorm, 11) ENTRY(groupNormGrad, 13)
  ENTRY(channelMoments, 6) ENTRY(channelScale, 8) ENTRY(channelGradSums, 8) ENTRY(channelSumAccumulate, 5)
  ENTRY(lstmStep, 6) ENTRY(lstmStepGrad, 8) ENTRY(gruStep, 6) ENTRY(gruStepGrad, 8) ENTRY(clearRows, 5)
  ENTRY(sgd, 11) ENTRY(adam, 14) ENTRY(rmsprop, 12) ENTRY(adagrad, 7) ENTRY(polyak, 4)
  ENTRY(sumSquares, 2) ENTRY(scale, 3) ENTRY(clampInPlace, 3)
  ENTRY(conv2d, 17) ENTRY(conv2dGradInput, 16) ENTRY(conv2dGradWeight, 15) ENTRY(conv2dGradWeightRows, 17)
};
