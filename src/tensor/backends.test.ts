// Every family of operations on every set of kernels against the reference, values and gradients, at random shapes whose
// sizes include 0 and 1, on memory that held NaN before.
import { afterAll, describe, expect, it } from 'vitest';
import { scaledDotProductAttention } from '../nn/index.js';
import { Generator } from '../random/index.js';
import { arena } from './arena.js';
import {
  avgPool2d,
  CsrMatrix,
  cat,
  conv2d,
  convTranspose2d,
  einsum,
  embedding,
  endStep,
  full,
  groupNorm,
  layerNorm,
  linear,
  matmul,
  maxPool2d,
  randn,
  scope,
  stack,
  type Tensor,
  tensor,
  useBackend,
  where,
} from './index.js';
import { loadNative } from './kernels/native.js';
import { batchNorm } from './ops/norm.js';
import { gru, lstm, rnn } from './ops/recurrent.js';

const seeds = Array.from({ length: 40 }, (_, seed) => seed);
const SIZES = [0, 1, 1, 2, 3, 4, 5, 8, 17, 33];

/** What a case draws its shapes and values from. */
class Draw {
  readonly leaves: Tensor[] = [];
  constructor(readonly rng: Generator) {}

  size(from: readonly number[] = SIZES): number {
    return from[this.rng.integers(from.length)]!;
  }
  some(): number {
    return this.size([1, 2, 3, 5, 9]);
  }
  /** Half of the draws have no 0 among them, the others mostly one. */
  sizes(n: number): number[] {
    const from = this.rng.random() < 0.5 ? [0, 0, 1, 2, 5] : SIZES.slice(1);
    return Array.from({ length: n }, () => this.size(from));
  }
  leaf(...shape: number[]): Tensor {
    const leaf = randn(shape, this.rng, { requiresGrad: true });
    // Small enough for recurrent networks not to amplify rounding from step to step.
    for (let i = 0; i < leaf.size; i++) leaf.data[i]! *= 0.4;
    this.leaves.push(leaf);
    return leaf;
  }
  maybe(...shape: number[]): Tensor | null {
    return this.rng.random() < 0.5 ? this.leaf(...shape) : null;
  }
  indices(below: number, ...shape: number[]): Tensor {
    const n = shape.reduce((a, b) => a * b, 1);
    return tensor(
      Int32Array.from({ length: n }, () => this.rng.integers(below)),
      { shape },
    );
  }
  flag(): boolean {
    return this.rng.random() < 0.5;
  }
}

const recurrent = (gates: number) => (d: Draw) => {
  const [batch, inputs, hidden] = d.sizes(3) as [number, number, number];
  const steps = d.some();
  const g = gates * hidden;
  return {
    x: d.leaf(steps, batch, inputs),
    weightIh: d.leaf(g, inputs),
    weightHh: d.leaf(g, hidden),
    biasIh: d.maybe(g) ?? undefined,
    biasHh: d.maybe(g) ?? undefined,
    h0: d.maybe(batch, hidden) ?? undefined,
    episodeStarts: d.flag()
      ? tensor(
          Float32Array.from({ length: steps * batch }, () => d.rng.integers(2)),
          { shape: [steps, batch] },
        )
      : undefined,
  };
};

/** Draws leaves, then gives the function to compare. */
const CASES: Record<string, (d: Draw) => () => Tensor> = {
  matmul(d) {
    const [m, n, k] = d.sizes(3) as [number, number, number];
    const [transposeA, transposeB] = [d.flag(), d.flag()];
    const [a, b] = [transposeA ? d.leaf(k, m) : d.leaf(m, k), transposeB ? d.leaf(n, k) : d.leaf(k, n)];
    return () => matmul(a, b, { transposeA, transposeB });
  },
  'batched matmul'(d) {
    const [batch, m, n, k] = d.sizes(4) as [number, number, number, number];
    const [a, b] = [d.leaf(2, batch, m, k), d.flag() ? d.leaf(batch, k, n) : d.leaf(k, n)];
    return () => a.matmul(b);
  },
  'matmul with vectors'(d) {
    const [n, k] = d.sizes(2) as [number, number];
    const [row, column, matrix, other] = [d.leaf(k), d.leaf(k), d.leaf(k, n), d.leaf(n)];
    return () => row.matmul(matrix).sum().add(row.matmul(column)).add(matrix.matmul(other).sum());
  },
  einsum(d) {
    const [i, j, k, b] = d.sizes(4) as [number, number, number, number];
    const [x, y] = [d.leaf(b, i, j), d.leaf(k, b, j)];
    return () => einsum('bij,kbj->kib', x, y);
  },
  linear(d) {
    const [rows, inputs, outputs] = d.sizes(3) as [number, number, number];
    const [x, w, bias] = [d.leaf(2, rows, inputs), d.leaf(outputs, inputs), d.maybe(outputs)];
    const activation = (['none', 'relu', 'tanh', 'sigmoid'] as const)[d.rng.integers(4)]!;
    return () => linear(x, w, bias, activation);
  },
  attention(d) {
    const [queries, keys, width, heads] = [...d.sizes(2), d.some(), d.some()] as [
      number,
      number,
      number,
      number,
    ];
    const batch = d.size();
    const [q, k, v] = [queries, keys, keys].map((rows) => d.leaf(batch, rows, heads * width)) as [
      Tensor,
      Tensor,
      Tensor,
    ];
    const isCausal = d.flag();
    return () => scaledDotProductAttention(q, k, v, { heads, isCausal });
  },
  conv2d(d) {
    const [batch, channels, out] = d.sizes(3) as [number, number, number];
    const [kernel, stride] = [d.size([1, 2, 3]), d.size([1, 2])];
    const [x, w, bias] = [d.leaf(batch, channels, 5, 6), d.leaf(out, channels, kernel, kernel), d.maybe(out)];
    return () => conv2d(x, w, bias, { stride: [stride, 1], padding: [1, 0], activation: 'tanh' });
  },
  convTranspose2d(d) {
    const [batch, channels, out] = d.sizes(3) as [number, number, number];
    const [x, w, bias] = [d.leaf(batch, channels, 3, 4), d.leaf(channels, out, 3, 2), d.maybe(out)];
    return () => convTranspose2d(x, w, bias, { stride: [2, 1], padding: [1, 0] });
  },
  maxPool2d(d) {
    const x = d.leaf(...d.sizes(2), 5, 4);
    return () => maxPool2d(x, [2, 2], { padding: [1, 1] });
  },
  avgPool2d(d) {
    const x = d.leaf(...d.sizes(2), 5, 4);
    return () => avgPool2d(x, [3, 2], { stride: [1, 2] });
  },
  rnn(d) {
    const inputs = recurrent(1)(d);
    return () => rnn(inputs);
  },
  gru(d) {
    const inputs = recurrent(3)(d);
    return () => gru(inputs);
  },
  lstm(d) {
    const inputs = recurrent(4)(d);
    return () => lstm(inputs);
  },
  sparse(d) {
    const [rows, columns, width] = d.sizes(3) as [number, number, number];
    const n = rows * columns === 0 ? 0 : d.size();
    const entries = Array.from({ length: n }, () => [d.rng.integers(rows), d.rng.integers(columns)] as const);
    const matrix = CsrMatrix.fromEdges([rows, columns], entries).withValues(d.leaf(n));
    const x = d.leaf(columns, width);
    const scores = matrix.withValues(d.leaf(n, 3));
    const y = d.leaf(columns, 3 * width);
    return () => cat([matrix.matmul(x), scores.softmax().matmul(y)], 1);
  },
  norms(d) {
    const [rows, channels] = [d.size(), d.some() * 2];
    const [x, weight, bias] = [d.leaf(rows, channels, 3), d.leaf(channels), d.leaf(channels)];
    return () =>
      groupNorm(x, 2, weight, bias)
        .add(layerNorm(x, [channels, 3]))
        .add(
          batchNorm(
            { x, weight, bias, eps: 1e-3 },
            { mean: new Float32Array(channels), variance: new Float32Array(channels).fill(1) },
          ).out,
        );
  },
  reductions(d) {
    const x = d.leaf(d.size(), d.some(), d.size());
    return () =>
      cat([
        x.sum(1).flatten(),
        x.logsumexp(1).flatten(),
        x.std(1, { ddof: 0 }).flatten(),
        x.max(1).values.flatten(),
        x.cumsum(2).flatten(),
      ]);
  },
  softmax(d) {
    const x = d.leaf(...d.sizes(2));
    return () => x.softmax(-1).add(x.logSoftmax(0));
  },
  arithmetic(d) {
    const [m, n] = d.sizes(2) as [number, number];
    const [a, b, c] = [d.leaf(m, n), d.leaf(n), d.leaf(m, 1)];
    return () => a.mul(b).add(c).maximum(a.sub(b).div(c.exp())).tanh();
  },
  elementwise(d) {
    const x = d.leaf(...d.sizes(2));
    return () =>
      x.gelu().add(x.silu()).add(x.softplus()).add(x.abs().add(1).log()).add(x.clamp(-1, 1)).add(x.sin());
  },
  views(d) {
    const [m, n] = d.sizes(2) as [number, number];
    const x = d.leaf(m, n, 2);
    return () =>
      stack([x.transpose(0, 1), x.permute([1, 0, 2]).flip([0])])
        .slice(1, 1)
        .repeatInterleave(2, 2);
  },
  indexing(d) {
    const [n, m, width] = [d.some(), d.size(), d.size()];
    const [table, index, across] = [d.leaf(n, width), d.indices(n, m), d.indices(n, m, width)];
    return () =>
      embedding(index, table)
        .add(table.gather(0, across))
        .add(where(across.gt(0), table.indexSelect(0, index), 0));
  },
};

/** Result and gradients, computed where only NaN was before. */
function compute(name: string, seed: number, run: <T>(fn: () => T) => T = scope): number[][] {
  const d = new Draw(new Generator(seed));
  const fn = CASES[name]!(d);
  scope(() => void full([50_000], Number.NaN).clone());
  const result = run(() => {
    const out = fn();
    const cotangent = randn(out.shape, new Generator(seed));
    if (out.requiresGrad) out.backward(cotangent);
    return out;
  });
  return [
    [...result.shape],
    [...result.toArray()],
    ...d.leaves.map((leaf) => [...(leaf.grad?.toArray() ?? [])]),
  ];
}

/** The first number that differs, or nothing. */
function difference(expected: number[], actual: number[]): string {
  const i = expected.findIndex((value, at) => {
    const error = Math.abs(actual[at]! - value) / Math.max(1, Math.abs(value));
    return !(error <= 2e-4) && !Object.is(actual[at], value);
  });
  return i < 0 ? '' : `element ${i} is ${actual[i]}, reference ${expected[i]}; `;
}

const KERNELS: [string, Parameters<typeof useBackend>[0]][] = [
  ['wasm', { backend: 'wasm', fma: false }],
  ['wasm-fma', { backend: 'wasm', fma: true }],
  ['native', { backend: 'native' }],
];
const built = loadNative() !== null;

describe.each(KERNELS)('%s equals the reference', (_, options) => {
  afterAll(() => useBackend({}));

  it.skipIf(options.backend === 'native' && !built).each(Object.keys(CASES))('%s', (name) => {
    useBackend({ backend: 'reference' });
    const expected = seeds.map((seed) => compute(name, seed));
    expect(expected.flat(2).some(Number.isNaN)).toBe(false);
    useBackend(options);
    for (const seed of seeds) {
      const actual = compute(name, seed);
      expect(actual.map((part) => part.length)).toEqual(expected[seed]!.map((part) => part.length));
      expect(expected[seed]!.map((part, i) => difference(part, actual[i]!)).join('')).toBe('');
    }
  });
});

describe('paged out after every operation', () => {
  // Every result moves to JavaScript memory before the next operation, and back when it or its gradient needs it.
  const always = { configurable: true, get: () => true, set() {} };
  const full = Object.getOwnPropertyDescriptor(arena, 'full')!;
  afterAll(() => void Object.defineProperty(arena, 'full', full));

  it.each(Object.keys(CASES))('%s is the same bit for bit', (name) => {
    for (const seed of seeds) {
      Object.defineProperty(arena, 'full', full);
      const expected = compute(name, seed);
      Object.defineProperty(arena, 'full', always);
      const actual = compute(name, seed, (fn) => fn());
      endStep();
      expect(actual).toEqual(expected);
    }
  });
});
