// The fused gradient of a linear layer: what it writes, adds to and leaves alone, on every backend; and that the kernel
// equals the composition of its parts bit for bit.
import { expect, it } from 'vitest';
import { compareBackends, Workbench } from '../../../test/kernels.js';
import { ACTIVATION } from './kernels.js';
import { composedLinearGrad } from './linear-grad.js';

const SIZES = [
  [1, 5, 3],
  [7, 1, 4],
  [8, 2, 64],
  [33, 9, 17],
  [64, 64, 4],
  [0, 3, 2],
  [4, 6, 0],
  [140, 37, 300],
] as const;
const CODES = [ACTIVATION.none, ACTIVATION.relu, ACTIVATION.tanh, ACTIVATION.sigmoid];

/** Gradients of one layer of random numbers; `wanted` has bits as `accumulate`. */
function gradients(
  bench: Workbench,
  sizes: readonly number[],
  act: number,
  wanted: number,
  accumulate: number,
) {
  const [m, n, k] = sizes as [number, number, number];
  const [x, w, y, dy] = [bench.floats(m * k), bench.floats(n * k), bench.floats(m * n), bench.floats(m * n)];
  const [dw, db, dx] = [bench.floats(n * k), bench.floats(n), bench.floats(m * k)];
  const to = (ptr: number, bit: number) => (wanted & bit ? ptr : 0);
  bench.kernels.linearGrad(m, n, k, x, w, y, dy, act, to(dw, 1), to(db, 2), to(dx, 4), accumulate);
}

it('matches the reference for every activation and choice of gradients', () => {
  compareBackends(
    (bench) => {
      for (const sizes of SIZES)
        for (const act of CODES)
          for (let wanted = 0; wanted < 8; wanted++)
            gradients(bench, sizes, act, wanted, bench.integer(0, 7));
    },
    { atol: 1e-4 },
  );
});

it.each(['wasm', 'wasm-fma'] as const)('equals its parts bit for bit (%s)', (backend) => {
  const [fused, composed] = [new Workbench(backend, 5), new Workbench(backend, 5)];
  const parts = { ...composed.kernels };
  Object.assign(composed.kernels, { linearGrad: composedLinearGrad(() => parts) });
  for (const bench of [fused, composed])
    for (const sizes of SIZES)
      for (const act of CODES) for (const add of [0, 7]) gradients(bench, sizes, act, 7, add);
  const expected = composed.heap();
  expect(fused.heap().findIndex((value, i) => !Object.is(value, expected[i]))).toBe(-1);
});
