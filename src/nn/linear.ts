// The affine layer y = x·Wᵀ + b.
import { withDefaults } from '../io/options.js';
import { Generator } from '../random/index.js';
import { type FusedActivation, linear, type Tensor, zeros } from '../tensor/index.js';
import { kaimingUniform, uniform } from './init.js';
import { Module } from './module.js';
import { Parameter } from './parameter.js';

/** Options of layers with random initial weights. */
export interface LayerOptions {
  /** Where initial weights come from; default: fresh entropy. */
  rng?: Generator;
}

/** The default of an option `rng`: a layer then makes a generator of fresh entropy. */
export const NO_RNG: Generator | undefined = undefined;

/** [..., inFeatures] → [..., outFeatures]; weights and bias start in U(±1/√inFeatures), as in PyTorch. */
export class Linear extends Module {
  readonly weight: Parameter;
  readonly bias: Parameter | null;

  constructor(
    readonly inFeatures: number,
    readonly outFeatures: number,
    options: LayerOptions & { bias?: boolean } = {},
  ) {
    super();
    const { bias, rng = new Generator() } = withDefaults('Linear', options, { bias: true, rng: NO_RNG });
    this.weight = new Parameter(zeros([outFeatures, inFeatures]));
    kaimingUniform(this.weight, { a: Math.sqrt(5), rng });
    this.bias = bias ? new Parameter(zeros([outFeatures])) : null;
    if (this.bias) drawBias(this.bias, inFeatures, rng);
  }

  /** With `activation`, that of the next layer is applied in the same kernel. */
  override forward(x: Tensor, activation: FusedActivation = 'none'): Tensor {
    return linear(x, this.weight, this.bias, activation);
  }
}

/** U(±1/√fanIn), or 0 where nothing comes in. */
export function drawBias(bias: Parameter, fanIn: number, rng: Generator): void {
  const bound = fanIn > 0 ? 1 / Math.sqrt(fanIn) : 0;
  uniform(bias, { low: -bound, high: bound, rng });
}
