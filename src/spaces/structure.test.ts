// The structure of spaces: their leaves, differences, and what does not fit them.
import { describe, expect, it } from 'vitest';
import {
  Box,
  Dict,
  Discrete,
  equalSpaces,
  fits,
  MultiBinary,
  MultiDiscrete,
  packObservation,
  type Space,
  spaceDifference,
  Tuple,
} from './index.js';

const image = () => new Box({ low: 0, high: 255, shape: [2, 2, 1], dtype: 'uint8' });
const goal = () => new Box({ low: -1, high: 1, shape: [3] });
const nested = () =>
  new Dict({
    task: new Tuple([new Discrete(3), goal()]),
    observation: new Dict({ goal: goal(), eye: image() }),
  });

describe('leaves', () => {
  it('lie in packed order and cover the packed value', () => {
    const space = nested();
    expect(space.leaves().map(({ path, offset, size }) => [path, offset, size])).toEqual([
      ['observation.eye', 0, 4],
      ['observation.goal', 4, 3],
      ['task.0', 7, 1],
      ['task.1', 8, 3],
    ]);
    expect(space.leaves()[0]!.space).toBe(space.spaces.observation.spaces.eye);
    const value = space.sample();
    const packed = new Float64Array(space.packedSize);
    space.pack(value, packed, 0);
    for (const leaf of space.leaves()) {
      expect(leaf.space.contains(leaf.space.unpack(packed, leaf.offset))).toBe(true);
    }
  });

  it('are the space itself where it has no parts', () => {
    const space = goal();
    expect(space.leaves()).toEqual([{ path: '', space, offset: 0, size: 3 }]);
  });

  it('have names of their own whatever the keys', () => {
    const one = new Discrete(2);
    const space = new Dict({ 'a.b': one, a: new Dict({ b: one, '': one }), '': one, '\\': one });
    const paths = space.leaves().map(({ path }) => path);
    expect(new Set(paths).size).toBe(5);
    expect(paths).toContain('a\\.b');
  });
});

describe('differences', () => {
  it.each<[Space, Space, string]>([
    [new Discrete(2), new Discrete(3), 'n is 2 in one and 3 in the other'],
    [new Discrete(2), new Discrete(2, { start: 5 }), 'start is 0 in one and 5 in the other'],
    [new Discrete(2), new MultiDiscrete([2]), 'the kind is Discrete in one and MultiDiscrete in the other'],
    [goal(), new Box({ low: -1, high: 1, shape: [4] }), 'the shape is [3] in one and [4] in the other'],
    [goal(), new Box({ low: -1, high: [1, 1, 2] }), 'high at element 2 is 1 in one and 2 in the other'],
    [
      new Box({ low: 0, high: 1 }),
      new Box({ low: 0, high: 1, dtype: 'uint8' }),
      'the dtype is float32 in one and uint8 in the other',
    ],
    [new MultiBinary(2), new MultiBinary([1, 2]), 'the shape is [2] in one and [1, 2] in the other'],
    [new MultiDiscrete([2, 3]), new MultiDiscrete([2, 4]), 'nvec is [2, 3] in one and [2, 4] in the other'],
    [
      new MultiDiscrete([2, 3]),
      new MultiDiscrete([2, 3], { start: [0, 1] }),
      'start is [0, 0] in one and [0, 1] in the other',
    ],
    [
      nested(),
      new Dict({ ...nested().spaces, task: new Tuple([new Discrete(4), goal()]) }),
      'n of "task.0" is 3 in one and 4 in the other',
    ],
    [new Dict({ a: goal() }), new Dict({ b: goal() }), 'the list of keys is [a] in one and [b] in the other'],
    [new Tuple([goal()]), new Tuple([goal(), goal()]), 'the number of parts is 1 in one and 2 in the other'],
  ])('%s and %s', (a, b, difference) => {
    expect(spaceDifference(a, b)).toBe(difference);
    expect(equalSpaces(a, b)).toBe(false);
  });

  it('are none between equal spaces', () => {
    for (const make of [
      nested,
      goal,
      image,
      () => new MultiDiscrete([[2], [3]], { dtype: 'int8' }),
    ] as (() => Space)[]) {
      expect(spaceDifference(make(), make())).toBeUndefined();
      expect(equalSpaces(make(), make())).toBe(true);
    }
  });
});

describe('packObservation', () => {
  const what = 'The observation of predict()';
  const vector = new Box({ low: -1, high: 1, shape: [4] });

  it('packs what fits, in the type of the space, beyond the bounds too', () => {
    expect(packObservation(vector, [0, 0.5, 2, -3], what)).toEqual(Float32Array.of(0, 0.5, 2, -3));
    expect(packObservation(new Discrete(4), 3, what)).toEqual(Uint8Array.of(3));
    expect(packObservation(image(), [0, 255, 1, 2], what)).toEqual(Uint8Array.of(0, 255, 1, 2));
    const value = nested().sample();
    expect(packObservation(nested(), value, what)).toHaveLength(11);
  });

  it.each<[string, Space, unknown, RegExp]>([
    [
      'text',
      vector,
      'hello',
      /predict\(\) does not fit Box\(-1, 1, \[4\], float32\): it must be a flat array of 4 numbers .* got "hello"\. Observations look like \[/,
    ],
    ['an object', vector, {}, /got an empty object/],
    ['nothing', vector, undefined, /got undefined/],
    ['NaN', vector, [Number.NaN, 0, 0, 0], /it is NaN at element 0/],
    ['infinity', vector, Float32Array.of(0, 0, 0, Infinity), /it is Infinity at element 3/],
    ['a wrong length', vector, [0, 0, 0], /got an array of length 3/],
    ['texts', vector, ['0', 0, 0, 0], /flat array of 4 numbers/],
    ['bigints', vector, new BigInt64Array(4), /got BigInt64Array of length 4/],
    ['fractions for bytes', image(), [0, 0.3, 0.7, 0.9], /must hold integers of uint8, got 0.3 at element 1/],
    ['numbers too large for bytes', image(), [0, 0, 0, 300], /must hold integers of uint8, got 300/],
    ['negative numbers for bytes', image(), Float32Array.of(0, 0, -1, 0), /got -1 at element 2/],
    ['a foreign choice', new Discrete(3), 3, /it must be an integer of Discrete\(3\), got 3/],
    ['a foreign bit', new MultiBinary(2), [0, 2], /it must be in MultiBinary\(2\), got \[0, 2\]/],
    [
      'a missing key',
      nested(),
      { task: [0, [0, 0, 0]] },
      /"observation" must be an object with the keys eye, goal/,
    ],
    ['a surplus key', new Dict({ a: vector }), { a: [0, 0, 0, 0], b: 1 }, /it has the key "b"/],
    ['a short tuple', new Tuple([vector, vector]), [[0, 0, 0, 0]], /an array with 2 entries/],
    ['a wrong part', new Tuple([new Discrete(2), vector]), [1, [0]], /entry 1 must be a flat array of 4/],
  ])('refuses %s', (_name, space, value, message) => {
    expect(() => packObservation(space, value, what)).toThrow(message);
    if (!(space instanceof Dict && space.keys.length === 1)) expect(fits(space, value)).toBe(false);
  });
});

describe('descriptions that cannot work are refused', () => {
  it.each<[string, () => unknown, RegExp]>([
    [
      'an unknown option of Discrete',
      () => new Discrete(2, { begin: 1 } as never),
      /Discrete has no option 'begin'/,
    ],
    ['a start past safe integers', () => new Discrete(2, { start: 2 ** 53 }), /start of Discrete/],
    ['no count', () => new Discrete(undefined as never), /positive integers, got undefined/],
    [
      'an unknown option of MultiDiscrete',
      () => new MultiDiscrete([2], { starts: [1] } as never),
      /Did you mean start/,
    ],
    [
      'an empty MultiDiscrete',
      () => new MultiDiscrete([]),
      /nvec of MultiDiscrete must be positive integers, got none/,
    ],
    ['a number for nvec', () => new MultiDiscrete(3 as never), /nvec of MultiDiscrete must be an array/],
    ['ragged nvec', () => new MultiDiscrete([[2, 3], [4]]), /lists of different lengths/],
    [
      'a start of another shape',
      () => new MultiDiscrete([2, 3], { start: [1] }),
      /must have the shape of nvec, \[2\], got \[1\]/,
    ],
    [
      'a fractional start',
      () => new MultiDiscrete([2], { start: [0.5] }),
      /start of MultiDiscrete must hold integers/,
    ],
    ['a float dtype', () => new MultiDiscrete([2], { dtype: 'float32' }), /must be an integer type/],
    [
      'a dtype too small',
      () => new MultiDiscrete([300], { dtype: 'uint8' }),
      /0 … 299 of MultiDiscrete are not all numbers of uint8/,
    ],
    ['no bits', () => new MultiBinary([]), /dimensions of MultiBinary must be positive integers, got none/],
    ['a name for a space', () => new Dict({ b: 'Box' as never }), /Dict needs spaces, .* "b" is "Box"/],
    ['an empty Dict', () => new Dict({}), /Dict needs at least one space/],
    ['no Dict', () => new Dict(undefined as never), /Dict needs at least one space/],
    ['an empty Tuple', () => new Tuple([]), /Tuple needs at least one space/],
    ['numbers for spaces', () => new Tuple([2 as never]), /Tuple needs spaces, .* entry 0 is 2/],
    ['a space for spaces', () => new Tuple(new Discrete(2) as never), /Tuple needs an array of spaces/],
  ])('%s', (_name, make, message) => {
    expect(make).toThrow(message);
  });
});

describe('MultiDiscrete', () => {
  it('counts from its start, in any shape and integer type', () => {
    const space = new MultiDiscrete(
      [
        [2, 3],
        [4, 5],
      ],
      {
        start: [
          [0, 0],
          [-1, 7],
        ],
        dtype: 'int8',
      },
    );
    expect(space.shape).toEqual([2, 2]);
    expect(String(space)).toBe('MultiDiscrete([[2, 3], [4, 5]], start=[[0, 0], [-1, 7]], int8)');
    expect(space.contains([1, 2, 2, 11])).toBe(true);
    expect(space.contains([1, 2, 3, 11])).toBe(false);
    expect(space.contains([1, 2, -2, 11])).toBe(false);
    expect(space.sample()).toBeInstanceOf(Int8Array);
    expect([...space.flatten(Int8Array.of(1, 2, -1, 9))]).toEqual([0, 1, 0, 0, 1, 1, 0, 0, 0, 0, 0, 1, 0, 0]);
  });
});
