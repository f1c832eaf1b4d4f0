// Reads turned, moved and speckled digits with a relational network and with convolutions alone (Zai & Brown, Deep
// Reinforcement Learning in Action, chapter 10). Writes a picture of held-out digits over where the relational one looked.
// Run: npx tsx examples/relational-digits.ts [epochs] [picture.png] (after `npm run build`): minutes
import { writeFileSync } from 'node:fs';
import {
  Adam,
  Conv2d,
  crossEntropy,
  Flatten,
  Linear,
  MaxPool2d,
  type Module,
  noGrad,
  ReLU,
  RelationalClassifier,
  Sequential,
  scope,
  streams,
  type Tensor,
} from 'trainyard';
import { ArrayDataset, DataLoader, randomAffine, randomSpots } from 'trainyard/data';
import { toSvg } from 'trainyard/envs';
import { drawImages, svgToPng } from 'trainyard/report';
import { type Digits, loadDigits, split } from './data/digits.js';

const [epochs = '25', picture = 'relational-digits.png'] = process.argv.slice(2);
const { relational, convolutional } = streams(1, ['relational', 'convolutional']);

const dataset = ({ count, images, labels }: Digits) =>
  new ArrayDataset({
    images: { shape: [count, 1, 28, 28], data: images },
    labels: { shape: [count], data: labels },
  });
const parts = split(loadDigits());
const augment = { images: [randomAffine({ degrees: 30, translate: 6 }), randomSpots({ count: 10 })] };
const test = dataset(parts.test);

/** The book's network for comparison, of about the same size: 88,252 parameters. */
function cnn(): Sequential {
  const rng = convolutional;
  const conv = (from: number, to: number) => [new Conv2d(from, to, 4, { rng }), new ReLU()];
  return new Sequential(
    ...[...conv(1, 10), ...conv(10, 16), new MaxPool2d(2), ...conv(16, 24), ...conv(24, 32), ...conv(32, 64)],
    ...[new Flatten(), new Linear(256, 128, { rng }), new ReLU(), new Linear(128, 10, { rng })],
  );
}

type Network = Module & { forward(images: Tensor): Tensor };

/** Share of held-out digits read right, each turned, moved and speckled five times. */
function accuracy(network: Network): number {
  const loader = new DataLoader(test, { batchSize: 50, augment, seed: 5 });
  let right = 0;
  for (let pass = 0; pass < 5; pass++) {
    for (const { images, labels } of loader) {
      right += scope(() => noGrad(() => network.forward(images).argmax(1).eq(labels).sum().item()));
    }
  }
  return right / (5 * test.length);
}

function train(name: string, network: Network): void {
  const parameters = network.parameters().reduce((sum, { size }) => sum + size, 0);
  const optimizer = new Adam(network, { lr: 1e-3 });
  const loader = new DataLoader(dataset(parts.train), { batchSize: 25, shuffle: true, augment, seed: 2 });
  for (let epoch = 1; epoch <= Number(epochs); epoch++) {
    let total = 0;
    for (const { images, labels } of loader) {
      const loss = crossEntropy(network.forward(images), labels);
      optimizer.zeroGrad();
      loss.backward();
      optimizer.step();
      total += loss.item() * labels.size;
    }
    if (epoch % 5 === 0)
      console.log(`${name}, epoch ${epoch}: loss ${(total / parts.train.count).toFixed(3)}`);
  }
  const read = (100 * accuracy(network)).toFixed(1);
  console.log(
    `${name}: ${parameters} parameters, ${read} % of ${5 * test.length} transformed held-out digits read right`,
  );
}

train('convolutional', cnn());
const network = new RelationalClassifier({ rng: relational });
train('relational', network);

const [shown] = new DataLoader(test.subset(Array.from({ length: 10 }, (_, i) => 20 * i + 3)), {
  batchSize: 10,
  augment,
  seed: 3,
});
const drawing = scope(() => drawImages([shown!.images, network.attentionMap(shown!.images)]));
writeFileSync(picture, svgToPng(toSvg(drawing), { width: drawing.width }));
console.log(`wrote ${picture}: digits over how much each cell was asked by the others`);
