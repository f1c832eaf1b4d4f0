// Losses: names, reductions and defaults as in torch.nn.functional.
import { withDefaults } from '../io/options.js';
import { type Tensor, tensor, where } from '../tensor/index.js';
import { BCE_WITH_LOGITS, HUBER, KL_DIV, L1, MSE, type Reduction, SMOOTH_L1 } from '../tensor/ops/loss.js';

export type { Reduction } from '../tensor/ops/loss.js';

interface Options {
  reduction?: Reduction;
}

const MEAN: Required<Options> = { reduction: 'mean' };
// Made once: a loss is asked for in every gradient step.
const SMOOTH_L1_OPTIONS = { ...MEAN, beta: 1 };
const HUBER_OPTIONS = { ...MEAN, delta: 1 };
const KL_DIV_OPTIONS = { reduction: 'mean' as Reduction | 'batchmean' };

/** (input − target)². */
export function mseLoss(input: Tensor, target: Tensor, options: Options = {}): Tensor {
  return MSE.apply(input, target, withDefaults('mseLoss', options, MEAN).reduction);
}

/** |input − target|. */
export function l1Loss(input: Tensor, target: Tensor, options: Options = {}): Tensor {
  return L1.apply(input, target, withDefaults('l1Loss', options, MEAN).reduction);
}

/** d²/(2β) for |d| < β, |d| − β/2 beyond. */
export function smoothL1Loss(
  input: Tensor,
  target: Tensor,
  options: Options & { beta?: number } = {},
): Tensor {
  const { reduction, beta } = withDefaults('smoothL1Loss', options, SMOOTH_L1_OPTIONS);
  return SMOOTH_L1.apply(input, target, reduction, beta);
}

/** d²/2 for |d| < δ, δ(|d| − δ/2) beyond. */
export function huberLoss(input: Tensor, target: Tensor, options: Options & { delta?: number } = {}): Tensor {
  const { reduction, delta } = withDefaults('huberLoss', options, HUBER_OPTIONS);
  return HUBER.apply(input, target, reduction, delta);
}

/** Binary cross-entropy of logits against probabilities. */
export function bceWithLogits(input: Tensor, target: Tensor, options: Options = {}): Tensor {
  return BCE_WITH_LOGITS.apply(input, target, withDefaults('bceWithLogits', options, MEAN).reduction);
}

/** target·(log target − input), where `input` holds log-probabilities; `batchmean` divides by the rows. */
export function klDiv(
  input: Tensor,
  target: Tensor,
  options: { reduction?: Reduction | 'batchmean' } = {},
): Tensor {
  const { reduction } = withDefaults('klDiv', options, KL_DIV_OPTIONS);
  if (reduction === 'batchmean') return KL_DIV.apply(input, target, 'sum').div(input.shape[0]!);
  return KL_DIV.apply(input, target, reduction);
}

export interface ClassOptions extends Options {
  /** [classes], not negative: how much a row counts, by its class; `mean` divides by what the rows count. Default: all 1. */
  weight?: Tensor;
  /** Rows of this target have a loss of 0 and do not count in the mean. Default: none. */
  ignoreIndex?: number;
}

export interface CrossEntropyOptions extends ClassOptions {
  /** Share of the target that is spread evenly over all classes, in [0, 1]. Default 0. */
  labelSmoothing?: number;
}

const CLASSES: ClassOptions & Required<Options> = { ...MEAN, weight: undefined, ignoreIndex: undefined };

/** −logProbabilities[i, target[i]]; `target` holds class indices, int32 [N]. */
export function nllLoss(logProbabilities: Tensor, target: Tensor, options: ClassOptions = {}): Tensor {
  return classLoss(
    'nllLoss',
    logProbabilities,
    target,
    withDefaults<typeof CLASSES>('nllLoss', options, CLASSES),
    0,
  );
}

/**
 * −log softmax(logits)[i, target[i]]; logits [N, classes], target int32 [N].
 *
 * @throws RangeError when a target is no class, or labelSmoothing is not in [0, 1].
 */
export function crossEntropy(logits: Tensor, target: Tensor, options: CrossEntropyOptions = {}): Tensor {
  const defaults = { ...CLASSES, labelSmoothing: 0 };
  const { labelSmoothing, ...given } = withDefaults<typeof defaults>('crossEntropy', options, defaults);
  if (!(labelSmoothing >= 0 && labelSmoothing <= 1)) {
    throw new RangeError(`crossEntropy: labelSmoothing must be in [0, 1], got ${labelSmoothing}.`);
  }
  return classLoss('crossEntropy', logits.logSoftmax(1), target, given, labelSmoothing);
}

function classLoss(
  who: string,
  logP: Tensor,
  target: Tensor,
  { reduction, weight, ignoreIndex }: ClassOptions & Required<Options>,
  smoothing: number,
): Tensor {
  if (target.ndim !== 1 || logP.ndim !== 2) {
    throw new RangeError(
      `${who}: expected [N, classes] and targets [N], got [${logP.shape.join(', ')}] and [${target.shape.join(', ')}].`,
    );
  }
  const classes = logP.shape[1]!;
  if (weight !== undefined && weight.size !== classes) {
    throw new RangeError(`${who}: weight must have ${classes} values, one per class, got ${weight.size}.`);
  }
  const isIgnored = (y: number) => y === ignoreIndex;
  const labels = target.data;
  const ignored = labels.some(isIgnored);
  const index = ignored ? tensor(Int32Array.from(labels, (y) => (isIgnored(y) ? 0 : y))) : target;
  let losses = logP.gather(1, index.unsqueeze(1)).squeeze(1).neg();
  // The sum of what the rows count.
  let total = labels.length;
  if (weight !== undefined || ignored) {
    const counts = Float32Array.from(labels, (y) => (isIgnored(y) ? 0 : (weight?.data[y] ?? 1)));
    total = counts.reduce((sum, count) => sum + count, 0);
    losses = losses.mul(tensor(counts));
  }
  if (smoothing > 0) {
    const spread = (weight ? logP.mul(weight) : logP).sum(1).mul(-smoothing / classes);
    losses = losses.mul(1 - smoothing).add(spread);
  }
  // Also where an ignored row holds -∞, whose product with 0 would be NaN.
  if (ignored) losses = where(tensor(Float32Array.from(labels, (y) => (isIgnored(y) ? 0 : 1))), losses, 0);
  if (reduction === 'none') return losses;
  if (reduction === 'sum') return losses.sum();
  if (reduction !== 'mean')
    throw new RangeError(`${who}: reduction must be none, mean or sum, got '${reduction}'.`);
  return total === labels.length ? losses.mean() : losses.sum().div(total);
}
