// Masks and probabilities: the draws are those of Gymnasium 1.3 for the same seed.
import { describe, expect, it } from 'vitest';
import {
  Box,
  Dict,
  Discrete,
  MultiBinary,
  MultiDiscrete,
  type SampleOptions,
  type Space,
  Tuple,
} from './index.js';

function draws<T>(space: Space<T>, times: number, options: SampleOptions): unknown[] {
  space.seed(7);
  return Array.from({ length: times }, () => plain(space.sample(options)));
}

function plain(value: unknown): unknown {
  if (ArrayBuffer.isView(value)) return Array.from(value as unknown as ArrayLike<number>);
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, plain(part)]));
}

const grid = () =>
  new MultiDiscrete([
    [2, 3],
    [4, 5],
  ]);

it.each<[string, Space, SampleOptions, unknown[]]>([
  ['Discrete', new Discrete(4), { probability: [0.1, 0.2, 0.3, 0.4] }, [3, 3, 3, 1, 2, 3, 0, 3]],
  ['Discrete from 5', new Discrete(3, { start: 5 }), { probability: [0.5, 0, 0.5] }, [7, 7, 7, 5, 5, 7]],
  [
    'MultiBinary, masked',
    new MultiBinary(6),
    { mask: [0, 1, 2, 2, 2, 2] },
    [
      [0, 1, 1, 1, 1, 0],
      [0, 1, 0, 1, 1, 1],
      [0, 1, 0, 1, 0, 0],
    ],
  ],
  [
    'MultiBinary, weighted',
    new MultiBinary(6),
    { probability: [0, 1, 0.5, 0.2, 0.8, 0.5] },
    [
      [0, 1, 0, 0, 1, 0],
      [0, 1, 0, 0, 1, 1],
      [0, 1, 0, 0, 0, 0],
    ],
  ],
  [
    'MultiBinary, 2-d',
    new MultiBinary([2, 3]),
    { probability: [0, 1, 0.5, 0.2, 0.8, 0.5] },
    [[0, 1, 0, 0, 1, 0]],
  ],
  [
    'MultiDiscrete, masked',
    new MultiDiscrete([3, 4]),
    {
      mask: [
        [1, 0, 1],
        [0, 1, 1, 1],
      ],
    },
    [
      [2, 2],
      [2, 3],
      [2, 3],
      [2, 1],
      [0, 1],
    ],
  ],
  [
    'MultiDiscrete, flags in one array',
    new MultiDiscrete([3, 4]),
    { mask: Uint8Array.of(1, 0, 1, 0, 1, 1, 1) },
    [
      [2, 2],
      [2, 3],
      [2, 3],
      [2, 1],
      [0, 1],
    ],
  ],
  [
    'MultiDiscrete, nothing allowed in one entry',
    new MultiDiscrete([3, 4]),
    {
      mask: [
        [0, 0, 0],
        [0, 1, 1, 1],
      ],
    },
    [
      [0, 3],
      [0, 2],
    ],
  ],
  [
    'MultiDiscrete, weighted',
    new MultiDiscrete([3, 4]),
    {
      probability: [
        [0.2, 0, 0.8],
        [0.25, 0.25, 0.25, 0.25],
      ],
    },
    [
      [2, 3],
      [2, 0],
      [2, 3],
      [0, 3],
      [2, 1],
    ],
  ],
  [
    'MultiDiscrete with start',
    new MultiDiscrete([3, 4], { start: [10, -5] }),
    {},
    [
      [11, -2],
      [12, -5],
      [10, -2],
      [10, -2],
    ],
  ],
  [
    'MultiDiscrete with start, masked',
    new MultiDiscrete([3, 4], { start: [10, -5] }),
    {
      mask: [
        [0, 1, 1],
        [1, 1, 0, 0],
      ],
    },
    [
      [12, -4],
      [12, -4],
      [12, -4],
      [12, -5],
    ],
  ],
  [
    'MultiDiscrete, 2-d',
    grid(),
    {},
    [
      [1, 2, 3, 1],
      [0, 2, 0, 4],
      [1, 1, 1, 1],
    ],
  ],
  [
    'MultiDiscrete, 2-d with start, masked',
    new MultiDiscrete(
      [
        [2, 3],
        [4, 5],
      ],
      {
        start: [
          [1, 1],
          [2, 2],
        ],
      },
    ),
    {
      mask: [
        [
          [1, 1],
          [0, 1, 1],
        ],
        [
          [1, 0, 0, 1],
          [1, 1, 1, 1, 0],
        ],
      ],
    },
    [
      [2, 3, 5, 5],
      [2, 3, 5, 2],
    ],
  ],
  [
    'Tuple, a part without mask',
    new Tuple([new Discrete(4), new Box({ low: -1, high: 1, shape: [2] }), new MultiBinary(3)]),
    { mask: [[0, 1, 1, 0], null, [2, 1, 2]] },
    [
      [1, [-0.1989722102880478, -0.25686243176460266], [0, 1, 0]],
      [1, [-0.18157240748405457, -0.5950309038162231], [0, 1, 1]],
    ],
  ],
  [
    'Dict, weighted',
    new Dict({ b: new Discrete(4), a: new MultiDiscrete([2, 2]) }),
    {
      probability: {
        b: [0.7, 0.1, 0.1, 0.1],
        a: [
          [0.5, 0.5],
          [0, 1],
        ],
      },
    },
    [
      { b: 0, a: [0, 1] },
      { b: 0, a: [1, 1] },
      { b: 0, a: [1, 1] },
    ],
  ],
  ['int8 Box', new Box({ low: -5, high: 100, shape: [4], dtype: 'int8' }), {}, [[61, 90, 77, 18]]],
  ['int16 Box', new Box({ low: -5, high: 100, shape: [4], dtype: 'int16' }), {}, [[61, 90, 77, 18]]],
  ['uint16 Box', new Box({ low: 0, high: 100, shape: [4], dtype: 'uint16' }), {}, [[63, 90, 78, 22]]],
  [
    'uint32 Box',
    new Box({ low: [0, 1000, 0], high: [4294967295, 70000, 2], dtype: 'uint32' }),
    {},
    [
      [2684764585, 62908, 2],
      [967257515, 21711, 2],
    ],
  ],
  [
    'float32 Box over the full range',
    new Box({ low: -3.4028234663852886e38, high: 3.4028234663852886e38, shape: [3] }),
    {},
    [[8.513555628819511e37, 2.703296951193873e38, 1.876219432607493e38]],
  ],
])('%s', (_name, space, options, expected) => {
  expect(draws(space, expected.length, options)).toEqual(expected);
});

describe('what does not fit a space is refused', () => {
  const pair = new MultiDiscrete([2, 3]);
  it.each<[string, Space, SampleOptions, RegExp]>([
    [
      'mask of a Box',
      new Box({ low: 0, high: 1 }),
      { mask: [1] },
      /Box\(0, 1, \[1\], float32\) takes neither mask/,
    ],
    ['probability of a Box', new Box({ low: 0, high: 1 }), { probability: [1] }, /takes neither/],
    ['both', new Discrete(2), { mask: [1, 1], probability: [0.5, 0.5] }, /a mask or a probability, not both/],
    ['length', new Discrete(3), { mask: [1, 1] }, /mask of Discrete\(3\) must hold 3 numbers, got 2/],
    ['flags', new Discrete(2), { mask: [1, 0.5] }, /must hold 0 and 1, got 0.5 at element 1/],
    ['form', new Discrete(2), { mask: 'all' as never }, /must be an array of 2 numbers, got string/],
    ['range', new Discrete(2), { probability: [1.5, -0.5] }, /from 0 to 1, got 1.5/],
    ['sum', new Discrete(2), { probability: [0.5, 0.4] }, /sum to 1/],
    ['bits', new MultiBinary(2), { mask: [0, 3] }, /must hold 0, 1 or 2, got 3/],
    ['bit weights', new MultiBinary(2), { probability: [0, Number.NaN] }, /from 0 to 1, got NaN/],
    ['entries', pair, { mask: [[1, 1]] }, /must be 2 arrays, one for each entry, or one array of 5/],
    [
      'an entry',
      pair,
      {
        mask: [
          [1, 1],
          [1, 1],
        ],
      },
      /entry 1 of MultiDiscrete\(\[2, 3\]\) must hold 3/,
    ],
    ['flat length', pair, { mask: new Uint8Array(4) }, /must hold 5 numbers, got 4/],
    ['parts', new Tuple([pair, pair]), { mask: [null] }, /one entry for each of its parts/],
    ['keys', new Dict({ a: pair, b: pair }), { mask: { a: null } }, /its keys, a, b; got a/],
  ])('%s', (_name, space, options, message) => {
    expect(() => space.sample(options)).toThrow(message);
  });
});

it('a float64 box over the full range samples within it, below and above zero', () => {
  const { MAX_VALUE } = Number;
  const space = new Box({ low: -MAX_VALUE, high: MAX_VALUE, shape: [100], dtype: 'float64' });
  space.seed(1);
  const values = space.sample();
  expect(space.contains(values)).toBe(true);
  expect(values.some((x) => x < -1e307) && values.some((x) => x > 1e307)).toBe(true);
});

it('a million choices are drawn, packed and flattened', () => {
  for (const space of [
    new Discrete(1e6),
    new MultiDiscrete(Array(1e6).fill(2)),
    new MultiBinary(1e6),
  ] as Space[]) {
    const value = space.sample();
    expect(space.contains(value)).toBe(true);
    expect(space.flatten(value)).toHaveLength(space.flatdim);
  }
  expect(new Discrete(1e6).sample({ mask: new Uint8Array(1e6).fill(1, 5, 6) })).toBe(5);
});
