// The entropy temperature α of soft actor-critic: how much a draw's surprise counts beside its reward.
import { Module, Parameter, persistent } from '../nn/index.js';
import { full, type Tensor } from '../tensor/index.js';

/** Fixed, or learnt so that the policy's entropy stays near a target (Haarnoja et al. 2018b, section 5). */
export class Temperature extends Module {
  /** log α where it is learnt, … */
  readonly logAlpha: Parameter | undefined;
  /** … α itself where it is fixed. `[1]`. */
  private readonly fixed: Tensor | undefined;

  /**
   * @param alpha value of α at the start, > 0 where it is learnt
   * @param targetEntropy H̄ where it is learnt; absent: it is fixed
   */
  constructor(
    alpha: number,
    readonly targetEntropy?: number,
  ) {
    super();
    if (targetEntropy === undefined) this.fixed = persistent(full([1], alpha));
    else this.logAlpha = new Parameter(full([1], Math.log(alpha)));
  }

  /** α, `[1]`; no gradient flows. */
  alpha(): Tensor {
    return this.fixed ?? this.logAlpha!.detach().exp();
  }

  /**
   * -log α·(log π + H̄), mean over rows: falls when α moves the entropy towards its target.
   *
   * @param logProbs `[B]`
   * @param target H̄ of each row, `[B]`, where they differ
   */
  loss(logProbs: Tensor, target: Tensor | number = this.targetEntropy!): Tensor {
    return this.logAlpha!.mul(logProbs.detach().add(target)).mean().neg();
  }
}

export interface TemperatureConfig {
  entCoef: number | 'auto';
  /** α at the start where it is learnt. */
  initialEntCoef: number;
}

/** The temperature that the hyperparameters ask for. @param targetEntropy H̄ where it is learnt */
export function makeTemperature(
  { entCoef, initialEntCoef }: TemperatureConfig,
  targetEntropy: number,
): Temperature {
  return entCoef === 'auto' ? new Temperature(initialEntCoef, targetEntropy) : new Temperature(entCoef);
}
