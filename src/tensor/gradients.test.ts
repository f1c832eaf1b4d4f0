// Every differentiable operation against central finite differences, on random inputs of random shapes.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  bceWithLogits,
  crossEntropy,
  huberLoss,
  klDiv,
  l1Loss,
  mseLoss,
  nllLoss,
  smoothL1Loss,
} from '../nn/index.js';
import { Generator } from '../random/index.js';
import {
  cat,
  einsum,
  embedding,
  linear,
  matmul,
  randn,
  type Shape,
  scope,
  stack,
  type Tensor,
  tensor,
  useBackend,
  where,
} from './index.js';
import { loadNative } from './kernels/native.js';

type Operation = (...inputs: Tensor[]) => Tensor;

/** Step of the differences, and the error it and float32 leave. */
const STEP = 1e-2;
const TOLERANCE = 2e-2;

/**
 * Compares d(sum of weighted outputs)/d(inputs) with differences. Inputs keep a distance from the kinks at `avoid`, and
 * a kink between two inputs is avoided by `spread`: the distance of neighbouring values.
 */
function checkGradients(
  fn: Operation,
  shapes: Shape[],
  seed: number,
  { shift = 0, avoid = [] as number[] } = {},
) {
  const rng = new Generator(seed);
  const values = shapes.map((shape) => {
    const data = randn(shape, rng).toArray();
    return data.map((x) =>
      avoid.reduce((y, kink) => (Math.abs(y - kink) < 5 * STEP ? kink + 8 * STEP : y), x + shift),
    );
  });
  const weights = scope(() => fn(...values.map((data, i) => tensor(data, { shape: shapes[i]! })))).shape;
  const direction = randn(weights, rng);
  const objective = (data: Float32Array[], requiresGrad: boolean) => {
    const inputs = data.map((x, i) => tensor(x, { shape: shapes[i]!, requiresGrad }));
    return [
      fn(...inputs)
        .mul(direction)
        .sum(),
      inputs,
    ] as const;
  };
  const analytic = scope(() => {
    const [loss, inputs] = objective(values, true);
    loss.backward();
    return inputs.map((x) => x.grad?.toArray() ?? new Float32Array(x.size));
  });
  const at = (i: number, j: number, step: number) => {
    const moved = values.map((data) => data.slice());
    moved[i]![j]! += step;
    return scope(() => objective(moved, false)[0].item());
  };
  values.forEach((data, i) => {
    for (let j = 0; j < data.length; j++) {
      const numeric = (at(i, j, STEP) - at(i, j, -STEP)) / (2 * STEP);
      const error = Math.abs(numeric - analytic[i]![j]!);
      expect(error, `input ${i}, element ${j}: ${analytic[i]![j]}, differences ${numeric}`).toBeLessThan(
        TOLERANCE * (1 + Math.abs(numeric)),
      );
    }
  });
}

const shapes = fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 1, maxLength: 3 });
const seeds = fc.integer({ min: 0, max: 1e6 });
const RUNS = { numRuns: 12 };

describe('functions of one tensor', () => {
  const functions: Record<string, [Operation, { shift?: number; avoid?: number[] }?]> = {
    exp: [(x) => x!.exp()],
    log: [(x) => x!.square().add(0.5).log()],
    sqrt: [(x) => x!.square().add(0.5).sqrt()],
    square: [(x) => x!.square()],
    abs: [(x) => x!.abs(), { avoid: [0] }],
    neg: [(x) => x!.neg()],
    reciprocal: [(x) => x!.square().add(0.5).reciprocal()],
    'add a number': [(x) => x!.add(3).sub(1).mul(2).div(4)],
    'a power': [(x) => x!.square().add(0.5).pow(1.7)],
    sin: [(x) => x!.sin()],
    cos: [(x) => x!.cos()],
    tanh: [(x) => x!.tanh()],
    sigmoid: [(x) => x!.sigmoid()],
    relu: [(x) => x!.relu(), { avoid: [0] }],
    leakyRelu: [(x) => x!.leakyRelu(0.1), { avoid: [0] }],
    elu: [(x) => x!.elu(0.7), { avoid: [0] }],
    selu: [(x) => x!.selu(), { avoid: [0] }],
    gelu: [(x) => x!.gelu()],
    'gelu by tanh': [(x) => x!.gelu('tanh')],
    silu: [(x) => x!.silu()],
    softplus: [(x) => x!.softplus(2)],
    clamp: [(x) => x!.clamp(-0.5, 0.7), { avoid: [-0.5, 0.7] }],
    hardtanh: [(x) => x!.hardtanh(), { avoid: [-1, 1] }],
    softmax: [(x) => x!.softmax(0)],
    logSoftmax: [(x) => x!.logSoftmax(-1)],
    logsumexp: [(x) => x!.logsumexp(0)],
    'logsumexp of all': [(x) => x!.logsumexp()],
    cumsum: [(x) => x!.cumsum(0)],
    sum: [(x) => x!.sum()],
    'sum over a dimension': [(x) => x!.sum(0, true)],
    mean: [(x) => x!.mean(-1)],
    var: [(x) => x!.var(0, { ddof: 0 })],
    std: [(x) => cat([x!, x!.add(2), x!.square()]).std(0)],
    clone: [(x) => x!.clone()],
    flip: [(x) => x!.flip([0])],
    repeatInterleave: [(x) => x!.repeatInterleave(3, -1)],
    unsqueeze: [(x) => x!.unsqueeze(0).flatten().reshape([-1, 1])],
    expand: [(x) => x!.unsqueeze(0).expand([3, ...x!.shape])],
    slice: [(x) => x!.slice(0, 0, Infinity, 2)],
    select: [(x) => x!.select(-1, 0)],
    'a result used twice': [(x) => x!.mul(x!).add(x!.exp()).add(x!)],
  };
  it.each(Object.entries(functions))('%s', (_, [fn, options]) => {
    fc.assert(
      fc.property(shapes, seeds, (shape, seed) => checkGradients(fn, [shape], seed, options)),
      RUNS,
    );
  });

  it('max and min pass the gradient to the first extreme', () => {
    const x = tensor(
      [
        [1, 3, 3],
        [5, 2, 5],
      ],
      { requiresGrad: true },
    );
    x.max(1).values.sum().add(x.min().mul(10)).backward();
    expect(x.grad!.tolist()).toEqual([
      [10, 1, 0],
      [1, 0, 0],
    ]);
  });
});

describe('functions of two tensors', () => {
  /** Pairs of shapes that broadcast: dimensions dropped from the front or set to 1. */
  const pairs = fc
    .tuple(
      shapes,
      shapes.map((bits) => bits.map((n) => n % 2 === 0)),
      fc.integer({ min: 0, max: 2 }),
      fc.boolean(),
    )
    .map(([shape, ones, drop, swap]) => {
      const small = shape.map((size, i) => (ones[i] ? 1 : size)).slice(Math.min(drop, shape.length - 1));
      return (swap ? [small, shape] : [shape, small]) as Shape[];
    });
  const functions: Record<string, Operation> = {
    add: (a, b) => a!.add(b!),
    sub: (a, b) => a!.sub(b!),
    mul: (a, b) => a!.mul(b!),
    div: (a, b) => a!.div(b!.square().add(0.5)),
    pow: (a, b) => a!.square().add(0.5).pow(b!),
    'maximum of different values': (a, b) => a!.maximum(b!.sub(20)).add(a!.sub(20).maximum(b!)),
    'minimum of different values': (a, b) => a!.minimum(b!.sub(20)).add(a!.sub(20).minimum(b!)),
    where: (a, b) => where(a!.gt(100), a!, b!.mul(2)).add(where(b!.lt(100), a!, 5)),
    maskedFill: (a, b) => a!.maskedFill(b!.gt(100), 3),
  };
  it.each(Object.entries(functions))('%s', (_, fn) => {
    fc.assert(
      fc.property(pairs, seeds, (both, seed) => checkGradients(fn, both, seed)),
      { numRuns: 25 },
    );
  });

  it('maximum and minimum share the gradient of equal values', () => {
    const [a, b] = [tensor([1, 2, 3], { requiresGrad: true }), tensor([1, 5, 0], { requiresGrad: true })];
    a.maximum(b).sum().backward();
    expect(a.grad!.tolist()).toEqual([0.5, 0, 1]);
    expect(b.grad!.tolist()).toEqual([0.5, 1, 0]);
  });

  const losses: Record<string, Operation> = {
    mse: (a, b) => mseLoss(a!, b!),
    l1: (a, b) => l1Loss(a!, b!.add(20), { reduction: 'sum' }),
    'smooth l1': (a, b) => smoothL1Loss(a!, b!, { beta: 0.5 }),
    huber: (a, b) => huberLoss(a!, b!, { delta: 0.8, reduction: 'none' }),
    'bce with logits': (a, b) => bceWithLogits(a!, b!),
    'kl divergence': (a, b) => klDiv(a!.logSoftmax(-1), b!.softmax(-1), { reduction: 'batchmean' }),
  };
  it.each(Object.entries(losses))('%s loss', (_, fn) => {
    fc.assert(
      fc.property(shapes, seeds, (shape, seed) => checkGradients(fn, [shape, shape], seed)),
      RUNS,
    );
  });
});

describe('picking and joining', () => {
  const index = tensor(
    [
      [2, 0],
      [1, 1],
      [0, 2],
    ],
    { dtype: 'int32' },
  );
  const list = tensor([1, 1, 2], { dtype: 'int32' });
  const functions: Record<string, [Operation, Shape[]]> = {
    gather: [(x) => x!.gather(1, index), [[3, 4]]],
    'gather along the first dimension': [(x) => x!.gather(0, index), [[3, 2]]],
    'gather from fewer rows': [(x) => x!.gather(1, index.slice(0, 0, 2)), [[3, 4]]],
    scatterAdd: [
      (x, y) => x!.scatterAdd(1, index, y!),
      [
        [3, 4],
        [3, 2],
      ],
    ],
    indexSelect: [(x) => x!.indexSelect(1, list), [[2, 3, 2]]],
    embedding: [(x) => embedding(index, x!), [[3, 5]]],
    cat: [
      (x, y) => cat([x!, y!, x!], 1),
      [
        [2, 3],
        [2, 1],
      ],
    ],
    stack: [
      (x, y) => stack([x!, y!], -1),
      [
        [2, 3],
        [2, 3],
      ],
    ],
    permute: [(x) => x!.permute([2, 0, 1]), [[2, 3, 4]]],
    transpose: [(x) => x!.transpose(0, 1), [[5, 6]]],
    'negative log-likelihood': [(x) => nllLoss(x!, list, { reduction: 'sum' }), [[3, 4]]],
    'cross-entropy': [(x) => crossEntropy(x!, list), [[3, 4]]],
  };
  it.each(Object.entries(functions))('%s', (_, [fn, inputs]) => {
    fc.assert(
      fc.property(seeds, (seed) => checkGradients(fn, inputs, seed)),
      { numRuns: 4 },
    );
  });
});

describe('products', () => {
  const functions: Record<string, [Operation, Shape[]]> = {
    'of matrices': [
      (a, b) => matmul(a!, b!),
      [
        [3, 4],
        [4, 5],
      ],
    ],
    'of vectors': [(a, b) => matmul(a!, b!), [[4], [4]]],
    'of a matrix and a vector': [(a, b) => matmul(a!, b!), [[3, 4], [4]]],
    'of a vector and matrices': [(a, b) => matmul(a!, b!), [[4], [2, 4, 3]]],
    'of many matrices': [
      (a, b) => matmul(a!, b!),
      [
        [2, 3, 4],
        [2, 4, 2],
      ],
    ],
    'of many with one': [
      (a, b) => matmul(a!, b!),
      [
        [2, 3, 4],
        [4, 2],
      ],
    ],
    'with broadcast batches': [
      (a, b) => matmul(a!, b!),
      [
        [2, 1, 3, 4],
        [3, 4, 2],
      ],
    ],
    'with the left transposed': [
      (a, b) => matmul(a!, b!, { transposeA: true }),
      [
        [2, 4, 3],
        [2, 4, 2],
      ],
    ],
    'with the right transposed': [
      (a, b) => matmul(a!, b!, { transposeB: true }),
      [
        [2, 3, 4],
        [2, 2, 4],
      ],
    ],
    'with both transposed': [
      (a, b) => matmul(a!, b!, { transposeA: true, transposeB: true }),
      [
        [4, 3],
        [2, 4],
      ],
    ],
    'einsum with a lost letter': [
      (a, b) => einsum('ijk,kl->il', a!, b!),
      [
        [2, 3, 4],
        [4, 2],
      ],
    ],
    'einsum of one tensor': [(a) => einsum('ijk->ki', a!), [[2, 3, 4]]],
    'linear with tanh': [(x, w, b) => linear(x!, w!, b!, 'tanh'), [[2, 3, 4], [5, 4], [5]]],
    'linear with sigmoid': [(x, w, b) => linear(x!, w!, b!, 'sigmoid'), [[3, 4], [2, 4], [2]]],
    'linear with relu': [(x, w, b) => linear(x!, w!, b!.add(20), 'relu'), [[1, 4], [6, 4], [6]]],
    'linear without bias': [
      (x, w) => linear(x!, w!),
      [
        [3, 4],
        [2, 4],
      ],
    ],
  };
  it.each(Object.entries(functions))('%s', (_, [fn, inputs]) => {
    fc.assert(
      fc.property(seeds, (seed) => checkGradients(fn, inputs, seed)),
      { numRuns: 4 },
    );
  });

  it.for(['reference', 'native'] as const)('run on the %s backend too', (backend, { skip }) => {
    skip(backend === 'native' && !loadNative(), 'the add-on has not been built');
    useBackend({ backend });
    try {
      for (const [fn, inputs] of Object.values(functions)) checkGradients(fn, inputs, 7);
    } finally {
      useBackend({});
    }
  });
});
