import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Snapshot } from '../io/snapshot.js';
import { Box, Dict, Discrete, type Space, Tuple } from '../spaces/index.js';
import { type ColumnSpec, ColumnStore, FixedColumn, ReplayMemory, type Transitions } from './index.js';

describe('ColumnStore', () => {
  it('holds rows of any dtype and length, and gives back what was written', () => {
    const store = new ColumnStore({
      image: { dtype: 'uint8', size: 3 },
      index: { dtype: 'int32' },
      nodes: { dtype: 'float32', size: 'ragged' },
      value: { dtype: 'float64' },
    });
    const graphs = [[1, 2, 3], [], [4]];
    for (const [i, nodes] of graphs.entries()) {
      const row = store.claim();
      store.column('image').write(row, [i, i + 1, 255]);
      store.scalar('index').set(row, 7 - i);
      store.column('nodes').write(row, nodes);
      store.scalar('value').set(row, 0.1 * i);
    }
    const copy = new ColumnStore({
      image: { dtype: 'uint8', size: 3 },
      index: { dtype: 'int32' },
      nodes: { dtype: 'float32', size: 'ragged' },
      value: { dtype: 'float64' },
    });
    copy.loadState(structuredClone(store.saveState()));
    for (const { column, scalar } of [store, copy].map((s) => ({
      column: (name: string) => s.column(name),
      scalar: (name: string) => s.scalar(name),
    }))) {
      for (const [row, nodes] of graphs.entries()) {
        expect([...(column('nodes').source(row) as Float32Array)]).toEqual(nodes);
        expect(column('nodes').length(row)).toBe(nodes.length);
        expect([scalar('index').get(row), scalar('value').get(row)]).toEqual([7 - row, 0.1 * row]);
        const image = new Uint8Array(3);
        scalar('image').gather([row], image);
        expect([...image]).toEqual([row, row + 1, 255]);
      }
    }
    expect(() => store.column('imgae')).toThrow(/no column imgae; its columns are image, index/);
  });

  it('is a ring: whatever is added, it holds the last rows', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 9 }), fc.integer({ min: 0, max: 40 }), (capacity, count) => {
        const store = new ColumnStore({ x: { dtype: 'int32' } }, capacity);
        for (let i = 0; i < count; i++) store.scalar('x').set(store.claim(), i);
        const held = Array.from({ length: store.size }, (_, row) => store.scalar('x').get(row));
        const last = Array.from({ length: Math.min(count, capacity) }, (_, i) => count - 1 - i);
        expect(held.sort((a, b) => b - a)).toEqual(last);
      }),
    );
  });

  it('grows as it fills: a capacity is a limit, not an allocation', () => {
    const store = new ColumnStore({ x: { dtype: 'float32', size: 100 } }, 1e9);
    expect(store.bytes).toBe(0);
    store.claim();
    expect(store.bytes).toBeLessThan(100_000);
    for (let i = 1; i < 1000; i++) store.claim();
    expect(store.bytes).toBeLessThan(2 * 1000 * 400);
  });

  it('keeps long columns in chunks, since they exceed one typed array', () => {
    // 1 MiB per row: a chunk of 64 MiB holds 64 of them.
    const size = 2 ** 20;
    const column = new FixedColumn('image', 'uint8', size);
    column.reserve(130);
    const image = new Uint8Array(size);
    for (const row of [0, 63, 64, 129]) {
      image.fill(row);
      column.write(row, image);
    }
    for (const row of [0, 63, 64, 129]) {
      expect(column.source(row)[column.offset(row) + size - 1]).toBe(row);
    }
    expect(() => column.array).toThrow(/does not lie in one piece/);
    const { arrays } = column.saveState(130);
    expect(Object.values(arrays).map((chunk) => chunk.length / size)).toEqual([64, 64, 2]);
    const copy = new FixedColumn('image', 'uint8', size);
    copy.loadState({ meta: {}, arrays }, 130);
    expect(copy.source(129)[copy.offset(129)]).toBe(129);
  });

  it('keeps the arrays of a file instead of copying them, and no others', () => {
    // 16 MiB per row: a chunk of 64 MiB holds 4 of them.
    const size = 2 ** 24;
    const spec = { image: { dtype: 'uint8', size }, index: { dtype: 'int32' } } as const;
    const store = new ColumnStore(spec, 6);
    const add = (to: ColumnStore, value: number) => to.scalar('index').set(to.claim(), value);
    for (let i = 0; i < 5; i++) add(store, i);
    store.scalar('image').source(4)[3] = 9;
    const { meta, arrays } = store.saveState();
    const load = (from: Snapshot) => {
      const copy = new ColumnStore(spec, 6);
      copy.loadState(from);
      return copy;
    };
    const held = (of: ColumnStore) =>
      [0, 4].map((row) => Object.values(arrays).indexOf(of.column('image').source(row) as Uint8Array));
    const copies = load({ meta, arrays });
    expect(held(copies)).toEqual([-1, -1]);
    const keeps = load({ meta, arrays, owned: true });
    expect(held(keeps)).toEqual([0, 1]);
    // Arrays that do not lie as the column's own are copied.
    const both = new Uint8Array(5 * size);
    both[4 * size + 3] = 9;
    const together = { 'image/0': both, 'index/0': arrays['index/0']! };
    const copiesTogether = load({ meta, arrays: together, owned: true });
    for (const copy of [copies, keeps, copiesTogether]) {
      expect(copy.column('image').source(4)[3]).toBe(9);
      for (const value of [5, 6]) add(copy, value);
      expect([0, 1, 2, 3, 4, 5].map((row) => copy.scalar('index').get(row))).toEqual([6, 1, 2, 3, 4, 5]);
    }
  });

  it('refuses a state with other columns or more rows', () => {
    const store = new ColumnStore({ x: { dtype: 'int32' } }, 5);
    for (let i = 0; i < 4; i++) store.claim();
    const state = store.saveState();
    expect(() => new ColumnStore({ y: { dtype: 'int32' } }, 5).loadState(state)).toThrow(/no column y/);
    expect(() => new ColumnStore({ x: { dtype: 'int32' } }, 3).loadState(state)).toThrow(
      /holds 4 rows, this one takes 3/,
    );
    expect(() => new ColumnStore({}, 0)).toThrow(/positive integer, got 0/);
  });
});

/** One environment: acts on `before`, sees `after`. */
function transition(before: ArrayLike<number>, after: ArrayLike<number>, terminated = false): Transitions {
  const packed = (values: ArrayLike<number>) => Float64Array.from(values);
  return {
    count: 1,
    observations: packed(before),
    actions: Uint8Array.of(1),
    rewards: [2],
    terminated: Uint8Array.of(Number(terminated)),
    truncated: Uint8Array.of(0),
    nextObservations: packed(terminated ? before : after),
    finalObservations: packed(after),
  };
}

const actionSpace = new Discrete(2) as Space;

describe('ReplayMemory', () => {
  it('stores each part of a Dict in its own dtype', () => {
    const observationSpace = new Dict({
      goal: new Box({ low: -1, high: 1, shape: [2] }),
      image: new Box({ low: 0, high: 255, shape: [4], dtype: 'uint8' }),
      kind: new Tuple([new Discrete(3), new Discrete(300)]),
    }) as unknown as Space;
    const memory = new ReplayMemory(10, { observationSpace, actionSpace });
    const value = { goal: Float32Array.of(0.5, -0.5), image: Uint8Array.of(1, 2, 3, 255), kind: [2, 299] };
    const packed = new Float64Array(observationSpace.packedSize);
    observationSpace.pack(value, packed, 0);
    memory.add(transition(packed, packed));
    const types = memory.names.map((name) => [name, memory.column(name).source(0).constructor.name]);
    expect(Object.fromEntries(types)).toMatchObject({
      'observation.goal': 'Float32Array',
      'observation.image': 'Uint8Array',
      'next.image': 'Uint8Array',
      'observation.kind.0': 'Uint8Array',
      'observation.kind.1': 'Int32Array',
    });
    const goal = memory.scalar('next.goal');
    expect([...goal.source(0).subarray(goal.offset(0), goal.offset(0) + 2)]).toEqual([0.5, -0.5]);
  });

  it('takes the terminal observation where an episode ends, and only living rows', () => {
    const observationSpace = new Box({ low: -9, high: 9, shape: [1] }) as Space;
    const memory = new ReplayMemory(10, { observationSpace, actionSpace });
    memory.add(transition([1], [2]));
    memory.add(transition([2], [7], true));
    memory.add({ ...transition([5], [6]), alive: Uint8Array.of(0) });
    expect(memory.size).toBe(2);
    expect([0, 1].map((row) => memory.scalar('next').get(row))).toEqual([2, 7]);
    expect([0, 1].map((row) => memory.terminated.get(row))).toEqual([0, 1]);
  });

  it.each(['first', 'last'] as const)('stores frames of stacked images once, channels %s', (channels) => {
    const [side, stack] = [6, 4];
    const shape = channels === 'first' ? [stack, side, side] : [side, side, stack];
    const observationSpace = new Box({ low: 0, high: 255, shape, dtype: 'uint8' }) as unknown as Space;
    const memory = new ReplayMemory(50, { observationSpace, actionSpace, channels });
    /** The stack of frames t - 3 … t; frame t is filled with t. */
    const image = (t: number) =>
      Uint8Array.from({ length: stack * side * side }, (_, i) => {
        const frame = channels === 'first' ? Math.floor(i / (side * side)) : i % stack;
        return Math.max(t - stack + 1 + frame, 0);
      });
    for (let t = 0; t < 120; t++) memory.add(transition(image(t), image(t + 1)));
    const check = (of: ReplayMemory) => {
      for (let row = 0; row < 50; row++) {
        const t = row < 20 ? 100 + row : 50 + row;
        expect(of.column('observation').source(row)).toEqual(image(t));
        expect(of.column('next').source(row)).toEqual(image(t + 1));
      }
    };
    check(memory);
    // 50 rows of two images hold some 54 frames, not 400; the ring has given the others back.
    const withoutFrames = 2 * 50 * stack * side * side;
    const frames = memory.saveState().arrays['frames 0/0'] as Uint8Array;
    expect(frames.length).toBeLessThan(withoutFrames / 6);
    const copy = new ReplayMemory(50, { observationSpace, actionSpace, channels });
    copy.loadState(structuredClone(memory.saveState()));
    check(copy);
    for (let t = 120; t < 140; t++) for (const m of [memory, copy]) m.add(transition(image(t), image(t + 1)));
    expect(copy.saveState()).toEqual(memory.saveState());
  });

  it('refuses choices that no space has', () => {
    const spaces = (n: number) =>
      ({ observationSpace: new Discrete(n), actionSpace: new Discrete(n) }) as never;
    const filled = (action: number, observation: number) => {
      const memory = new ReplayMemory(4, spaces(9));
      const one = Uint8Array.of(0);
      memory.add({
        ...{ count: 1, observations: [observation], nextObservations: [0], finalObservations: [0] },
        ...{ actions: [action], rewards: [0], terminated: one, truncated: one },
      } as never);
      return memory.saveState();
    };
    const load = (saved: Snapshot) => new ReplayMemory(4, spaces(2)).loadState(saved);
    expect(() => load(filled(1, 1))).not.toThrow();
    expect(() => load(filled(7, 1))).toThrow(/holds the action 7 in row 0, which Discrete\(2\) has not/);
    expect(() => load(filled(1, 5))).toThrow(/holds the observation 5 in row 0/);
  });

  it('needs 38 MB for a million CartPole transitions', () => {
    const observationSpace = new Box({ low: -9, high: 9, shape: [4] }) as Space;
    const memory = new ReplayMemory(1_000_000, { observationSpace, actionSpace });
    memory.reserve(1_000_000);
    expect(memory.bytes).toBe(38e6);
  });

  it('needs no more than 7.5 GB for a million stacks of four 84x84 frames', () => {
    const observationSpace = new Box({
      low: 0,
      high: 255,
      shape: [4, 84, 84],
      dtype: 'uint8',
    }) as unknown as Space;
    const memory = new ReplayMemory(1_000_000, { observationSpace, actionSpace, channels: 'first' });
    const steps = 3000;
    const image = new Uint8Array(4 * 84 * 84);
    const next = image.slice();
    for (let t = 0; t < steps; t++) {
      next.copyWithin(0, 84 * 84);
      for (let i = 0; i < 84 * 84; i++) next[3 * 84 * 84 + i] = (t * 7 + i * 13 + ((t * i) >> 5)) & 255;
      memory.add(transition(image, next));
      image.set(next);
    }
    expect((memory.bytes / steps) * 1_000_000).toBeLessThan(1.5 * 7.5e9);
    const { arrays } = memory.saveState();
    const saved = Object.values(arrays).reduce((sum, array) => sum + array.byteLength, 0);
    expect((saved / steps) * 1_000_000).toBeLessThanOrEqual(7.5e9);
  });
});

it('refuses an unknown dtype of a column', () => {
  const spec = { dtype: 'float16' } as unknown as ColumnSpec;
  expect(() => new ColumnStore({ x: spec }).claim()).toThrow();
});
