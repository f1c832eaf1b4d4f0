// The handwritten digits that come with the package: enough to learn to read from, in seconds.
import { ArrayDataset } from './array-dataset.js';
import { bytesOfFile } from './bytes-of-file.js';

export interface DigitParts {
  train: ArrayDataset<'images' | 'labels'>;
  test: ArrayDataset<'images' | 'labels'>;
}

const SIDE = 28;
/** Of five digits one is held out. */
const HELD = 5;

/**
 * A thousand digits of MNIST, a hundred of each class (Node only): 800 to train with, every fifth to test with. `images`
 * [1, 28, 28] from 0, paper, to 1, ink; `labels` are the digits.
 *
 * @example
 * const { train, test } = await sampleDigits();
 * for (const { images, labels } of new DataLoader(train, { batchSize: 50, shuffle: true, seed: 1 })) { … }
 */
export async function sampleDigits(): Promise<DigitParts> {
  // As deep below the package in sources, in compiled files and in the bundle.
  const bytes = await bytesOfFile(new URL('../../examples/data/mnist-1000.bin.gz', import.meta.url));
  const count = bytes.length / (SIDE * SIDE + 1);
  const digits = new ArrayDataset({
    images: {
      shape: [count, 1, SIDE, SIDE],
      data: bytes.subarray(0, count * SIDE * SIDE),
      scale: 1 / 255,
    },
    labels: { shape: [count], data: bytes.subarray(count * SIDE * SIDE) },
  });
  const rows = (held: boolean) =>
    Array.from({ length: count }, (_, i) => i).filter((i) => (i % HELD === 0) === held);
  return { train: digits.subset(rows(false)), test: digits.subset(rows(true)) };
}
