// A policy that reads what its agent sees, and a critic that also reads the state of the whole world.
import { init, type Sequential } from '../../../nn/index.js';
import type { Space } from '../../../spaces/index.js';
import { cat, noGrad, scope, type Tensor } from '../../../tensor/index.js';
import { ActorCritic, type ActorCriticOptions, sizesOf } from '../../actor-critic.js';
import { mlp } from '../../networks.js';

export class CentralActorCritic extends ActorCritic {
  readonly central: Sequential;

  /** @param worldSize numbers of the state of a world, 0 where there is none */
  constructor(actions: Space, options: ActorCriticOptions, worldSize: number) {
    super(actions, { ...options, critic: 'none' });
    const { activation, rng, orthoInit, hiddenSizes } = options;
    const inputs = this.extractor.size + worldSize;
    this.central = mlp(inputs, sizesOf(hiddenSizes).value, 1, { activation, rng });
    if (!orthoInit) return;
    const weights = [...this.central.namedParameters()];
    weights.forEach(([name, weight], i) => {
      const isLast = i >= weights.length - 2;
      if (name.endsWith('bias')) init.zeros(weight);
      else init.orthogonal(weight, { gain: isLast ? 1 : Math.SQRT2, rng });
    });
  }

  /** V of rows of states and the worlds they are in, `[B]`. */
  valuesIn(states: Tensor, worlds: Tensor | undefined): Tensor {
    const seen = this.extractor.forward(states);
    return this.central.forward(worlds ? cat([seen, worlds], 1) : seen).squeeze(1);
  }

  /** The same without gradient. */
  estimate(states: Tensor, worlds: Tensor | undefined): Float32Array {
    return scope(() => noGrad(() => this.valuesIn(states, worlds).toArray())) as Float32Array;
  }
}
