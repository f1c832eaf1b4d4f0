// Transformer layers and stacks (Vaswani et al. 2017), with the norm after or before each part.
import { withDefaults } from '../io/options.js';
import { Generator } from '../random/index.js';
import type { Tensor } from '../tensor/index.js';
import { Dropout } from './basic.js';
import { type LayerOptions, Linear } from './linear.js';
import { Module } from './module.js';
import { MultiheadAttention, type MultiheadAttentionMasks } from './multihead-attention.js';
import { LayerNorm } from './norm.js';

export interface TransformerOptions extends LayerOptions {
  /** Width of the feed-forward part. Default 2048. */
  dimFeedforward?: number;
  /** Default 0.1. */
  dropout?: number;
  /** Default relu. */
  activation?: 'relu' | 'gelu';
  /** Normalise what enters each part instead of what leaves it: easier to train (Xiong et al. 2020). Default false. */
  normFirst?: boolean;
  /** Sequences are [batch, length, dModel] instead of [length, batch, dModel]. Default false. */
  batchFirst?: boolean;
  /** Added to the variance by the norms. Default 1e-5. */
  layerNormEps?: number;
}

type Defaults = Required<Omit<TransformerOptions, 'rng'>> & { rng: Generator | undefined };
const DEFAULTS: Defaults = {
  dimFeedforward: 2048,
  dropout: 0.1,
  activation: 'relu',
  normFirst: false,
  batchFirst: false,
  layerNormEps: 1e-5,
  rng: undefined,
};

/** What encoder and decoder layers share: the feed-forward part, dropout, and where the norm goes. */
abstract class TransformerLayer extends Module {
  readonly selfAttn: MultiheadAttention;
  readonly linear1: Linear;
  readonly linear2: Linear;
  readonly norm1: LayerNorm;
  readonly norm2: LayerNorm;
  readonly normFirst: boolean;
  protected readonly options: Required<TransformerOptions>;
  private readonly drop: Dropout;

  constructor(dModel: number, nhead: number, options: TransformerOptions) {
    super();
    const given = withDefaults<Defaults>(new.target.name, options, DEFAULTS);
    if (given.activation !== 'relu' && given.activation !== 'gelu') {
      throw new RangeError(
        `${new.target.name}: activation must be 'relu' or 'gelu', got '${given.activation}'.`,
      );
    }
    this.options = { ...given, rng: given.rng ?? new Generator() };
    const { dimFeedforward, dropout, normFirst, layerNormEps: eps, rng } = this.options;
    this.normFirst = normFirst;
    this.selfAttn = this.attention(dModel, nhead);
    this.linear1 = new Linear(dModel, dimFeedforward, { rng });
    this.linear2 = new Linear(dimFeedforward, dModel, { rng });
    this.norm1 = new LayerNorm(dModel, { eps });
    this.norm2 = new LayerNorm(dModel, { eps });
    this.drop = new Dropout(dropout, { rng });
  }

  protected attention(dModel: number, nhead: number): MultiheadAttention {
    const { dropout, batchFirst, rng } = this.options;
    return new MultiheadAttention(dModel, nhead, { dropout, batchFirst, rng });
  }

  /** x + part(x), normalised. */
  protected residual(x: Tensor, norm: LayerNorm, part: (x: Tensor) => Tensor): Tensor {
    if (this.normFirst) return x.add(this.drop.forward(part(norm.forward(x))));
    return norm.forward(x.add(this.drop.forward(part(x))));
  }

  protected feedForward(x: Tensor): Tensor {
    const hidden =
      this.options.activation === 'relu' ? this.linear1.forward(x, 'relu') : this.linear1.forward(x).gelu();
    return this.linear2.forward(this.drop.forward(hidden));
  }
}

/** Self-attention, then a feed-forward part. */
export class TransformerEncoderLayer extends TransformerLayer {
  /** @param nhead number of attention heads; must divide dModel */
  constructor(
    readonly dModel: number,
    readonly nhead: number,
    options: TransformerOptions = {},
  ) {
    super(dModel, nhead, options);
  }

  /** @param src [batch, length, dModel] (see `batchFirst`) */
  override forward(src: Tensor, masks: MultiheadAttentionMasks = {}): Tensor {
    const attended = this.residual(src, this.norm1, (x) => this.selfAttn.forward(x, x, x, masks));
    return this.residual(attended, this.norm2, (x) => this.feedForward(x));
  }
}

/** Self-attention, attention to the encoder's output, then a feed-forward part. */
export class TransformerDecoderLayer extends TransformerLayer {
  readonly multiheadAttn: MultiheadAttention;
  readonly norm3: LayerNorm;

  /** @param nhead number of attention heads; must divide dModel */
  constructor(
    readonly dModel: number,
    readonly nhead: number,
    options: TransformerOptions = {},
  ) {
    super(dModel, nhead, options);
    this.multiheadAttn = this.attention(dModel, nhead);
    this.norm3 = new LayerNorm(dModel, { eps: this.options.layerNormEps });
  }

  /**
   * @param tgt [batch, length, dModel] (see `batchFirst`)
   * @param memory the encoder's output, [batch, source length, dModel]
   * @param masks of the self-attention, usually `{ isCausal: true }`
   * @param memoryMasks of the attention to the memory
   */
  override forward(
    tgt: Tensor,
    memory: Tensor,
    masks: MultiheadAttentionMasks = {},
    memoryMasks: MultiheadAttentionMasks = {},
  ): Tensor {
    const own = this.residual(tgt, this.norm1, (x) => this.selfAttn.forward(x, x, x, masks));
    const informed = this.residual(own, this.norm2, (x) =>
      this.multiheadAttn.forward(x, memory, memory, memoryMasks),
    );
    return this.residual(informed, this.norm3, (x) => this.feedForward(x));
  }
}

/**
 * Encoder layers one after the other.
 *
 * @example
 * const layer = () => new TransformerEncoderLayer(64, 4, { batchFirst: true, normFirst: true, rng });
 * new TransformerEncoder([layer(), layer()], new LayerNorm(64));
 */
export class TransformerEncoder extends Module {
  /** @param norm applied at the end; with `normFirst` layers, use one */
  constructor(
    readonly layers: readonly TransformerEncoderLayer[],
    readonly norm: LayerNorm | null = null,
  ) {
    super();
  }

  override forward(src: Tensor, masks: MultiheadAttentionMasks = {}): Tensor {
    const out = this.layers.reduce((x, layer) => layer.forward(x, masks), src);
    return this.norm ? this.norm.forward(out) : out;
  }
}

/** Decoder layers one after the other. */
export class TransformerDecoder extends Module {
  /** @param norm applied at the end; with `normFirst` layers, use one */
  constructor(
    readonly layers: readonly TransformerDecoderLayer[],
    readonly norm: LayerNorm | null = null,
  ) {
    super();
  }

  override forward(
    tgt: Tensor,
    memory: Tensor,
    masks: MultiheadAttentionMasks = {},
    memoryMasks: MultiheadAttentionMasks = {},
  ): Tensor {
    const out = this.layers.reduce((x, layer) => layer.forward(x, memory, masks, memoryMasks), tgt);
    return this.norm ? this.norm.forward(out) : out;
  }
}
