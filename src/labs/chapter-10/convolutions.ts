// The network that the relational one is compared with.
import { Conv2d, Flatten, Linear, MaxPool2d, ReLU, Sequential } from '../../nn/index.js';
import type { Generator } from '../../random/index.js';

/** Digits [batch, 1, 28, 28] to logits: five convolutions and 88,252 weights. */
export function convolutions(rng: Generator): Sequential {
  const conv = (from: number, to: number) => [new Conv2d(from, to, 4, { rng }), new ReLU()];
  return new Sequential(
    ...[...conv(1, 10), ...conv(10, 16), new MaxPool2d(2)],
    ...[...conv(16, 24), ...conv(24, 32), ...conv(32, 64)],
    ...[new Flatten(), new Linear(256, 128, { rng }), new ReLU(), new Linear(128, 10, { rng })],
  );
}
