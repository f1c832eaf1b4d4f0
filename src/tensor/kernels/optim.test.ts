// Optimiser kernels of both WASM modules against the reference over several steps.
import { describe, expect, it } from 'vitest';
import { compareBackends, Workbench } from '../../../test/kernels.js';

const sizes = [1, 2, 3, 4, 5, 7, 64, 101];

/** For every size: pointers to parameters and three state tensors, and `steps` calls with fresh gradients. */
function overSizes(
  update: (bench: Workbench, p: number, g: number, state: number[], n: number, step: number) => void,
) {
  compareBackends(
    (bench) => {
      for (const n of sizes) {
        const p = bench.floats(n);
        const state = [0, 1, 2].map(() => bench.floats(n, () => 0));
        for (let step = 1; step <= 4; step++) update(bench, p, bench.floats(n), state, n, step);
      }
    },
    { rtol: 1e-4, atol: 1e-5 },
  );
}

describe('optimiser kernels', () => {
  it.each([
    [0, 0, 0, 0, 0],
    [0.9, 0, 0.01, 0, 0],
    [0.9, 0.3, 0, 0, 1],
    [0.9, 0, 0.1, 1, 0],
  ])(
    'sgd: momentum %d, dampening %d, weight decay %d, nesterov %d, maximize %d',
    (momentum, dampening, decay, nesterov, maximize) => {
      overSizes((bench, p, g, [buf], n, step) =>
        bench.kernels.sgd(
          p,
          g,
          buf!,
          n,
          0.1,
          momentum,
          dampening,
          decay,
          nesterov,
          step === 1 ? 1 : 0,
          maximize,
        ),
      );
    },
  );

  it.each([
    [0, 0, false],
    [0.01, 0, true],
    [0.01, 1, false],
    [0.1, 1, true],
  ])('adam: weight decay %d, decoupled %d, amsgrad %s', (decay, decoupled, amsgrad) => {
    overSizes((bench, p, g, [m, v, max], n, t) =>
      bench.kernels.adam(
        p,
        g,
        m!,
        v!,
        amsgrad ? max! : 0,
        n,
        1e-2,
        0.9,
        0.999,
        1e-8,
        decay,
        decoupled,
        1 - 0.9 ** t,
        1 - 0.999 ** t,
      ),
    );
  });

  it.each([
    [0, 0, 0],
    [0.01, 0.9, 0],
    [0, 0, 1],
    [0.01, 0.5, 1],
  ])('rmsprop: weight decay %d, momentum %d, centered %d', (decay, momentum, centered) => {
    overSizes((bench, p, g, [sq, avg, buf], n) =>
      bench.kernels.rmsprop(p, g, sq!, avg!, buf!, n, 1e-2, 0.99, 1e-8, decay, momentum, centered),
    );
  });

  it('adagrad, polyak, scale, clampInPlace', () => {
    overSizes((bench, p, g, [sum], n) => {
      bench.kernels.adagrad(p, g, sum!, n, 0.1, 1e-10, 0.01);
      bench.kernels.polyak(p, g, n, 0.05);
      bench.kernels.scale(g, n, 1.7);
      bench.kernels.clampInPlace(g, n, 0.5);
    });
  });

  it('polyak with tau 1 copies bit for bit', () => {
    for (const backend of ['reference', 'wasm', 'wasm-fma'] as const) {
      const bench = new Workbench(backend, 1);
      const [target, source] = [bench.floats(7, () => 3e7), bench.floats(7, () => 0.1)];
      bench.kernels.polyak(target, source, 7, 1);
      expect(bench.read(target, 7)).toEqual(bench.read(source, 7));
    }
  });

  it('sumSquares adds in float64', () => {
    for (const backend of ['reference', 'wasm', 'wasm-fma'] as const) {
      const bench = new Workbench(backend, 1);
      for (const n of sizes) {
        const x = bench.floats(n);
        const expected = bench.read(x, n).reduce((sum, value) => sum + value * value, 0);
        expect(bench.kernels.sumSquares(x, n)).toBeCloseTo(expected, 12);
      }
      const mixed = bench.floats(5, (i) => [1e7, 1, 1, 1, 1][i]!);
      expect(bench.kernels.sumSquares(mixed, 5)).toBe(1e14 + 4);
    }
  });
});
