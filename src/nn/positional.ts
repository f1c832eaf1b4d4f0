// Positional encodings: what tells a transformer where in the sequence a token stands.
import { withDefaults } from '../io/options.js';
import { Generator } from '../random/index.js';
import { type Tensor, tensor, zeros } from '../tensor/index.js';
import { normal } from './init.js';
import { type LayerOptions, NO_RNG } from './linear.js';
import { Module } from './module.js';
import { Parameter } from './parameter.js';

export interface PositionalOptions {
  /** Longest sequence. Default 1024. */
  maxLength?: number;
  /** Sequences are [batch, length, dModel] instead of [length, batch, dModel]. Default false. */
  batchFirst?: boolean;
}

const DEFAULTS = { maxLength: 1024, batchFirst: false };

abstract class PositionalEncoding extends Module {
  readonly maxLength: number;
  readonly batchFirst: boolean;
  constructor(
    readonly dModel: number,
    options: PositionalOptions = {},
  ) {
    super();
    const { maxLength, batchFirst } = withDefaults(new.target.name, options, DEFAULTS);
    this.maxLength = maxLength;
    this.batchFirst = batchFirst;
  }

  /** Encodings of all positions, [maxLength, dModel]. */
  table(): Tensor {
    return this.rows(0, this.maxLength);
  }

  /** Encodings of positions `from` to `to` (excluded), [to - from, dModel]. */
  protected abstract rows(from: number, to: number): Tensor;

  /** x plus the encoding of positions `start`, `start` + 1, …; `start` > 0 continues a sequence fed piece by piece. */
  override forward(x: Tensor, start = 0): Tensor {
    const length = x.shape[this.batchFirst ? 1 : 0]!;
    if (x.ndim !== 3 || x.shape[2] !== this.dModel || start + length > this.maxLength) {
      throw new RangeError(
        `${this.constructor.name}: expected [${this.batchFirst ? 'batch, length' : 'length, batch'}, ${this.dModel}] with ` +
          `positions below maxLength ${this.maxLength}, got [${x.shape.join(', ')}] from position ${start}.`,
      );
    }
    const rows = this.rows(start, start + length);
    return x.add(this.batchFirst ? rows : rows.unsqueeze(1));
  }
}

/** Sines and cosines of wavelengths from 2π to 20000π (Vaswani et al. 2017, section 3.5). */
export class SinusoidalEncoding extends PositionalEncoding {
  private readonly values: Float32Array;

  constructor(dModel: number, options: PositionalOptions = {}) {
    super(dModel, options);
    this.values = Float32Array.from({ length: this.maxLength * dModel }, (_, at) => {
      const i = at % dModel;
      const angle = Math.floor(at / dModel) / 10000 ** ((i - (i % 2)) / dModel);
      return i % 2 === 0 ? Math.sin(angle) : Math.cos(angle);
    });
  }

  protected rows(from: number, to: number): Tensor {
    const { values, dModel } = this;
    return tensor(values.subarray(from * dModel, to * dModel), { shape: [to - from, dModel] });
  }
}

/** One learnt vector per position, starting in N(0, 0.02²). */
export class LearntEncoding extends PositionalEncoding {
  readonly weight: Parameter;

  constructor(dModel: number, given: PositionalOptions & LayerOptions = {}) {
    const { rng = new Generator(), ...options } = withDefaults('LearntEncoding', given, {
      ...DEFAULTS,
      rng: NO_RNG,
    });
    super(dModel, options);
    this.weight = new Parameter(zeros([this.maxLength, dModel]));
    normal(this.weight, { std: 0.02, rng });
  }

  protected rows(from: number, to: number): Tensor {
    return this.weight.slice(0, from, to);
  }
}
