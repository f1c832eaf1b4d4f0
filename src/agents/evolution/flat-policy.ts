// A policy network whose parameters are one vector, and its actions at the speed of plain loops where it is a small MLP.
import { LeakyReLU, Linear, type Parameter, ReLU, Tanh } from '../../nn/index.js';
import type { Generator } from '../../random/index.js';
import { Box, Discrete, MultiBinary, MultiDiscrete, type Space } from '../../spaces/index.js';
import { tensor } from '../../tensor/index.js';
import type { ActorCritic } from '../actor-critic.js';
import { drawSoftmax } from '../draws.js';
import { FlattenExtractor } from '../features/flatten.js';
import { argmaxRow } from '../masking.js';
import { applyLayer, type DenseLayer } from './dense-layers.js';

export interface ActOptions {
  /** 1 or 0 per action and row. */
  mask?: Uint8Array | undefined;
  /** Draws from the policy instead of taking the most probable action. */
  rng?: Generator | undefined;
}

export class FlatPolicy {
  /** Numbers of the vector: all parameters but the deviation of continuous actions, which are never drawn here. */
  readonly size: number;
  /** Length of each parameter, in the order of the vector. */
  readonly lengths: readonly number[];
  private readonly parameters: readonly Parameter[];
  /** The layers, where plain loops do; else the engine computes. */
  private readonly layers: readonly DenseLayer[] | undefined;
  private readonly hidden: Float64Array[];

  constructor(
    readonly network: ActorCritic,
    private readonly actions: Space,
    private readonly squash: boolean,
  ) {
    this.parameters = network.parameters().filter((parameter) => parameter !== network.logStd);
    this.lengths = this.parameters.map(({ size }) => size);
    this.size = this.lengths.reduce((sum, length) => sum + length, 0);
    this.layers = this.plainLayers();
    this.hidden = (this.layers ?? []).map(({ outputs }) => new Float64Array(outputs));
  }

  /** The network's parameters now. */
  read(out = new Float32Array(this.size)): Float32Array {
    let at = 0;
    for (const parameter of this.parameters) {
      out.set(parameter.data as Float32Array, at);
      at += parameter.size;
    }
    return out;
  }

  /** Gives the network the parameters of a vector. */
  write(vector: Float32Array | Float64Array): void {
    let at = 0;
    for (const parameter of this.parameters) {
      parameter.data.set(vector.subarray(at, at + parameter.size));
      at += parameter.size;
    }
  }

  /** Linear layers and activations on flat observations; undefined for anything else. */
  private plainLayers(): DenseLayer[] | undefined {
    const { extractor, policyNet, head } = this.network;
    const last = (head as { actionNet?: unknown }).actionNet;
    if (!(extractor instanceof FlattenExtractor) || !(last instanceof Linear)) return undefined;
    const parts = [...policyNet.layers, last];
    const layers: DenseLayer[] = [];
    for (const [i, part] of parts.entries()) {
      if (!(part instanceof Linear)) continue;
      const next = parts[i + 1];
      const activation =
        next instanceof Tanh
          ? 'tanh'
          : next instanceof ReLU
            ? 'relu'
            : next instanceof LeakyReLU
              ? 'leakyRelu'
              : 'none';
      const { inFeatures: inputs, outFeatures: outputs, weight, bias } = part;
      layers.push({ inputs, outputs, weight: this.offset(weight), bias: this.offset(bias!), activation });
    }
    return layers;
  }

  private offset(parameter: Parameter): number {
    const index = this.parameters.indexOf(parameter);
    return this.lengths.slice(0, index).reduce((sum, length) => sum + length, 0);
  }

  /**
   * Actions as drawn (see `ActionHead`) of the policy with these parameters.
   *
   * @param states `rows × inputs`, as the network reads them
   * @param out `rows × actionSize`
   */
  act(
    vector: Float32Array,
    states: Float32Array,
    rows: number,
    out: number[],
    options: ActOptions = {},
  ): void {
    if (!this.layers || (options.rng && !(this.actions instanceof Discrete))) {
      this.actByEngine(vector, states, rows, out, options);
      return;
    }
    const inputs = this.layers[0]!.inputs;
    for (let row = 0; row < rows; row++) {
      const outputs = this.forward(vector, states.subarray(row * inputs, (row + 1) * inputs));
      this.choose(outputs, row, out, options);
    }
  }

  private forward(vector: Float32Array, state: Float32Array): Float64Array {
    let x: Float32Array | Float64Array = state;
    for (let l = 0; l < this.layers!.length; l++) {
      const next = this.hidden[l]!;
      applyLayer(this.layers![l]!, vector, x, next);
      x = next;
    }
    return x as Float64Array;
  }

  /** The most probable action of a row, or a draw. */
  private choose(outputs: Float64Array, row: number, out: number[], { mask, rng }: ActOptions): void {
    const { actions, squash } = this;
    const width = outputs.length;
    const legal = mask?.subarray(row * width, (row + 1) * width);
    if (actions instanceof Discrete) {
      out[row] = rng ? drawSoftmax(outputs, 0, width, legal, 0, 1, rng) : argmaxRow(outputs, 0, width, legal);
    } else if (actions instanceof MultiDiscrete) {
      let at = 0;
      for (let i = 0; i < actions.packedSize; i++) {
        const n = actions.nvec[i]!;
        const part = outputs.subarray(at, at + n);
        out[row * actions.packedSize + i] = argmaxRow(part, 0, n, legal?.subarray(at, at + n));
        at += n;
      }
    } else if (actions instanceof MultiBinary) {
      for (let i = 0; i < width; i++) out[row * width + i] = outputs[i]! > 0 ? 1 : 0;
    } else if (actions instanceof Box) {
      const { packedSize } = actions;
      for (let i = 0; i < packedSize; i++) {
        out[row * packedSize + i] = squash ? Math.tanh(outputs[i]!) : outputs[i]!;
      }
    }
  }

  /** The same through the network itself, which has its own parameters again afterwards. */
  private actByEngine(
    vector: Float32Array,
    states: Float32Array,
    rows: number,
    out: number[],
    { mask, rng }: ActOptions,
  ): void {
    const own = this.read();
    this.write(vector);
    const { maskSize } = this.network.head;
    const { actions } = this.network.act(
      tensor(states, { shape: [rows, states.length / rows] }),
      rng as Generator,
      { mask: mask && tensor(mask, { shape: [rows, maskSize] }), deterministic: !rng },
    );
    for (let i = 0; i < actions.length; i++) out[i] = actions[i]!;
    this.write(own);
  }
}
