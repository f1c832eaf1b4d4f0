// Graph convolution (Kipf & Welling 2017), and what it takes of a graph: a sparse matrix whose row i holds the nodes j
// that node i hears of.
import { withDefaults } from '../io/options.js';
import { Generator } from '../random/index.js';
import { CsrMatrix, type Tensor, tensor, zeros } from '../tensor/index.js';
import { show } from '../tensor/shape.js';
import { xavierUniform } from './init.js';
import { type LayerOptions, Linear, NO_RNG } from './linear.js';
import { Module } from './module.js';
import { Parameter } from './parameter.js';

/** Features of nodes, [nodes, features]: dense, or sparse where most are 0, as in bags of words. */
export type NodeFeatures = Tensor | CsrMatrix;

export interface GCNConvOptions extends LayerOptions {
  /** Default true. */
  bias?: boolean;
  /**
   * Pass the graph through {@link gcnNorm} at every call. Default true; false for a graph that has gone through it once and
   * is used by many calls.
   */
  normalize?: boolean;
}

/**
 * Y = D^-1/2 (A + I) D^-1/2 · X · Wᵀ + b, as PyTorch Geometric's layer of this name.
 *
 * @example
 * const graph = CsrMatrix.fromEdges([3, 3], [[0, 1], [1, 0], [1, 2], [2, 1]]);
 * new GCNConv(4, 8, { rng }).forward(randn([3, 4], rng), graph);    // [3, 8]
 */
export class GCNConv extends Module {
  /** The product with the weights, without bias. */
  readonly lin: Linear;
  readonly bias: Parameter | null;
  readonly normalize: boolean;

  constructor(
    readonly inChannels: number,
    readonly outChannels: number,
    options: GCNConvOptions = {},
  ) {
    super();
    const {
      bias,
      normalize,
      rng = new Generator(),
    } = withDefaults('GCNConv', options, { bias: true, normalize: true, rng: NO_RNG });
    this.lin = glorotLinear(inChannels, outChannels, rng);
    this.bias = bias ? new Parameter(zeros([outChannels])) : null;
    this.normalize = normalize;
  }

  /**
   * @param x [nodes, inChannels]
   * @param graph [nodes, nodes]; its values are weights of edges
   * @returns [nodes, outChannels]
   * @throws RangeError when the graph is not square, or has not as many nodes as `x`.
   */
  override forward(x: NodeFeatures, graph: CsrMatrix): Tensor {
    requireNodes('GCNConv', x, graph);
    const hears = this.normalize ? gcnNorm(graph) : graph;
    const out = hears.matmul(project(this.lin, x));
    return this.bias ? out.add(this.bias) : out;
  }
}

/**
 * The graph that {@link GCNConv} multiplies with: every node hears of itself, and the edge from j to i weighs
 * w / √(dᵢ·dⱼ) with dᵢ the sum of the weights of row i. A node that nothing weighs on hears of nothing.
 *
 * @throws RangeError when the graph is not square; TypeError when its values require a gradient: none flows through here.
 */
export function gcnNorm(graph: CsrMatrix): CsrMatrix {
  if (graph.values.requiresGrad || graph.heads !== 1) {
    throw new TypeError(
      `gcnNorm: expected one constant weight per edge, got values ${show(graph.values.shape)}` +
        `${graph.values.requiresGrad ? ' that require a gradient' : ''}; normalise before, and give the layer normalize: false.`,
    );
  }
  const looped = withSelfLoops(graph);
  const [starts, columns, weights] = [looped.rowStarts.data, looped.columns.data, looped.values.data];
  const [nodes] = looped.shape;
  const scale = new Float64Array(nodes);
  for (let i = 0; i < nodes; i++) {
    for (let e = starts[i]!; e < starts[i + 1]!; e++) scale[i]! += weights[e]!;
    scale[i] = scale[i]! > 0 ? 1 / Math.sqrt(scale[i]!) : 0;
  }
  const rows = looped.rows.data;
  return looped.withValues(
    tensor(Float32Array.from(weights, (weight, e) => weight * scale[rows[e]!]! * scale[columns[e]!]!)),
  );
}

/**
 * The graph with an edge of weight 1 from each node to itself; those that have one keep it.
 *
 * @throws RangeError when the graph is not square.
 */
export function withSelfLoops(graph: CsrMatrix): CsrMatrix {
  const [nodes, others] = graph.shape;
  if (nodes !== others)
    throw new RangeError(`a graph is a square matrix of nodes, got shape ${show(graph.shape)}.`);
  const [starts, columns, values] = [graph.rowStarts.data, graph.columns.data, graph.values.data];
  const { heads } = graph;
  const room = columns.length + nodes;
  const [newStarts, newColumns] = [new Int32Array(nodes + 1), new Int32Array(room)];
  const newValues = new Float32Array(room * heads).fill(1);
  let to = 0;
  for (let i = 0; i < nodes; i++) {
    const [from, end] = [starts[i]!, starts[i + 1]!];
    newColumns.set(columns.subarray(from, end), to);
    newValues.set(values.subarray(from * heads, end * heads), to * heads);
    to += end - from;
    if (!columns.subarray(from, end).includes(i)) newColumns[to++] = i;
    newStarts[i + 1] = to;
  }
  return new CsrMatrix(
    graph.shape,
    tensor(newStarts),
    tensor(newColumns.slice(0, to)),
    tensor(newValues.slice(0, to * heads), { shape: heads === 1 ? [to] : [to, heads] }),
  );
}

/** X · Wᵀ of dense or sparse features. @internal */
export function project(lin: Linear, x: NodeFeatures): Tensor {
  return x instanceof CsrMatrix ? x.matmul(lin.weight.transpose(0, 1)) : lin.forward(x);
}

/** The product with weights that start in U(±√(6 / (in + out))). @internal */
export function glorotLinear(inputs: number, outputs: number, rng: Generator): Linear {
  const lin = new Linear(inputs, outputs, { bias: false, rng });
  xavierUniform(lin.weight, { rng });
  return lin;
}

/** @throws RangeError when nodes and graph do not fit. @internal */
export function requireNodes(layer: string, x: NodeFeatures, graph: CsrMatrix): void {
  const [nodes] = x.shape;
  if (x.shape.length === 2 && graph.shape[0] === nodes && graph.shape[1] === nodes) return;
  throw new RangeError(
    `${layer}: expected features [nodes, features] and a graph [nodes, nodes], got ${show(x.shape)} and ${show(graph.shape)}.`,
  );
}
