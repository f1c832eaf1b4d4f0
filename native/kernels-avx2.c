// The kernels with vectors of 256-bit: only run where the processor has them.
#if defined(__x86_64__)
#include <immintrin.h>
#include "standard.h"
#if defined(__clang__)
#pragma clang attribute push(__attribute__((target("avx2,fma"))), apply_to = function)
#else
#pragma GCC target("avx2,fma")
#endif
#define ISA avx2
#define LANES 8
#define VECTORS 3
#define ROWS 4
#include "kernels.inc.h"
#if defined(__clang__)
#pragma clang attribute pop
#endif
#endif
