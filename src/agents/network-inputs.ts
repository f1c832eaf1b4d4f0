// What networks read of packed observations, in a buffer that is used again.
import type { PackedArray } from '../spaces/index.js';
import { buffer, type Tensor } from '../tensor/index.js';
import type { ObservationEncoder } from './features/observation-encoder.js';
import type { InputNormalizer } from './normalization.js';

export class NetworkInputs {
  private inputs: Tensor;

  /** @param rows how many are expected; others are taken too */
  constructor(
    private readonly encoder: ObservationEncoder,
    private readonly normalizer: InputNormalizer | undefined,
    rows: number,
  ) {
    this.inputs = buffer([rows, encoder.size]);
  }

  /** Inputs of `count` packed observations, `[count, encoder.size]`; valid until the next call. */
  of(observations: PackedArray, count: number): Tensor {
    const inputs = this.raw(observations, count);
    this.normalizer?.apply(inputs.data as Float32Array, count);
    return inputs;
  }

  /** The same before they are normalised. */
  raw(observations: PackedArray, count: number): Tensor {
    if (this.inputs.shape[0] !== count) this.inputs = buffer([count, this.encoder.size]);
    this.encoder.encodeRows(observations, count, this.inputs.data as Float32Array);
    return this.inputs;
  }
}
