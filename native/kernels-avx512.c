// The kernels with vectors of 512-bit: only run where the processor has them.
#if defined(__x86_64__)
#include <immintrin.h>
#include "standard.h"
#if defined(__clang__)
#pragma clang attribute push(__attribute__((target("avx512f,avx2,fma"))), apply_to = function)
#else
#pragma GCC target("avx512f,avx2,fma")
#endif
#define ISA avx512
#define LANES 16
#define VECTORS 2
#define ROWS 12
#include "kernels.inc.h"
#if defined(__clang__)
#pragma clang attribute pop
#endif
#endif
