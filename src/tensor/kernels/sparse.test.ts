// Sparse kernels of both WASM modules against the reference, with empty rows and repeated columns.
import { expect, it } from 'vitest';
import { compareBackends, Workbench } from '../../../test/kernels.js';

const SHAPES = [
  [1, 1],
  [5, 9],
  [40, 30],
] as const;

/** Offsets of rows with up to five entries, and how many there are. */
function someRows(bench: Workbench, rows: number): { rowStarts: number; entries: number } {
  const starts = [0];
  for (let i = 0; i < rows; i++) starts.push(starts[i]! + bench.integer(0, 5));
  return { rowStarts: bench.ints(rows + 1, (i) => starts[i]!), entries: starts[rows]! };
}

const WIDTHS = [1, 2, 3, 4, 7, 16, 33];

it.each([...WIDTHS.map((width) => [1, width]), [2, 3], [3, 5], [8, 2]])(
  'csr products match the reference for %d heads of width %d',
  (heads, width) => {
    compareBackends((bench) => {
      for (const [rows, cols] of SHAPES) {
        const { rowStarts, entries } = someRows(bench, rows);
        const columns = bench.ints(entries, () => bench.integer(0, cols - 1));
        const [values, dValues] = [bench.floats(entries * heads), bench.floats(entries * heads)];
        const [x, dx] = [bench.floats(cols * heads * width), bench.floats(cols * heads * width)];
        const [y, dy] = [bench.floats(rows * heads * width), bench.floats(rows * heads * width)];
        const { kernels } = bench;
        kernels.csrMatmul(rowStarts, columns, values, x, y, rows, heads, width, 0);
        kernels.csrMatmul(rowStarts, columns, 0, x, y, rows, heads, width, 1);
        kernels.csrMatmulGradDense(rowStarts, columns, values, dy, dx, rows, heads, width);
        kernels.csrMatmulGradDense(rowStarts, columns, 0, dy, dx, rows, heads, width);
        kernels.csrMatmulGradValues(rowStarts, columns, x, dy, dValues, rows, heads, width);
      }
    });
  },
);

it.each([1, 2, 3, 4, 5, 8, 11])('csr softmax matches the reference for %d heads', (heads) => {
  compareBackends((bench) => {
    for (const [rows] of SHAPES) {
      const { rowStarts, entries } = someRows(bench, rows);
      const values = () => bench.floats(entries * heads, () => 20 * bench.random() - 10);
      const [x, y, dy, dx] = [values(), values(), values(), values()];
      bench.kernels.csrSoftmax(rowStarts, x, y, rows, heads);
      for (const add of [0, 1]) bench.kernels.csrSoftmaxGrad(rowStarts, y, dy, dx, rows, heads, add);
    }
  });
});

it('multiplies by the identity', () => {
  for (const backend of ['reference', 'wasm', 'wasm-fma'] as const) {
    const bench = new Workbench(backend, 5);
    const [rowStarts, columns] = [bench.ints(4, (i) => i), bench.ints(3, (i) => i)];
    const [x, y] = [bench.floats(15), bench.floats(15)];
    bench.kernels.csrMatmul(rowStarts, columns, 0, x, y, 3, 1, 5, 0);
    expect(bench.read(y, 15)).toEqual(bench.read(x, 15));
  }
});
