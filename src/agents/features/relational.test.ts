// The relational extractor: sizes of the book's network, planes, kinds of attention, what it reads out; agents with it.
import { describe, expect, it } from 'vitest';
import '../../envs/minigrid/index.js';
import { expectGradients } from '../../../test/finite-differences.js';
import { makeVec } from '../../envs/index.js';
import { Generator } from '../../random/index.js';
import { Box, Discrete, type Space } from '../../spaces/index.js';
import { cat, type Tensor, tensor } from '../../tensor/index.js';
import { agentFromBytes, DQN, PPO } from '../index.js';
import { extractor } from './index.js';
import type { RelationalExtractor } from './relational.js';

const bytes = (...shape: number[]) => new Box({ low: 0, high: 255, shape, dtype: 'uint8' }) as Space;
const view = bytes(7, 7, 3);
const oneHot = { planes: 'one-hot', codes: [11, 6, 3] };
const make = (options: object, space = view) =>
  extractor(
    space,
    { type: 'relational', channels: 'last', ...options },
    new Generator(1),
  ) as RelationalExtractor;
const count = (module: { parameters(): { size: number }[] }) =>
  module.parameters().reduce((sum, { size }) => sum + size, 0);

const SMALL = {
  ...oneHot,
  convolutions: [
    [16, 1, 1],
    [32, 1, 1],
  ],
};
const BOOK = { scale: 10, attention: 'slot', heads: 3, width: 64, norm: 'all', readout: 'max' };

const doorKey = (numEnvs = 1) =>
  makeVec('MiniGrid-DoorKey-5x5-v0', {
    numEnvs,
    wrappers: [{ name: 'ImgObsWrapper' }, { name: 'SelectActions', options: { actions: [0, 1, 2, 3, 5] } }],
  } as never);

/** A view of codes, as an agent reads it. */
const seen = (shape: number[], factor = 1): Tensor => {
  const size = shape.reduce((product, n) => product * n);
  const rng = new Generator(2);
  const values = Float32Array.from(
    { length: size },
    (_, i) => (factor * rng.integers(0, [11, 6, 3][i % 3]!)) / 255,
  );
  return tensor(values, { shape: [1, size] });
};

it.each([
  ['13,045 of the small network', SMALL, 13_045],
  ["91,597 of the book's", BOOK, 91_597],
])('has the parameters: %s, on DoorKey', (_, features, expected) => {
  const agent = new DQN(doorKey(), {
    features: { type: 'relational', channels: 'last', ...features },
    hiddenSizes: [],
  });
  expect(count(agent.qNetwork)).toBe(expected);
});

it('makes a plane of every code', () => {
  const module = make({ ...oneHot, convolutions: [[20, 1, 1]] });
  const [layer] = module.layers;
  layer!.weight.data.fill(0);
  layer!.bias!.data.fill(0);
  for (let i = 0; i < 20; i++) layer!.weight.data[21 * i] = 1;
  const inputs = seen([7, 7, 3]);
  // What the attention hears is what the layer says of the planes, then the places.
  const heard: Tensor[] = [];
  const forward = module.relations.forward.bind(module.relations);
  module.relations.forward = (x) => {
    heard.push(x);
    return forward(x);
  };
  module.forward(inputs);
  const rows = heard[0]!.tolist() as number[][][];
  for (const [cell, row] of rows[0]!.entries()) {
    const [type, colour, state] = [0, 1, 2].map((i) => Math.round(255 * inputs.data[3 * cell + i]!));
    const bits = Array.from({ length: 20 }, (_, i) => Number([type, 11 + colour!, 17 + state!].includes(i)));
    expect(row.slice(0, 20)).toEqual(bits);
    expect(row[20]).toBeCloseTo((cell % 7) / 7, 6);
    expect(row[21]).toBeCloseTo(Math.floor(cell / 7) / 7, 6);
  }
});

describe.each(['scaled-dot', 'additive', 'slot'])('attention %s', (attention) => {
  it('tells who attends to whom, and has the gradients of its differences', () => {
    const space = bytes(3, 2, 3);
    const module = make({ attention, heads: 2, width: 3, size: 4, convolutions: [[4, 1, 1]] }, space);
    const inputs = seen([3, 2, 3], 30);
    const maps = module.attentionMaps(inputs);
    expect(maps).toMatchObject({ heads: 2, height: 3, width: 2, agent: 3 });
    expect(maps.weights.length).toBe(2 * 6 * 6);
    for (let row = 0; row < 12; row++) {
      const sum = maps.weights.subarray(6 * row, 6 * row + 6).reduce((total, weight) => total + weight);
      expect(sum).toBeCloseTo(1, 5);
    }
    const kept = maps.weights.slice();
    module.forward(seen([3, 2, 3], 15));
    expect(maps.weights).toEqual(kept);
    expectGradients(() => module.forward(inputs), Object.fromEntries(module.namedParameters()));
  });

  it('follows the order of cells, but for the slots, where nothing tells their places', () => {
    const module = make({ attention, coordinates: false, readout: 'max' });
    const inputs = seen([7, 7, 3]);
    const cells = Array.from({ length: 49 }, (_, i) => inputs.slice(1, 3 * i, 3 * i + 3));
    const turned = cat([...cells.slice(20), ...cells.slice(0, 20)], 1);
    const difference = module.forward(turned).sub(module.forward(inputs)).abs().max().item();
    if (attention === 'slot') expect(difference).toBeGreaterThan(1e-3);
    else expect(difference).toBeLessThan(1e-4);
    expect(module.freeOfSize).toBe(attention !== 'slot');
  });
});

it('reads out the largest of all nodes, the node of the agent, or both', () => {
  const inputs = seen([7, 7, 3]);
  const [both, max, agent] = ['both', 'max', 'agent'].map((readout) => make({ readout, norm: 'all' }));
  const said = both!.forward(inputs).toArray();
  expect(said.length).toBe(128);
  expect(max!.forward(inputs).toArray()).toEqual(said.slice(0, 64));
  expect(agent!.forward(inputs).toArray()).toEqual(said.slice(64));
  const named = make({ readout: 'agent', norm: 'all', agent: [3, 6] });
  expect(named.forward(inputs).toArray()).toEqual(said.slice(64));
  const elsewhere = make({ readout: 'agent', norm: 'all', agent: [0, 0] });
  expect(elsewhere.forward(inputs).toArray()).not.toEqual(said.slice(64));
});

it('reads what larger kernels say of images, wherever their channels are', () => {
  const convolutions = [
    [8, 3, 2],
    [8, 2, 1],
  ];
  const last = make({ convolutions }, bytes(9, 7, 3));
  const first = make({ convolutions, channels: 'first' }, bytes(3, 9, 7));
  expect(last.attentionMaps(seen([9, 7, 3]))).toMatchObject({ height: 3, width: 2 });
  const inputs = seen([9, 7, 3]);
  const planes = inputs.reshape([1, 63, 3]).permute([0, 2, 1]).reshape([1, 189]);
  expect(first.forward(planes).toArray()).toEqual(last.forward(inputs).toArray());
});

it('refuses what it cannot read', () => {
  expect(() => make({}, new Discrete(3) as Space)).toThrow(/relational reads images .*got Discrete\(3\)/);
  expect(() => make({ planes: 'one-hot' })).toThrow(/one-hot planes need images of bytes, and codes/);
  expect(() => make({ ...oneHot, codes: [3] })).toThrow(/each of their 3 channels has .* got codes \[3\]/);
  expect(() => make(oneHot, new Box({ low: 0, high: 1, shape: [7, 7, 3] }) as Space)).toThrow(
    /images of bytes/,
  );
  expect(() => make({ codes: [11, 6, 3] })).toThrow(/reads codes for one-hot planes only/);
  expect(() => make({ ...oneHot, scale: 10 })).toThrow(/reads scale for raw planes only/);
  expect(() => make({ agent: [7, 0] })).toThrow(/no node \[7, 0\] of an agent among 7 x 7/);
  expect(() => make({ agent: [3, 6], readout: 'max' })).toThrow(/reads agent for readouts/);
  expect(() => make({ convolutions: [[8, 8, 1]] })).toThrow(
    /7 x 7 is smaller than the kernel 8 of convolution 1/,
  );
  expect(() => make({ attention: 'dot' })).toThrow(/attention/);
});

describe('an agent with it', () => {
  const features = {
    type: 'relational',
    channels: 'last',
    ...oneHot,
    convolutions: [[8, 1, 1]],
    width: 8,
    size: 8,
  };
  const options = { features, hiddenSizes: [], seed: 3, learningStarts: 20, batchSize: 8, doubleQ: true };

  it('learns the same for a seed and resumes exactly, recorded steps and all', async () => {
    const agent = await new DQN(doorKey(), options).learn({ totalSteps: 60 });
    const twin = await new DQN(doorKey(), options).learn({ totalSteps: 60 });
    expect(twin.weights()).toEqual(agent.weights());
    const resumed = agentFromBytes(twin.toBytes({ memory: true }), { env: doorKey() });
    await Promise.all([agent, resumed].map((each) => each.learn({ totalSteps: 90 })));
    expect(resumed.weights()).toEqual(agent.weights());
    expect(agent.weights()).not.toEqual(twin.weights());
  });

  it('learns by policy gradients, with norms that begin at 1', async () => {
    const agent = new PPO(doorKey(2), { features, hiddenSizes: [8], nSteps: 16, batchSize: 32, seed: 1 });
    const weights = Object.entries(agent.weights());
    const norms = weights.filter(([name]) => /norm\.weight$/.test(name));
    expect(norms.length).toBe(4);
    for (const [, { data }] of norms) expect(new Set(data)).toEqual(new Set([1]));
    const before = JSON.stringify(agent.weights());
    await agent.learn({ totalSteps: 32 });
    expect(JSON.stringify(agent.weights())).not.toBe(before);
  });
});
