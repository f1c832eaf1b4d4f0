import { describe, expect, it } from 'vitest';
import { readGolden } from '../../test/golden.js';
import { BatchNorm1d, LayerNorm, Linear, type Module, Parameter, ReLU, Sequential } from '../nn/index.js';
import { Generator } from '../random/index.js';
import { memoryUsage, ones, rand, tensor, zeros } from '../tensor/index.js';
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
  type LRScheduler,
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

  // Values of torch 2.13: the second parameter gets its first gradient in the fifth of eight steps.
  const late: [string, (p: Parameter[]) => Optimizer, number[][]][] = [
    [
      'Adam',
      (p) => new Adam(p, { lr: 0.1 }),
      [
        [0.23626378, 1.2123369, 2.2072413],
        [0.60393912, -1.6015049, 0.11291539, 3.6006534, 6.6003509],
        [-0.10588322, -0.32162994],
      ],
    ],
    [
      'AdamW',
      (p) => new AdamW(p, { lr: 0.1 }),
      [
        [0.23154819, 1.1994754, 2.1863623],
        [0.60059863, -1.594153, 0.11162011, 3.5853064, 6.5730195],
        [-0.10666104, -0.32131267],
      ],
    ],
    [
      'Adagrad',
      (p) => new Adagrad(p, { lr: 0.1, lrDecay: 0.1 }),
      [
        [0.6708048, 1.6574724, 2.6533484],
        [0.76060182, -1.7546195, 0.27416095, 3.7518201, 6.750658],
        [0.24142134, 0.066124462],
      ],
    ],
    [
      'RMSprop',
      (p) => new RMSprop(p, { lr: 0.01, momentum: 0.5, centered: true }),
      [
        [0.31864363, 1.2446924, 2.2229159],
        [0.57530302, -1.5599902, 0.11177637, 3.5530238, 6.5501714],
        [0.074592829, -0.036300268],
      ],
    ],
    [
      'SGD',
      (p) => new SGD(p, { lr: 0.1, momentum: 0.9, dampening: 0.5 }),
      [
        [-0.21949451, -0.43898901, -0.65848362],
        [0.43121251, -0.86242503, 0.21560626, 1.7248501, 3.0184877],
        [-0.18939921, 0.032819707],
      ],
    ],
  ];
  it.each(late)('%s counts steps per parameter, as PyTorch does', (_, make, expected) => {
    const p = [
      [1, 2, 3],
      [1, -2, 0.5, 4, 7],
      [0.5, 0.25],
    ].map((x) => new Parameter(tensor(x)));
    const [a, b, c] = p as [Parameter, Parameter, Parameter];
    let optimizer = make(p);
    for (let t = 0; t < 8; t++) {
      if (t === 6) {
        const saved = structuredClone(optimizer.stateDict());
        optimizer = make(p);
        optimizer.loadStateDict(saved);
      }
      optimizer.zeroGrad();
      let loss = a.square().sum().mul(0.5).add(c.pow(3).sum());
      if (t >= 4) loss = loss.add(b.square().sum().mul(0.5));
      loss.backward();
      optimizer.step();
    }
    p.forEach((parameter, i) => {
      expectClose(parameter.data, expected[i]!);
    });
  });

  it('keeps one count in its state while all parameters have the same', () => {
    const [a, b] = [new Parameter(ones([2])), new Parameter(ones([3]))];
    const optimizer = new Adam([a, b]);
    a.sum().add(b.sum()).backward();
    optimizer.step();
    expect(optimizer.stateDict().meta).toEqual({ steps: 1, lr: 1e-3 });
    b.zeroGrad();
    a.sum().backward();
    optimizer.step();
    expect(optimizer.stateDict().meta.steps).toEqual([2, 1]);
    const other = new Adam([new Parameter(ones([2]))]);
    expect(() => other.loadStateDict(optimizer.stateDict())).toThrow(/expected/);
    expect(() => new SGD([a]).loadStateDict(new SGD([a], { momentum: 0.9 }).stateDict())).toThrow(
      /has momentum_buffer, expected no arrays/,
    );
  });

  it('refuses options it does not know, and what is no parameter', () => {
    const p = [new Parameter(ones([1]))];
    for (const make of [SGD, Adam, AdamW, RMSprop, Adagrad]) {
      expect(() => new make(p, { weight_decay: 1 } as object)).toThrow(
        new RegExp(`${make.name} has no option 'weight_decay'. Did you mean weightDecay`),
      );
      expect(() => new make(p, 0.1 as never)).toThrow(/expected options such as \{ lr: … \}, got 0.1/);
      expect(() => new make([tensor([1], { requiresGrad: true })] as Parameter[])).toThrow(
        /expected parameters, but number 0 is Tensor \[1\].*new Parameter\(tensor\)/,
      );
    }
    expect(() => new SGD({} as Parameter[])).toThrow(/expected a module or a list of its parameters/);
    p[0]!.mul(0).sum().backward();
    new AdamW(p, { lr: 1, weightDecay: undefined }).step();
    expect(p[0]!.item()).toBeCloseTo(0.99, 6);
  });

  it('frees its state when disposed of', () => {
    const before = memoryUsage().persistent;
    const net = new Linear(64, 64);
    const optimizer = new Adam(net);
    net
      .forward(ones([1, 64]))
      .sum()
      .backward();
    optimizer.step();
    optimizer.dispose();
    optimizer.dispose();
    net.dispose();
    expect(memoryUsage().persistent).toBe(before);
    expect(() => optimizer.step()).toThrow(/disposed/);
    expect(() => net.forward(ones([1, 64]))).toThrow(/has been disposed of/);
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
  it('carries running statistics, whatever tau is', () => {
    const make = () => new Sequential(new Linear(3, 4), new BatchNorm1d(4));
    const [source, target] = [make(), make()];
    source.forward(rand([8, 3], new Generator(3)));
    source.forward(rand([8, 3], new Generator(4)));
    for (const tau of [0.1, 1]) {
      polyakUpdate(source, target, tau);
      for (const name of ['1.running_mean', '1.running_var', '1.num_batches_tracked']) {
        expect(target.stateDict()[name]).toEqual(source.stateDict()[name]);
      }
    }
    expect(target.stateDict()).toEqual(source.stateDict());
    expect(() => polyakUpdate(source, new Sequential(new Linear(3, 4), new LayerNorm(4)), 1)).toThrow(
      /buffers differ/,
    );
  });

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

  /** An optimiser with four epochs of a schedule behind it, loaded into a new one. */
  const resumed = (make: (optimizer: Optimizer) => LRScheduler) => {
    const before = new SGD([new Parameter(ones([1]))], { lr: 1 });
    const scheduler = make(before);
    for (let epoch = 0; epoch < 4; epoch++) scheduler.step();
    const optimizer = new SGD([new Parameter(ones([1]))], { lr: 1 });
    optimizer.loadStateDict(JSON.parse(JSON.stringify(before.stateDict())));
    return { optimizer, scheduler, rate: before.lr };
  };
  const going = (optimizer: Optimizer, scheduler: LRScheduler) =>
    Array.from({ length: 5 }, () => {
      const rate = optimizer.lr;
      scheduler.step();
      return Number(rate.toFixed(6));
    });

  it('go on in a loaded optimiser, from their state or their epoch', () => {
    const schedules: [(o: Optimizer, options?: { lastEpoch: number }) => LRScheduler, number[]][] = [
      [(o, at) => new StepLR(o, { stepSize: 2, gamma: 0.5, ...at }), [0.25, 0.25, 0.125, 0.125, 0.0625]],
      [
        (o, at) => new ExponentialLR(o, { gamma: 0.5, ...at }),
        [0.0625, 0.03125, 0.015625, 0.007813, 0.003906],
      ],
      [(o, at) => new LambdaLR(o, (e) => 1 / (e + 1), at), [0.2, 0.166667, 0.142857, 0.125, 0.111111]],
      [
        (o, at) => new LinearLR(o, { startFactor: 0.5, totalIters: 8, ...at }),
        [0.75, 0.8125, 0.875, 0.9375, 1],
      ],
      [(o, at) => new CosineAnnealingLR(o, { tMax: 8, ...at }), [0.5, 0.308658, 0.146447, 0.03806, 0]],
    ];
    for (const [make, expected] of schedules) {
      const byState = resumed(make);
      const loaded = make(byState.optimizer);
      loaded.loadStateDict(byState.scheduler.stateDict());
      expect(going(byState.optimizer, loaded)).toEqual(expected);
      const byEpoch = resumed(make);
      expect(going(byEpoch.optimizer, make(byEpoch.optimizer, { lastEpoch: 3 }))).toEqual(expected);
    }
  });

  it('start anew from the rate of now, and refuse what they cannot go on from', () => {
    const { optimizer } = resumed((o) => new StepLR(o, { stepSize: 2, gamma: 0.5 }));
    expect(going(optimizer, new StepLR(optimizer, { stepSize: 2, gamma: 0.1 }))[2]).toBe(0.025);
    const fresh = new SGD([new Parameter(ones([1]))]);
    expect(() => new StepLR(fresh, { stepSize: 2, lastEpoch: 3 })).toThrow(/knows no initialLr/);
    expect(() => new StepLR(fresh, {} as { stepSize: number })).toThrow(/stepSize must be a number above 0/);
    expect(() => new StepLR(fresh, { step_size: 2 } as never)).toThrow(/Did you mean stepSize/);
    expect(() => new StepLR(fresh, { stepSize: 2 }).loadStateDict({} as never)).toThrow(/expected a saved/);
  });

  it('follow their formulas', () => {
    expect(rates((o) => new StepLR(o, { stepSize: 2 }), 5)).toEqual([1, 1, 0.1, 0.1, 0.01]);
    expect(rates((o) => new ExponentialLR(o, { gamma: 0.5 }), 4)).toEqual([1, 0.5, 0.25, 0.125]);
    expect(rates((o) => new LambdaLR(o, (epoch) => 1 / (epoch + 1)), 3)).toEqual([1, 0.5, 0.333333]);
    expect(rates((o) => new LinearLR(o, { startFactor: 0.5, totalIters: 2 }), 4)).toEqual([0.5, 0.75, 1, 1]);
    expect(rates((o) => new CosineAnnealingLR(o, { tMax: 4 }), 5)).toEqual([1, 0.853553, 0.5, 0.146447, 0]);
  });
});
