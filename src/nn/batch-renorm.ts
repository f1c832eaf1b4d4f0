// Batch renormalisation: batch norm that, after a while, normalises a batch nearly as evaluation will.
import { withDefaults } from '../io/options.js';
import { type Tensor, tensor } from '../tensor/index.js';
import { batchNorm } from '../tensor/ops/norm.js';
import { BatchNorm1d, type BatchNormOptions } from './norm.js';

export interface BatchRenormOptions extends BatchNormOptions {
  /** Batches that are normalised as batch norm does, before the running moments count. Default 100,000. */
  warmup?: number;
  /** Limit of r, the ratio of the deviations of batch and running moments, and of 1/r. Default 3. */
  rMax?: number;
  /** Limit of d, the distance of the means in running deviations. Default 5. */
  dMax?: number;
}

const DEFAULTS = { warmup: 100_000, rMax: 3, dMax: 5 };

/**
 * (x - μ_B)/σ_B · r + d with r = σ_B/σ and d = (μ_B - μ)/σ, limited, through which no gradient flows: (x - μ)/σ in value, as
 * in evaluation, while gradients know that the moments are the batch's (Ioffe 2017, algorithm 1). Without the warm-up of its
 * limits: until `warmup` batches it is batch norm. [batch, features].
 */
export class BatchRenorm1d extends BatchNorm1d {
  readonly warmup: number;
  readonly rMax: number;
  readonly dMax: number;

  constructor(numFeatures: number, options: BatchRenormOptions = {}) {
    const { warmup, rMax, dMax, ...norm } = options;
    super(numFeatures, { momentum: 0.01, eps: 1e-3, ...norm });
    const limits = withDefaults('BatchRenorm1d', { warmup, rMax, dMax }, DEFAULTS);
    this.warmup = limits.warmup;
    this.rMax = limits.rMax;
    this.dMax = limits.dMax;
  }

  protected override normalise(x: Tensor): Tensor {
    const { runningMean, runningVar, numBatchesTracked, eps, weight, bias } = this;
    const isWarm = (numBatchesTracked?.data[0] ?? 0) >= this.warmup;
    if (!this.training || !runningMean || !runningVar || !isWarm) return super.normalise(x);
    this.requireBatch(x);
    const { out, moments } = batchNorm({ x, weight: null, bias: null, eps });
    const [means, variances] = [runningMean.data, runningVar.data];
    const [r, d] = [new Float32Array(this.numFeatures), new Float32Array(this.numFeatures)];
    for (let c = 0; c < this.numFeatures; c++) {
      const deviation = Math.sqrt(variances[c]! + eps);
      r[c] = limited(Math.sqrt(moments.variance[c]! + eps) / deviation, 1 / this.rMax, this.rMax);
      d[c] = limited((moments.mean[c]! - means[c]!) / deviation, -this.dMax, this.dMax);
    }
    this.track(moments);
    const normal = out.mul(tensor(r)).add(tensor(d));
    return weight && bias ? normal.mul(weight).add(bias) : normal;
  }
}

function limited(value: number, low: number, high: number): number {
  return Math.min(Math.max(value, low), high);
}
