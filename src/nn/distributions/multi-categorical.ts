// Several independent categorical choices per action: the distribution over a MultiDiscrete space.
import type { Generator } from '../../random/index.js';
import { type Tensor, tensor } from '../../tensor/index.js';
import { Categorical } from './categorical.js';
import type { Distribution } from './distribution.js';

/** `k` choices per row, choice j among `sizes[j]` options; values are `[B, k]` int32. */
export class MultiCategorical implements Distribution {
  readonly parts: readonly Categorical[];

  /**
   * @param logits `[B, Σ sizes]`, the choices side by side
   * @param mask `[B, Σ sizes]`, 1 = legal; absent: all are legal
   */
  constructor(logits: Tensor, sizes: readonly number[], mask?: Tensor) {
    let start = 0;
    this.parts = sizes.map((size) => {
      const end = start + size;
      const part = new Categorical(logits.slice(1, start, end), mask?.slice(1, start, end));
      start = end;
      return part;
    });
  }

  sample(rng: Generator): Tensor {
    return this.interleave(this.parts.map((part) => part.sample(rng)));
  }

  mode(): Tensor {
    return this.interleave(this.parts.map((part) => part.mode()));
  }

  logProb(value: Tensor): Tensor {
    return sum(this.parts.map((part, j) => part.logProb(value.select(1, j))));
  }

  entropy(): Tensor {
    return sum(this.parts.map((part) => part.entropy()));
  }

  kl(other: MultiCategorical): Tensor {
    return sum(this.parts.map((part, j) => part.kl(other.parts[j]!)));
  }

  /** k columns `[B]` → `[B, k]`. */
  private interleave(columns: Tensor[]): Tensor {
    const k = columns.length;
    const rows = columns[0]!.size;
    const values = new Int32Array(rows * k);
    columns.forEach((column, j) => {
      const data = column.toArray();
      for (let row = 0; row < rows; row++) values[row * k + j] = data[row]!;
    });
    return tensor(values, { shape: [rows, k] });
  }
}

function sum(parts: Tensor[]): Tensor {
  return parts.reduce((total, part) => total.add(part));
}
