// Steps of recurrent layers in both WASM modules against the reference.
import { describe, it } from 'vitest';
import { compareBackends } from '../../../test/kernels.js';

const sizes = [1, 3, 4, 5, 8, 31].flatMap((hidden) =>
  [1, 2, 7].map((rows) => ({ rows, hidden, n: rows * hidden })),
);

describe('recurrent steps match the reference', () => {
  it('lstmStep and lstmStepGrad', () => {
    compareBackends((bench) => {
      for (const { rows, hidden, n } of sizes) {
        const [gates, cPrev, c, h] = [bench.floats(4 * n), bench.floats(n), bench.floats(n), bench.floats(n)];
        bench.kernels.lstmStep(gates, cPrev, c, h, rows, hidden);
        bench.kernels.lstmStepGrad(
          gates,
          cPrev,
          c,
          bench.floats(n),
          bench.floats(n),
          bench.floats(4 * n),
          rows,
          hidden,
        );
      }
    });
  });

  it('gruStep and gruStepGrad', () => {
    compareBackends((bench) => {
      for (const { rows, hidden, n } of sizes) {
        const [input, state, hPrev, h] = [
          bench.floats(3 * n),
          bench.floats(3 * n),
          bench.floats(n),
          bench.floats(n),
        ];
        bench.kernels.gruStep(input, state, hPrev, h, rows, hidden);
        bench.kernels.gruStepGrad(
          input,
          state,
          hPrev,
          bench.floats(n),
          bench.floats(3 * n),
          bench.floats(3 * n),
          rows,
          hidden,
        );
      }
    });
  });

  it('clearRows, aside and in place', () => {
    compareBackends((bench) => {
      for (const { rows, hidden, n } of sizes) {
        const x = bench.floats(n);
        const starts = bench.floats(rows, () => bench.integer(0, 1));
        bench.kernels.clearRows(x, starts, bench.floats(n), rows, hidden);
        bench.kernels.clearRows(x, starts, x, rows, hidden);
      }
    });
  });
});
