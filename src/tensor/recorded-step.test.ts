import { afterAll, describe, expect, it } from 'vitest';
import { Linear, mseLoss, ReLU, Sequential } from '../nn/index.js';
import { Adam } from '../optim/index.js';
import { Generator } from '../random/index.js';
import { memoryUsage } from './arena.js';
import { buffer, tensor } from './create.js';
import { type BackendOptions, useBackend } from './engine.js';
import { loadNative } from './kernels/native.js';
import { linear } from './ops/linear.js';
import { RecordedStep } from './recorded-step.js';
import { scope } from './scope.js';
import type { Tensor } from './tensor.js';

const BACKENDS: BackendOptions[] = [
  { fma: false },
  { fma: true },
  { backend: 'reference' },
  ...(loadNative() ? [{ backend: 'native' as const }] : []),
];

afterAll(() => useBackend({}));

/** A small regression whose step can be recorded, and how often it has been computed. */
function regression(repeats: boolean, look: (loss: Tensor) => void = () => {}) {
  const rng = new Generator(3);
  const net = new Sequential(new Linear(3, 8, { rng }), new ReLU(), new Linear(8, 2, { rng }));
  const optimizer = new Adam(net, { lr: 1e-2 });
  const recorded = new RecordedStep(net.parameters(), repeats);
  const [x, y] = [buffer([16, 3]), buffer([16, 2])];
  const result = { computed: 0, losses: [] as number[], net };
  const step = (i: number, factor = 1) => {
    for (const t of [x, y]) for (let j = 0; j < t.size; j++) t.data[j] = Math.sin(i * 17 + j);
    scope(() => {
      const loss = recorded.run([x, factor], () => {
        result.computed++;
        const made = mseLoss(net.forward(x), y).mul(factor);
        look(made);
        optimizer.zeroGrad();
        made.backward();
        return made;
      });
      result.losses.push(loss.item());
      optimizer.step();
    });
  };
  return { ...result, step, result };
}

const weights = (net: Sequential) => net.parameters().map((each) => each.toArray());

describe('a recorded step', () => {
  it.each(BACKENDS)('trains as one that is computed every time: %o', (backend) => {
    useBackend(backend);
    const [eager, repeated] = [regression(false), regression(true)];
    for (let i = 0; i < 12; i++) {
      // Numbers are part of the key: another one is another step.
      for (const each of [eager, repeated]) each.step(i, i % 5 === 4 ? 0.5 : 1);
    }
    expect(repeated.result.losses).toEqual(eager.result.losses);
    expect(weights(repeated.net)).toEqual(weights(eager.net));
    expect(eager.result.computed).toBe(12);
    expect(repeated.result.computed).toBe(4);
  });

  it.each<[string, (loss: Tensor) => void]>([
    ['reads a value', (loss) => void loss.item()],
    ['copies values', (loss) => void loss.toArray()],
    ['brings values', (loss) => void loss.add(tensor([1]))],
  ])('is computed every time when it %s', (_, look) => {
    useBackend({});
    const watched = regression(true, look);
    for (let i = 0; i < 5; i++) watched.step(i);
    expect(watched.result.computed).toBe(5);
  });

  it('follows weights that freeze and thaw, and gradients that were forgotten', () => {
    useBackend({});
    const [eager, repeated] = [regression(false), regression(true)];
    for (let i = 0; i < 12; i++) {
      for (const each of [eager, repeated]) {
        each.net.parameters()[0]!.requiresGrad = i < 4 || i > 8;
        if (i === 3 || i === 7) each.net.zeroGrad();
        each.step(i);
      }
    }
    expect(weights(repeated.net)).toEqual(weights(eager.net));
    expect(repeated.result.computed).toBe(4);
  });

  it.each(BACKENDS)('refuses indices out of range as a computed one does: %o', (backend) => {
    useBackend(backend);
    const weight = new Linear(4, 3).weight;
    const [x, index] = [buffer([2, 4]), buffer([2, 1], 'int32')];
    const recorded = new RecordedStep([weight]);
    const step = (to: number) => {
      index.data[1] = to;
      scope(() => recorded.run([x, index], () => linear(x, weight).gather(1, index).sum().backward()));
    };
    for (let i = 0; i < 4; i++) step(i % 3);
    expect(() => step(3)).toThrow(/gather: .*element 1.* out/);
    step(2);
  });

  it('is recorded again for another backend', () => {
    const [eager, repeated] = [regression(false), regression(true)];
    for (const backend of [{ fma: false }, { backend: 'reference' as const }, { fma: false }]) {
      useBackend(backend);
      for (let i = 0; i < 4; i++) for (const each of [eager, repeated]) each.step(i);
    }
    expect(weights(repeated.net)).toEqual(weights(eager.net));
    expect(repeated.result.computed).toBe(4);
  });

  it('goes on after an error, and takes no more memory for many keys than for a few', () => {
    useBackend({});
    let fails = false;
    const watched = regression(true, () => {
      if (fails) throw new Error('by intention');
    });
    watched.step(0);
    fails = true;
    expect(() => watched.step(1)).toThrow('by intention');
    fails = false;
    for (let i = 0; i < 10; i++) for (let again = 0; again < 3; again++) watched.step(i, i);
    const before = memoryUsage().persistent;
    for (let i = 10; i < 50; i++) for (let again = 0; again < 3; again++) watched.step(i, i);
    expect(memoryUsage().persistent).toBe(before);
  });
});
