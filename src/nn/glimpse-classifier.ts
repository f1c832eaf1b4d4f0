// A classifier that sees an image by a few glimpses and learns where to look by REINFORCE (Mnih et al. 2014, "Recurrent
// models of visual attention").
import { withDefaults } from '../io/options.js';
import { Generator } from '../random/index.js';
import { cat, noGrad, stack, type Tensor, tensor, zeros } from '../tensor/index.js';
import { DiagNormal } from './distributions/index.js';
import { glimpse, type Retina } from './glimpse.js';
import { type LayerOptions, Linear, NO_RNG } from './linear.js';
import { crossEntropy } from './loss.js';
import { Module } from './module.js';
import { RNNCell } from './recurrent-cells.js';

export interface GlimpseClassifierOptions extends LayerOptions, Partial<Retina> {
  /** Glimpses at an image. Default 4. */
  glimpses?: number;
  /** Units of the memory and of what reads a glimpse. Default 64. */
  width?: number;
  /** Default 10. */
  classes?: number;
  /** Deviation of the places around where the network wants to look, while it learns. Default 0.2. */
  std?: number;
  /** random: it looks anywhere, and only learns to read what it sees. Default learnt. */
  places?: 'learnt' | 'random';
}

const DEFAULTS = {
  size: 8,
  scales: 1,
  glimpses: 4,
  width: 64,
  classes: 10,
  std: 0.2,
  places: 'learnt' as 'learnt' | 'random',
  rng: NO_RNG,
};

/** What came of looking at a batch of images. */
export interface Looked {
  /** `[batch, classes]`, after the last glimpse. */
  logits: Tensor;
  /** Where each glimpse was, `[batch, 2]` each: see `glimpse`. */
  places: Float32Array[];
  /** log π of each place that the network chose, `[batch, glimpses - 1]`: the first one is drawn from everywhere. */
  logProbs: Tensor;
  /** What reward the network expected when it chose them, `[batch, glimpses - 1]`. */
  baselines: Tensor;
}

/**
 * h_t = relu(U h_{t-1} + W g(x, l_t)); l_{t+1} ~ N(tanh(V h_t), std²); the class is read from the last h. What reads is
 * taught by cross-entropy, where to look by REINFORCE with reward 1 for the right class (section 2.2's hybrid loss).
 *
 * @example
 * const network = new GlimpseClassifier({ rng });
 * const { loss } = network.loss(images, labels, rng);      // images: [batch, 1, side, side]
 * loss.backward();
 */
export class GlimpseClassifier extends Module {
  private readonly fromPatch: Linear;
  private readonly fromPlace: Linear;
  private readonly joined: Linear;
  private readonly core: RNNCell;
  private readonly whereNext: Linear;
  private readonly expected: Linear;
  private readonly classify: Linear;
  private readonly options: typeof DEFAULTS;

  constructor(given: GlimpseClassifierOptions = {}) {
    super();
    const options = withDefaults('GlimpseClassifier', given, DEFAULTS);
    const { size, scales, width, classes, rng = new Generator() } = options;
    if (options.places !== 'learnt' && options.places !== 'random') {
      throw new RangeError(
        `GlimpseClassifier: places must be 'learnt' or 'random', got '${options.places}'.`,
      );
    }
    if (options.glimpses < 2 || options.std <= 0) {
      throw new RangeError(
        `GlimpseClassifier: at least 2 glimpses and a positive std are wanted, got ${options.glimpses} and ${options.std}.`,
      );
    }
    this.options = options;
    this.fromPatch = new Linear(scales * size * size, width, { rng });
    this.fromPlace = new Linear(2, width, { rng });
    this.joined = new Linear(2 * width, width, { rng });
    this.core = new RNNCell(width, width, { nonlinearity: 'relu', rng });
    this.whereNext = new Linear(width, 2, { rng });
    this.expected = new Linear(width, 1, { rng });
    this.classify = new Linear(width, classes, { rng });
  }

  /**
   * @param images `[batch, 1, side, side]`
   * @param rng draws the places
   * @param greedy looks where it wants to look, without noise; the first place is drawn anyway
   */
  override forward(images: Tensor, rng: Generator, { greedy = false } = {}): Looked {
    const { std, glimpses, width, places: kind } = this.options;
    const batch = images.shape[0]!;
    const logStd = tensor(new Float32Array(2).fill(Math.log(std)));
    const anywhere = () =>
      tensor(
        Float32Array.from({ length: 2 * batch }, () => rng.uniform(-1, 1)),
        { shape: [batch, 2] },
      );
    let place = anywhere();
    let h = zeros([batch, width]);
    const places: Float32Array[] = [];
    const logProbs: Tensor[] = [];
    const baselines: Tensor[] = [];
    for (let t = 0; t < glimpses; t++) {
      if (t > 0) {
        // The reward teaches where to look; what is remembered serves the reading alone.
        const memory = h.detach();
        const policy = new DiagNormal(this.whereNext.forward(memory).tanh(), logStd);
        if (kind === 'random') place = anywhere();
        else place = (greedy ? policy.mode() : policy.sample(rng)).detach();
        logProbs.push(policy.logProb(place));
        baselines.push(this.expected.forward(memory).squeeze(1));
      }
      places.push(place.toArray());
      h = this.core.forward(this.see(images, place), h);
    }
    return {
      logits: this.classify.forward(h),
      places,
      logProbs: stack(logProbs, 1),
      baselines: stack(baselines, 1),
    };
  }

  /** A glimpse and its place, `[batch, width]`. */
  private see(images: Tensor, place: Tensor): Tensor {
    const what = this.fromPatch.forward(glimpse(images, place.data, this.options), 'relu');
    const where = this.fromPlace.forward(place, 'relu');
    return this.joined.forward(cat([what, where], 1), 'relu');
  }

  /** The hybrid loss, and the share of images read right. @param labels int32, `[batch]` */
  loss(images: Tensor, labels: Tensor, rng: Generator): { loss: Tensor; accuracy: number } {
    const { logits, logProbs, baselines } = this.forward(images, rng);
    const rewards = noGrad(() => logits.argmax(1).eq(labels).float());
    const reading = crossEntropy(logits, labels);
    const accuracy = rewards.mean().item();
    const error = rewards.unsqueeze(1).sub(baselines).square().mean();
    if (this.options.places === 'random') return { loss: reading, accuracy };
    return { loss: reading.add(error).add(scoreFunctionLoss(logProbs, rewards, baselines)), accuracy };
  }
}

/**
 * A loss whose gradient is that of -E[reward], estimated by the score function: (reward - baseline) ∇ -log π, the mean over
 * the batch of the sum over choices (Williams 1992). No gradient flows to baselines, which only lower its variance.
 *
 * @param logProbs `[batch, choices]`
 * @param rewards `[batch]`, of all choices together
 * @param baselines `[batch, choices]`
 */
export function scoreFunctionLoss(logProbs: Tensor, rewards: Tensor, baselines: Tensor): Tensor {
  const advantages = rewards.unsqueeze(1).sub(baselines).detach();
  return logProbs.mul(advantages).sum(1).mean().neg();
}
