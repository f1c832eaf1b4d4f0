// Relational modules over the cells of an image (Zambaldi et al. 2019; Zai & Brown, Deep Reinforcement Learning in Action,
// chapter 10): every cell asks all others, and the strongest answer anywhere decides.
import { withDefaults } from '../io/options.js';
import { Generator } from '../random/index.js';
import { cat, type Tensor, tensor } from '../tensor/index.js';
import { attentionValues } from '../tensor/ops/attention.js';
import { show } from '../tensor/shape.js';
import { type LayerOptions, Linear, NO_RNG } from './linear.js';
import { Module } from './module.js';
import { LayerNorm } from './norm.js';
import { type AttentionKind, attentionSizes, headsOf, type PairScores, pairScores } from './pair-scores.js';

/** Column and row of every cell, from 0 to almost 1: `height · width` pairs, row by row. */
export function placesOf(height: number, width: number): Float32Array {
  return Float32Array.from({ length: 2 * height * width }, (_, i) => {
    const cell = i >> 1;
    return i % 2 === 0 ? (cell % width) / width : Math.floor(cell / width) / height;
  });
}

/**
 * The cells of images as rows, with their column and row as two more features, from 0 to almost 1.
 *
 * @param images [batch, channels, height, width]
 * @returns [batch, height · width, channels + 2]
 */
export function cellsOf(images: Tensor): Tensor {
  const [batch, channels, height, width] = images.shape as [number, number, number, number];
  const cells = height * width;
  const places = tensor(placesOf(height, width), { shape: [1, cells, 2] });
  const rows = images.reshape([batch, channels, cells]).permute([0, 2, 1]);
  return cat([rows, places.expand([batch, cells, 2])], 2);
}

export interface RelationalModuleOptions extends LayerOptions {
  /** Heads side by side, each with queries, keys and values of `width` numbers. Default 1. */
  heads?: number;
  /** Default `scaled-dot`. */
  attention?: AttentionKind;
  /**
   * What queries, keys, values and results are normalised over: `all` nodes together, with a learnt weight for every number
   * of every place (the book), or `each` node by itself, with weights that fit any number of nodes. Default `all`.
   */
  norm?: 'all' | 'each';
  /** Norms of queries, keys and values have learnt weights. Default true. */
  affine?: boolean;
  /** Numbers per node of the result. Default `width`. */
  size?: number;
}

const DEFAULTS = {
  heads: 1,
  attention: 'scaled-dot' as AttentionKind,
  norm: 'all' as 'all' | 'each',
  affine: true,
  size: undefined as number | undefined,
  rng: NO_RNG,
};

/**
 * Self-attention of nodes with normalised queries, keys and values, then a layer: [batch, nodes, features] →
 * [batch, nodes, size]. Without the learnt weights of norms over `all`, which belong to a place, and slots, the nodes' order
 * would not matter.
 *
 * @example
 * const module = new RelationalModule(49, 22, 32, { heads: 2, norm: 'each', size: 64, rng });
 * const { output, attention } = module.withAttention(randn([1, 49, 22], rng)); // [1, 49, 64], [1, 2, 49, 49]
 */
export class RelationalModule extends Module {
  readonly heads: number;
  readonly query: Linear;
  readonly key: Linear;
  readonly value: Linear;
  readonly queryNorm: LayerNorm;
  readonly keyNorm: LayerNorm;
  readonly valueNorm: LayerNorm;
  readonly mix: Linear;
  private readonly mixNorm: LayerNorm;
  private readonly scores: PairScores;

  /**
   * @param nodes how many there are
   * @param features of a node
   * @param width of queries, keys and values of a head
   */
  constructor(
    readonly nodes: number,
    features: number,
    readonly width: number,
    options: RelationalModuleOptions = {},
  ) {
    super();
    const settings = withDefaults('RelationalModule', options, DEFAULTS);
    const { heads, attention, norm, affine, size = width, rng = new Generator() } = settings;
    if (!Number.isSafeInteger(heads) || heads < 1)
      throw new RangeError(`RelationalModule: heads must be a positive integer, got ${heads}.`);
    this.heads = heads;
    const all = heads * width;
    const project = () => new Linear(features, all, { rng });
    const over = (numbers: number) => (norm === 'all' ? [nodes, numbers] : [numbers]);
    const normed = () => new LayerNorm(over(all), { affine });
    [this.query, this.key, this.value] = [project(), project(), project()];
    [this.queryNorm, this.keyNorm, this.valueNorm] = [normed(), normed(), normed()];
    this.scores = pairScores(attention, { nodes, heads, width }, rng);
    this.mix = new Linear(all, size, { rng });
    this.mixNorm = new LayerNorm(over(size), { affine: false });
  }

  override forward(x: Tensor): Tensor {
    return this.withAttention(x).output;
  }

  /** Also who asked whom: [batch, heads, asking nodes, answering nodes], each row adding up to 1. */
  withAttention(x: Tensor): { output: Tensor; attention: Tensor } {
    if (x.ndim !== 3 || x.shape[1] !== this.nodes)
      throw new RangeError(
        `RelationalModule: expected nodes [batch, ${this.nodes}, features], got ${show(x.shape)}.`,
      );
    const q = this.queryNorm.forward(this.query.forward(x));
    const k = this.keyNorm.forward(this.key.forward(x));
    const v = this.valueNorm.forward(this.value.forward(x));
    const attention = this.scores.forward(q, k);
    const values = headsOf(v, this);
    const heard = attentionValues(attention, values, attentionSizes(this, x.shape[0]!), v.shape, values);
    const output = this.mixNorm.forward(this.mix.forward(heard, 'relu'));
    return { output, attention };
  }
}
