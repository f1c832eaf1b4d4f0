// Recurrent layers over sequences: RNN, GRU and LSTM, with a state carried from call to call.
import { withDefaults } from '../io/options.js';
import { Generator } from '../random/index.js';
import { stack, type Tensor, zeros } from '../tensor/index.js';
import { gru, lstm, type RecurrentInputs, rnn } from '../tensor/ops/recurrent.js';
import { Dropout } from './basic.js';
import { uniform } from './init.js';
import { type LayerOptions, NO_RNG } from './linear.js';
import { Module } from './module.js';
import { Parameter } from './parameter.js';

export interface RecurrentOptions extends LayerOptions {
  /** Layers on top of each other. Default 1. */
  numLayers?: number;
  /** Default true. */
  bias?: boolean;
  /** Sequences are [batch, steps, …] instead of [steps, batch, …]. Default false. */
  batchFirst?: boolean;
  /** Probability with which values between two layers are dropped while training. Default 0. */
  dropout?: number;
}

export interface SequenceOptions {
  /**
   * [steps, batch], or [batch, steps] with `batchFirst`: where it is not 0 an episode begins, and the state is zeroed
   * before the step. So a rollout that spans several episodes runs in one call.
   */
  episodeStarts?: Tensor;
}

/** The LSTM's hidden state and cell, each [layers, batch, hidden]. */
export type LSTMState = readonly [h: Tensor, c: Tensor];

type Weights = Pick<RecurrentInputs, 'weightIh' | 'weightHh' | 'biasIh' | 'biasHh'>;

/** The weights of one layer, in U(±1/√hidden) as in PyTorch. */
export function recurrentWeights(
  gates: number,
  inputs: number,
  hidden: number,
  { bias = true, rng = new Generator() }: LayerOptions & { bias?: boolean },
): { weightIh: Parameter; weightHh: Parameter; biasIh?: Parameter; biasHh?: Parameter } {
  const bound = 1 / Math.sqrt(hidden);
  const draw = (...shape: number[]) => {
    const parameter = new Parameter(zeros(shape));
    uniform(parameter, { low: -bound, high: bound, rng });
    return parameter;
  };
  const width = gates * hidden;
  const matrices = { weightIh: draw(width, inputs), weightHh: draw(width, hidden) };
  return bias ? { ...matrices, biasIh: draw(width), biasHh: draw(width) } : matrices;
}

const DEFAULTS = { numLayers: 1, bias: true, batchFirst: false, dropout: 0, rng: NO_RNG };

/** What the three layers share: weights named as in PyTorch (`weight_ih_l0`, …), layouts, and the stacking. */
abstract class Recurrent extends Module {
  readonly numLayers: number;
  readonly batchFirst: boolean;
  /** Private to the language, as walks over fields would find its parameters twice. */
  readonly #weights: Weights[] = [];
  private readonly drop: Dropout | null;

  constructor(
    gates: number,
    readonly inputSize: number,
    readonly hiddenSize: number,
    given: RecurrentOptions = {},
  ) {
    super();
    const {
      numLayers,
      batchFirst,
      dropout,
      bias,
      rng = new Generator(),
    } = withDefaults(new.target.name, given, DEFAULTS);
    this.numLayers = numLayers;
    this.batchFirst = batchFirst;
    this.drop = dropout > 0 ? new Dropout(dropout, { rng }) : null;
    for (let layer = 0; layer < numLayers; layer++) {
      const weights = recurrentWeights(gates, layer === 0 ? inputSize : hiddenSize, hiddenSize, {
        bias,
        rng,
      });
      this.#weights.push(weights);
      // As fields of its own, a weight is found by `parameters` and `stateDict`.
      for (const [name, weight] of Object.entries(weights))
        Object.assign(this, { [`${name}L${layer}`]: weight });
    }
  }

  /** Runs `layer` for every layer, time first; gives the outputs of the last one in the caller's layout. */
  protected stack(
    input: Tensor,
    { episodeStarts }: SequenceOptions,
    layer: (inputs: RecurrentInputs, index: number) => Tensor,
  ): Tensor {
    if (input.ndim !== 3 || input.shape[2] !== this.inputSize) {
      const layout = this.batchFirst ? 'batch, steps' : 'steps, batch';
      throw new RangeError(
        `${this.constructor.name}: expected an input of shape [${layout}, ${this.inputSize}], got [${input.shape.join(', ')}].`,
      );
    }
    const turned = (t: Tensor) => (this.batchFirst ? t.transpose(0, 1) : t);
    const starts = episodeStarts && turned(episodeStarts);
    let x = turned(input);
    for (const [index, weights] of this.#weights.entries()) {
      if (index > 0 && this.drop) x = this.drop.forward(x);
      x = layer({ x, ...weights, episodeStarts: starts }, index);
    }
    return turned(x);
  }

  /** The state of one layer, of [layers, batch, hidden]. */
  protected layerState(state: Tensor | undefined, index: number): Tensor | undefined {
    if (state === undefined) return undefined;
    if (state.ndim !== 3 || state.shape[0] !== this.numLayers || state.shape[2] !== this.hiddenSize) {
      throw new RangeError(
        `${this.constructor.name}: expected a state of shape [${this.numLayers}, batch, ${this.hiddenSize}] (also with ` +
          `batchFirst), got [${state.shape.join(', ')}].`,
      );
    }
    return this.numLayers === 1 ? state.reshape(state.shape.slice(1)) : state.select(0, index);
  }
}

export const NONLINEARITY: { nonlinearity: 'tanh' | 'relu' } = { nonlinearity: 'tanh' };

/** @throws RangeError for a nonlinearity that is not there. */
export function checkedNonlinearity(who: string, name: 'tanh' | 'relu'): 'tanh' | 'relu' {
  if (name === 'tanh' || name === 'relu') return name;
  throw new RangeError(`${who}: nonlinearity must be 'tanh' or 'relu', got '${name}'.`);
}

/** A step of [steps, batch, hidden]. */
function stepOf(states: Tensor, t: number): Tensor {
  return states.shape[0] === 1 ? states.reshape(states.shape.slice(1)) : states.select(0, t);
}

function layersOf(states: Tensor[]): Tensor {
  return states.length === 1 ? states[0]!.unsqueeze(0) : stack(states);
}

/** Elman network: h' = tanh(W x + U h + biases), or relu. */
export class RNN extends Recurrent {
  private readonly nonlinearity: 'tanh' | 'relu';

  constructor(
    inputSize: number,
    hiddenSize: number,
    given: RecurrentOptions & { nonlinearity?: 'tanh' | 'relu' } = {},
  ) {
    const { nonlinearity, ...options } = withDefaults('RNN', given, { ...DEFAULTS, ...NONLINEARITY });
    super(1, inputSize, hiddenSize, options);
    this.nonlinearity = checkedNonlinearity('RNN', nonlinearity);
  }

  /**
   * @param h [layers, batch, hidden]; absent: zeros
   * @returns outputs of the last layer at every step, and the state after the last step, [layers, batch, hidden]
   */
  override forward(x: Tensor, h?: Tensor, options: SequenceOptions = {}): [output: Tensor, h: Tensor] {
    const last: Tensor[] = [];
    const output = this.stack(x, options, (inputs, index) => {
      const states = rnn({ ...inputs, h0: this.layerState(h, index) }, this.nonlinearity);
      last.push(stepOf(states, states.shape[0]! - 1));
      return states;
    });
    return [output, layersOf(last)];
  }
}

/** Gated recurrent unit (Cho et al. 2014), in PyTorch's variant. */
export class GRU extends Recurrent {
  constructor(inputSize: number, hiddenSize: number, options: RecurrentOptions = {}) {
    super(3, inputSize, hiddenSize, options);
  }

  /**
   * @param h [layers, batch, hidden]; absent: zeros
   * @returns outputs of the last layer at every step, and the state after the last step, [layers, batch, hidden]
   */
  override forward(x: Tensor, h?: Tensor, options: SequenceOptions = {}): [output: Tensor, h: Tensor] {
    const last: Tensor[] = [];
    const output = this.stack(x, options, (inputs, index) => {
      const states = gru({ ...inputs, h0: this.layerState(h, index) });
      last.push(stepOf(states, states.shape[0]! - 1));
      return states;
    });
    return [output, layersOf(last)];
  }
}

/**
 * Long short-term memory (Hochreiter and Schmidhuber 1997).
 *
 * @example
 * const lstm = new LSTM(8, 64, { rng });
 * const [output, state] = lstm.forward(x);                         // x: [steps, batch, 8]
 * const [more] = lstm.forward(next, state, { episodeStarts });     // goes on, resetting where episodes begin
 */
export class LSTM extends Recurrent {
  constructor(inputSize: number, hiddenSize: number, options: RecurrentOptions = {}) {
    super(4, inputSize, hiddenSize, options);
  }

  /** @returns outputs of the last layer at every step, and the state after the last step */
  override forward(
    x: Tensor,
    state?: LSTMState,
    options: SequenceOptions = {},
  ): [output: Tensor, state: [h: Tensor, c: Tensor]] {
    const hidden: Tensor[] = [];
    const cells: Tensor[] = [];
    const output = this.stack(x, options, (inputs, index) => {
      const [h0, c0] = [this.layerState(state?.[0], index), this.layerState(state?.[1], index)];
      const states = lstm({ ...inputs, h0, c0 });
      const steps = states.shape[0]! - 1;
      hidden.push(states.select(0, steps - 1));
      cells.push(states.select(0, steps));
      return states.slice(0, 0, steps);
    });
    return [output, [layersOf(hidden), layersOf(cells)]];
  }
}
