// The memory of a transformer policy: for each environment, what went into each layer in the last steps.
import { GatedTransformerLayer, Linear, Module } from '../../nn/index.js';
import type { Generator } from '../../random/index.js';
import { cat, ones, type Tensor, tensor } from '../../tensor/index.js';
import { requireLayerRoom } from '../memory-size.js';
import type { MemoryCore } from '../recurrent-ppo/memory-core.js';

export interface TransformerCoreOptions {
  memoryLength: number;
  layers: number;
  heads: number;
  gateBias: number;
  rng: Generator;
}

/**
 * A state is `memoryLength` rows, the oldest step first: the inputs of all layers, and 1 where the row holds a step of
 * this episode. Zeros remember nothing.
 */
export class TransformerCore extends Module implements MemoryCore {
  readonly stateSize: number;
  private readonly embedding: Linear;
  private readonly layers: readonly GatedTransformerLayer[];
  private readonly length: number;
  /** Numbers of a remembered step. */
  private readonly rowSize: number;

  constructor(
    readonly inputSize: number,
    readonly width: number,
    { memoryLength, layers, heads, gateBias, rng }: TransformerCoreOptions,
  ) {
    super();
    requireLayerRoom('memorySize', Math.max(inputSize, width), 4 * width);
    this.length = memoryLength;
    this.rowSize = layers * width + 1;
    this.stateSize = memoryLength * this.rowSize;
    this.embedding = new Linear(inputSize, width, { rng });
    this.layers = Array.from(
      { length: layers },
      () => new GatedTransformerLayer(width, { heads, memoryLength, gateBias, rng }),
    );
  }

  override forward(inputs: Tensor, state: Tensor, starts?: Tensor): { features: Tensor; state: Tensor } {
    const { width, length, rowSize } = this;
    const batch = state.shape[0]!;
    const steps = inputs.shape[0]! / batch;
    const memory = state.reshape([batch, length, rowSize]);
    const { excluded, remembered } = this.visibility(memory, steps, starts);
    let x = this.embedding.forward(inputs).reshape([steps, batch, width]).transpose(0, 1);
    const rows: Tensor[] = [];
    for (const [l, layer] of this.layers.entries()) {
      rows.push(x);
      x = layer.forward(x, memory.slice(2, l * width, (l + 1) * width), excluded);
    }
    const lived = cat([...rows, ones([batch, steps, 1])], 2);
    return {
      features: x.transpose(0, 1).reshape([steps * batch, width]),
      state: cat([memory, lived], 1)
        .mul(remembered)
        .slice(1, steps, length + steps)
        .reshape([batch, this.stateSize]),
    };
  }

  /**
   * Which of the remembered and coming steps each coming step must not see, `[batch, 1, steps, length + steps]`, and which
   * belong to the episode that the last one is in, `[batch, length + steps, 1]`.
   */
  private visibility(memory: Tensor, steps: number, starts?: Tensor) {
    const { length, rowSize } = this;
    const batch = memory.shape[0]!;
    const keys = length + steps;
    const excluded = new Int32Array(batch * steps * keys).fill(1);
    const remembered = new Float32Array(batch * keys);
    const stored = memory.data;
    const begins = starts?.data;
    for (let b = 0; b < batch; b++) {
      // The first key of the episode that step t is in: what is stored lies at the end of the memory.
      let first = length;
      while (first > 0 && stored[(b * length + first) * rowSize - 1] === 1) first--;
      for (let t = 0; t < steps; t++) {
        if (begins?.[t * batch + b] === 1) first = length + t;
        const row = (b * steps + t) * keys;
        excluded.fill(0, row + Math.max(first, t), row + length + t + 1);
      }
      remembered.fill(1, b * keys + first, (b + 1) * keys);
    }
    return {
      excluded: tensor(excluded, { shape: [batch, 1, steps, keys] }),
      remembered: tensor(remembered, { shape: [batch, keys, 1] }),
    };
  }
}
