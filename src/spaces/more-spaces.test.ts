// Sequence, Graph and OneOf: what they contain, how they differ, and what is refused. (Samples: golden.test.ts.)
import { describe, expect, expectTypeOf, it } from 'vitest';
import {
  Box,
  Dict,
  Discrete,
  Graph,
  MultiBinary,
  OneOf,
  packObservation,
  Sequence,
  type Space,
  spaceDifference,
  spaceFromJSON,
  Text,
  Tuple,
} from './index.js';

const point = () => new Box({ low: -1, high: 1, shape: [2] });
const list = () => new Sequence(point());
const graph = () => new Graph({ nodeSpace: point(), edgeSpace: new Discrete(3, { start: 5 }) });
const either = () => new OneOf([new Discrete(3), point(), new Text(4, { charset: 'ab' })]);

it('have the types that their parts say', () => {
  expectTypeOf(list().sample()).toEqualTypeOf<Float32Array[]>();
  expectTypeOf(new Sequence(point(), { stack: true }).sample()).toEqualTypeOf<Float32Array>();
  expectTypeOf(graph().sample().nodes).toEqualTypeOf<Float32Array>();
  expectTypeOf(new Graph({ nodeSpace: point() }).sample().edges).toEqualTypeOf<null>();
  expectTypeOf(either().sample()).toEqualTypeOf<
    [index: number, value: number] | [index: number, value: Float32Array] | [index: number, value: string]
  >();
});

it('are shown as in Gymnasium', () => {
  expect(String(list())).toBe('Sequence(Box(-1, 1, [2], float32), stack=false)');
  expect(String(graph())).toBe('Graph(Box(-1, 1, [2], float32), Discrete(3, start=5))');
  expect(String(new Graph({ nodeSpace: new Discrete(2) }))).toBe('Graph(Discrete(2), None)');
  expect(String(either())).toBe('OneOf(Discrete(3), Box(-1, 1, [2], float32), Text(1, 4, charset=ab))');
});

describe('Sequence', () => {
  it('contains lists of any length', () => {
    for (const value of [[], [[0, 0]], [Float32Array.of(1, -1), [0.5, 0]]])
      expect(list().contains(value)).toBe(true);
    for (const value of [[0, 0], [[0, 2]], [[0]], Float32Array.of(0, 0), 'ab', {}, undefined]) {
      expect(list().contains(value)).toBe(false);
    }
  });

  it('stacks numbers in one array, parts each for itself, and what is no number in a list', () => {
    const stacked = new Sequence(point(), { stack: true });
    expect(stacked.sample({ mask: [3, null] })).toHaveLength(6);
    expect(stacked.sample({ mask: [0, null] })).toEqual(new Float32Array(0));
    for (const value of [[], [0, 1], Float32Array.of(0, 0, 1, 1)]) expect(stacked.contains(value)).toBe(true);
    for (const value of [[0], [0, 2], [[0, 0]], 'ab', {}, undefined])
      expect(stacked.contains(value)).toBe(false);

    const parts = new Dict({ n: new Discrete(3), pair: new Tuple([new MultiBinary(2), new Text(2)]) });
    const both = new Sequence(parts, { stack: true });
    expect(
      both.contains({
        n: [0, 2],
        pair: [
          [0, 1, 1, 1],
          ['ab', 'c'],
        ],
      }),
    ).toBe(true);
    expect(
      both.contains({
        n: [0, 3],
        pair: [
          [0, 1, 1, 1],
          ['ab', 'c'],
        ],
      }),
    ).toBe(false);
    expect(
      both.contains({
        n: [0],
        pair: [
          [0, 1, 1, 1],
          ['ab', 'c'],
        ],
      }),
    ).toBe(false);
    expect(both.contains({ n: [0, 2], pair: [[0, 1, 1, 1], 'ab'] })).toBe(false);
    expect(both.contains({ n: [0, 2] })).toBe(false);
    expect(both.contains(both.sample())).toBe(true);
    expect(both.contains(both.sample({ mask: [0, null] }))).toBe(true);
  });
});

describe('Graph', () => {
  it('contains nodes, and edges between them', () => {
    const edges = { edges: [5, 7], edgeLinks: Int32Array.of(0, 1, 1, 1) };
    for (const value of [
      { nodes: [0, 0, 1, 1], ...edges },
      { nodes: [0, 0], edges: null, edgeLinks: null },
      { nodes: [0, 0], edges: [], edgeLinks: [] },
      { nodes: [] },
    ]) {
      expect(graph().contains(value)).toBe(true);
    }
    for (const value of [
      { nodes: [0, 0], ...edges },
      { nodes: [0, 0, 1], ...edges },
      { nodes: [0, 0, 2, 2], ...edges },
      { nodes: [0, 0, 1, 1], edges: [1, 2], edgeLinks: [0, 1, 1, 1] },
      { nodes: [0, 0, 1, 1], edges: [5, 7], edgeLinks: [0, 1, 1] },
      { nodes: [0, 0, 1, 1], edges: [5, 7], edgeLinks: [0, 1, 1, 0.5] },
      { nodes: [0, 0, 1, 1], edges: [5, 7], edgeLinks: [0, 1, 1, -1] },
      { nodes: [0, 0, 1, 1], edges: [5, 7] },
      { nodes: [0, 0, 1, 1], edgeLinks: [0, 1, 1, 1] },
      { nodes: 'ab' },
      {},
      [],
      undefined,
    ]) {
      expect(graph().contains(value)).toBe(false);
    }
    expect(new Graph({ nodeSpace: point() }).contains({ nodes: [0, 0, 1, 1], ...edges })).toBe(false);
  });

  it('samples features of Discrete spaces from their start on', () => {
    const space = graph();
    space.seed(1);
    const { edges } = space.sample();
    expect(new Set(edges)).toEqual(new Set([5, 6, 7]));
  });
});

describe('OneOf', () => {
  it('contains the values of its parts, under their index', () => {
    for (const value of [
      [0, 2],
      [1, [0.5, 1]],
      [2, 'abba'],
    ])
      expect(either().contains(value)).toBe(true);
    for (const value of [[0, 3], [1, 0], [3, 0], [-1, 0], [0.5, 0], [0], [0, 1, 2], 0, undefined]) {
      expect(either().contains(value)).toBe(false);
    }
  });

  it('packs the index and the value, flattens with its first number repeated', () => {
    const space = either();
    expect([space.packedSize, space.packedType, space.flatdim]).toEqual([5, 'float32', 5]);
    expect(packObservation(space, [1, [0.5, 1]], 'It')).toEqual(Float32Array.of(1, 0.5, 1, 0, 0));
    expect([...space.flatten([1, Float32Array.of(0.5, 1)])]).toEqual([1, 0.5, 1, 0.5, 0.5]);
    expect([...space.flatten([0, 1])]).toEqual([0, 0, 1, 0, 0]);
    expect([...space.flatten([2, 'ba'])]).toEqual([2, 1, 0, 2, 2]);
    expect(space.unpack([2, 1, 0, 2, 2], 0)).toEqual([2, 'ba']);
  });
});

it.each<[Space, Space, string | undefined]>([
  [list(), list(), undefined],
  [graph() as Space, graph() as Space, undefined],
  [either() as Space, either() as Space, undefined],
  [list(), new Sequence(point(), { stack: true }) as Space, 'stack is false in one and true in the other'],
  [list(), new Sequence(new Discrete(2)), 'the kind of "space" is Box in one and Discrete in the other'],
  [
    graph() as Space,
    new Graph({ nodeSpace: point(), edgeSpace: new Discrete(4, { start: 5 }) }) as Space,
    'n of "edgeSpace" is 3 in one and 4 in the other',
  ],
  [
    new Graph({ nodeSpace: point() }) as Space,
    graph() as Space,
    '"edgeSpace" is none in one and Discrete(3, start=5) in the other',
  ],
  [
    new OneOf([new Discrete(2), new Discrete(3)]) as Space,
    new OneOf([new Discrete(2), new Discrete(4)]) as Space,
    'n of "1" is 3 in one and 4 in the other',
  ],
])('%s and %s differ', (a, b, difference) => {
  expect(spaceDifference(a, b)).toBe(difference);
});

describe('what cannot work is refused', () => {
  it.each<[string, () => unknown, RegExp]>([
    ['no space', () => new Sequence(2 as never), /Sequence needs a space, such as new Discrete\(2\), got 2/],
    [
      'stack of text',
      () => new Sequence(point(), { stack: 'yes' as never }),
      /stack of Sequence must be true or/,
    ],
    ['an option', () => new Sequence(point(), { stacked: true } as never), /Did you mean stack/],
    ['a negative length', () => list().sample({ mask: [-1, null] }), /must be integers ≥ 0, got -1/],
    ['no lengths', () => list().sample({ mask: [[], null] }), /needs a length/],
    [
      'a mask of no pair',
      () => list().sample({ mask: [1] as never }),
      /must be \[length, weights of the values\]/,
    ],
    ['a mask of a Box', () => list().sample({ mask: [1, [1, 1]] }), /takes neither mask/],
    [
      'nodes of bits',
      () => new Graph({ nodeSpace: new MultiBinary(2) as never }),
      /nodeSpace of Graph must be/,
    ],
    [
      'no nodes',
      () => new Graph({} as never),
      /nodeSpace of Graph must be a Box or Discrete space, got undefined/,
    ],
    [
      'edges of text',
      () => new Graph({ nodeSpace: point(), edgeSpace: new Text(2) as never }),
      /edgeSpace of Graph must be/,
    ],
    [
      'no node',
      () => graph().sample({ numNodes: 0 }),
      /numNodes of Graph\(.*\) must be a positive integer, got 0/,
    ],
    [
      'half an edge',
      () => graph().sample({ numEdges: 0.5 }),
      /numEdges of Graph\(.*\) must be an integer ≥ 0/,
    ],
    [
      'edges where there are none',
      () => new Graph({ nodeSpace: point() }).sample({ numEdges: 2 }),
      /None\) has no edges: numEdges must be absent, got 2/,
    ],
    ['a graph mask of no pair', () => graph().sample({ mask: [null] as never }), /must be \[nodes, edges\]/],
    ['no parts', () => new OneOf([]), /OneOf needs at least one space/],
    ['a number as part', () => new OneOf([2 as never]), /OneOf needs spaces, .* entry 0 is 2/],
    ['no list', () => new OneOf(new Discrete(2) as never), /OneOf needs an array of spaces/],
    ['few masks', () => either().sample({ mask: [null] }), /array with one entry for each of its parts/],
    ['JSON of a Sequence', () => spaceFromJSON({ kind: 'Sequence' }), /with a kind, got undefined/],
    ['JSON of a Graph', () => spaceFromJSON({ kind: 'Graph', nodeSpace: 3 }), /with a kind, got 3/],
    ['JSON of a OneOf', () => spaceFromJSON({ kind: 'OneOf' }), /"spaces" of a OneOf in JSON must be a list/],
  ])('%s', (_name, make, message) => {
    expect(make).toThrow(message);
  });

  it('packing of a composite with a part of no fixed size, whose values may still be looked at', () => {
    const space = new Dict({ goals: list(), speed: new Discrete(3) });
    expect(space.contains(space.sample())).toBe(true);
    expect(space.hasFixedSize).toBe(false);
    expect(() => space.packedSize).toThrow(
      /^Values of Sequence\(Box\(-1, 1, \[2\], float32\), stack=false\) differ/,
    );
    const one = new OneOf([list(), new Discrete(2)]);
    expect(one.contains(one.sample())).toBe(true);
    expect(() => one.flatdim).toThrow(/^Values of Sequence/);
  });
});
