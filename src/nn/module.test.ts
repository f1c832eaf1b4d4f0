// How modules find their parts, whatever holds them; memory of dropped networks.
import { describe, expect, expectTypeOf, it } from 'vitest';
import { Generator } from '../random/index.js';
import { buffer, memoryUsage, ones, type Tensor, zeros } from '../tensor/index.js';
import {
  BatchNorm1d,
  Conv2d,
  Dropout,
  init,
  type Layer,
  Linear,
  Module,
  ModuleDict,
  ModuleList,
  Parameter,
  ParameterList,
  Sequential,
  summary,
} from './index.js';
import { euclidean } from './init.js';

const rng = new Generator(0);
const linear = () => new Linear(2, 1, { rng, bias: false });

class Parts extends Module {
  readonly options = { sizes: [1, 2], name: 'parts' };
  readonly nets = { actor: linear(), critics: [linear(), linear()] };
  readonly scales = [new Parameter(ones([1])), new Parameter(ones([2]))];
  readonly named = { logStd: new Parameter(ones([3])), count: buffer([1]) };
  readonly drops = [{ drop: new Dropout(0.5) }];
}

describe('a module', () => {
  it('finds modules, parameters and buffers in lists and records', () => {
    const parts = new Parts();
    expect(Object.keys(parts.stateDict())).toEqual([
      'scales.0',
      'scales.1',
      'named.logStd',
      'named.count',
      'nets.actor.weight',
      'nets.critics.0.weight',
      'nets.critics.1.weight',
    ]);
    expect(parts.parameters().map((p) => p.size)).toEqual([1, 2, 3, 2, 2, 2]);
    expect(parts.buffers()).toEqual([parts.named.count]);
    expect(parts.namedParameters().map(([, p]) => p)).toEqual(parts.parameters());
    parts.eval();
    expect(parts.nets.critics[1]!.training).toBe(false);
    expect(parts.drops[0]!.drop.training).toBe(false);
    const copy = new Parts();
    copy.loadStateDict(parts.stateDict());
    expect(copy.stateDict()).toEqual(parts.stateDict());
  });

  it('refuses parts in a Map or Set, which have no names', () => {
    class Mapped extends Module {
      constructor(readonly heads: unknown) {
        super();
      }
    }
    for (const heads of [new Map([['a', linear()]]), new Set([[new Parameter(ones([1]))]])]) {
      const mapped = new Mapped(heads);
      for (const use of [() => mapped.parameters(), () => mapped.stateDict(), () => mapped.eval()]) {
        expect(use).toThrow(/The field 'heads.*' holds a .* in a Map or Set/);
      }
    }
    expect(new Mapped(new Map([['a', 1]])).parameters()).toEqual([]);
  });

  it('bears fields that refer to themselves', () => {
    class Cyclic extends Module {
      readonly record: Record<string, unknown> = { layer: linear() };
    }
    const cyclic = new Cyclic();
    cyclic.record.self = cyclic.record;
    expect(Object.keys(cyclic.stateDict())).toEqual(['record.layer.weight']);
  });

  it('has typed forwards, which subclasses choose', () => {
    class Pair extends Module {
      override forward(x: Tensor, scale: number): { value: Tensor } {
        return { value: x.mul(scale) };
      }
    }
    expectTypeOf(new Sequential().forward).returns.toEqualTypeOf<Tensor>();
    expectTypeOf(new Pair().forward).returns.toEqualTypeOf<{ value: Tensor }>();
    expectTypeOf<Module['forward']>().returns.toBeUnknown();
    expectTypeOf<Linear>().toMatchTypeOf<Layer>();
    expectTypeOf<Pair>().not.toMatchTypeOf<Layer>();
  });
});

describe('containers', () => {
  it('name their entries as PyTorch does', () => {
    const list = new ModuleList([linear(), linear()]);
    expect(Object.keys(list.stateDict())).toEqual(['0.weight', '1.weight']);
    expect([list.length, [...list].length, list.at(-1)]).toEqual([2, 2, list.items[1]]);
    const dict = new ModuleDict({ left: linear(), rightHand: linear() });
    expect(Object.keys(dict.stateDict())).toEqual(['left.weight', 'rightHand.weight']);
    expectTypeOf(dict.items.left).toEqualTypeOf<Linear>();
    expect([dict.length, dict.keys()]).toEqual([2, ['left', 'rightHand']]);
    expect([...dict]).toEqual(Object.entries(dict.items));
    const parameters = new ParameterList([new Parameter(ones([2]))]);
    expect(Object.keys(parameters.stateDict())).toEqual(['0']);
    expect([parameters.length, [...parameters], parameters.at(0)]).toEqual([
      1,
      parameters.parameters(),
      parameters.items[0],
    ]);
  });

  it('refuse what they do not hold', () => {
    expect(() => new ModuleList([null as never])).toThrow(/ModuleList: entry 0 is no module: null/);
    expect(() => new Sequential(linear(), {} as never)).toThrow(/Sequential: entry 1 is no module/);
    expect(() => new ModuleDict({ 'a.b': linear() })).toThrow(/'a.b' must not/);
    expect(() => new ParameterList([ones([1]) as never])).toThrow(/entry 0 is no Parameter/);
  });
});

it('summarises a record of modules, with or without inputs', () => {
  const record = { actor: new Sequential(linear()), critic: linear() };
  expect(summary(record, [4, 2])).toMatch(/actor\.0\s+Linear\s+\[4, 1\]\s+2\ncritic\s+Linear\s+\[4, 1\]\s+2/);
  const text = summary(record);
  expect(text).toMatch(/actor\.0\s+Linear\s+2\n/);
  expect(text).toMatch(/^layer\s+type\s+parameters\n/);
  expect(text).toMatch(/4 parameters/);
  expect(summary(new Parts())).toMatch(/^\s+Parts\s+6$/m);
});

describe('dispose', () => {
  it('keeps a synchronous loop over thousands of networks bounded', () => {
    const before = memoryUsage();
    for (let i = 0; i < 3000; i++) {
      using network = new Sequential(new Linear(4, 64), new BatchNorm1d(64), new Linear(64, 2));
      if (i % 1000 === 0) network.forward(ones([2, 4]));
    }
    expect(memoryUsage().persistent).toBe(before.persistent);
    expect(memoryUsage().memory).toBe(before.memory);
  });

  it('says so when a tensor is used afterwards, and disposes of it once', () => {
    const p = new Parameter(ones([2]));
    p.dispose();
    p.dispose();
    expect(() => p.add(1)).toThrow(/The tensor \[2\] has been disposed of/);
    expect(() => p.data).toThrow(/disposed of/);
    expect(ones([1]).dispose()).toBeUndefined();
  });
});

it('orthogonal takes rows of any length', () => {
  const v = Float64Array.from({ length: 1000 }, () => rng.standardNormal());
  expect(euclidean(v)).toBe(Math.hypot(...v));
  expect(euclidean(new Float64Array(3))).toBe(0);
  const long = init.orthogonal(ones([1, 300_000]), { rng });
  expect(long.square().sum().item()).toBeCloseTo(1, 4);
});

it('layers that nothing goes into begin with a bias of 0', () => {
  const out = new Linear(0, 2, { rng }).forward(zeros([3, 0]));
  expect([out.shape, [...out.toArray()].map(Math.abs)]).toEqual([[3, 2], Array(6).fill(0)]);
  expect([...new Conv2d(0, 2, 3, { rng }).bias!.toArray()].map(Math.abs)).toEqual([0, 0]);
});
