// What the add-on and its kernels agree on: every kernel takes its arguments from a list of doubles, as JavaScript wrote
// them. The kernels are compiled once per instruction set, in the same order in each.
#pragma once
#include <stdint.h>
#include <stddef.h>

// Per thread of JavaScript: where the WASM memory starts, and room to work in.
typedef struct {
  char *memory;
  float *scratch;
  void *room;
  size_t room_bytes;
} state;

typedef double kernel_function(state *thread, const double *arguments);

typedef struct {
  const char *name;
  int arguments;
  kernel_function *run;
} kernel;

enum { KERNELS = 50 };
// What a kernel returns when the system gives it no room to work in, or when it does not know a code of an operation.
#define OUT_OF_MEMORY -2.0
#define UNKNOWN_CODE -3.0
extern const kernel kernels_base[KERNELS];
#if defined(__x86_64__)
extern const kernel kernels_avx2[KERNELS], kernels_avx512[KERNELS];
#endif

// Blocks of op(A) stay in the second-level cache, panels of op(B) in the third. A B of up to IN_PLACE floats is read where it
// lies; a narrow result of up to NARROW floats may be computed as its transpose.
enum { KC = 256, MC = 96, NC = 1536, IN_PLACE = 1 << 13, NARROW = 1 << 16 };
enum { SCRATCH_FLOATS = MC * KC + NC * KC + NARROW + 64 };
