import { describe, expect, it } from 'vitest';
import { expectGradients } from '../../test/finite-differences.js';
import { Generator } from '../random/index.js';
import { noGrad, randn } from '../tensor/index.js';
import { BatchNorm1d, BatchRenorm1d } from './index.js';

const rng = new Generator(8);
const batch = () => randn([12, 3], rng).mul(2).add(5);

describe('batch renormalisation', () => {
  it('is batch norm until it is warm, running moments included', () => {
    const renorm = new BatchRenorm1d(3, { warmup: 2 });
    const norm = new BatchNorm1d(3, { momentum: 0.01, eps: 1e-3 });
    for (let i = 0; i < 2; i++) {
      const x = batch();
      expect(noGrad(() => renorm.forward(x).toArray())).toEqual(noGrad(() => norm.forward(x).toArray()));
      expect(renorm.stateDict()).toEqual(norm.stateDict());
    }
    const x = batch();
    expect(noGrad(() => renorm.forward(x).toArray())).not.toEqual(noGrad(() => norm.forward(x).toArray()));
    expect(renorm.stateDict()).toEqual(norm.stateDict());
  });

  it('normalises a batch as evaluation does where r and d are within their limits', () => {
    const norm = new BatchRenorm1d(3, { warmup: 0, momentum: 1 });
    // The running moments are those of a batch of the same kind.
    noGrad(() => norm.forward(batch()));
    const x = batch();
    const evaluated = noGrad(() => norm.eval().forward(x).toArray());
    const trained = noGrad(() => norm.train().forward(x).toArray());
    for (const [i, value] of trained.entries()) expect(value).toBeCloseTo(evaluated[i]!, 4);
  });

  it('limits r and d, by hand', () => {
    const norm = new BatchRenorm1d(3, { warmup: 0, rMax: 2, dMax: 0.5 });
    const x = batch().mul(10);
    const out = noGrad(() => norm.forward(x));
    // Running mean 0 and deviation 1, so that r and d stop at 2 and 0.5: (x - μ)/σ · 2 + 0.5.
    for (const mean of out.mean(0).toArray()) expect(mean).toBeCloseTo(0.5, 3);
    for (const deviation of out.std(0, { ddof: 0 }).toArray()) expect(deviation).toBeCloseTo(2, 3);
  });

  it('lets gradients flow as if r and d were numbers', () => {
    const norm = new BatchRenorm1d(3, { warmup: 0, rMax: 2, dMax: 0.5 });
    norm.runningMean!.data.fill(-9);
    norm.runningVar!.data.fill(0.01);
    const x = randn([6, 3], rng, { requiresGrad: true });
    // At their limits r and d do not move with x, so that differences show the same gradient.
    const { weight, bias } = norm;
    expectGradients(
      () => new Frozen(norm).forward(x),
      { x, weight: weight!, bias: bias! },
      { tolerance: 2e-2 },
    );
  });

  it('refuses single rows while training', () => {
    const norm = new BatchRenorm1d(3, { warmup: 0 });
    expect(() => norm.forward(randn([1, 3], rng))).toThrow(
      /BatchRenorm1d: training needs more than one value/,
    );
    expect(() => norm.forward(randn([4, 2], rng))).toThrow(/expected \[batch, 3/);
    expect(() => new BatchRenorm1d(3, { warmUp: 1 } as never)).toThrow(/no option 'warmUp'/);
  });
});

/** Forgets what it saw, so that every call normalises by the same running moments. */
class Frozen {
  constructor(private readonly norm: BatchRenorm1d) {}

  forward(x: Parameters<BatchRenorm1d['forward']>[0]) {
    const before = this.norm.stateDict();
    const out = this.norm.forward(x);
    for (const [name, tensor] of [
      ['running_mean', this.norm.runningMean!],
      ['running_var', this.norm.runningVar!],
    ] as const)
      tensor.data.set(before[name]!.data);
    return out;
  }
}
