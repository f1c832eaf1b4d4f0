// The network of Zai & Brown (2020), listing 7.6: a distribution over returns for every action.
import { Linear, Module, SELU, Sequential } from '../../nn/index.js';
import { normal } from '../../nn/init.js';
import type { Generator } from '../../random/index.js';
import type { Tensor } from '../../tensor/index.js';
import { requireLayerRoom } from '../memory-size.js';

export interface DistNetworkOptions {
  /** Default 3, those of the road-crossing game. */
  actions?: number;
  /** Default 51. */
  atoms?: number;
  /** Default 100 and 25. */
  hiddenSizes?: readonly number[];
  rng: Generator;
}

/** States `[B, inputs]` → log-probabilities `[B, actions, atoms]`: SELU between layers, no biases, weights N(0, 0.1). */
export class DistNetwork extends Module {
  readonly layers: Sequential;
  readonly actions: number;
  readonly atoms: number;

  constructor(inputs: number, { actions = 3, atoms = 51, hiddenSizes = [100, 25], rng }: DistNetworkOptions) {
    super();
    this.actions = actions;
    this.atoms = atoms;
    const layer = (from: number, to: number, key: string) => {
      requireLayerRoom(key, from, to);
      const linear = new Linear(from, to, { bias: false, rng });
      normal(linear.weight, { std: 0.1, rng });
      return linear;
    };
    const hidden = hiddenSizes.flatMap((units, i) => [
      layer(hiddenSizes[i - 1] ?? inputs, units, 'hiddenSizes'),
      new SELU(),
    ]);
    this.layers = new Sequential(...hidden, layer(hiddenSizes.at(-1) ?? inputs, actions * atoms, 'atoms'));
  }

  override forward(states: Tensor): Tensor {
    return this.layers.forward(states).reshape([-1, this.actions, this.atoms]).logSoftmax(-1);
  }
}
