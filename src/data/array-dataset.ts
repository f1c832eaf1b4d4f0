// Rows of several columns: images and their labels, inputs and targets.
import { describe, show } from '../io/describe.js';
import { UserError } from '../io/errors.js';
import { withDefaults } from '../io/options.js';
import { Generator, type Seed } from '../random/index.js';

/** Numbers in one flat array, rows one after the other. */
export interface ArrayColumn {
  /** Rows first: [rows, ...shape of a row]. */
  shape: readonly number[];
  data: ArrayLike<number> & ArrayBufferView;
  /** What values are multiplied with; batches are float32 then. Default: values as they are. */
  scale?: number;
}

/**
 * Columns of as many rows each. Columns of tensors, of `parseIdx` and of arrays with their shape may stand side by side.
 * A part of it, such as `split` gives, refers to the same arrays.
 *
 * @example
 * const digits = new ArrayDataset({
 *   images: { ...(await loadIdx('images.gz')), scale: 1 / 255 },
 *   labels: await loadIdx('labels.gz'),
 * });
 * const { train, evaluation } = digits.split({ evaluation: 0.2, seed: 1 });
 */
export class ArrayDataset<Name extends string = string> {
  /** How many rows there are. */
  readonly length: number;
  readonly columns: Readonly<Record<Name, ArrayColumn>>;
  /** Which rows of the columns these are; null: all, in their order. */
  private readonly rows: Int32Array | null;

  /** @throws UserError when there is no column, one has not as many numbers as its shape says, or their rows differ. */
  constructor(columns: Readonly<Record<Name, ArrayColumn>>, rows: Int32Array | null = null) {
    const entries = Object.entries<ArrayColumn>(columns);
    const counts = entries.map(([name, column]) => [name, rowsOf(name, column)] as const);
    const [first] = counts;
    if (!first) throw new UserError('ArrayDataset: expected at least one column, got none.');
    const other = counts.find(([, count]) => count !== first[1]);
    if (other) {
      throw new UserError(
        `ArrayDataset: all columns need as many rows; "${first[0]}" has ${first[1]}, "${other[0]}" has ${other[1]}.`,
      );
    }
    this.columns = columns;
    this.rows = rows;
    this.length = rows?.length ?? first[1];
  }

  /** Where row `index` lies in the columns. @internal */
  rowAt(index: number): number {
    return this.rows === null ? index : this.rows[index]!;
  }

  /** The rows with these numbers, in this order. @throws RangeError when there is no such row. */
  subset(indices: ArrayLike<number>): ArrayDataset<Name> {
    const rows = Int32Array.from(indices, (index) => {
      if (Number.isSafeInteger(index) && index >= 0 && index < this.length) return this.rowAt(index);
      throw new RangeError(`subset: row ${index} is not in 0..${this.length - 1}.`);
    });
    return new ArrayDataset(this.columns, rows);
  }

  /**
   * Two parts drawn at random, each in the order of the whole.
   *
   * @param options.evaluation the share of the rows that is held out, between 0 and 1
   * @param options.seed default: fresh entropy
   * @throws UserError when a part would be empty.
   */
  split(options: { evaluation: number; seed?: Seed }): {
    train: ArrayDataset<Name>;
    evaluation: ArrayDataset<Name>;
  } {
    const { evaluation: share, seed } = withDefaults('split', options, {
      evaluation: 0.2,
      seed: undefined as Seed | undefined,
    });
    const held = Math.round(this.length * share);
    if (!(held > 0 && held < this.length)) {
      throw new UserError(
        `split: evaluation must be a share between 0 and 1 that leaves rows to both parts; ${share} of ${this.length} rows are ${held}.`,
      );
    }
    const order = Int32Array.from(new Generator(seed).permutation(this.length));
    return {
      train: this.subset(order.slice(held).sort()),
      evaluation: this.subset(order.slice(0, held).sort()),
    };
  }
}

function rowsOf(name: string, column: ArrayColumn): number {
  const { shape, data } = Object(column) as Partial<ArrayColumn>;
  if (!Array.isArray(shape) || !ArrayBuffer.isView(data) || data instanceof DataView) {
    throw new UserError(
      `ArrayDataset: column "${name}" must be { shape, data } with the numbers in a typed array, got ${describe(column)}.`,
    );
  }
  const size = shape.reduce((product, length) => product * length, 1);
  if (shape.length > 0 && size === data.length) return shape[0]!;
  throw new UserError(
    `ArrayDataset: column "${name}" of shape ${show(shape)} needs ${size} numbers, got ${data.length}.`,
  );
}
