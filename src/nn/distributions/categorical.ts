// Categorical distribution over the actions 0 … n-1, with optional masks of the legal ones.
import { type Generator, requireGenerator } from '../../random/index.js';
import { type Tensor, tensor } from '../../tensor/index.js';
import type { Distribution } from './distribution.js';

/** Logit of an illegal action: its probability is exactly 0 in float32, yet every number stays finite. */
export const MASKED_LOGIT = -1e8;

/**
 * One of `n` choices per row.
 *
 * With a mask, illegal actions have probability 0: they are never sampled, get no gradient and add nothing to the
 * entropy (Huang & Ontañón 2022, "A closer look at invalid action masking").
 */
export class Categorical implements Distribution {
  readonly logits: Tensor;
  private logProbs: Tensor | undefined;

  /**
   * @param logits `[B, n]`, unnormalised log-probabilities
   * @param mask `[B, n]`, 1 = legal, 0 = illegal; absent: all are legal
   */
  constructor(
    logits: Tensor,
    readonly mask?: Tensor,
  ) {
    this.logits = mask ? logits.maskedFill(mask.eq(0), MASKED_LOGIT) : logits;
  }

  /** log p of every choice, `[B, n]`. */
  get logProbabilities(): Tensor {
    this.logProbs ??= this.logits.logSoftmax(1);
    return this.logProbs;
  }

  /** Indices `[B]`, int32. */
  sample(rng: Generator): Tensor {
    requireGenerator('sample(rng)', rng);
    const [rows, n] = this.logits.shape;
    const logits = this.logits.toArray();
    const chosen = new Int32Array(rows!);
    for (let row = 0; row < rows!; row++) chosen[row] = sampleLogits(logits, row * n!, n!, rng);
    return tensor(chosen);
  }

  mode(): Tensor {
    return this.logits.argmax(1);
  }

  logProb(value: Tensor): Tensor {
    return this.logProbabilities.gather(1, value.unsqueeze(1)).squeeze(1);
  }

  entropy(): Tensor {
    const logP = this.logProbabilities;
    return logP.exp().mul(logP).sum(1).neg();
  }

  kl(other: Categorical): Tensor {
    const logP = this.logProbabilities;
    return logP.exp().mul(logP.sub(other.logProbabilities)).sum(1);
  }
}

/** Index drawn with probability ∝ exp(logit) from `logits[at … at + n - 1]`; a masked one is never drawn. */
export function sampleLogits(logits: Float32Array, at: number, n: number, rng: Generator): number {
  let largest = logits[at]!;
  for (let i = 1; i < n; i++) largest = Math.max(largest, logits[at + i]!);
  if (!(largest > MASKED_LOGIT / 2)) throw new RangeError(nothingToDraw(largest));
  let total = 0;
  for (let i = 0; i < n; i++) total += Math.exp(logits[at + i]! - largest);
  const draw = rng.random() * total;
  let cumulative = 0;
  for (let i = 0; i < n; i++) {
    cumulative += Math.exp(logits[at + i]! - largest);
    if (draw < cumulative) return i;
  }
  throw new RangeError(nothingToDraw(Number.NaN));
}

function nothingToDraw(largest: number): string {
  return Number.isFinite(largest)
    ? 'the action mask allows no action; end the episode instead (terminated: true)'
    : 'cannot sample from logits that hold NaN or infinity: the network diverged; lower the learning rate or clip gradients';
}
