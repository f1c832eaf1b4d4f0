// Recurrent cells: one time step per call, for agents that act step by step.
import { withDefaults } from '../io/options.js';
import type { Tensor } from '../tensor/index.js';
import { gru, lstm, type RecurrentInputs, rnn } from '../tensor/ops/recurrent.js';
import { type LayerOptions, NO_RNG } from './linear.js';
import { Module } from './module.js';
import type { Parameter } from './parameter.js';
import { checkedNonlinearity, NONLINEARITY, recurrentWeights } from './recurrent.js';

export interface CellOptions extends LayerOptions {
  /** Default true. */
  bias?: boolean;
}

export interface StepOptions {
  /** [batch]: where it is not 0 an episode begins, and the state is zeroed before the step. */
  episodeStarts?: Tensor;
}

const DEFAULTS = { bias: true, rng: NO_RNG };

abstract class Cell extends Module {
  readonly weightIh: Parameter;
  readonly weightHh: Parameter;
  readonly biasIh: Parameter | undefined;
  readonly biasHh: Parameter | undefined;

  constructor(
    gates: number,
    readonly inputSize: number,
    readonly hiddenSize: number,
    options: CellOptions,
  ) {
    super();
    const given = withDefaults(new.target.name, options, DEFAULTS);
    const weights = recurrentWeights(gates, inputSize, hiddenSize, given);
    this.weightIh = weights.weightIh;
    this.weightHh = weights.weightHh;
    this.biasIh = weights.biasIh;
    this.biasHh = weights.biasHh;
  }

  /** One batch [batch, inputs] as a sequence of one step. */
  protected inputs(x: Tensor, { episodeStarts }: StepOptions): RecurrentInputs {
    if (x.ndim !== 2 || x.shape[1] !== this.inputSize) {
      throw new RangeError(
        `${this.constructor.name}: expected an input of shape [batch, ${this.inputSize}], got [${x.shape.join(', ')}].`,
      );
    }
    const { weightIh, weightHh, biasIh, biasHh } = this;
    return {
      x: x.unsqueeze(0),
      weightIh,
      weightHh,
      biasIh,
      biasHh,
      episodeStarts: episodeStarts?.unsqueeze(0),
    };
  }
}

/** One step of `RNN`: [batch, inputs] and [batch, hidden] → [batch, hidden]. */
export class RNNCell extends Cell {
  private readonly nonlinearity: 'tanh' | 'relu';

  constructor(
    inputSize: number,
    hiddenSize: number,
    given: CellOptions & { nonlinearity?: 'tanh' | 'relu' } = {},
  ) {
    const { nonlinearity, ...options } = withDefaults('RNNCell', given, { ...DEFAULTS, ...NONLINEARITY });
    super(1, inputSize, hiddenSize, options);
    this.nonlinearity = checkedNonlinearity('RNNCell', nonlinearity);
  }

  override forward(x: Tensor, h?: Tensor, options: StepOptions = {}): Tensor {
    return rnn({ ...this.inputs(x, options), h0: h }, this.nonlinearity).squeeze(0);
  }
}

/** One step of `GRU`: [batch, inputs] and [batch, hidden] → [batch, hidden]. */
export class GRUCell extends Cell {
  constructor(inputSize: number, hiddenSize: number, options: CellOptions = {}) {
    super(3, inputSize, hiddenSize, options);
  }

  override forward(x: Tensor, h?: Tensor, options: StepOptions = {}): Tensor {
    return gru({ ...this.inputs(x, options), h0: h }).squeeze(0);
  }
}

/**
 * One step of `LSTM`: [batch, inputs] and a state of two [batch, hidden] → the next state.
 *
 * @example
 * state = cell.forward(observation, state, { episodeStarts });   // state[0] goes on to the policy
 */
export class LSTMCell extends Cell {
  constructor(inputSize: number, hiddenSize: number, options: CellOptions = {}) {
    super(4, inputSize, hiddenSize, options);
  }

  override forward(
    x: Tensor,
    state?: readonly [h: Tensor, c: Tensor],
    options: StepOptions = {},
  ): [h: Tensor, c: Tensor] {
    const out = lstm({ ...this.inputs(x, options), h0: state?.[0], c0: state?.[1] });
    return [out.select(0, 0), out.select(0, 1)];
  }
}
