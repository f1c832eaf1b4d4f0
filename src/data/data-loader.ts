// Minibatches of a dataset as tensors, in order or shuffled.
import { UserError } from '../io/errors.js';
import { withDefaults } from '../io/options.js';
import { type Generator, type GeneratorState, type Seed, streams } from '../random/index.js';
import { type Tensor, tensor } from '../tensor/index.js';
import type { ArrayColumn, ArrayDataset } from './array-dataset.js';

/**
 * Changes one row of a column in place, such as an image, with draws from `rng`.
 *
 * @param row its numbers, scaled
 * @param shape the shape of a row
 */
export type Augmentation = (row: Float32Array, shape: readonly number[], rng: Generator) => void;

export interface DataLoaderOptions<Name extends string> {
  /** Rows of a batch; the last one of an epoch may have fewer. Default 1. */
  batchSize?: number;
  /** Rows come in a new random order in every epoch. Default false. */
  shuffle?: boolean;
  /** Leaves out a last batch with fewer rows. Default false. */
  dropLast?: boolean;
  /** What happens to rows of a column, one after the other: for training, not for evaluation. Default: nothing. */
  augment?: { readonly [Column in Name]?: Augmentation | readonly Augmentation[] };
  /** Of the orders and augmentations. Default: fresh entropy. */
  seed?: Seed;
}

/** @see DataLoader.saveState */
export interface DataLoaderState {
  order: GeneratorState;
  augment: GeneratorState;
}

const DEFAULTS = {
  batchSize: 1,
  shuffle: false,
  dropLast: false,
  augment: {},
  seed: undefined as Seed | undefined,
};

/**
 * An iteration is an epoch. Columns of integers become int32, all others, scaled and augmented ones float32. Names and
 * defaults are PyTorch's.
 *
 * @example
 * const loader = new DataLoader(train, { batchSize: 32, shuffle: true, seed: 1 });
 * for (let epoch = 0; epoch < 10; epoch++) {
 *   for (const { images, labels } of loader) { … }
 * }
 */
export class DataLoader<Name extends string> implements Iterable<Record<Name, Tensor>> {
  private readonly settings: typeof DEFAULTS;
  private readonly steps: Readonly<Record<string, readonly Augmentation[]>>;
  private readonly order: Generator;
  private readonly augmenting: Generator;

  /** @throws UserError when the batch size is no positive integer, leaves no batch, or a column is unknown. */
  constructor(
    readonly dataset: ArrayDataset<Name>,
    options: DataLoaderOptions<Name> = {},
  ) {
    this.settings = withDefaults<typeof DEFAULTS>('DataLoader', options, DEFAULTS);
    const { batchSize, augment, seed } = this.settings;
    if (!Number.isSafeInteger(batchSize) || batchSize < 1)
      throw new UserError(`DataLoader: batchSize must be a positive integer, got ${batchSize}.`);
    if (this.length === 0) {
      throw new UserError(
        `DataLoader: ${dataset.length} rows make no batch of ${batchSize}; with dropLast there would be none to learn from.`,
      );
    }
    const unknown = Object.keys(augment).find((name) => !Object.hasOwn(dataset.columns, name));
    if (unknown !== undefined) {
      const known = Object.keys(dataset.columns).join(', ');
      throw new UserError(`DataLoader: augment names the column "${unknown}"; there are ${known}.`);
    }
    this.steps = Object.fromEntries(
      Object.entries(augment as Record<string, Augmentation | readonly Augmentation[] | undefined>).map(
        ([name, given]) => [name, given === undefined ? [] : ([given].flat() as Augmentation[])],
      ),
    );
    ({ order: this.order, augment: this.augmenting } = streams(seed, ['order', 'augment']));
  }

  /** Batches of an epoch. */
  get length(): number {
    const { batchSize, dropLast } = this.settings;
    const whole = this.dataset.length / batchSize;
    return dropLast ? Math.floor(whole) : Math.ceil(whole);
  }

  *[Symbol.iterator](): IterableIterator<Record<Name, Tensor>> {
    const { batchSize, shuffle } = this.settings;
    const rows = this.dataset.length;
    const order = shuffle ? this.order.permutation(rows) : null;
    const entries = Object.entries<ArrayColumn>(this.dataset.columns);
    for (let batch = 0; batch < this.length; batch++) {
      const from = batch * batchSize;
      const chosen = Int32Array.from({ length: Math.min(batchSize, rows - from) }, (_, i) =>
        this.dataset.rowAt(order ? order[from + i]! : from + i),
      );
      const columns = entries.map(([name, column]) => [name, this.gather(name, column, chosen)]);
      yield Object.fromEntries(columns) as Record<Name, Tensor>;
    }
  }

  private gather(name: string, { shape, data, scale }: ArrayColumn, rows: Int32Array): Tensor {
    const steps = this.steps[name] ?? [];
    const rowShape = shape.slice(1);
    const size = rowShape.reduce((product, length) => product * length, 1);
    const isFloat = scale !== undefined || steps.length > 0 || /^Float/.test(data.constructor.name);
    const out = new (isFloat ? Float32Array : Int32Array)(rows.length * size);
    for (let i = 0; i < rows.length; i++) {
      const from = rows[i]! * size;
      for (let j = 0; j < size; j++) out[i * size + j] = data[from + j]! * (scale ?? 1);
      const row = out.subarray(i * size, (i + 1) * size) as Float32Array;
      for (const step of steps) step(row, rowShape, this.augmenting);
    }
    return tensor(out, { shape: [rows.length, ...rowShape] });
  }

  /** What the next epoch depends on, as JSON: for between epochs. */
  saveState(): DataLoaderState {
    return { order: this.order.getState(), augment: this.augmenting.getState() };
  }

  loadState({ order, augment }: DataLoaderState): void {
    this.order.setState(order);
    this.augmenting.setState(augment);
  }
}
