// Engine memory of networks that nobody refers to any more comes back with the garbage collector.
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect, it } from 'vitest';
import { Linear } from '../src/nn/index.js';
import { Adam } from '../src/optim/index.js';
import { memoryUsage, scope, zeros } from '../src/tensor/index.js';

it('frees the parameters, gradients and optimiser state of discarded networks', async () => {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  const input = zeros([1, 256]);
  const before = memoryUsage().persistent;
  for (let i = 0; i < 20; i++) {
    const net = new Linear(256, 256);
    const optimizer = new Adam(net);
    scope(() => net.forward(input).sum().backward());
    optimizer.step();
  }
  // Four arrays (values, gradients, two moments) of 257 KiB each.
  expect(memoryUsage().persistent - before).toBeGreaterThan(256 * 257 * 4 * 4);
  for (let i = 0; i < 20 && memoryUsage().persistent > before + 2 ** 20; i++) {
    collect();
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  expect(memoryUsage().persistent - before).toBeLessThan(1.5 * 256 * 257 * 4 * 4);
});
