// Operation codes, shared by the kernels (AssemblyScript) and by the code that calls them (TypeScript).

/** Elementwise functions of one tensor; p and q are their constants. */
export enum Unary {
  exp,
  log,
  sqrt,
  square,
  abs,
  sign,
  reciprocal,
  /** p·x + q */
  affine,
  /** x^p */
  power,
  sin,
  cos,
  tanh,
  sigmoid,
  relu,
  /** slope p below zero */
  leakyRelu,
  /** q·x above zero, q·p·(e^x - 1) below */
  elu,
  gelu,
  geluTanh,
  silu,
  /** log(1 + e^(p·x)) / p, linear above p·x > q */
  softplus,
  /** to [p, q]; the gradient passes at both ends */
  clamp,
  /** to [p, q]; the gradient is zero at both ends */
  hardtanh,
  floor,
  round,
}

/** Elementwise functions of two tensors; p is the constant of smoothL1 (beta) and huber (delta). */
export enum Binary {
  add,
  sub,
  mul,
  div,
  pow,
  maximum,
  minimum,
  eq,
  ne,
  lt,
  le,
  gt,
  ge,
  mse,
  l1,
  smoothL1,
  huber,
  bceWithLogits,
  klDiv,
}
