// Graph attention (Veličković et al. 2018): what a node hears of its neighbours is weighed by learnt scores. Memory is
// O(edges · heads).
import { withDefaults } from '../io/options.js';
import { Generator } from '../random/index.js';
import { type CsrMatrix, type Tensor, zeros } from '../tensor/index.js';
import { LeakyReLU } from './activation.js';
import { Dropout } from './basic.js';
import { glorotLinear, type NodeFeatures, project, requireNodes, withSelfLoops } from './graph-conv.js';
import { uniform } from './init.js';
import { type LayerOptions, type Linear, NO_RNG } from './linear.js';
import { Module } from './module.js';
import { Parameter } from './parameter.js';

export interface GATConvOptions extends LayerOptions {
  /** Default 1. */
  heads?: number;
  /** Heads side by side; false: their mean. Default true. */
  concat?: boolean;
  /** Slope of the scores below 0. Default 0.2. */
  negativeSlope?: number;
  /** Probability with which a node does not hear of a neighbour while training. Default 0. */
  dropout?: number;
  /** Every node hears of itself, too. Default true. */
  addSelfLoops?: boolean;
  /** Default true. */
  bias?: boolean;
}

const DEFAULTS = {
  heads: 1,
  concat: true,
  negativeSlope: 0.2,
  dropout: 0,
  addSelfLoops: true,
  bias: true,
  rng: NO_RNG,
};

/**
 * yᵢ = Σⱼ αᵢⱼ W xⱼ + b with αᵢ = softmax over the neighbours j of i of LeakyReLU(a_dst · W xᵢ + a_src · W xⱼ), for each
 * head; as PyTorch Geometric's layer of this name. Weights of edges do not count, only where they are.
 *
 * @example
 * const layer = new GATConv(4, 8, { heads: 3, rng });
 * layer.forward(randn([3, 4], rng), graph);                                    // [3, 24]
 * const { attention } = layer.withAttention(randn([3, 4], rng), graph);        // values [edges, heads]
 */
export class GATConv extends Module {
  readonly lin: Linear;
  readonly attSrc: Parameter;
  readonly attDst: Parameter;
  readonly bias: Parameter | null;
  readonly heads: number;
  private readonly concat: boolean;
  private readonly addSelfLoops: boolean;
  private readonly leaky: LeakyReLU;
  private readonly drop: Dropout;

  /** @param outChannels numbers per node and head */
  constructor(
    readonly inChannels: number,
    readonly outChannels: number,
    options: GATConvOptions = {},
  ) {
    super();
    const settings = withDefaults('GATConv', options, DEFAULTS);
    const { heads, concat, rng = new Generator() } = settings;
    if (!Number.isSafeInteger(heads) || heads < 1)
      throw new RangeError(`GATConv: heads must be a positive integer, got ${heads}.`);
    this.heads = heads;
    this.concat = concat;
    this.addSelfLoops = settings.addSelfLoops;
    this.lin = glorotLinear(inChannels, heads * outChannels, rng);
    const bound = Math.sqrt(6 / (heads + outChannels));
    const scores = () =>
      uniform(new Parameter(zeros([1, heads, outChannels])), { low: -bound, high: bound, rng });
    this.attSrc = scores() as Parameter;
    this.attDst = scores() as Parameter;
    this.bias = settings.bias ? new Parameter(zeros([concat ? heads * outChannels : outChannels])) : null;
    this.leaky = new LeakyReLU(settings.negativeSlope);
    this.drop = new Dropout(settings.dropout, { rng });
  }

  /**
   * @param x [nodes, inChannels]
   * @param graph [nodes, nodes]: row i holds the neighbours of i
   * @returns [nodes, heads · outChannels], or [nodes, outChannels] without `concat`
   * @throws RangeError when the graph is not square, or has not as many nodes as `x`.
   */
  override forward(x: NodeFeatures, graph: CsrMatrix): Tensor {
    return this.withAttention(x, graph).output;
  }

  /** Also who heard of whom, and how much: a sparse matrix with values [edges, heads]. */
  withAttention(x: NodeFeatures, graph: CsrMatrix): { output: Tensor; attention: CsrMatrix } {
    requireNodes('GATConv', x, graph);
    const { heads, outChannels } = this;
    const hears = this.addSelfLoops ? withSelfLoops(graph) : graph;
    const [nodes] = hears.shape;
    const sent = project(this.lin, x);
    const perHead = sent.reshape([nodes, heads, outChannels]);
    const heard = perHead.mul(this.attDst).sum(2).indexSelect(0, hears.rows);
    const told = perHead.mul(this.attSrc).sum(2).indexSelect(0, hears.columns);
    const attention = hears.withValues(this.leaky.forward(heard.add(told))).softmax();
    const out = attention.withValues(this.drop.forward(attention.values)).matmul(sent);
    const joined = this.concat ? out : out.reshape([nodes, heads, outChannels]).mean(1);
    return { output: this.bias ? joined.add(this.bias) : joined, attention };
  }
}
