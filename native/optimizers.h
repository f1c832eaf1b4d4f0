// Optimiser updates over one flat buffer of n parameters; formulas as in PyTorch. Scalars are rounded where they meet vectors.

// sgd(p, g, momentumBuf, n, lr, momentum, dampening, weightDecay, nesterov, firstStep, maximize)
KERNEL(sgd) {
  float *p = FLOATS(0), *buf = FLOATS(2);
  const float *g = FLOATS(1), rate = REAL(4), keep = REAL(5), add = 1 - REAL(6), decay = REAL(7), sign = INT(10) ? -1 : 1;
  const int n = INT(3);
  const bool moves = REAL(5) != 0, nesterov = INT(8), first_step = INT(9);
  EACH(n,
    const vec x = get(p + i, count);
    vec d = decay * x + sign * get(g + i, count);
    if (moves) {
      const vec velocity = first_step ? d : keep * get(buf + i, count) + add * d;
      put(buf + i, velocity, count);
      d = nesterov ? keep * velocity + d : velocity;
    }
    put(p + i, x - rate * d, count);
  );
  return 0;
}

// adam(p, g, m, v, maxSq, n, lr, beta1, beta2, eps, weightDecay, decoupled, biasCorrection1, biasCorrection2)
KERNEL(adam) {
  float *p = FLOATS(0), *m = FLOATS(2), *v = FLOATS(3), *most = FLOATS(4);
  const float *g = FLOATS(1);
  const int n = INT(5);
  const double lr = REAL(6), decay = REAL(10);
  const bool decoupled = INT(11);
  const float rate = -lr / REAL(12), root_scale = 1 / sqrt(REAL(13)), shrink = decoupled ? 1 - lr * decay : 1;
  const float pull = decoupled ? 0 : decay, new_mean = 1 - REAL(7), keep = REAL(8), new_square = 1 - REAL(8), small = REAL(9);
  EACH(n,
    const vec x = get(p + i, count), d = pull * x + get(g + i, count);
    vec mean = get(m + i, count);
    mean = new_mean * (d - mean) + mean;
    vec square = new_square * d * d + keep * get(v + i, count);
    put(m + i, mean, count);
    put(v + i, square, count);
    if (most) {
      square = larger(square, get(most + i, count));
      put(most + i, square, count);
    }
    put(p + i, x * shrink + rate * mean / (root(square) * root_scale + small), count);
  );
  return 0;
}

// rmsprop(p, g, sq, gradAvg, buf, n, lr, alpha, eps, weightDecay, momentum, centered)
KERNEL(rmsprop) {
  float *p = FLOATS(0), *sq = FLOATS(2), *average = FLOATS(3), *buf = FLOATS(4);
  const float *g = FLOATS(1), rate = REAL(6), keep = REAL(7), add = 1 - REAL(7), small = REAL(8), decay = REAL(9), inertia = REAL(10);
  const int n = INT(5);
  const bool moves = REAL(10) != 0, centered = INT(11);
  EACH(n,
    const vec x = get(p + i, count), d = decay * x + get(g + i, count);
    const vec square = add * d * d + keep * get(sq + i, count);
    put(sq + i, square, count);
    vec variance = square;
    if (centered) {
      vec mean = get(average + i, count);
      mean = add * (d - mean) + mean;
      put(average + i, mean, count);
      // Rounding may leave the difference a little below zero.
      variance = at_least(square - mean * mean, splat(0));
    }
    vec step = d / (root(variance) + small);
    if (moves) {
      step = inertia * get(buf + i, count) + step;
      put(buf + i, step, count);
    }
    put(p + i, x - rate * step, count);
  );
  return 0;
}

// adagrad(p, g, sum, n, lr, eps, weightDecay)
KERNEL(adagrad) {
  float *p = FLOATS(0), *sum = FLOATS(2);
  const float *g = FLOATS(1), rate = REAL(4), small = REAL(5), decay = REAL(6);
  const int n = INT(3);
  EACH(n,
    const vec x = get(p + i, count), d = decay * x + get(g + i, count), squares = d * d + get(sum + i, count);
    put(sum + i, squares, count);
    put(p + i, x - rate * d / (root(squares) + small), count);
  );
  return 0;
}

// polyak(target, source, n, tau)
KERNEL(polyak) {
  float *target = FLOATS(0);
  const float *source = FLOATS(1), tau = REAL(3);
  const int n = INT(2);
  if (tau == 1) memmove(target, source, sizeof(float) * n);
  else EACH(n, const vec x = get(target + i, count); put(target + i, tau * (get(source + i, count) - x) + x, count););
  return 0;
}

// sumSquares(x, n), added in float64
KERNEL(sumSquares) {
  const float *x = FLOATS(0);
  const int n = INT(1);
  typedef float half __attribute__((vector_size(2 * LANES), aligned(4), may_alias));
  typedef double doubles __attribute__((vector_size(4 * LANES)));
  doubles low = {0}, high = {0};
  EACH(n,
    float part[LANES];
    store(part, get(x + i, count));
    const doubles a = __builtin_convertvector(*(half *)part, doubles), b = __builtin_convertvector(*(half *)(part + LANES / 2), doubles);
    low += a * a;
    high += b * b;
  );
  low += high;
  double sum = 0;
  for (int i = 0; i < LANES / 2; i++) sum += low[i];
  return sum;
}

// scale(x, n, s)
KERNEL(scale) {
  float *x = FLOATS(0);
  const float s = REAL(2);
  const int n = INT(1);
  EACH(n, put(x + i, s * get(x + i, count), count););
  return 0;
}

// clampInPlace(x, n, limit)
KERNEL(clampInPlace) {
  float *x = FLOATS(0);
  const vec limit = splat(REAL(2));
  const int n = INT(1);
  EACH(n, put(x + i, between(get(x + i, count), -limit, limit), count););
  return 0;
}
