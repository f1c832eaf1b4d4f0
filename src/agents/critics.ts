// Action values of continuous actions: several networks that read the same states and actions.
import { Module, type Parameter, type Sequential } from '../nn/index.js';
import type { Generator } from '../random/index.js';
import { cat, noGrad, type Tensor } from '../tensor/index.js';
import type { Extractor } from './features/extractor.js';
import { type ActivationName, mlp } from './networks.js';

export interface CriticsOptions {
  /** Reads the states, once for all networks. */
  extractor: Extractor;
  /** The extractor is the policy's, which trains it: no gradient flows into it from here. */
  sharesExtractor?: boolean;
  /** Numbers per action. */
  actionSize: number;
  /** How many networks. */
  count: number;
  /** Outputs of each: 1 value, or several quantiles of it. */
  outputs?: number;
  hiddenSizes: readonly number[];
  activation: ActivationName;
  rng: Generator;
}

/** Q₁(s, a) … Qₙ(s, a). Names of weights are those of Stable-Baselines3: `qf0.0.weight`, … */
export class Critics extends Module {
  readonly extractor: Extractor;
  readonly networks: readonly Sequential[];
  private readonly sharesExtractor: boolean;

  constructor(options: CriticsOptions) {
    super();
    const { extractor, sharesExtractor = false, actionSize, count, outputs = 1, hiddenSizes } = options;
    this.extractor = extractor;
    this.sharesExtractor = sharesExtractor;
    this.networks = Array.from({ length: count }, () =>
      mlp(extractor.size + actionSize, hiddenSizes, outputs, options),
    );
  }

  protected override namedFields(): [string, unknown][] {
    const networks = this.networks.map((network, i): [string, unknown] => [`qf${i}`, network]);
    return [['extractor', this.extractor], ...networks];
  }

  /** What learning the values changes. */
  learnt(): Parameter[] {
    return this.sharesExtractor ? this.networks.flatMap((each) => each.parameters()) : this.parameters();
  }

  private inputs(states: Tensor, actions: Tensor): Tensor {
    const { extractor, sharesExtractor } = this;
    const features = sharesExtractor ? noGrad(() => extractor.forward(states)) : extractor.forward(states);
    return cat([features, actions], 1);
  }

  /** What every network says of states `[B, inputs]` and actions in [-1, 1] `[B, n]`: `[B, outputs]` each. */
  override forward(states: Tensor, actions: Tensor): Tensor[] {
    const inputs = this.inputs(states, actions);
    return this.networks.map((network) => network.forward(inputs));
  }

  /** Every Qᵢ(s, a), `[B]` each. */
  values(states: Tensor, actions: Tensor): Tensor[] {
    return this.forward(states, actions).map((outputs) => outputs.squeeze(1));
  }

  /** Q₁(s, a), `[B]`. */
  first(states: Tensor, actions: Tensor): Tensor {
    return this.networks[0]!.forward(this.inputs(states, actions)).squeeze(1);
  }

  /** The smallest Qᵢ(s, a) of each row, `[B]`: what one network overestimates, another does not (Fujimoto et al. 2018). */
  smallest(states: Tensor, actions: Tensor): Tensor {
    return this.values(states, actions).reduce((least, each) => least.minimum(each));
  }

  /** Runs `fn` while no weight collects a gradient: it flows through to the actions alone. */
  frozen<T>(fn: () => T): T {
    const open = this.learnt().filter(({ requiresGrad }) => requiresGrad);
    for (const parameter of open) parameter.requiresGrad = false;
    try {
      return fn();
    } finally {
      for (const parameter of open) parameter.requiresGrad = true;
    }
  }
}
