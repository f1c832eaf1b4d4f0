// The memory of a recurrent policy: an LSTM or GRU whose whole state is one row of numbers per environment.
import { GRU, LSTM, Module } from '../../nn/index.js';
import type { Generator } from '../../random/index.js';
import { cat, type Tensor } from '../../tensor/index.js';
import { requireLayerRoom } from '../memory-size.js';
import type { MemoryCore } from './memory-core.js';

export class RecurrentCore extends Module implements MemoryCore {
  /** Hidden units, for an LSTM twice as many. */
  readonly stateSize: number;
  private readonly layer: LSTM | GRU;

  constructor(
    kind: 'lstm' | 'gru',
    readonly inputSize: number,
    readonly hiddenSize: number,
    rng: Generator,
  ) {
    super();
    requireLayerRoom('memorySize', inputSize + hiddenSize, (kind === 'lstm' ? 4 : 3) * hiddenSize);
    const Layer = kind === 'lstm' ? LSTM : GRU;
    this.layer = new Layer(inputSize, hiddenSize, { rng });
    this.stateSize = kind === 'lstm' ? 2 * hiddenSize : hiddenSize;
  }

  override forward(inputs: Tensor, state: Tensor, starts?: Tensor): { features: Tensor; state: Tensor } {
    const { layer, hiddenSize } = this;
    const batch = state.shape[0]!;
    const steps = inputs.shape[0]! / batch;
    const x = inputs.reshape([steps, batch, this.inputSize]);
    const options = { episodeStarts: starts };
    const flat = (output: Tensor) => output.reshape([steps * batch, hiddenSize]);
    if (layer instanceof GRU) {
      const [output, h] = layer.forward(x, state.unsqueeze(0), options);
      return { features: flat(output), state: h.squeeze(0) };
    }
    const hidden = state.slice(1, 0, hiddenSize).unsqueeze(0);
    const cell = state.slice(1, hiddenSize, 2 * hiddenSize).unsqueeze(0);
    const [output, [h, c]] = layer.forward(x, [hidden, cell], options);
    return { features: flat(output), state: cat([h.squeeze(0), c.squeeze(0)], 1) };
  }
}
