// Networks of action values that also read what neighbours do: one for all agents, or one for each.
import { Module, type Sequential } from '../../../nn/index.js';
import type { Generator } from '../../../random/index.js';
import type { Discrete, Space } from '../../../spaces/index.js';
import { cat, type Tensor, tensor } from '../../../tensor/index.js';
import type { Extractor, Features } from '../../features/extractor.js';
import { extractor } from '../../features/index.js';
import { type ActivationName, mlp } from '../../networks.js';
import type { OwnParts } from '../../own-parts.js';

export interface FieldNetworkOptions {
  features: Features;
  hiddenSizes: readonly number[];
  activation: ActivationName;
  /** Numbers that tell of neighbours' actions. */
  width: number;
  rng: Generator;
}

/** States `[B, inputs]` and what neighbours do `[B, width]` → Q(s, ·, ā) `[B, n]`. */
export class FieldNetwork extends Module {
  readonly extractor: Extractor;
  readonly net: Sequential;

  constructor(observations: Space, actions: Discrete, options: FieldNetworkOptions, own: OwnParts) {
    super();
    const { features, hiddenSizes, activation, width, rng } = options;
    this.extractor = own.extractor?.(observations, rng) ?? extractor(observations, features, rng);
    this.net = mlp(this.extractor.size + width, hiddenSizes, actions.n, { activation, rng });
  }

  override forward(states: Tensor, field: Tensor | undefined): Tensor {
    const features = this.extractor.forward(states);
    return this.net.forward(field ? cat([features, field], 1) : features);
  }
}

/** A network for each agent of a world, or one that all share. */
export class AgentNetworks extends Module {
  readonly networks: readonly FieldNetwork[];

  /** @param agents how many have weights of their own; 1: all share them */
  constructor(agents: number, make: () => FieldNetwork) {
    super();
    this.networks = Array.from({ length: agents }, make);
  }

  /** @param owners which agent each row is of; read where there are several networks */
  override forward(states: Tensor, field: Tensor | undefined, owners: ArrayLike<number>): Tensor {
    const [shared, ...others] = this.networks;
    if (others.length === 0) return shared!.forward(states, field);
    const groups = this.networks.map((): number[] => []);
    for (let row = 0; row < owners.length; row++) groups[owners[row]!]!.push(row);
    const values = groups.flatMap((rows, agent) => {
      if (rows.length === 0) return [];
      const index = tensor(Int32Array.from(rows));
      return [this.networks[agent]!.forward(states.indexSelect(0, index), field?.indexSelect(0, index))];
    });
    const order = new Int32Array(owners.length);
    for (const [place, row] of groups.flat().entries()) order[row] = place;
    return cat(values, 0).indexSelect(0, tensor(order));
  }
}
