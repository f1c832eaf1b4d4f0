// Action values of continuous actions: several networks that read the same states and actions.
import { Module, type Parameter, type Sequential } from '../nn/index.js';
import type { Generator } from '../random/index.js';
import { cat, noGrad, type Tensor } from '../tensor/index.js';
import type { Extractor } from './features/extractor.js';
import { type ActivationName, hiddenLayers, mlp } from './networks.js';

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
  /** Hidden layers that see the state alone, before the action joins. Default 0. */
  actionLayer?: number;
  activation: ActivationName;
  rng: Generator;
  /** Makes each network from its first input to its outputs. Default: linear layers, with the activation in between. */
  makeNetwork?: typeof mlp;
}

/** Q₁(s, a) … Qₙ(s, a). Names of weights are those of Stable-Baselines3: `qf0.0.weight`, … */
export class Critics extends Module {
  readonly extractor: Extractor;
  /** Of each network: what sees the state alone, where the action joins later, … */
  readonly stems: readonly Sequential[];
  /** … and the rest. */
  readonly networks: readonly Sequential[];
  private readonly sharesExtractor: boolean;

  constructor(options: CriticsOptions) {
    super();
    const { extractor, sharesExtractor = false, actionSize, count, outputs = 1 } = options;
    const { hiddenSizes, actionLayer = 0, makeNetwork = mlp } = options;
    this.extractor = extractor;
    this.sharesExtractor = sharesExtractor;
    const [early, late] = [hiddenSizes.slice(0, actionLayer), hiddenSizes.slice(actionLayer)];
    const stems: Sequential[] = [];
    this.stems = stems;
    this.networks = Array.from({ length: count }, () => {
      if (early.length > 0) stems.push(hiddenLayers(extractor.size, early, options));
      return makeNetwork((early.at(-1) ?? extractor.size) + actionSize, late, outputs, options);
    });
  }

  protected override namedFields(): [string, unknown][] {
    const stems = this.stems.map((stem, i): [string, unknown] => [`qf${i}_states`, stem]);
    const networks = this.networks.map((network, i): [string, unknown] => [`qf${i}`, network]);
    return [['extractor', this.extractor], ...stems, ...networks];
  }

  /** What learning the values changes. */
  learnt(): Parameter[] {
    if (!this.sharesExtractor) return this.parameters();
    return [...this.stems, ...this.networks].flatMap((each) => each.parameters());
  }

  /** What the first `count` networks read: the same, unless each has a stem. */
  private inputs(states: Tensor, actions: Tensor, count = this.networks.length): Tensor[] {
    const { extractor, sharesExtractor, stems } = this;
    const features = sharesExtractor ? noGrad(() => extractor.forward(states)) : extractor.forward(states);
    if (stems.length === 0) return new Array(count).fill(cat([features, actions], 1));
    return stems.slice(0, count).map((stem) => cat([stem.forward(features), actions], 1));
  }

  /** What every network says of states `[B, inputs]` and actions in [-1, 1] `[B, n]`: `[B, outputs]` each. */
  override forward(states: Tensor, actions: Tensor): Tensor[] {
    const inputs = this.inputs(states, actions);
    return this.networks.map((network, i) => network.forward(inputs[i]!));
  }

  /** Every Qᵢ(s, a), `[B]` each. */
  values(states: Tensor, actions: Tensor): Tensor[] {
    return this.forward(states, actions).map((outputs) => outputs.squeeze(1));
  }

  /** Q₁(s, a), `[B]`. */
  first(states: Tensor, actions: Tensor): Tensor {
    return this.networks[0]!.forward(this.inputs(states, actions, 1)[0]!).squeeze(1);
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
