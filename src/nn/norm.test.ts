import { describe, expect, it } from 'vitest';
import { expectGradients } from '../../test/finite-differences.js';
import { Generator } from '../random/index.js';
import { noGrad, randn, type Tensor } from '../tensor/index.js';
import { BatchNorm1d, BatchNorm2d, GroupNorm, init, type Layer, LayerNorm, type Module } from './index.js';

const rng = new Generator(6);
const rows = randn([4, 6], rng, { requiresGrad: true });
const images = randn([3, 6, 3, 2], rng, { requiresGrad: true });

/** Weights and biases that differ from 1 and 0. */
function disturbed<M extends Module>(module: M): M {
  for (const parameter of module.parameters()) init.uniform(parameter, { low: 0.5, high: 1.5, rng });
  return module;
}

describe('norms have the gradients of their differences', () => {
  const running = disturbed(new BatchNorm2d(6));
  running.forward(images);
  const cases: [string, Layer, Tensor][] = [
    ['LayerNorm', disturbed(new LayerNorm(6)), rows],
    ['LayerNorm over several dimensions', disturbed(new LayerNorm([3, 2])), images],
    ['LayerNorm without weights', new LayerNorm(6, { affine: false }), rows],
    ['GroupNorm', disturbed(new GroupNorm(3, 6)), images],
    ['GroupNorm without weights', new GroupNorm(2, 6, { affine: false }), images],
    ['BatchNorm1d', disturbed(new BatchNorm1d(6)), rows],
    ['BatchNorm2d', disturbed(new BatchNorm2d(6)), images],
    ['BatchNorm2d without weights', new BatchNorm2d(6, { affine: false }), images],
    ['BatchNorm2d in evaluation', running.eval(), images],
  ];
  it.each(cases)('%s', (_, module, x) => {
    expectGradients(
      () => module.forward(x),
      { x, ...Object.fromEntries(module.namedParameters()) },
      { tolerance: 2e-2 },
    );
  });
});

describe('batch norm', () => {
  it('keeps running moments while training and uses them in evaluation', () => {
    const norm = new BatchNorm1d(2, { momentum: 0.5 });
    const x = randn([5, 2], rng);
    const [mean, variance] = [x.mean(0).toArray(), x.var(0, { ddof: 1 }).toArray()];
    noGrad(() => norm.forward(x));
    const state = norm.stateDict();
    for (let c = 0; c < 2; c++) {
      expect(state.running_mean!.data[c]).toBeCloseTo(0.5 * mean[c]!, 5);
      expect(state.running_var!.data[c]).toBeCloseTo(0.5 + 0.5 * variance[c]!, 5);
    }
    expect([...state.num_batches_tracked!.data]).toEqual([1]);
    norm.eval();
    const y = noGrad(() => norm.forward(x).toArray());
    x.toArray().forEach((value, i) => {
      const c = i % 2;
      const expected = (value - state.running_mean!.data[c]!) / Math.sqrt(state.running_var!.data[c]! + 1e-5);
      expect(y[i]).toBeCloseTo(expected, 4);
    });
    expect(norm.stateDict()).toEqual(state);
  });

  it('averages all batches without momentum', () => {
    const norm = new BatchNorm1d(1, { momentum: null });
    const batches = [randn([4, 1], rng), randn([4, 1], rng), randn([4, 1], rng)];
    for (const x of batches) noGrad(() => norm.forward(x));
    const mean = batches.reduce((sum, x) => sum + x.mean().item() / 3, 0);
    expect(norm.runningMean!.item()).toBeCloseTo(mean, 5);
  });

  it('uses the batch in evaluation when it tracks nothing', () => {
    const norm = new BatchNorm1d(6, { trackRunningStats: false });
    const training = noGrad(() => norm.forward(rows).toArray());
    norm.eval();
    expect(noGrad(() => norm.forward(rows).toArray())).toEqual(training);
    expect(Object.keys(norm.stateDict())).toEqual(['weight', 'bias']);
  });

  it('explains what it cannot normalise', () => {
    expect(() => new BatchNorm1d(6).forward(rows.slice(0, 0, 1))).toThrow(
      /more than one value per channel, got shape \[1, 6\]/,
    );
    expect(() => new BatchNorm1d(6).forward(images)).toThrow(/expected 2 or 3 dimensions/);
    expect(() => new BatchNorm2d(5).forward(images)).toThrow(
      /expected \[batch, 5, …\], got shape \[3, 6, 3, 2\]/,
    );
    expect(() => new GroupNorm(4, 6)).toThrow(/4 groups do not divide 6 channels/);
    expect(() => new LayerNorm(5).forward(rows)).toThrow(/last sizes of \[4, 6\] must be \[5\]/);
  });
});
