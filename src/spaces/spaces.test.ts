// Samples equal Gymnasium's for the same seed; packing, flattening and JSON keep every value of every space.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Generator } from '../random/index.js';
import {
  allocatePacked,
  Box,
  Dict,
  Discrete,
  MultiBinary,
  MultiDiscrete,
  PACKED_TYPES,
  type PackedType,
  type Space,
  spaceFromJSON,
  Tuple,
} from './index.js';

function seeded<S extends Space>(space: S, seed = 42): S {
  space.seed(seed);
  return space;
}

const plane = () => new Box({ low: -1, high: 1, shape: [2] });
const planeSample = Float32Array.of(-0.3991573, 0.21649833);

describe("samples are Gymnasium's", () => {
  // Expected values: the examples of Gymnasium's documentation, else the same draws made with NumPy.
  it('Discrete', () => {
    expect(seeded(new Discrete(2)).sample()).toBe(0);
    expect(seeded(new Discrete(3, { start: -1 })).sample()).toBe(-1);
    const masked = seeded(new Discrete(4), 7);
    expect(Array.from({ length: 6 }, () => masked.sample({ mask: [1, 0, 1, 1] }))).toEqual([
      3, 2, 3, 3, 2, 3,
    ]);
    expect(masked.sample({ mask: [0, 0, 0, 0] })).toBe(0);
  });

  it('MultiDiscrete', () => {
    expect(seeded(new MultiDiscrete([1, 2, 3, 4])).sample()).toEqual(Int32Array.of(0, 0, 2, 2));
  });

  it('MultiBinary', () => {
    expect(seeded(new MultiBinary(5)).sample()).toEqual(Uint8Array.of(1, 0, 1, 0, 1));
    expect(seeded(new MultiBinary([3, 2])).sample()).toEqual(Uint8Array.of(1, 0, 1, 0, 1, 1));
  });

  it('Box, each form of interval drawn in turn', () => {
    const low = [-Infinity, -Infinity, 0, -1, -Infinity];
    const high = [Infinity, 1, Infinity, 2.5, Infinity];
    expect(seeded(new Box({ low, high }), 7).sample()).toEqual(
      Float32Array.from([
        0.001230153371579945, 0.1048901379108429, 0.5685486793518066, 0.05058199539780617, 0.2987455427646637,
      ]),
    );
    const bytes = new Box({ low: 0, high: 255, shape: [6], dtype: 'uint8' });
    expect(seeded(bytes, 7).sample()).toEqual(Uint8Array.from([160, 229, 198, 57, 76, 223]));
  });

  it('Tuple and Dict, each part seeded from the whole', () => {
    expect(seeded(new Tuple([new Discrete(2), plane()])).sample()).toEqual([0, planeSample]);
    const dict = new Dict({ position: plane(), colour: new Discrete(3) });
    expect(seeded(dict).sample()).toEqual({ colour: 0, position: planeSample });
    expect(dict.keys).toEqual(['colour', 'position']);
  });

  it('and come from a given stream on demand', () => {
    const space = new Dict({ b: new Discrete(100), a: new MultiDiscrete([5, 5]) });
    expect(space.sample({ rng: new Generator(1) })).toEqual(space.sample({ rng: new Generator(1) }));
    expect(new Discrete(50).sample({ rng: new Generator(3) })).toBe(new Generator(3).integers(0, 50));
  });
});

const box = fc
  .record({
    shape: fc.array(fc.integer({ min: 1, max: 3 }), { minLength: 1, maxLength: 3 }),
    dtype: fc.constantFrom<PackedType>(...PACKED_TYPES),
    low: fc.integer({ min: 0, max: 60 }),
    width: fc.integer({ min: 0, max: 60 }),
    open: fc.constantFrom('below', 'above', 'both', 'none'),
  })
  .map(({ shape, dtype, low, width, open }) => {
    const isFloat = dtype.startsWith('float');
    return new Box({
      low: isFloat && (open === 'below' || open === 'both') ? -Infinity : low,
      high: isFloat && (open === 'above' || open === 'both') ? Infinity : low + width,
      shape,
      dtype,
    }) as Space;
  });
const counts = fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 4 });
const { space: spaces } = fc.letrec<{ space: Space }>((tie) => ({
  space: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    box,
    fc
      .tuple(fc.integer({ min: 1, max: 400 }), fc.integer({ min: -300, max: 300 }))
      .map(([n, start]) => new Discrete(n, { start }) as Space),
    fc
      .tuple(counts, fc.integer({ min: -50, max: 50 }), fc.constantFrom<PackedType>('int8', 'int16', 'int32'))
      .map(([nvec, start, dtype]) => {
        const options = { start: [nvec.map(() => start)], dtype };
        return new MultiDiscrete([nvec], options) as Space;
      }),
    counts.map((shape) => new MultiBinary(shape) as Space),
    fc.array(tie('space'), { minLength: 1, maxLength: 3 }).map((parts) => new Tuple(parts) as Space),
    fc
      .dictionary(fc.string({ minLength: 1 }), tie('space'), {
        minKeys: 1,
        maxKeys: 3,
        noNullPrototype: true,
      })
      .map((parts) => new Dict(parts) as Space),
  ),
}));

describe('every space', () => {
  it('contains its samples and repeats them for a seed', () => {
    fc.assert(
      fc.property(spaces, fc.nat(), (space, seed) => {
        space.seed(seed);
        const first = space.sample();
        expect(space.contains(first)).toBe(true);
        const second = space.sample();
        space.seed(seed);
        expect([space.sample(), space.sample()]).toEqual([first, second]);
      }),
    );
  });

  it('packs and unpacks exactly at any offset, in its own number type', () => {
    fc.assert(
      fc.property(spaces, fc.nat(5), (space, offset) => {
        const value = space.sample();
        const packed = allocatePacked(space.packedType, offset + space.packedSize);
        space.pack(value, packed, offset);
        expect(space.unpack(packed, offset)).toEqual(value);
      }),
    );
  });

  it('flattens to finite inputs of the announced length, over whatever was there before', () => {
    fc.assert(
      fc.property(spaces, (space) => {
        const value = space.sample();
        const flat = space.flatten(value);
        expect(flat).toHaveLength(space.flatdim);
        const packed = allocatePacked('float64', space.packedSize);
        space.pack(value, packed, 0);
        const reused = new Float32Array(space.flatdim).fill(7);
        space.flattenPacked(packed, 0, reused, 0);
        expect(reused).toEqual(flat);
      }),
    );
  });

  it('survives JSON: an equal space that samples alike', () => {
    fc.assert(
      fc.property(spaces, fc.nat(), (space, seed) => {
        const copy = spaceFromJSON(JSON.parse(JSON.stringify(space)));
        expect(String(copy)).toBe(String(space));
        expect(copy.toJSON()).toEqual(space.toJSON());
        space.seed(seed);
        copy.seed(seed);
        expect(copy.sample()).toEqual(space.sample());
      }),
    );
  });
});

describe('contains', () => {
  it.each<[string, Space, unknown[], unknown[]]>([
    ['Discrete', new Discrete(3, { start: 1 }), [1, 3], [0, 4, 1.5, Number.NaN, '1', null]],
    ['MultiDiscrete', new MultiDiscrete([2, 3]), [[1, 2], Int32Array.of(0, 0)], [[2, 0], [0], [0, 0.5], 1]],
    ['MultiBinary', new MultiBinary(2), [[0, 1]], [[0, 2], [0], [0, '1']]],
    [
      'Box',
      plane(),
      [[-1, 1], new Float64Array(2)],
      [[-1.1, 0], [0, Number.NaN], [0], 'ab', new DataView(new ArrayBuffer(8))],
    ],
    ['byte Box', new Box({ low: 0, high: 9, dtype: 'uint8' }) as Space, [[9]], [[0.5], [10], [-1]]],
    ['Tuple', new Tuple([new Discrete(2), new Discrete(2)]), [[0, 1]], [[0], [0, 2], { 0: 0, 1: 1 }]],
    ['Dict', new Dict({ a: new Discrete(2) }), [{ a: 1 }], [{}, { a: 2 }, { a: 0, b: 0 }, null, [1]]],
  ])('%s', (_name, space, inside, outside) => {
    for (const value of inside) expect(space.contains(value)).toBe(true);
    for (const value of outside) expect(space.contains(value)).toBe(false);
  });
});

describe('flatten', () => {
  it('makes discrete parts one-hot, in the order of packing', () => {
    expect([...new Discrete(3, { start: 5 }).flatten(6)]).toEqual([0, 1, 0]);
    expect([...new MultiDiscrete([2, 3]).flatten(Int32Array.of(1, 2))]).toEqual([0, 1, 0, 0, 1]);
    const dict = new Dict({ b: new Discrete(2), a: new Tuple([new MultiBinary(2), plane()]) });
    const value = {
      b: 1,
      a: [Uint8Array.of(1, 0), Float32Array.of(0.5, -0.5)] as [Uint8Array, Float32Array],
    };
    expect([...dict.flatten(value)]).toEqual([1, 0, 0.5, -0.5, 0, 1]);
  });
});

describe('packed types', () => {
  it('are the narrowest that hold every number exactly', () => {
    expect(new Discrete(256).packedType).toBe('uint8');
    expect(new Discrete(257).packedType).toBe('int32');
    expect(new Discrete(2, { start: -1 }).packedType).toBe('int32');
    expect(new Discrete(2 ** 40).packedType).toBe('float64');
    expect(new Tuple([new Discrete(32), new Discrete(2)]).packedType).toBe('uint8');
    expect(new Tuple([plane(), new Discrete(32)]).packedType).toBe('float32');
    expect(new Tuple([new Discrete(500), plane()]).packedType).toBe('float64');
  });
});

describe('wrong descriptions', () => {
  it.each<[string, () => unknown, RegExp]>([
    ['no elements', () => new Discrete(0), /positive integers, got 0/],
    ['fractional start', () => new Discrete(2, { start: 0.5 }), /start of Discrete/],
    ['empty choice', () => new MultiDiscrete([2, 0]), /positive integers, got 0/],
    ['bad shape', () => new MultiBinary([2, -1]), /positive integers, got -1/],
    ['crossed bounds', () => new Box({ low: 1, high: 0 }), /low <= high, got 1 and 0/],
    ['NaN bound', () => new Box({ low: Number.NaN, high: 0 }), /low <= high/],
    [
      'bounds of another length',
      () => new Box({ low: [0, 0], high: 1, shape: [3] }),
      /needs 3 numbers, got 2/,
    ],
    [
      'unbounded bytes',
      () => new Box({ low: 0, high: Infinity, dtype: 'uint8' }),
      /of that type, got Infinity/,
    ],
    ['no JSON', () => spaceFromJSON(null as never), /A space in JSON is an object with a kind, got null/],
    [
      'JSON without parts',
      () => spaceFromJSON({ kind: 'Tuple' }),
      /"spaces" of a Tuple in JSON must be a list, got undefined/,
    ],
    [
      'JSON with wrong parts',
      () => spaceFromJSON({ kind: 'Dict', spaces: 3 }),
      /"spaces" of a Dict in JSON must be an object/,
    ],
    ['JSON with a wrong part', () => spaceFromJSON({ kind: 'Dict', spaces: { a: 3 } }), /with a kind, got 3/],
    ['JSON without bounds', () => spaceFromJSON({ kind: 'Box', shape: [2] }), /low <= high, got NaN/],
    [
      'JSON with bounds of text',
      () => spaceFromJSON({ kind: 'Box', low: 'a', high: 1, shape: [2] }),
      /low <= high/,
    ],
    [
      'JSON with a shape of text',
      () => spaceFromJSON({ kind: 'Box', low: 0, high: 1, shape: 'ab' }),
      /positive integers, got a/,
    ],
    [
      'JSON of an empty choice',
      () => spaceFromJSON({ kind: 'Discrete' }),
      /positive integers, got undefined/,
    ],
    ['unknown JSON', () => spaceFromJSON({ kind: 'Set' }), /Unknown kind of space "Set"; known are Box/],
  ])('%s', (_name, make, message) => {
    expect(make).toThrow(message);
  });
});
