// Squeezes handwritten digits through 16 numbers and back: unsupervised learning. Writes a picture of held-out digits
// over their reconstructions.
// Run: npx tsx examples/autoencoder.ts [picture.png] (after `npm run build`)
import { writeFileSync } from 'node:fs';
import { Adam, Linear, mseLoss, noGrad, ReLU, Sequential, Sigmoid, scope, streams, tensor } from 'trainyard';
import { svgToPng } from 'trainyard/report';
import { loadDigits, split } from './data/digits.js';

const EPOCHS = 60;
const BATCH = 50;
const CODE = 16;
const picture = process.argv[2] ?? 'autoencoder.png';

const { train, test } = split(loadDigits());
const { init: rng, order } = streams(1, ['init', 'order']);

const encoder = new Sequential(new Linear(784, 256, { rng }), new ReLU(), new Linear(256, CODE, { rng }));
const decoder = new Sequential(
  new Linear(CODE, 256, { rng }),
  new ReLU(),
  new Linear(256, 784, { rng }),
  new Sigmoid(),
);
const network = new Sequential(encoder, decoder);
const optimizer = new Adam(network, { lr: 2e-3 });

for (let epoch = 1; epoch <= EPOCHS; epoch++) {
  const shuffled = order.permutation(train.count);
  let total = 0;
  for (let from = 0; from < train.count; from += BATCH) {
    const numbers = shuffled.slice(from, from + BATCH);
    const pixels = new Float32Array(numbers.length * 784);
    for (const [k, i] of numbers.entries())
      pixels.set(train.images.subarray(i * 784, (i + 1) * 784), k * 784);
    const x = tensor(pixels, { shape: [numbers.length, 784] });
    const loss = mseLoss(network.forward(x), x);
    optimizer.zeroGrad();
    loss.backward();
    optimizer.step();
    total += loss.item() * numbers.length;
  }
  if (epoch % 10 === 0) console.log(`epoch ${epoch}: mean squared error ${(total / train.count).toFixed(4)}`);
}

const held = tensor(test.images, { shape: [test.count, 784] });
const { rebuilt, error, blank } = scope(() =>
  noGrad(() => {
    const rebuilt = network.forward(held);
    // What the same picture for every digit, the mean, would cost.
    return { rebuilt, error: mseLoss(rebuilt, held).item(), blank: held.var(0, { ddof: 0 }).mean().item() };
  }),
);
console.log(`held-out digits: mean squared error ${error.toFixed(4)}, ${blank.toFixed(4)} for their mean`);

/** Two digits of every class, in the upper row as they are, below as they come back. */
const columns = Array.from({ length: 20 }, (_, i) => i * 10 + 3);
const dots = [held.data, rebuilt.data].flatMap((pixels, row) =>
  columns.flatMap((number, column) =>
    Array.from({ length: 784 }, (_, i) => {
      const ink = Math.min(1, Math.max(0, pixels[number * 784 + i]!));
      const [x, y] = [column * 30 + (i % 28) + 1, row * 30 + Math.floor(i / 28) + 1];
      return ink < 0.01 ? '' : `<rect x="${x}" y="${y}" width="1" height="1" opacity="${ink.toFixed(2)}"/>`;
    }),
  ),
);
const size = `width="${columns.length * 30}" height="60"`;
const svg = `<svg xmlns="http://www.w3.org/2000/svg" shape-rendering="crispEdges" ${size}><rect ${size} fill="white"/>${dots.join('')}</svg>`;
writeFileSync(picture, svgToPng(svg, { width: columns.length * 60 }));
console.log(`wrote ${picture}: ${columns.length} held-out digits over their reconstructions`);
