// One time step of recurrent layers after the matrix products. Gates of a row lie behind each other in PyTorch's order.

// lstmStep(gates, cPrev, c, h, rows, hidden)
KERNEL(lstmStep) {
  float *gates = FLOATS(0), *c = FLOATS(2), *h = FLOATS(3);
  const float *before = FLOATS(1);
  const int rows = INT(4), n = INT(5);
  for (int row = 0; row < rows; row++, gates += 4 * (int64_t)n, before += n, c += n, h += n)
    EACH(n,
      const vec in = logistic(get(gates + i, count)), forget = logistic(get(gates + n + i, count));
      const vec g = hyperbolic_tangent(get(gates + 2 * n + i, count)), out = logistic(get(gates + 3 * n + i, count));
      const vec cell = forget * get(before + i, count) + in * g;
      put(gates + i, in, count);
      put(gates + n + i, forget, count);
      put(gates + 2 * n + i, g, count);
      put(gates + 3 * n + i, out, count);
      put(c + i, cell, count);
      put(h + i, out * hyperbolic_tangent(cell), count);
    );
  return 0;
}

// lstmStepGrad(gates, cPrev, c, dh, dc, dGates, rows, hidden)
KERNEL(lstmStepGrad) {
  const float *gates = FLOATS(0), *before = FLOATS(1), *c = FLOATS(2), *dh = FLOATS(3);
  float *dc = FLOATS(4), *to = FLOATS(5);
  const int rows = INT(6), n = INT(7);
  for (int row = 0; row < rows; row++, gates += 4 * (int64_t)n, to += 4 * (int64_t)n, before += n, c += n, dh += n, dc += n)
    EACH(n,
      const vec in = get(gates + i, count), forget = get(gates + n + i, count);
      const vec g = get(gates + 2 * n + i, count), out = get(gates + 3 * n + i, count);
      const vec d = get(dh + i, count), squashed = hyperbolic_tangent(get(c + i, count));
      const vec cell = get(dc + i, count) + d * out * (1 - squashed * squashed);
      put(to + i, cell * g * (in * (1 - in)), count);
      put(to + n + i, cell * get(before + i, count) * (forget * (1 - forget)), count);
      put(to + 2 * n + i, cell * in * (1 - g * g), count);
      put(to + 3 * n + i, d * squashed * (out * (1 - out)), count);
      put(dc + i, cell * forget, count);
    );
  return 0;
}

// gruStep(input, state, hPrev, h, rows, hidden)
KERNEL(gruStep) {
  float *input = FLOATS(0), *h = FLOATS(3);
  const float *from = FLOATS(1), *before = FLOATS(2);
  const int rows = INT(4), n = INT(5);
  for (int row = 0; row < rows; row++, input += 3 * (int64_t)n, from += 3 * (int64_t)n, before += n, h += n)
    EACH(n,
      const vec r = logistic(get(input + i, count) + get(from + i, count));
      const vec z = logistic(get(input + n + i, count) + get(from + n + i, count));
      const vec fresh = hyperbolic_tangent(get(input + 2 * n + i, count) + r * get(from + 2 * n + i, count));
      put(input + i, r, count);
      put(input + n + i, z, count);
      put(input + 2 * n + i, fresh, count);
      put(h + i, fresh + z * (get(before + i, count) - fresh), count);
    );
  return 0;
}

// gruStepGrad(gates, state, hPrev, dh, dInput, dState, rows, hidden)
KERNEL(gruStepGrad) {
  const float *gates = FLOATS(0), *from = FLOATS(1), *before = FLOATS(2);
  float *dh = FLOATS(3), *input = FLOATS(4), *hidden = FLOATS(5);
  const int rows = INT(6), n = INT(7);
  const int64_t step = 3 * (int64_t)n;
  for (int row = 0; row < rows; row++, gates += step, from += step, input += step, hidden += step, before += n, dh += n)
    EACH(n,
      const vec r = get(gates + i, count), z = get(gates + n + i, count), fresh = get(gates + 2 * n + i, count);
      const vec d = get(dh + i, count), candidate = d * (1 - z) * (1 - fresh * fresh);
      const vec update = d * (get(before + i, count) - fresh) * (z * (1 - z));
      const vec reset = candidate * get(from + 2 * n + i, count) * (r * (1 - r));
      put(input + i, reset, count);
      put(input + n + i, update, count);
      put(input + 2 * n + i, candidate, count);
      put(hidden + i, reset, count);
      put(hidden + n + i, update, count);
      put(hidden + 2 * n + i, candidate * r, count);
      put(dh + i, d * z, count);
    );
  return 0;
}

// clearRows(x, starts, y, rows, cols)
KERNEL(clearRows) {
  const float *x = FLOATS(0), *starts = FLOATS(1);
  float *y = FLOATS(2);
  const int rows = INT(3), n = INT(4);
  for (int row = 0; row < rows; row++, x += n, y += n)
    if (starts[row] != 0) memset(y, 0, sizeof(float) * n);
    else if (x != y) memcpy(y, x, sizeof(float) * n);
  return 0;
}
