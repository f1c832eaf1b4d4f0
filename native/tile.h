// The innermost product: a tile of rows x vectors accumulators in registers. An element's terms are added in the order of k,
// whatever its place in a tile: neither blocking nor threads change a bit.
#define COLUMNS (LANES * VECTORS)

// What lies behind a tile. Rows of A begin at multiples of a_row, or where a_table tells; rows of B at multiples of b_step,
// or as b_table tells; the last vector of C has `last` columns.
typedef struct {
  int k;
  const float *a;
  int64_t a_row, a_step;
  const int *a_table;
  const float *b;
  int64_t b_step;
  const int *b_table;
  float *c;
  int64_t ldc;
  int last;
  bool add;
  const float *bias;
} tile;

// `rows`, `vectors` and the presence of tables are constants wherever this is inlined.
INLINE void compute_tile(const int rows, const int vectors, const bool tables, const tile *t) {
  vec sum[ROWS][VECTORS];
#pragma GCC unroll 16
  for (int i = 0; i < rows; i++)
#pragma GCC unroll 4
    for (int j = 0; j < vectors; j++) sum[i][j] = (vec){0};
  const float *a = t->a, *b = t->b;
  const int64_t a_row = t->a_row;
  for (int p = 0; p < t->k; p++) {
    vec right[VECTORS];
    const float *from = tables && t->b_table ? b + t->b_table[p] : b + p * t->b_step;
#pragma GCC unroll 4
    for (int j = 0; j < vectors; j++) right[j] = load(from + j * LANES);
#pragma GCC unroll 16
    for (int i = 0; i < rows; i++) {
      const float left = a[tables && t->a_table ? t->a_table[i] : i * a_row];
#pragma GCC unroll 4
      for (int j = 0; j < vectors; j++) sum[i][j] += left * right[j];
    }
    a += t->a_step;
  }
#pragma GCC unroll 16
  for (int i = 0; i < rows; i++) {
#pragma GCC unroll 4
    for (int j = 0; j < vectors; j++) {
      float *to = t->c + i * t->ldc + j * LANES;
      const int count = j == vectors - 1 ? t->last : LANES;
      vec value = sum[i][j];
      if (t->add) value += get(to, count);
      if (t->bias) value += get(t->bias + j * LANES, count);
      put(to, value, count);
    }
  }
}

typedef void tile_function(const tile *);
#define TILE(rows, vectors) \
  static void tile_##rows##_##vectors(const tile *t) { compute_tile(rows, vectors, false, t); }
#define TILE_NAME(rows, vectors) tile_##rows##_##vectors,
#define UP_TO_4(X, v) X(1, v) X(2, v) X(3, v) X(4, v)
#if ROWS == 4
#define EVERY_ROWS UP_TO_4
#elif ROWS == 8
#define EVERY_ROWS(X, v) UP_TO_4(X, v) X(5, v) X(6, v) X(7, v) X(8, v)
#else
#define EVERY_ROWS(X, v) UP_TO_4(X, v) X(5, v) X(6, v) X(7, v) X(8, v) X(9, v) X(10, v) X(11, v) X(12, v)
#endif
#if VECTORS == 3
#define EVERY_TILE(X) EVERY_ROWS(X, 1) EVERY_ROWS(X, 2) EVERY_ROWS(X, 3)
#else
#define EVERY_TILE(X) EVERY_ROWS(X, 1) EVERY_ROWS(X, 2)
#endif
EVERY_TILE(TILE)
// By vectors, then rows.
static tile_function *const tiles[VECTORS * ROWS] = {EVERY_TILE(TILE_NAME)};

// A tile of any size up to ROWS x COLUMNS.
INLINE void run_tile(tile *t, int rows, int columns) {
  const int vectors = (columns + LANES - 1) / LANES;
  t->last = columns - (vectors - 1) * LANES;
  tiles[(vectors - 1) * ROWS + rows - 1](t);
}
