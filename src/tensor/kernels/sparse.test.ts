// Sparse products of both WASM modules against the reference, with empty rows and repeated columns.
import { expect, it } from 'vitest';
import { compareBackends, Workbench } from '../../../test/kernels.js';

it.each([1, 2, 3, 4, 7, 16, 33])('csr kernels match the reference for width %d', (width) => {
  compareBackends((bench) => {
    for (const [rows, cols] of [
      [1, 1],
      [5, 9],
      [40, 30],
    ] as const) {
      const starts = [0];
      for (let i = 0; i < rows; i++) starts.push(starts[i]! + bench.integer(0, 5));
      const entries = starts[rows]!;
      const rowStarts = bench.ints(rows + 1, (i) => starts[i]!);
      const columns = bench.ints(entries, () => bench.integer(0, cols - 1));
      const [values, dValues] = [bench.floats(entries), bench.floats(entries)];
      const [x, dx] = [bench.floats(cols * width), bench.floats(cols * width)];
      const [y, dy] = [bench.floats(rows * width), bench.floats(rows * width)];
      const { kernels } = bench;
      kernels.csrMatmul(rowStarts, columns, values, x, y, rows, width, 0);
      kernels.csrMatmul(rowStarts, columns, 0, x, y, rows, width, 1);
      kernels.csrMatmulGradDense(rowStarts, columns, values, dy, dx, rows, width);
      kernels.csrMatmulGradDense(rowStarts, columns, 0, dy, dx, rows, width);
      kernels.csrMatmulGradValues(rowStarts, columns, x, dy, dValues, rows, width);
    }
  });
});

it('multiplies by the identity', () => {
  for (const backend of ['reference', 'wasm', 'wasm-fma'] as const) {
    const bench = new Workbench(backend, 5);
    const [rowStarts, columns] = [bench.ints(4, (i) => i), bench.ints(3, (i) => i)];
    const [x, y] = [bench.floats(15), bench.floats(15)];
    bench.kernels.csrMatmul(rowStarts, columns, 0, x, y, 3, 5, 0);
    expect(bench.read(y, 15)).toEqual(bench.read(x, 15));
  }
});
