// Boxes: bounds, number types, and numbers that their type does not hold.
import { describe, expect, it } from 'vitest';
import { allocatePacked, Box, isImage, PACKED_TYPES, type PackedType, type Space, Tuple } from './index.js';

const bytes = (length: number) => new Box({ low: 0, high: 255, shape: [length], dtype: 'uint8' });

describe('contains', () => {
  it('compares in the number type of the box', () => {
    const box = new Box({ low: 0.1, high: 0.7 });
    expect(box.contains([0.1])).toBe(true);
    expect(box.contains([0.7])).toBe(true);
    expect(box.contains([0.09999])).toBe(false);
    expect(new Box({ low: 0.1, high: 0.7, dtype: 'float64' }).contains([Math.fround(0.7)])).toBe(true);
    expect(new Box({ low: 0.1, high: 0.7, dtype: 'float64' }).contains([0.1 - 1e-12])).toBe(false);
  });
});

describe('bounds', () => {
  it.each<[string, () => unknown, RegExp]>([
    ['low of infinity', () => new Box({ low: Infinity, high: Infinity }), /low of Box must not be Infinity/],
    [
      'high of -infinity',
      () => new Box({ low: -Infinity, high: -Infinity }),
      /high of Box must not be -Infinity/,
    ],
    ['beyond float32', () => new Box({ low: 0, high: 1e39 }), /high of a float32 Box .* got 1e\+39/],
    ['beyond int8', () => new Box({ low: -129, high: 0, dtype: 'int8' }), /low of a int8 Box .* got -129/],
    ['text', () => new Box({ low: '0' as never, high: 1 }), /low of Box needs 1 numbers, got string/],
    ['texts', () => new Box({ low: ['0'] as never, high: 1 }), /must be a number of that type, got 0/],
    ['no bounds', () => new Box({ shape: [2] } as never), /low of Box needs 2 numbers, got undefined/],
    [
      'no shape',
      () => new Box({ low: 0, high: 1, shape: [] }),
      /dimensions of Box must be positive integers, got none/,
    ],
    [
      'no memory for it',
      () => new Box({ low: 0, high: 1, shape: [1e6, 1e6] }),
      /has 1000000000000 elements, more than/,
    ],
    [
      'a space of gigabytes',
      () => new Box({ low: 0, high: 1, shape: [1e9] }),
      /Box of shape \[1000000000\] has 1000000000 elements, more than the 268435456 that a space may have/,
    ],
    [
      'dtype',
      () => new Box({ low: 0, high: 1, dtype: 'float16' as never }),
      /must be one of float32, .*, got float16/,
    ],
    ['int64', () => new Box({ low: 0, high: 1, dtype: 'int64' as never }), /integers up to 2\^53 only/],
    [
      'option',
      () => new Box({ low: 0, high: 1, dType: 'uint8' } as never),
      /no option 'dType'. Did you mean dtype/,
    ],
  ])('refuses %s', (_name, make, message) => {
    expect(make).toThrow(message);
  });
});

describe('number types', () => {
  it.each(PACKED_TYPES)('%s holds its numbers through packing', (dtype: PackedType) => {
    const integer = !dtype.startsWith('float');
    const high = integer
      ? ({ int8: 127, uint8: 255, int16: 32767, uint16: 65535 }[dtype as 'int8'] ?? 2147483647)
      : 0.1;
    const box = new Box({ low: 0, high, shape: [2], dtype });
    const packed = allocatePacked(box.packedType, 3);
    box.pack(box.high, packed, 1);
    expect(box.unpack(packed, 1)).toEqual(box.high);
    expect(box.sample().constructor).toBe(box.high.constructor);
  });

  it('of parts have a common one that holds all of them exactly', () => {
    const common = (...types: PackedType[]) =>
      new Tuple(types.map((dtype) => new Box({ low: 0, high: 1, dtype }) as Space)).packedType;
    expect(common('int8')).toBe('int8');
    expect(common('int8', 'uint8')).toBe('int16');
    expect(common('uint16', 'int16')).toBe('int32');
    expect(common('uint16', 'float32')).toBe('float32');
    expect(common('uint32', 'int32')).toBe('float64');
    expect(common('int32', 'float32')).toBe('float64');
    expect(common('uint8', 'uint32')).toBe('uint32');
  });

  it('of integers refuse to pack what they do not hold, rather than wrap or cut', () => {
    const out = new Uint8Array(4);
    for (const [values, got] of [
      [[0, 0.3, 0.7, 0.99], /got 0.3 at element 1/],
      [[300, -1, 256, 5], /got 300 at element 0/],
      [Float32Array.of(0, 0, 0, Number.NaN), /got NaN at element 3/],
      [Int32Array.of(1, -1, 0, 0), /got -1 at element 1/],
    ] as const) {
      expect(() => bytes(4).pack(values as never, out, 0)).toThrow(got);
    }
    bytes(4).pack([0, 3, 255, 7] as never, out, 0);
    expect([...out]).toEqual([0, 3, 255, 7]);
  });
});

it('images are bytes from exactly 0 to 255 of three dimensions or more', () => {
  const image = (shape: number[], low = 0, high = 255, dtype: PackedType = 'uint8') =>
    isImage(new Box({ low, high, shape, dtype }) as Space);
  expect(image([84, 84, 4])).toBe(true);
  expect(image([4, 8, 8, 3])).toBe(true);
  expect(image([84, 84])).toBe(false);
  expect(image([8, 8, 1], 0, 1)).toBe(false);
  expect(image([8, 8, 1], 1)).toBe(false);
  expect(image([8, 8, 1], 0, 255, 'float32')).toBe(false);
});

it('long bounds are shown by their beginning and end', () => {
  const low = Array.from({ length: 100 }, (_, i) => -i);
  expect(String(new Box({ low, high: 0 }))).toBe('Box([0 -1 -2 … -99], 0, [100], float32)');
});
