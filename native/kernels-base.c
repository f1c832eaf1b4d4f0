// The kernels with vectors of 128 bits, which every processor has: NEON on ARM; on x86 only the tests run them.
#include "standard.h"
#define ISA base
#define LANES 4
#if defined(__x86_64__)
#define VECTORS 2
#define ROWS 4
#else  // 32 registers
#define VECTORS 3
#define ROWS 8
#endif
#include "kernels.inc.h"
