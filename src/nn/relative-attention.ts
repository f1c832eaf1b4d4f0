// Attention over what is remembered and what comes now, by content and by distance (Dai et al. 2019, Transformer-XL).

import { withDefaults } from '../io/options.js';
import { Generator } from '../random/index.js';
import { cat, type Tensor, zeros } from '../tensor/index.js';
import { type LayerOptions, Linear, NO_RNG } from './linear.js';
import { Module } from './module.js';
import { Parameter } from './parameter.js';
import { SinusoidalEncoding } from './positional.js';

/**
 * Each step looks back at itself and the `memoryLength` steps before it: its score for a step `d` steps ago is
 * ((q + u)·k + (q + v)·W r_d) / √width, where r_d are the sines and cosines of the distance d, and u and v are learnt
 * (Dai et al. 2019, section 3.3). Nothing depends on where in the episode a step is, so that sequences can be cut anywhere.
 */
export class RelativeAttention extends Module {
  private readonly query: Linear;
  private readonly keyValue: Linear;
  private readonly position: Linear;
  private readonly out: Linear;
  /** u and v: what is sought whatever the query says, by content and by distance. */
  private readonly contentBias: Parameter;
  private readonly positionBias: Parameter;
  private readonly distances: SinusoidalEncoding;

  /** @throws RangeError when the heads do not divide the width. */
  constructor(
    readonly width: number,
    readonly heads: number,
    readonly memoryLength: number,
    options: LayerOptions = {},
  ) {
    super();
    const { rng = new Generator() } = withDefaults('RelativeAttention', options, { rng: NO_RNG });
    if (width % heads !== 0) {
      throw new RangeError(`RelativeAttention: ${heads} heads do not divide a width of ${width}.`);
    }
    const plain = { bias: false, rng };
    this.query = new Linear(width, width, plain);
    this.keyValue = new Linear(width, 2 * width, plain);
    this.position = new Linear(width, width, plain);
    this.out = new Linear(width, width, plain);
    this.contentBias = new Parameter(zeros([width]));
    this.positionBias = new Parameter(zeros([width]));
    this.distances = new SinusoidalEncoding(width, { maxLength: memoryLength + 1 });
  }

  /**
   * @param steps `[batch, memoryLength + T, width]`: what is remembered, then the sequence
   * @param excluded int32, `[batch, 1, T, memoryLength + T]`: 1 for what a step must not see; all that lies after it or
   *   more than `memoryLength` before it must be excluded
   * @returns `[batch, T, width]`
   */
  override forward(steps: Tensor, excluded: Tensor): Tensor {
    const { width, heads, memoryLength } = this;
    const [batch, keys] = steps.shape as [number, number];
    const now = steps.slice(1, memoryLength, keys);
    const split = (x: Tensor) => x.reshape([batch, -1, heads, width / heads]).permute([0, 2, 1, 3]);
    const q = this.query.forward(now);
    const kv = this.keyValue.forward(steps);
    const k = split(kv.slice(2, 0, width));
    const v = split(kv.slice(2, width, 2 * width));
    const content = split(q.add(this.contentBias)).matmul(k.transpose(2, 3));
    const distance = this.byDistance(split(q.add(this.positionBias)));
    const scores = content.add(distance).mul(1 / Math.sqrt(width / heads));
    const attended = scores.maskedFill(excluded, -Infinity).softmax(3).matmul(v);
    return this.out.forward(attended.permute([0, 2, 1, 3]).reshape([batch, keys - memoryLength, width]));
  }

  /** The part of the scores that depends on distances: `[batch, heads, T, memoryLength + T]`. */
  private byDistance(queries: Tensor): Tensor {
    const { width, heads, memoryLength } = this;
    const [batch, , steps] = queries.shape as [number, number, number];
    const farthestFirst = this.distances.table().flip([0]);
    const r = this.position.forward(farthestFirst).reshape([memoryLength + 1, heads, width / heads]);
    const scores = queries.matmul(r.permute([1, 2, 0]).unsqueeze(0));
    // Column c is the distance memoryLength - c; in row t it belongs t places further right. Rows that are one longer
    // than they should be, read as one long row and cut anew, move by one place each.
    const keys = memoryLength + steps;
    const longer = cat([scores, zeros([batch, heads, steps, steps])], 3);
    const moved = longer.reshape([batch, heads, steps * (keys + 1)]).slice(2, 0, steps * keys);
    return moved.reshape([batch, heads, steps, keys]);
  }
}
