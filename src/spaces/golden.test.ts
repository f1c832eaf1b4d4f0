// Spaces against what Gymnasium 1.3 samples and flattens, recorded by scripts/golden/spaces.py.
import { describe, expect, it } from 'vitest';
import { readGolden } from '../../test/golden.js';
import { flattenSpace, type SampleOptions, spaceFromJSON } from './index.js';

interface Golden {
  seed: number;
  cases: {
    space: Record<string, unknown>;
    options: SampleOptions;
    samples: unknown[];
    flatdim?: number;
    flat?: number[][];
    low?: (number | string)[];
    high?: (number | string)[];
  }[];
}

/** Values as the recording has them: arrays of numbers, as wide as they are. */
function plain(value: unknown): unknown {
  if (ArrayBuffer.isView(value)) return Array.from(value as unknown as ArrayLike<number>);
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, plain(part)]));
}

const golden = readGolden<Golden>('spaces');

describe.each(golden.cases.map((each) => ({ ...each, name: String(spaceFromJSON(each.space)) })))(
  '$name $options',
  ({ space: json, options, samples, flatdim, flat, low, high }) => {
    const space = spaceFromJSON(json);

    it('samples the recorded values, each within the space', () => {
      space.seed(golden.seed);
      for (const sample of samples) {
        const value = space.sample(options);
        expect(plain(value)).toEqual(sample);
        expect(space.contains(value)).toBe(true);
        expect(space.contains(sample)).toBe(true);
      }
    });

    const isSized = flatdim !== undefined;
    if (!isSized)
      it('refuses to be packed, by its name', () => {
        expect(space.hasFixedSize).toBe(false);
        const value = space.sample();
        for (const use of [
          () => space.packedSize,
          () => space.packedType,
          () => space.flatdim,
          () => space.flatten(value),
          () => space.pack(value, new Float32Array(99), 0),
          () => space.leaves(),
          () => flattenSpace(space),
        ]) {
          expect(use).toThrow(/^Values of (Sequence|Graph)\(.*\) differ in size: .* TransformObservation/);
        }
      });

    if (isSized)
      it('flattens to the recorded numbers, and packs without loss', () => {
        expect(space.hasFixedSize).toBe(true);
        expect(space.flatdim).toBe(flatdim);
        const box = flattenSpace(space);
        expect([...box.low]).toEqual(low!.map(Number));
        expect([...box.high]).toEqual(high!.map(Number));
        for (const [i, sample] of samples.entries()) {
          expect([...space.flatten(sample)]).toEqual(flat![i]);
          const packed = new Float64Array(space.packedSize + 2).fill(-7);
          space.pack(sample, packed, 1);
          expect([packed[0], packed.at(-1)]).toEqual([-7, -7]);
          expect(plain(space.unpack(packed, 1))).toEqual(sample);
        }
      });

    it('is written to JSON and read back', () => {
      const again = spaceFromJSON(JSON.parse(JSON.stringify(space)));
      expect(String(again)).toBe(String(space));
      expect(again.toJSON()).toEqual(space.toJSON());
    });
  },
);
