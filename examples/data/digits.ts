// Reads handwritten digits: the 1,000 shipped here, or a pair of IDX files (images, labels), plain or gzipped.
import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { parseIdx } from 'trainyard/data';

export interface Digits {
  count: number;
  /** count × 784 numbers from 0 (paper) to 1 (ink). */
  images: Float32Array;
  /** count numbers from 0 to 9. */
  labels: Int32Array;
}

/** Reads a pair of IDX files; without paths the shipped digits. */
export function loadDigits(imagesPath?: string, labelsPath?: string): Digits {
  if (imagesPath && labelsPath) {
    const [images, labels] = [readIdx(imagesPath, [28, 28]), readIdx(labelsPath, [])];
    if (images.count !== labels.count) {
      throw new Error(
        `${imagesPath} holds ${images.count} images, but ${labelsPath} ${labels.count} labels.`,
      );
    }
    return { count: images.count, images: scaled(images.bytes), labels: Int32Array.from(labels.bytes) };
  }
  const bytes = readMaybeGzipped(new URL('./mnist-1000.bin.gz', import.meta.url));
  const count = bytes.length / 785;
  return {
    count,
    images: scaled(bytes.subarray(0, count * 784)),
    labels: Int32Array.from(bytes.subarray(count * 784)),
  };
}

/** Every fifth digit is held out; the others are for training. */
export function split({ count, images, labels }: Digits): { train: Digits; test: Digits } {
  const part = (wanted: boolean): Digits => {
    const chosen = Array.from({ length: count }, (_, i) => i).filter((i) => (i % 5 === 0) === wanted);
    const pixels = new Float32Array(chosen.length * 784);
    for (const [k, i] of chosen.entries()) pixels.set(images.subarray(i * 784, (i + 1) * 784), k * 784);
    return { count: chosen.length, images: pixels, labels: Int32Array.from(chosen, (i) => labels[i]!) };
  };
  return { train: part(false), test: part(true) };
}

const scaled = (bytes: Uint8Array) => Float32Array.from(bytes, (value) => value / 255);

function readMaybeGzipped(path: string | URL): Buffer {
  const bytes = readFileSync(path);
  return bytes[0] === 0x1f && bytes[1] === 0x8b ? gunzipSync(bytes) : bytes;
}

function readIdx(path: string, itemShape: number[]): { count: number; bytes: Uint8Array } {
  const { shape, data } = parseIdx(readMaybeGzipped(path), path);
  if (!(data instanceof Uint8Array) || `${shape.slice(1)}` !== `${itemShape}`) {
    throw new Error(
      `${path} is not an IDX file of bytes with items of shape [${itemShape}], got sizes [${shape}].`,
    );
  }
  return { count: shape[0]!, bytes: data };
}
