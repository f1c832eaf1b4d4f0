// Layers of the gated Transformer-XL (Parisotto et al. 2020): a transformer that reinforcement learning can train.
import { withDefaults } from '../io/options.js';
import { Generator } from '../random/index.js';
import { cat, type Tensor, zeros } from '../tensor/index.js';
import { type LayerOptions, Linear, NO_RNG } from './linear.js';
import { Module } from './module.js';
import { LayerNorm } from './norm.js';
import { Parameter } from './parameter.js';
import { RelativeAttention } from './relative-attention.js';

/**
 * Joins a part of a layer to what went in, as a GRU does: g(x, y) = (1 - z) x + z h with z = σ(W_z y + U_z x - b),
 * r = σ(W_r y + U_r x), h = tanh(W_h y + U_h (r x)) (Parisotto et al. 2020, section 3.2). With b > 0 it begins near the
 * identity.
 */
export class GRUGate extends Module {
  private readonly fromPart: Linear;
  private readonly fromInput: Linear;
  private readonly fromReset: Linear;
  private readonly bias: Parameter;

  constructor(
    readonly width: number,
    options: LayerOptions & { bias?: number } = {},
  ) {
    super();
    const { rng = new Generator(), bias } = withDefaults('GRUGate', options, { rng: NO_RNG, bias: 2 });
    this.fromPart = new Linear(width, 3 * width, { bias: false, rng });
    this.fromInput = new Linear(width, 2 * width, { bias: false, rng });
    this.fromReset = new Linear(width, width, { bias: false, rng });
    this.bias = new Parameter(zeros([width]));
    this.bias.data.fill(bias);
  }

  /** @param x what went into the part, `[…, width]` @param y what came out of it */
  override forward(x: Tensor, y: Tensor): Tensor {
    const { width } = this;
    const part = this.fromPart.forward(y);
    const input = this.fromInput.forward(x);
    const last = x.ndim - 1;
    const third = (t: Tensor, i: number) => t.slice(last, i * width, (i + 1) * width);
    const r = third(part, 0).add(third(input, 0)).sigmoid();
    const z = third(part, 1).add(third(input, 1)).sub(this.bias).sigmoid();
    const h = third(part, 2)
      .add(this.fromReset.forward(r.mul(x)))
      .tanh();
    return x.add(z.mul(h.sub(x)));
  }
}

export interface GatedTransformerOptions extends LayerOptions {
  /** Attention heads; must divide the width. Default 4. */
  heads?: number;
  /** Steps before each step that it looks back at. Default 64. */
  memoryLength?: number;
  /** Width of the feed-forward part. Default 4 times the width. */
  dimFeedforward?: number;
  /** b of the gates at the beginning. Default 2. */
  gateBias?: number;
}

const DEFAULTS = {
  heads: 4,
  memoryLength: 64,
  dimFeedforward: undefined as number | undefined,
  gateBias: 2,
  rng: NO_RNG,
};

/** Attention, then a feed-forward part; each reads normalised inputs and is joined to them by a gate. */
export class GatedTransformerLayer extends Module {
  private readonly attention: RelativeAttention;
  private readonly norm1: LayerNorm;
  private readonly norm2: LayerNorm;
  private readonly gate1: GRUGate;
  private readonly gate2: GRUGate;
  private readonly linear1: Linear;
  private readonly linear2: Linear;

  constructor(
    readonly width: number,
    options: GatedTransformerOptions = {},
  ) {
    super();
    const given = withDefaults('GatedTransformerLayer', options, DEFAULTS);
    const { heads, memoryLength, dimFeedforward = 4 * width, gateBias: bias } = given;
    const rng = given.rng ?? new Generator();
    this.attention = new RelativeAttention(width, heads, memoryLength, { rng });
    this.norm1 = new LayerNorm(width);
    this.norm2 = new LayerNorm(width);
    this.gate1 = new GRUGate(width, { bias, rng });
    this.gate2 = new GRUGate(width, { bias, rng });
    this.linear1 = new Linear(width, dimFeedforward, { rng });
    this.linear2 = new Linear(dimFeedforward, width, { rng });
  }

  /**
   * @param x `[batch, T, width]`
   * @param memory `[batch, memoryLength, width]`, what went into this layer in the steps before; no gradient flows there
   * @param excluded see `RelativeAttention`
   * @returns like x
   */
  override forward(x: Tensor, memory: Tensor, excluded: Tensor): Tensor {
    const seen = this.norm1.forward(cat([memory.detach(), x], 1));
    const attended = this.gate1.forward(x, this.attention.forward(seen, excluded).relu());
    const hidden = this.linear1.forward(this.norm2.forward(attended), 'relu');
    return this.gate2.forward(attended, this.linear2.forward(hidden).relu());
  }
}
