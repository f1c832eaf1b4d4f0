import { describe, expect, it } from 'vitest';
import { readGolden } from '../../test/golden.js';
import { Linear, type Module, Parameter, ReLU, Sequential } from '../nn/index.js';
import { Generator } from '../random/index.js';
import { ones, tensor, zeros } from '../tensor/index.js';
import {
  Adagrad,
  Adam,
  AdamW,
  CosineAnnealingLR,
  clipGradNorm,
  clipGradValue,
  ExponentialLR,
  LambdaLR,
  LinearLR,
  type Optimizer,
  polyakUpdate,
  RMSprop,
  SGD,
  StepLR,
} from './index.js';

interface Values {
  shape: number[];
  data: number[];
}
interface GoldenOptimizer {
  name: string;
  attrs: Record<string, number | boolean>;
  A: Values;
  w0: Values;
  trajectory: number[][];
}
const { optimizers, clip_grad_norm: clipping } = readGolden<{
  optimizers: GoldenOptimizer[];
  clip_grad_norm: { grad: Values; max_norm: number; total_norm: number; clipped: Values };
}>('torch-ops');

const CLASSES = { SGD, Adam, AdamW, RMSprop, Adagrad };
const values = ({ data, shape }: Values) => tensor(data, { shape });
const camelCase = (name: string) => name.replace(/_[a-z]/g, (match) => match[1]!.toUpperCase());

function expectClose(actual: ArrayLike<number>, expected: ArrayLike<number>) {
  expect(actual.length).toBe(expected.length);
  for (let i = 0; i < expected.length; i++) {
    expect(Math.abs(actual[i]! - expected[i]!)).toBeLessThanOrEqual(1e-5 + 1e-4 * Math.abs(expected[i]!));
  }
}

describe('optimisers', () => {
  it.each(optimizers)('$name $attrs follows PyTorch step by step', ({ name, attrs, A, w0, trajectory }) => {
    const options = Object.fromEntries(Object.entries(attrs).map(([key, value]) => [camelCase(key), value]));
    const w = new Parameter(values(w0));
    const optimizer = new CLASSES[name as keyof typeof CLASSES]([w], options) as Optimizer;
    for (const expected of trajectory) {
      optimizer.zeroGrad();
      const loss = values(A).matmul(w).square().mean().add(w.square().square().sum().mul(0.01));
      loss.backward();
      optimizer.step();
      expectClose(w.data, expected);
    }
    expect(trajectory.length).toBeGreaterThan(5);
  });

  it('updates only parameters that have a gradient', () => {
    const [used, unused] = [new Parameter(ones([3])), new Parameter(ones([5]))];
    const optimizer = new SGD([used, unused], { lr: 1 });
    used.sum().backward();
    optimizer.step();
    expect(used.tolist()).toEqual([0, 0, 0]);
    expect(unused.tolist()).toEqual([1, 1, 1, 1, 1]);
  });

  it('lets two optimisers share a parameter', () => {
    const shared = new Parameter(ones([3]));
    const first = new SGD([shared, new Parameter(ones([2]))], { lr: 1 });
    const second = new SGD([shared], { lr: 10 });
    shared.sum().backward();
    first.step();
    second.step();
    expect(shared.tolist()).toEqual([-10, -10, -10]);
  });

  it('lets a later optimiser over more parameters share one', () => {
    const [shared, other] = [new Parameter(ones([4])), new Parameter(ones([2]))];
    const first = new SGD([shared], { lr: 1 });
    shared.sum().backward();
    const second = new SGD([shared, other], { lr: 10 });
    first.step();
    second.step();
    expect(shared.tolist()).toEqual([-10, -10, -10, -10]);
    expect(other.tolist()).toEqual([1, 1]);
  });

  it('goes on exactly from a saved state', () => {
    const train = (optimizer: Optimizer, net: Sequential, steps: number) => {
      for (let i = 0; i < steps; i++) {
        optimizer.zeroGrad();
        net
          .forward(ones([4, 3]))
          .square()
          .mean()
          .backward();
        optimizer.step();
      }
      return net.stateDict();
    };
    const make = () => {
      const net = new Sequential(
        new Linear(3, 5, { rng: new Generator(1) }),
        new ReLU(),
        new Linear(5, 2, { rng: new Generator(2) }),
      );
      return [new Adam(net, { lr: 0.01, amsgrad: true }), net] as const;
    };
    const [straight, straightNet] = make();
    const expected = train(straight, straightNet, 9);
    const [first, firstNet] = make();
    train(first, firstNet, 4);
    const [second, secondNet] = make();
    secondNet.loadStateDict(firstNet.stateDict());
    second.loadStateDict(first.stateDict());
    expect(train(second, secondNet, 5)).toEqual(expected);
    expect(() => new SGD(secondNet, { momentum: 0.9 }).loadStateDict(second.stateDict())).toThrow(
      /momentum_buffer/,
    );
  });

  it('refuses bad arguments', () => {
    expect(() => new Adam([])).toThrow(/no parameters/);
    expect(() => new Adam([new Parameter(ones([1]))], { lr: -1 })).toThrow(/learning rate/);
    expect(() => new SGD([new Parameter(ones([1]))], { nesterov: true })).toThrow(/nesterov/);
  });
});

describe('gradient clipping', () => {
  const withGradient = () => {
    const p = new Parameter(zeros(clipping.grad.shape));
    p.mul(values(clipping.grad)).sum().backward();
    return p;
  };

  it('scales to the maximal norm as PyTorch does, from a list or an optimiser', () => {
    const p = withGradient();
    expect(clipGradNorm([p], clipping.max_norm)).toBeCloseTo(clipping.total_norm, 3);
    expectClose(p.grad!.data, clipping.clipped.data);
    const q = withGradient();
    const optimizer = new SGD([q]);
    q.mul(values(clipping.grad)).sum().backward();
    clipGradNorm(optimizer, clipping.max_norm);
    expectClose(q.grad!.data, clipping.clipped.data);
  });

  it('leaves small gradients alone and limits values', () => {
    const p = withGradient();
    clipGradNorm([p], 1e6);
    expectClose(p.grad!.data, clipping.grad.data);
    clipGradValue([p], 0.5);
    expectClose(
      p.grad!.data,
      clipping.grad.data.map((g) => Math.min(Math.max(g, -0.5), 0.5)),
    );
  });
});

describe('polyakUpdate', () => {
  it('moves the target by tau, or copies', () => {
    const make = (value: number) => {
      const net = new Linear(2, 2);
      for (const p of net.parameters()) p.data.fill(value);
      return net;
    };
    const [source, target] = [make(1), make(0)];
    polyakUpdate(source, target, 0.25);
    polyakUpdate(source, target, 0.25);
    expect(target.weight.data[0]).toBeCloseTo(0.4375, 6);
    polyakUpdate(source, target, 1);
    expect(target.stateDict()).toEqual(source.stateDict());
    expect(() => polyakUpdate(source, new Linear(3, 2) as Module, 1)).toThrow(/same network/);
  });
});

describe('learning-rate schedulers', () => {
  const rates = (make: (optimizer: Optimizer) => { step(): void }, steps: number) => {
    const optimizer = new SGD([new Parameter(ones([1]))], { lr: 1 });
    const scheduler = make(optimizer);
    return Array.from({ length: steps }, () => {
      const rate = optimizer.lr;
      scheduler.step();
      return Number(rate.toFixed(6));
    });
  };

  it('follow their formulas', () => {
    expect(rates((o) => new StepLR(o, { stepSize: 2 }), 5)).toEqual([1, 1, 0.1, 0.1, 0.01]);
    expect(rates((o) => new ExponentialLR(o, { gamma: 0.5 }), 4)).toEqual([1, 0.5, 0.25, 0.125]);
    expect(rates((o) => new LambdaLR(o, (epoch) => 1 / (epoch + 1)), 3)).toEqual([1, 0.5, 0.333333]);
    expect(rates((o) => new LinearLR(o, { startFactor: 0.5, totalIters: 2 }), 4)).toEqual([0.5, 0.75, 1, 1]);
    expect(rates((o) => new CosineAnnealingLR(o, { tMax: 4 }), 5)).toEqual([1, 0.853553, 0.5, 0.146447, 0]);
  });
});
