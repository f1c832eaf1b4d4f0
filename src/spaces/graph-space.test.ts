// Graphs of bounded size: packed, flattened, and what they refuse. (Graphs of any size: more-spaces.test.ts.)
import { expect, it } from 'vitest';
import { Generator } from '../random/index.js';
import {
  Box,
  Discrete,
  equalSpaces,
  flattenSpace,
  Graph,
  packObservation,
  type Space,
  spaceDifference,
  spaceFromJSON,
} from './index.js';

const graph = (maxNodes = 3, maxEdges = 2) =>
  new Graph({
    nodeSpace: new Box({ low: -1, high: 1, shape: [2] }),
    edgeSpace: new Discrete(3, { start: 5 }),
    maxNodes,
    maxEdges,
  });
const value = { nodes: Float32Array.of(0.5, -1, 1, 0), edges: [6], edgeLinks: Int32Array.of(1, 0) };

it('packs counts, nodes, edges and links, each filled up, and back', () => {
  const space = graph() as Space;
  expect([space.hasFixedSize, space.packedSize, space.packedType]).toEqual([true, 2 + 6 + 2 + 4, 'float32']);
  const packed = packObservation(space, value, 'It');
  expect([...packed]).toEqual([2, 1, 0.5, -1, 1, 0, 0, 0, 6, 0, 1, 0, 0, 0]);
  expect(space.unpack(packed, 0)).toEqual({ ...value, edges: Uint8Array.of(6) });
  const alone = { nodes: Float32Array.of(0.5, 0), edges: null, edgeLinks: null };
  expect(space.unpack(packObservation(space, alone, 'It'), 0)).toEqual(alone);
  expect(space.leaves()).toEqual([{ path: '', space, offset: 0, size: 14 }]);
});

it('flattens in the same order, edges one-hot, within the bounds of its flat space', () => {
  const space = graph();
  expect(space.flatdim).toBe(2 + 6 + 6 + 4);
  expect([...space.flatten(value as never)]).toEqual([
    2, 1, 0.5, -1, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0,
  ]);
  const { low, high } = flattenSpace(space as Space);
  expect([...low]).toEqual([0, 0, -1, -1, -1, -1, -1, -1, ...Array(10).fill(0)]);
  expect([...high]).toEqual([3, 2, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 2, 2, 2, 2]);
});

it('loses nothing of what it samples', () => {
  const space = graph(5, 7) as Space;
  const rng = new Generator(1);
  const sizes = new Set<number>();
  for (let i = 0; i < 50; i++) {
    const sample = space.sample({ rng }) as { edgeLinks: Int32Array | null };
    sizes.add((sample.edgeLinks?.length ?? 0) / 2);
    expect(space.contains(sample)).toBe(true);
    expect(space.unpack(packObservation(space, sample, 'It'), 0)).toEqual(sample);
  }
  expect(Math.max(...sizes)).toBe(7);
  const lone = new Graph({ nodeSpace: new Discrete(3), maxNodes: 300 });
  expect([lone.packedSize, lone.packedType, lone.flatdim]).toEqual([302, 'uint16', 902]);
  expect(lone.contains(lone.sample({ numNodes: 300 }))).toBe(true);
});

it('is told apart by its bounds, in JSON and words too', () => {
  const space = graph() as Space;
  expect(equalSpaces(spaceFromJSON(JSON.parse(JSON.stringify(space))), space)).toBe(true);
  expect(spaceDifference(space, graph(4) as Space)).toBe(
    'the largest graph has 3 nodes and 2 edges in one and 4 nodes and 2 edges in the other',
  );
  const free = new Graph({ nodeSpace: graph().nodeSpace, edgeSpace: graph().edgeSpace }) as Space;
  expect(spaceDifference(free, space)).toMatch(/has any size in one and 3 nodes/);
  expect(String(space)).toMatch(/^Graph\(Box\(.*\), Discrete\(3, start=5\), maxNodes=3, maxEdges=2\)$/);
});

it('refuses graphs that are larger, and bounds that are none', () => {
  const space = graph();
  expect(space.contains({ nodes: new Float32Array(8), edges: null, edgeLinks: null })).toBe(false);
  const links = { edges: [5, 5, 5], edgeLinks: Int32Array.of(0, 1, 1, 0, 1, 1) };
  expect(space.contains({ nodes: new Float32Array(4), ...links })).toBe(false);
  expect(() => space.sample({ numNodes: 4 })).toThrow(/has at most 3 nodes and 2 edges, got 4/);
  expect(() => space.sample({ numEdges: 3 })).toThrow(/at most 3 nodes and 2 edges, got 3 and 3/);
  for (const bounds of [
    { maxNodes: 3 },
    { maxEdges: 3 },
    { maxNodes: 0, maxEdges: 2 },
    { maxNodes: 7e4, maxEdges: 1 },
  ]) {
    expect(() => new Graph({ nodeSpace: new Discrete(2), edgeSpace: new Discrete(1), ...bounds })).toThrow(
      /bounded size needs maxNodes and maxEdges from 1 to 65535/,
    );
  }
  expect(() => new Graph({ nodeSpace: new Discrete(2), maxNodes: 2, maxEdges: 2 })).toThrow(
    /no maxEdges, as there/,
  );
});
