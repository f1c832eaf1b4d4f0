// Lifetimes: scopes, training steps, persistent tensors, and memory that stays flat.
import { describe, expect, it } from 'vitest';
import { Linear, mseLoss, Parameter, ReLU, Sequential } from '../nn/index.js';
import { Adam, SGD } from '../optim/index.js';
import { Generator } from '../random/index.js';
import {
  buffer,
  endStep,
  memoryUsage,
  noGrad,
  ones,
  randn,
  scope,
  type Tensor,
  tensor,
  zeros,
} from './index.js';

const ENDED = /made by 'add' belongs to a scope or training step that has ended.*scope/;

describe('a buffer', () => {
  it('keeps live views of buffers right when it grows', () => {
    const small = buffer([4]);
    small.data.fill(7);
    const large = buffer([memoryUsage().memory / 4]);
    small.data[0] = 8;
    large.data[large.size - 1] = 1;
    expect(scope(() => small.add(0)).tolist()).toEqual([8, 7, 7, 7]);
    expect(scope(() => large.sum()).item()).toBe(1);
  });

  describe('scope', () => {
    it('frees what it made, and says so when it is used', () => {
      let leaked: Tensor | undefined;
      scope(() => {
        leaked = tensor([1, 2]).add(1);
        expect(leaked.tolist()).toEqual([2, 3]);
      });
      expect(() => leaked!.toArray()).toThrow(ENDED);
      expect(() => leaked!.mul(2)).toThrow(ENDED);
      expect(() => leaked!.item()).toThrow();
    });

    it('lets returned tensors go on, without their history', () => {
      const w = new Parameter(tensor([2, 3]));
      const { y, list } = scope(() => ({ y: w.mul(2), list: [w.add(1), 7] as const, w }));
      expect(y.tolist()).toEqual([4, 6]);
      expect(list[0].tolist()).toEqual([3, 4]);
      expect(y.requiresGrad).toBe(false);
      expect(scope(() => y.add(1)).tolist()).toEqual([5, 7]);
      expect(scope(() => w)).toBe(w);
      expect(w.requiresGrad).toBe(true);
    });

    it('nests: inner results end first, outer ones stay', () => {
      scope(() => {
        const outer = ones([3]).add(1);
        let inner: Tensor | undefined;
        scope(() => {
          inner = outer.add(1);
          expect(inner.tolist()).toEqual([3, 3, 3]);
        });
        expect(() => inner!.tolist()).toThrow(ENDED);
        const kept = scope(() => scope(() => outer.mul(5)));
        zeros([3]).add(9);
        expect(outer.tolist()).toEqual([2, 2, 2]);
        expect(kept.tolist()).toEqual([10, 10, 10]);
      });
    });

    it('keeps gradients that flow from an inner scope to outer results', () => {
      const w = new Parameter(tensor([3]));
      const square = w.square();
      scope(() => square.mul(2).backward());
      square.backward();
      expect(w.grad!.item()).toBe(6 * 2 + 6);
      endStep();
    });

    it('ends when its function throws, and refuses promises', () => {
      expect(() =>
        scope(() => {
          throw new Error('mine');
        }),
      ).toThrow('mine');
      expect(() => scope(async () => 1)).toThrow(/must not be async/);
      expect(scope(() => tensor([1]).add(1)).item()).toBe(2);
    });

    it('uploads a host leaf again in every scope', () => {
      const x = tensor([1, 2, 3]);
      for (let i = 0; i < 3; i++) expect(scope(() => x.add(i).tolist())).toEqual([1 + i, 2 + i, 3 + i]);
    });

    it('keeps the gradient of a host leaf beyond the scope', () => {
      const x = tensor([1, 2], { requiresGrad: true });
      scope(() => x.square().sum().backward());
      expect(x.grad!.tolist()).toEqual([2, 4]);
      scope(() => x.sum().backward());
      expect(x.grad!.tolist()).toEqual([3, 5]);
      x.zeroGrad();
      expect(x.grad).toBeNull();
    });
  });

  describe('a training step at top level', () => {
    it('ends at optimizer.step(), after which its loss can still be read', () => {
      const w = new Parameter(tensor([4]));
      const optimizer = new SGD([w], { lr: 0.5 });
      const loss = w.add(1);
      loss.backward();
      optimizer.step();
      expect(loss.item()).toBe(5);
      expect(() => loss.mul(2)).toThrow(ENDED);
      expect(w.add(0).item()).toBe(3.5);
      expect(() => loss.item()).toThrow(ENDED);
    });

    it('leaves others’ memory alone after a scope at its beginning had to find more', () => {
      const step = () => void new SGD([new Parameter(tensor([1]))], { lr: 0 }).step();
      tensor([1]).add(1);
      step();
      // The first that happens in a step is a scope, whose results do not fit into what there was.
      const wide = buffer([memoryUsage().arena >>> 2]);
      scope(() => wide.add(1).add(1).add(1).sum().item());
      step();
      // What the arena gave back may belong to anybody by now.
      const others = Array.from({ length: 64 }, () => buffer([1 << 14]));
      for (let i = 0; i < 64; i++) tensor(new Float32Array(1 << 12)).add(i + 1);
      for (const other of others) expect(other.data.every((value) => value === 0)).toBe(true);
      step();
    });

    it('lets two optimisers share results within a scope', () => {
      const [a, b] = [new Parameter(tensor([2])), new Parameter(tensor([3]))];
      const [first, second] = [new SGD([a], { lr: 1 }), new SGD([b], { lr: 1 })];
      scope(() => {
        const product = a.mul(b);
        product.backward();
        first.step();
        second.zeroGrad();
        product.add(b).backward();
        second.step();
      });
      expect(a.item()).toBe(-1);
      // The product's gradient uses the values at the time of backward.
      expect(b.item()).toBe(3 - (-1 + 1));
    });

    it('keeps what is referred to in a loop that never ends its step, in bounded memory', () => {
      const big = buffer([1 << 20]);
      const kept = big.add(7);
      const view = big.reshape([1 << 10, 1 << 10]);
      const limit = Math.max(memoryUsage().arena, 24 << 20);
      let last = kept;
      for (let i = 0; i < 1000; i++) last = big.add(i);
      expect(memoryUsage().arena).toBeLessThanOrEqual(limit);
      expect([kept.data[5], kept.add(1).data[9], last.data[3]]).toEqual([7, 8, 999]);
      expect(view.add(1).data[1]).toBe(1);
      expect(big.int().add(kept.int()).data[0]).toBe(7);
      endStep();
      expect(() => kept.mul(2)).toThrow(ENDED);
      expect(() => view.mul(2)).toThrow(/has ended/);
      // A page without threads takes half a minute for it.
    }, 180_000);

    it('flows gradients back through what was paged out', () => {
      const [w, x] = [new Parameter(tensor([3])), tensor([2], { requiresGrad: true })];
      const big = buffer([1 << 20]);
      const square = w.square().mul(x);
      for (let i = 0; i < 20; i++) big.add(w);
      const other = square.add(w);
      for (let i = 0; i < 20; i++) big.add(w);
      const shared = scope(() => square.mul(2).item());
      expect(shared).toBe(36);
      scope(() => other.mul(2).backward());
      expect([w.grad!.item(), x.grad!.item()]).toEqual([2 * (6 * 2 + 1), 18]);
      other.backward();
      expect(w.grad!.item()).toBe(3 * (6 * 2 + 1));
      new SGD([w], { lr: 0 }).step();
      expect(() => other.backward()).toThrow(/has ended/);
      // The next step records as if nothing had been.
      w.zeroGrad();
      w.square().backward();
      expect(w.grad!.item()).toBe(6);
      endStep();
    });

    it.each([true, false])('serves at top level in bounded memory (noGrad: %s)', (without) => {
      const rng = new Generator(1);
      const net = new Sequential(new Linear(4, 64, { rng }), new ReLU(), new Linear(64, 2, { rng }));
      const x = randn([1, 4], rng);
      const act = () => net.forward(x).argmax(1).item();
      const expected = scope(act);
      const limit = Math.max(memoryUsage().arena, 20 << 20);
      for (let i = 0; i < 50_000; i++) expect(without ? noGrad(act) : act()).toBe(expected);
      expect(memoryUsage().arena).toBeLessThanOrEqual(limit);
      endStep();
    });
  });

  describe('memory', () => {
    it('stays flat over a million small steps and thousands of training steps', () => {
      const rng = new Generator(1);
      const net = new Sequential(new Linear(4, 32, { rng }), new ReLU(), new Linear(32, 2, { rng }));
      const optimizer = new Adam(net, { lr: 1e-3 });
      const [x, y] = [randn([16, 4], rng), randn([16, 2], rng)];
      const train = (steps: number) => {
        for (let i = 0; i < steps; i++) {
          optimizer.zeroGrad();
          mseLoss(net.forward(x), y).backward();
          optimizer.step();
        }
      };
      const tiny = (steps: number) => {
        for (let i = 0; i < steps; i++) scope(() => noGrad(() => x.add(i)));
      };
      train(100);
      tiny(100);
      const before = memoryUsage();
      const loss = () => scope(() => mseLoss(net.forward(x), y).item());
      const start = loss();
      train(20_000);
      tiny(1_000_000);
      expect(memoryUsage()).toEqual(before);
      expect(loss()).toBeLessThan(start);
    });

    it('takes a step of any size in one stretch from its second time on', () => {
      const step = () => scope(() => Array.from({ length: 40 }, () => zeros([100_000]).add(1)).length);
      step();
      const before = memoryUsage();
      for (let i = 0; i < 5; i++) step();
      expect(memoryUsage()).toEqual(before);
    });
  });
});
