// IDX files, datasets of arrays, their batches, and what augmentations do to images.
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { UserError } from '../io/errors.js';
import { Generator } from '../random/index.js';
import {
  ArrayDataset,
  DataLoader,
  type DataLoaderOptions,
  loadIdx,
  parseIdx,
  randomAffine,
  randomSpots,
  sampleDigits,
  transformImage,
} from './index.js';

function idx(type: number, sizes: number[], values: Uint8Array): Uint8Array {
  const header = new Uint8Array(4 + 4 * sizes.length);
  header.set([0, 0, type, sizes.length]);
  sizes.forEach((size, d) => void new DataView(header.buffer).setUint32(4 + 4 * d, size));
  return Uint8Array.from([...header, ...values]);
}

describe('IDX files', () => {
  const pixels = Uint8Array.from({ length: 12 }, (_, i) => 20 * i);

  it('are read as they are, and unpacked when they are gzipped', async () => {
    const bytes = idx(8, [3, 2, 2], pixels);
    expect(parseIdx(bytes)).toEqual({ shape: [3, 2, 2], data: pixels });
    const path = join(mkdtempSync(join(tmpdir(), 'trainyard-idx-')), 'images');
    for (const file of [bytes, gzipSync(bytes)]) {
      writeFileSync(path, file);
      expect(await loadIdx(path)).toEqual({ shape: [3, 2, 2], data: pixels });
    }
    writeFileSync(path, gzipSync(bytes).subarray(0, 20));
    await expect(loadIdx(path)).rejects.toThrow(/images' is damaged: its gzip data cannot be unpacked/);
    await expect(loadIdx(`${path}-none`)).rejects.toThrow(/no such file/);
  });

  it('may hold big-endian numbers of six types', () => {
    const floats = new DataView(new ArrayBuffer(8));
    [1.5, -2].forEach((value, i) => void floats.setFloat32(4 * i, value));
    expect(parseIdx(idx(13, [2], new Uint8Array(floats.buffer))).data).toEqual(Float32Array.of(1.5, -2));
    expect(parseIdx(idx(11, [2], Uint8Array.of(1, 2, 255, 255))).data).toEqual(Int16Array.of(258, -1));
    expect(parseIdx(idx(9, [1], Uint8Array.of(254))).data).toEqual(Int8Array.of(-2));
  });

  it('are refused when they are something else, or not whole', () => {
    const whole = idx(8, [3, 2, 2], pixels);
    for (const bytes of [
      new Uint8Array(0),
      Uint8Array.of(137, 80, 78, 71, 1),
      idx(7, [1], Uint8Array.of(1)),
    ]) {
      expect(() => parseIdx(bytes, 'x')).toThrow(/'x' is no IDX file: it should begin with 0, 0/);
    }
    for (const bytes of [whole.subarray(0, 20), Uint8Array.from([...whole, 0])]) {
      expect(() => parseIdx(bytes)).toThrow(
        /should hold 12 values for its shape \[3, 2, 2\], 28 bytes; it has/,
      );
    }
    expect(() => parseIdx(whole.subarray(0, 9))).toThrow(UserError);
  });
});

const images = { shape: [10, 2, 2], data: Uint8Array.from({ length: 40 }, (_, i) => i) };
const labels = { shape: [10], data: Uint8Array.from({ length: 10 }, (_, i) => i) };
const numbered = new ArrayDataset({ images: { ...images, scale: 0.5 }, labels });

function epoch(loader: DataLoader<'images' | 'labels'>): number[][] {
  return Array.from(loader, (batch) => [...batch.labels.data]);
}

describe('DataLoader', () => {
  it('gives batches in order: integers as they are, scaled images as floats', () => {
    const loader = new DataLoader(numbered, { batchSize: 4 });
    expect(epoch(loader)).toEqual([
      [0, 1, 2, 3],
      [4, 5, 6, 7],
      [8, 9],
    ]);
    const [first] = loader;
    expect([first!.images.shape, first!.images.dtype]).toEqual([[4, 2, 2], 'float32']);
    expect([...first!.images.data].slice(0, 5)).toEqual([0, 0.5, 1, 1.5, 2]);
    expect([first!.labels.shape, first!.labels.dtype]).toEqual([[4], 'int32']);
    expect([loader.length, new DataLoader(numbered).length]).toEqual([3, 10]);
    expect(epoch(new DataLoader(numbered, { batchSize: 4, dropLast: true }))).toEqual([
      [0, 1, 2, 3],
      [4, 5, 6, 7],
    ]);
  });

  it('shuffles anew in every epoch, the same for the same seed, and goes on from a saved state', () => {
    const options = { batchSize: 3, shuffle: true, seed: 7 };
    const [a, b] = [new DataLoader(numbered, options), new DataLoader(numbered, options)];
    const first = epoch(a);
    expect(first.flat().sort()).toEqual([...labels.data]);
    const state = JSON.parse(JSON.stringify(a.saveState()));
    const second = epoch(a);
    expect(second).not.toEqual(first);
    expect([epoch(b), epoch(b)]).toEqual([first, second]);
    const other = new DataLoader(numbered, { ...options, seed: 8 });
    expect(epoch(other)).not.toEqual(first);
    other.loadState(state);
    expect(epoch(other)).toEqual(second);
  });

  it('splits rows into two parts without copies of them', () => {
    const { train, evaluation } = numbered.split({ evaluation: 0.3, seed: 2 });
    expect([train.length, evaluation.length]).toEqual([7, 3]);
    const rows = [train, evaluation].map((part) => epoch(new DataLoader(part, { batchSize: 10 })).flat());
    expect(rows.flat().sort()).toEqual([...labels.data]);
    expect(train.columns.images.data).toBe(images.data);
    const again = numbered.split({ evaluation: 0.3, seed: 2 }).evaluation;
    expect(epoch(new DataLoader(again, { batchSize: 10 })).flat()).toEqual(rows[1]);
    const twice = train.subset([6, 0]);
    expect(epoch(new DataLoader(twice, { batchSize: 2 }))).toEqual([[rows[0]![6], rows[0]![0]]]);
  });

  it('augments rows of a column, not the data, with draws that leave the order alone', () => {
    const plain = new DataLoader(numbered, { batchSize: 10, shuffle: true, seed: 1 });
    const augment = { images: [randomAffine({ degrees: 40 }), randomSpots({ count: 1, value: 9 })] };
    const options = { batchSize: 10, shuffle: true, seed: 1, augment };
    const loader = new DataLoader(numbered, options);
    const [batch] = loader;
    expect([...batch!.labels.data]).toEqual(epoch(plain)[0]);
    expect(batch!.images.data).toContain(9);
    expect([...images.data]).toEqual(Array.from({ length: 40 }, (_, i) => i));
    expect([...new DataLoader(numbered, options)][0]!.images.data).toEqual(batch!.images.data);
  });

  it('refuses what makes no batches', () => {
    const make = (options: DataLoaderOptions<'images' | 'labels'>) => () => new DataLoader(numbered, options);
    expect(make({ batchSize: 0 })).toThrow(/batchSize must be a positive integer, got 0/);
    expect(make({ batchSize: 11, dropLast: true })).toThrow(/10 rows make no batch of 11/);
    expect(make({ augment: { image: randomSpots() } as never })).toThrow(
      /column "image"; there are images, labels/,
    );
    expect(make({ batch: 3 } as never)).toThrow(/no option 'batch'/);
    expect(() => new ArrayDataset({})).toThrow(/at least one column/);
    expect(() => new ArrayDataset({ images, labels: { ...labels, shape: [9] } })).toThrow(
      /column "labels" of shape \[9\] needs 9 numbers, got 10/,
    );
    expect(() => new ArrayDataset({ images, labels: { shape: [2], data: new Int32Array(2) } })).toThrow(
      /"images" has 10, "labels" has 2/,
    );
    expect(() => new ArrayDataset({ x: [1, 2] as never })).toThrow(/must be \{ shape, data \}/);
    expect(() => numbered.split({ evaluation: 0 })).toThrow(/leaves rows to both parts; 0 of 10 rows are 0/);
    expect(() => numbered.subset([10])).toThrow(/row 10 is not in 0..9/);
  });
});

describe('augmentations', () => {
  const letter = [1, 2, 3, 4, 5, 6, 7, 8, 9];
  const changed = (change: Parameters<typeof transformImage>[2], shape = [3, 3], values = letter) => {
    const image = Float32Array.from(values);
    transformImage(image, shape, change);
    return [...image];
  };

  it('turn clockwise, move and leave nothing behind', () => {
    expect(changed({})).toEqual(letter);
    expect(changed({ angle: 90 })).toEqual([7, 4, 1, 8, 5, 2, 9, 6, 3]);
    expect(changed({ angle: -90 })).toEqual([3, 6, 9, 2, 5, 8, 1, 4, 7]);
    expect(changed({ angle: 360 })).toEqual(letter);
    expect(changed({ right: 1, down: 2 })).toEqual([0, 0, 0, 0, 0, 0, 0, 1, 2]);
    expect(changed({ right: -1 })).toEqual([2, 3, 0, 5, 6, 0, 8, 9, 0]);
    expect(changed({ right: 1 }, [2, 1, 2], [1, 2, 3, 4])).toEqual([0, 1, 0, 3]);
  });

  it('draw moves up to their bounds, both included, and turn both ways', () => {
    const rng = new Generator(1);
    const seen = new Set<string>();
    const move = randomAffine({ translate: 1 });
    for (let i = 0; i < 200; i++) {
      const image = new Float32Array(25);
      image[12] = 1;
      move(image, [5, 5], rng);
      seen.add(String(image.indexOf(1)));
    }
    expect([...seen].map(Number).sort((a, b) => a - b)).toEqual([6, 7, 8, 11, 12, 13, 16, 17, 18]);
    const turn = randomAffine({ degrees: 45 });
    const ends = Array.from({ length: 50 }, () => {
      const image = new Float32Array(81);
      image[4] = 1;
      turn(image, [9, 9], rng);
      return (image.indexOf(1) % 9) - 4;
    });
    expect(Math.min(...ends)).toBeLessThan(-1);
    expect(Math.max(...ends)).toBeGreaterThan(1);
  });

  it('set at least so many pixels, in all channels', () => {
    const rng = new Generator(3);
    const image = new Float32Array(2 * 900);
    randomSpots({ count: 20 })(image, [2, 30, 30], rng);
    const spots = image.subarray(0, 900).reduce((sum, value) => sum + value, 0);
    expect(spots).toBeGreaterThan(15);
    expect(image.subarray(900)).toEqual(image.subarray(0, 900));
  });

  it('refuse what is no image, and what does nothing', () => {
    expect(() => changed({}, [9])).toThrow(/rows of shape \[height, width\] or .* got \[9\]/);
    expect(() => randomAffine({})).toThrow(/not both 0; got 0 and 0/);
    expect(() => randomAffine({ translate: 1.5 })).toThrow(/whole number of pixels/);
    expect(() => randomSpots({ count: -1 })).toThrow(/count must be a whole number/);
  });
});

it('the digits that come with the package are a hundred of each class, a fifth of them to test with', async () => {
  const { train, test } = await sampleDigits();
  for (const [part, each] of [
    [train, 80],
    [test, 20],
  ] as const) {
    const [all] = new DataLoader(part, { batchSize: part.length });
    expect(all!.images.shape).toEqual([10 * each, 1, 28, 28]);
    const counts = Array.from(
      { length: 10 },
      (_, digit) => all!.labels.data.filter((x) => x === digit).length,
    );
    expect(counts).toEqual(new Array(10).fill(each));
    expect([all!.images.min().item(), all!.images.max().item()]).toEqual([0, 1]);
  }
});
