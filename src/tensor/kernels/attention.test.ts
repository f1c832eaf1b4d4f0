// The softmax of attention in both WASM modules against the reference.
import { describe, expect, it } from 'vitest';
import { compareBackends, Workbench } from '../../../test/kernels.js';

describe('attentionSoftmax', () => {
  it('matches the reference with masks of every layout, and so does its gradient', () => {
    compareBackends((bench) => {
      for (const n of [1, 2, 3, 4, 5, 8, 13, 49]) {
        const [batch, heads, rows] = [bench.integer(1, 3), bench.integer(1, 3), bench.integer(1, 5)];
        const size = batch * heads * rows * n;
        const mask = () => bench.floats(size, (i) => (i % n > 0 && bench.random() < 0.3 ? -Infinity : 0));
        for (const [at, strideBatch, strideHead, strideRow] of [
          [0, 0, 0, 0],
          [mask(), 0, 0, n],
          [mask(), n, 0, 0],
          [mask(), heads * rows * n, rows * n, n],
        ] as const) {
          const scores = bench.floats(size);
          const { attentionSoftmax, attentionSoftmaxGrad } = bench.kernels;
          attentionSoftmax(scores, batch, heads, rows, n, 0.7, at, strideBatch, strideHead, strideRow);
          attentionSoftmaxGrad(scores, bench.floats(size), batch * heads * rows, n, 0.7);
        }
      }
    });
  });

  it('leaves zeros where everything is masked, on every backend', () => {
    for (const backend of ['reference', 'wasm', 'wasm-fma'] as const) {
      const bench = new Workbench(backend, 1);
      const scores = bench.floats(12);
      const mask = bench.floats(6, () => -Infinity);
      bench.kernels.attentionSoftmax(scores, 1, 1, 2, 6, 1, mask, 0, 0, 0);
      expect([...bench.read(scores, 12)]).toEqual(new Array(12).fill(0));
    }
  });
});
