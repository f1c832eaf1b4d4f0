// Teaches a small convolutional network to read handwritten digits: supervised learning with the engine alone.
// Run: npx tsx examples/digits.ts (after `npm run build`): the 1,000 digits of examples/data, seconds
//      npx tsx examples/digits.ts train-images-idx3-ubyte train-labels-idx1-ubyte: your own IDX files
import {
  AdamW,
  Conv2d,
  crossEntropy,
  Flatten,
  Generator,
  Linear,
  noGrad,
  ReLU,
  Sequential,
  scope,
  summary,
} from 'trainyard';
import { ArrayDataset, DataLoader, randomAffine } from 'trainyard/data';
import { type Digits, loadDigits, split } from './data/digits.js';

const EPOCHS = 25;
const BATCH = 32;

const { train, test } = split(loadDigits(...process.argv.slice(2)));
const init = new Generator(1);

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

const dataset = ({ count, images, labels }: Digits) =>
  new ArrayDataset({
    images: { shape: [count, 1, 28, 28], data: images },
    labels: { shape: [count], data: labels },
  });
/** Each image is moved by up to two pixels every time: the network sees far more than the few digits there are. */
const loader = new DataLoader(dataset(train), {
  batchSize: BATCH,
  shuffle: true,
  augment: { images: randomAffine({ translate: 2 }) },
  seed: 1,
});

/** Share of the digits that the network reads right. */
function accuracy(data: Digits): number {
  let right = 0;
  for (const { images, labels } of new DataLoader(dataset(data), { batchSize: 250 })) {
    right += scope(() => noGrad(() => network.forward(images).argmax(1).eq(labels).sum().item()));
  }
  return right / data.count;
}

for (let epoch = 1; epoch <= EPOCHS; epoch++) {
  let total = 0;
  for (const { images, labels } of loader) {
    const loss = crossEntropy(network.forward(images), labels);
    optimizer.zeroGrad();
    loss.backward();
    optimizer.step();
    total += loss.item() * labels.size;
  }
  console.log(`epoch ${epoch}: loss ${(total / train.count).toFixed(4)}`);
}
console.log(`${(100 * accuracy(test)).toFixed(1)} % of ${test.count} held-out digits read right`);
