// Teaches a small convolutional network to read handwritten digits: supervised learning with the engine alone.
// Run: npx tsx examples/digits.ts (after `npm run build`): the 1,000 digits of examples/data, seconds
//      npx tsx examples/digits.ts train-images-idx3-ubyte train-labels-idx1-ubyte: your own IDX files
import {
  AdamW,
  Conv2d,
  crossEntropy,
  Flatten,
  type Generator,
  Linear,
  noGrad,
  ReLU,
  Sequential,
  scope,
  streams,
  summary,
  tensor,
} from 'trainyard';
import { type Digits, loadDigits, split } from './data/digits.js';

const EPOCHS = 25;
const BATCH = 32;

const { train, test } = split(loadDigits(...process.argv.slice(2)));
const { init, order, shifts } = streams(1, ['init', 'order', 'shifts']);

const network = new Sequential(
  new Conv2d(1, 16, 5, { stride: 2, padding: 2, rng: init }),
  new ReLU(),
  new Conv2d(16, 32, 3, { stride: 2, padding: 1, rng: init }),
  new ReLU(),
  new Flatten(),
  new Linear(32 * 7 * 7, 10, { rng: init }),
);
const optimizer = new AdamW(network, { lr: 2e-3, weightDecay: 0.05 });
console.log(summary(network, [BATCH, 1, 28, 28]));

/**
 * Images [n, 1, 28, 28] and labels [n] of the digits with these numbers. With a generator each image is moved by up to two
 * pixels: the network sees far more than the few digits there are.
 */
function batch(data: Digits, numbers: number[], generator?: Generator) {
  const pixels = new Float32Array(numbers.length * 784);
  for (const [k, i] of numbers.entries()) {
    const [right, down] = generator ? [generator.integers(-2, 3), generator.integers(-2, 3)] : [0, 0];
    for (let row = Math.max(0, -down); row < Math.min(28, 28 - down); row++) {
      const from = i * 784 + row * 28;
      const source = data.images.subarray(from + Math.max(0, -right), from + Math.min(28, 28 - right));
      pixels.set(source, k * 784 + (row + down) * 28 + Math.max(0, right));
    }
  }
  const labels = numbers.map((i) => data.labels[i]!);
  return { x: tensor(pixels, { shape: [numbers.length, 1, 28, 28] }), y: tensor(labels, { dtype: 'int32' }) };
}

/** Share of the digits that the network reads right. */
function accuracy(data: Digits): number {
  let right = 0;
  for (let from = 0; from < data.count; from += 250) {
    const numbers = Array.from({ length: Math.min(250, data.count - from) }, (_, k) => from + k);
    right += scope(() => {
      const { x, y } = batch(data, numbers);
      const answers = noGrad(() => network.forward(x).argmax(1));
      return answers.eq(y).sum().item();
    });
  }
  return right / data.count;
}

for (let epoch = 1; epoch <= EPOCHS; epoch++) {
  const shuffled = order.permutation(train.count);
  let total = 0;
  for (let from = 0; from < train.count; from += BATCH) {
    const { x, y } = batch(train, shuffled.slice(from, from + BATCH), shifts);
    const loss = crossEntropy(network.forward(x), y);
    optimizer.zeroGrad();
    loss.backward();
    optimizer.step();
    total += loss.item() * y.size;
  }
  console.log(`epoch ${epoch}: loss ${(total / train.count).toFixed(4)}`);
}
console.log(`${(100 * accuracy(test)).toFixed(1)} % of ${test.count} held-out digits read right`);
