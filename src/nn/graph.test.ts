// Graph layers against PyTorch Geometric's, with gradients; their invariances; what they refuse.
import { describe, expect, it } from 'vitest';
import { expectGradients } from '../../test/finite-differences.js';
import { readGolden } from '../../test/golden.js';
import { Generator } from '../random/index.js';
import { CsrMatrix, randn, scope, type Tensor, tensor } from '../tensor/index.js';
import { GATConv, GCNConv, gcnNorm, withSelfLoops } from './index.js';

interface Values {
  shape: number[];
  data: number[];
}
interface Case {
  name: string;
  heads?: number;
  params: Record<string, Values>;
  output: Values;
  grad_x: Values;
  grads: Record<string, Values>;
}
const golden = readGolden<{
  nodes: number;
  undirected_edges: [number, number][];
  x: Values;
  cases: Case[];
}>('graph-layers');

const rng = new Generator(3);
const both = (edges: readonly (readonly [number, number])[]) => [
  ...edges,
  ...edges.map(([a, b]) => [b, a] as const),
];
const graph = CsrMatrix.fromEdges([golden.nodes, golden.nodes], both(golden.undirected_edges));

const LAYERS: Record<string, () => GCNConv | GATConv> = {
  gcn: () => new GCNConv(6, 5, { rng }),
  'gat-concat': () => new GATConv(6, 4, { heads: 3, rng }),
  'gat-mean': () => new GATConv(6, 4, { heads: 3, concat: false, rng }),
};

function expectClose(actual: Tensor, { shape, data }: Values): void {
  expect(actual.shape).toEqual(shape);
  actual.data.forEach((value, i) => {
    expect(Math.abs(value - data[i]!)).toBeLessThanOrEqual(1e-5 * Math.max(1, Math.abs(data[i]!)));
  });
}

describe.each(golden.cases)('$name', ({ name, params, output, grad_x, grads }) => {
  const layer = LAYERS[name]!();
  layer.loadStateDict(
    Object.fromEntries(
      Object.entries(params).map(([key, { shape, data }]) => [key, { shape, data: Float32Array.from(data) }]),
    ),
  );

  it('equals PyTorch Geometric, with the gradients of inputs and parameters', () => {
    const x = tensor(golden.x.data, { shape: golden.x.shape, requiresGrad: true });
    scope(() => {
      const out = layer.forward(x, graph);
      expectClose(out, output);
      const n = out.size;
      const cotangents = Float32Array.from({ length: n }, (_, i) => -1 + (2 * i) / (n - 1));
      out.backward(tensor(cotangents, { shape: out.shape }));
    });
    expectClose(x.grad!, grad_x);
    const parameters = Object.fromEntries(layer.namedParameters());
    expect(Object.keys(parameters).sort()).toEqual(Object.keys(grads).sort());
    for (const [key, expected] of Object.entries(grads)) expectClose(parameters[key]!.grad!, expected);
  });

  it('reads sparse features as it reads dense ones', () => {
    const dense = golden.x.data.map((value, i) => (i % 3 === 0 ? value : 0));
    const places = dense.flatMap((value, i) => (value === 0 ? [] : [[Math.floor(i / 6), i % 6] as const]));
    const sparse = CsrMatrix.fromEdges(
      [golden.nodes, 6],
      places,
      dense.filter((value) => value !== 0),
    );
    const [a, b] = [sparse, tensor(dense, { shape: golden.x.shape })].map((x) =>
      layer.forward(x, graph).toArray(),
    );
    a!.forEach((value, i) => void expect(value).toBeCloseTo(b![i]!, 5));
  });

  it('names nodes as it likes: what comes out is permuted as what goes in', () => {
    const order = new Generator(5).permutation(golden.nodes);
    const place = order.map((_, i) => order.indexOf(i));
    const renamed = CsrMatrix.fromEdges(
      graph.shape,
      both(golden.undirected_edges.map(([a, b]) => [place[a]!, place[b]!] as const)),
    );
    const index = tensor(order, { dtype: 'int32' });
    const x = tensor(golden.x.data, { shape: golden.x.shape });
    const expected = layer.forward(x, graph).indexSelect(0, index).toArray();
    const actual = layer.forward(x.indexSelect(0, index), renamed).toArray();
    actual.forEach((value, i) => void expect(value).toBeCloseTo(expected[i]!, 5));
  });
});

it('has the gradients of its differences on a directed graph with a node that hears of nobody', () => {
  const directed = CsrMatrix.fromEdges(
    [4, 4],
    [
      [0, 1],
      [0, 2],
      [2, 0],
      [3, 3],
      [3, 1],
    ],
    [1, 2, 0.5, 3, 1],
  );
  const x = randn([4, 3], rng, { requiresGrad: true });
  for (const layer of [new GCNConv(3, 2, { rng }), new GATConv(3, 2, { heads: 2, rng })]) {
    expectGradients(() => layer.forward(x, directed), { x, ...Object.fromEntries(layer.namedParameters()) });
  }
});

it('normalises weights by those of both ends, and keeps loops that are there', () => {
  const norm = gcnNorm(
    CsrMatrix.fromEdges(
      [3, 3],
      [
        [0, 1],
        [1, 0],
        [2, 2],
      ],
      [3, 3, 4],
    ),
  );
  const entries = [...norm.rows.data].map((row, e) => [row, norm.columns.data[e], norm.values.data[e]]);
  expect(entries).toEqual([
    [0, 1, 0.75],
    [0, 0, 0.25],
    [1, 0, 0.75],
    [1, 1, 0.25],
    [2, 2, 1],
  ]);
  const x = randn([3, 2], rng);
  const graph = CsrMatrix.fromEdges(
    [3, 3],
    [
      [0, 1],
      [1, 0],
    ],
    [3, 3],
  );
  const [layer, twin] = [1, 2].map((seed) => new GCNConv(2, 2, { normalize: seed === 1, rng }));
  twin!.loadStateDict(layer!.stateDict());
  expect(twin!.forward(x, gcnNorm(graph)).toArray()).toEqual(layer!.forward(x, graph).toArray());
});

it('tells attention: shares of the neighbours of each node, dropped while training only', () => {
  const layer = new GATConv(6, 4, { heads: 3, dropout: 0.5, rng });
  const x = tensor(golden.x.data, { shape: golden.x.shape });
  const { attention, output } = layer.eval().withAttention(x, graph);
  expect(attention.values.shape).toEqual([2 * golden.undirected_edges.length + golden.nodes, 3]);
  const sums = new Float64Array(golden.nodes * 3);
  attention.values.data.forEach((share, i) => {
    sums[attention.rows.data[Math.floor(i / 3)]! * 3 + (i % 3)]! += share;
  });
  for (const sum of sums) expect(sum).toBeCloseTo(1, 5);
  expect(layer.forward(x, graph).toArray()).toEqual(output.toArray());
  expect(layer.train().forward(x, graph).toArray()).not.toEqual(output.toArray());
});

it('refuses graphs and features that do not fit', () => {
  const layer = new GCNConv(6, 2, { rng });
  const x = randn([3, 6], rng);
  expect(() => layer.forward(x, graph)).toThrow(/a graph \[nodes, nodes\], got \[3, 6\] and \[12, 12\]/);
  expect(() => withSelfLoops(CsrMatrix.fromEdges([2, 3], []))).toThrow(
    /square matrix of nodes, got shape \[2, 3\]/,
  );
  const weights = randn([34], rng, { requiresGrad: true });
  expect(() => gcnNorm(graph.withValues(weights))).toThrow(/values \[34\] that require a gradient/);
  expect(() => new GATConv(2, 2, { heads: 0 })).toThrow(/heads must be a positive integer, got 0/);
  expect(() => new GATConv(2, 2, { head: 2 } as never)).toThrow(/no option 'head'.*heads/);
});
