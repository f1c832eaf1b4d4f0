// The Node-API add-on: kernels that work in place on the engine's WASM memory, with the widest vectors of the processor.
// Converting arguments one by one costs more than a small kernel, so JavaScript writes commands into a shared list: its
// first number counts them, each is the number of a kernel and its arguments. One call runs them all.
#include <node_api.h>
#include <stdlib.h>
#include "kernels.h"

static const kernel *kernels = kernels_base;
#if defined(__x86_64__)
static const char *instruction_set = "sse2";
#else
static const char *instruction_set = "neon";
#endif

static void choose(void) {
#if defined(__x86_64__)
  __builtin_cpu_init();
  if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma")) kernels = kernels_avx2, instruction_set = "avx2";
  if (__builtin_cpu_supports("avx512f")) kernels = kernels_avx512, instruction_set = "avx512";
#endif
}

// A thread's state, and where it writes its commands.
typedef struct {
  state state;
  double *commands;
} thread;

// bind(bytes, commands): pointers are byte offsets into this Uint8Array from now on, commands come in this Float64Array.
static napi_value bind(napi_env env, napi_callback_info info) {
  napi_value given[2];
  size_t count = 2;
  thread *t;
  napi_typedarray_type types[2] = {napi_int8_array, napi_int8_array};
  void *data[2] = {NULL, NULL};
  napi_get_cb_info(env, info, &count, given, NULL, (void **)&t);
  for (size_t i = 0; i < 2 && i < count; i++) napi_get_typedarray_info(env, given[i], &types[i], NULL, &data[i], NULL, NULL);
  if (types[0] != napi_uint8_array || types[1] != napi_float64_array) {
    napi_throw_type_error(env, NULL, "native: bind expects a Uint8Array and a Float64Array");
    return NULL;
  }
  t->state.memory = data[0];
  t->commands = data[1];
  return NULL;
}

// run(): all commands; the last one's result replaces their count.
static napi_value run(napi_env env, napi_callback_info info) {
  thread *t;
  if (napi_get_cb_info(env, info, NULL, NULL, NULL, (void **)&t) != napi_ok) return NULL;
  double *at = t->commands, result = 0;
  if (!at) {
    napi_throw_error(env, NULL, "native: no memory is bound");
    return NULL;
  }
  int count = *at++;
  for (; count > 0; count--) {
    const kernel *k = &kernels[(int)*at++];
    result = k->run(&t->state, at);
    if (result <= OUT_OF_MEMORY) {
      napi_throw_error(env, NULL, result == OUT_OF_MEMORY ? "native: out of memory" : "native: unknown code of an operation");
      return NULL;
    }
    at += k->arguments;
  }
  *t->commands = result;
  return NULL;
}

static void release(napi_env env, void *data, void *hint) {
  (void)env, (void)hint;
  free(((thread *)data)->state.scratch);
  free(((thread *)data)->state.room);
  free(data);
}

static void export_function(napi_env env, napi_value exports, const char *name, napi_callback function, thread *t) {
  napi_value value;
  napi_create_function(env, name, NAPI_AUTO_LENGTH, function, t, &value);
  napi_set_named_property(env, exports, name, value);
}

static void export_string(napi_env env, napi_value target, const char *name, const char *text) {
  napi_value value;
  napi_create_string_utf8(env, text, NAPI_AUTO_LENGTH, &value);
  napi_set_named_property(env, target, name, value);
}

NAPI_MODULE_INIT() {
  choose();
  thread *t = calloc(1, sizeof *t);
  t->state.scratch = aligned_alloc(64, SCRATCH_FLOATS * sizeof(float));
  napi_set_instance_data(env, t, release, NULL);
  export_function(env, exports, "bind", bind, t);
  export_function(env, exports, "run", run, t);
  export_string(env, exports, "instructionSet", instruction_set);
  // kernels: by number, name and arguments.
  napi_value list, entry, arguments;
  napi_create_array_with_length(env, KERNELS, &list);
  for (int i = 0; i < KERNELS; i++) {
    napi_create_object(env, &entry);
    export_string(env, entry, "name", kernels[i].name);
    napi_create_int32(env, kernels[i].arguments, &arguments);
    napi_set_named_property(env, entry, "arguments", arguments);
    napi_set_element(env, list, i, entry);
  }
  napi_set_named_property(env, exports, "kernels", list);
  return exports;
}
