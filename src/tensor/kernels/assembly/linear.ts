// The gradients of a linear layer in one call: through its activation, then by weight, bias and input.
import { activationGradInPlace } from './activation';
import { colSumAccumulate, gemm } from './gemm';

const ADD_DW = 1, ADD_DB = 2, ADD_DX = 4;

export function linearGrad(
  m: i32, n: i32, k: i32, x: usize, w: usize, y: usize, dy: usize, act: i32, dw: usize, db: usize, dx: usize,
  accumulate: i32,
): void {
  activationGradInPlace(act, y, dy, m * n);
  if (dw) gemm(1, 0, n, k, m, dy, n, x, k, dw, k, i32((accumulate & ADD_DW) != 0), 0, 0);
  if (db) {
    if (!(accumulate & ADD_DB)) memory.fill(db, 0, <usize>n << 2);
    colSumAccumulate(dy, db, m, n);
  }
  if (dx) gemm(0, 0, m, k, n, dy, n, w, k, dx, k, i32((accumulate & ADD_DX) != 0), 0, 0);
}
