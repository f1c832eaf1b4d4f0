// The network of Zai & Brown (2020), listing 7.6: a distribution over returns for every action.
import { Linear, Module, SELU, Sequential } from '../../nn/index.js';
import { normal } from '../../nn/init.js';
import type { Generator } from '../../random/index.js';
import type { Tensor } from '../../tensor/index.js';

export interface DistNetworkOptions {
  /** Default 3, those of the road-crossing game. */
  actions?: number;
  /** Default 51. */
  atoms?: number;
  rng: Generator;
}

/** States `[B, inputs]` → log-probabilities `[B, actions, atoms]`: inputs-100-25, SELU, no biases, weights N(0, 0.1). */
export class DistNetwork extends Module {
  readonly layers: Sequential;
  readonly actions: number;
  readonly atoms: number;

  constructor(inputs: number, { actions = 3, atoms = 51, rng }: DistNetworkOptions) {
    super();
    this.actions = actions;
    this.atoms = atoms;
    const layer = (from: number, to: number) => {
      const linear = new Linear(from, to, { bias: false, rng });
      normal(linear.weight, { std: 0.1, rng });
      return linear;
    };
    this.layers = new Sequential(
      layer(inputs, 100),
      new SELU(),
      layer(100, 25),
      new SELU(),
      layer(25, actions * atoms),
    );
  }

  override forward(states: Tensor): Tensor {
    return this.layers.forward(states).reshape([-1, this.actions, this.atoms]).logSoftmax(-1);
  }
}
