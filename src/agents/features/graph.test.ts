// The extractor of graphs: what it says does not depend on names, places and company of nodes; agents with it.
import { describe, expect, it } from 'vitest';
import '../../envs/small-worlds/index.js';
import { expectGradients } from '../../../test/finite-differences.js';
import { makeVec } from '../../envs/index.js';
import { Generator } from '../../random/index.js';
import { Box, Dict, Discrete, Graph, type Space } from '../../spaces/index.js';
import { cat, type Tensor, tensor } from '../../tensor/index.js';
import { agentFromBytes, DQN, PPO } from '../index.js';
import type { Extractor } from './extractor.js';
import { extractor } from './index.js';

const space = (maxNodes = 5, edgeSpace: Discrete | Box = new Discrete(1)) =>
  new Graph({
    nodeSpace: new Box({ low: -1, high: 1, shape: [3] }),
    edgeSpace,
    maxNodes,
    maxEdges: 8,
  }) as Space;
const make = (options: object, of: Space = space()): Extractor =>
  extractor(of, { type: 'graph', layers: [8, 8], heads: 2, size: 6, ...options }, new Generator(1));

const nodes = [0.1, 0.2, 0.3, -0.5, 0.4, 0.9, 0.7, -0.8, 0.2, 0.3, 0.3, -0.6];
const links = [0, 1, 1, 0, 1, 2, 2, 1, 2, 3];
/** A graph of four nodes as an agent sees it, `[1, inputs]`; `order` says where each node stands. */
function inputs(order = [0, 1, 2, 3], of = space(), weights = links.length / 2): Tensor {
  const placed = new Float32Array(12);
  order.forEach((place, node) => void placed.set(nodes.slice(3 * node, 3 * node + 3), 3 * place));
  const edgeLinks = Int32Array.from(links, (node) => order[node]!);
  const edges = new Float32Array(weights).fill(1);
  const flat = of.flatten({
    nodes: placed,
    edges: (of as Graph<Box, Box>).edgeSpace instanceof Box ? edges : Array(weights).fill(0),
    edgeLinks,
  });
  return tensor(flat, { shape: [1, flat.length] });
}
const close = (a: Tensor, b: Tensor) => {
  const expected = b.toArray();
  a.toArray().forEach((value, i) => void expect(value).toBeCloseTo(expected[i]!, 5));
};

describe.each(['gcn', 'gat'])('layer %s', (layer) => {
  it.each(['max', 'mean'])(
    'says the same of a graph whatever its nodes are called, readout %s',
    (readout) => {
      const module = make({ layer, readout });
      const said = module.forward(inputs());
      expect(said.shape).toEqual([1, 6]);
      expect(said.toArray().some((value) => value > 0)).toBe(true);
      close(module.forward(inputs([3, 1, 0, 2])), said);
    },
  );

  it.each(['max', 'mean'])(
    'says it in any company, and where there is room for more, readout %s',
    (readout) => {
      const module = make({ layer, readout });
      const said = module.forward(inputs());
      const other = inputs();
      other.data[2] = 0.8;
      const both = module.forward(cat([other, inputs()], 0));
      close(both.slice(0, 1, 2), said);
      expect(both.slice(0, 0, 1).toArray()).not.toEqual(said.toArray());
      const roomy = make({ layer, readout }, space(9));
      roomy.loadStateDict(module.stateDict());
      close(roomy.forward(inputs(undefined, space(9))), said);
      expect([module.freeOfSize, module.repeatable]).toEqual([true, false]);
    },
  );

  it('hears along edges only, as far as there are layers', () => {
    const module = make({ layer, layers: [8], readout: 'mean' });
    const apart = inputs();
    // The edge from 2 to 3 becomes one from 3 to 2.
    apart.data.set([3, 2], apart.data.length - 16 + 8);
    expect(module.forward(apart).toArray()).not.toEqual(module.forward(inputs()).toArray());
  });

  it('has the gradients of its differences', () => {
    const module = make({ layer, readout: 'mean' });
    const parameters = Object.fromEntries(module.namedParameters().slice(0, 3));
    const x = inputs();
    expectGradients(() => module.forward(x), parameters);
  });
});

it('weighs edges by their one number, with layer gcn', () => {
  const weighted = space(5, new Box({ low: 0, high: 2, shape: [1] }) as Box);
  const module = make({ layer: 'gcn' }, weighted);
  const x = inputs(undefined, weighted);
  const alike = make({ layer: 'gcn' });
  alike.loadStateDict(module.stateDict());
  close(alike.forward(inputs()), module.forward(x));
  x.data[2 + 15] = 2;
  expect(module.forward(x).toArray()).not.toEqual(alike.forward(inputs()).toArray());
});

it('is chosen for graphs by itself, and refuses what it cannot read', () => {
  const auto = (of: Space) => () => extractor(of, 'auto', new Generator(1));
  expect(auto(space())().constructor.name).toBe('GraphExtractor');
  expect(auto(new Dict({ graph: space(), n: new Discrete(2) }))).toThrow(
    /nothing reads graphs beside other parts/,
  );
  expect(() => make({}, new Discrete(3) as Space)).toThrow(
    /graph reads a Graph of bounded size, .* got Discrete\(3\)/,
  );
  expect(() => make({}, space(5, new Discrete(2)))).toThrow(/edges that are all alike.*got Discrete\(2\)/);
  const box = (low: number) => space(5, new Box({ low, high: 1, shape: [1] }) as Box);
  expect(() => make({ layer: 'gat' }, box(0))).toThrow(/with layer gat/);
  expect(() => make({}, box(-1))).toThrow(/a Box of one number ≥ 0/);
  expect(() => make({ layer: 'gat', layers: [7] })).toThrow(
    /2 heads do not divide the 7 numbers of graph layer 1/,
  );
  expect(() => make({ layer: 'sage' })).toThrow(/layer/);
});

describe('an agent that reads graphs', () => {
  const small = { hiddenSizes: [8], seed: 3, features: { type: 'graph', layers: [8, 8], size: 8 } };
  const vec = (nodes: number) => makeVec('Routing-v0', { options: { minNodes: nodes, maxNodes: nodes } });

  it('learns the same for a seed, resumes exactly, and acts and learns on with the same weights in larger networks', async () => {
    const options = { ...small, learningStarts: 20, batchSize: 8 };
    const agent = await new DQN(vec(6), options).learn({ totalSteps: 60 });
    const twin = await new DQN(vec(6), options).learn({ totalSteps: 60 });
    expect(twin.weights()).toEqual(agent.weights());
    const resumed = agentFromBytes(twin.toBytes({ memory: true }), { env: vec(6) });
    await Promise.all([twin, resumed].map((each) => each.learn({ totalSteps: 90 })));
    expect(resumed.weights()).toEqual(twin.weights());
    const env = vec(15);
    const other = agentFromBytes(agent.toBytes(), { env });
    expect(other.weights()).toEqual(agent.weights());
    await other.learn({ totalSteps: 120 });
    expect(other.weights()).not.toEqual(agent.weights());
  });

  it('reads rollouts too, and refuses statistics of counts and links', async () => {
    const agent = new PPO(vec(6), { ...small, nSteps: 32, batchSize: 32, shareFeatures: true });
    const before = JSON.stringify(agent.weights());
    await agent.learn({ totalSteps: 32 });
    expect(JSON.stringify(agent.weights())).not.toBe(before);
    const scaled = () => new PPO(vec(6), { ...small, normalizeObservations: true });
    expect(scaled).toThrow(/normalizeObservations: numbers of nodes and links in Graph\(.*cannot be scaled/);
  });
});
