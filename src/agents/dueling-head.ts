// The dueling architecture (Wang et al. 2016): the value of a state and the advantages of actions in streams of their own.
import { type Layer, Module } from '../nn/index.js';
import type { Tensor } from '../tensor/index.js';

/** Features `[B, inputs]` → V + A - mean_a A (equation 9), `[B, n · outputs]`: for each action its `outputs` numbers. */
export class DuelingHead extends Module {
  /**
   * @param value features → `[B, outputs]`
   * @param advantage features → `[B, n · outputs]`
   */
  constructor(
    readonly value: Layer,
    readonly advantage: Layer,
    private readonly n: number,
    private readonly outputs: number,
  ) {
    super();
  }

  override forward(features: Tensor): Tensor {
    const { n, outputs } = this;
    const v = this.value.forward(features).reshape([-1, 1, outputs]);
    const a = this.advantage.forward(features).reshape([-1, n, outputs]);
    return v.add(a.sub(a.mean(1, true))).reshape([-1, n * outputs]);
  }
}
