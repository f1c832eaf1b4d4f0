// Reads digits by a few glimpses of 8 x 8 pixels and learns by REINFORCE where to look (Mnih et al. 2014), beside a network
// that looks anywhere. Draws the way of the eye over held-out digits.
// Run: npx tsx examples/glimpses.ts [seeds] [epochs] [picture.png] [images.idx labels.idx] (after `npm run build`)
import { writeFileSync } from 'node:fs';
import { Adam, GlimpseClassifier, noGrad, scope, streams } from 'trainyard';
import { ArrayDataset, DataLoader, randomAffine } from 'trainyard/data';
import { svgToPng } from 'trainyard/report';
import { type Digits, loadDigits, split } from './data/digits.js';

const [seeds = '3', epochs = '80', picture = 'glimpses.png', ...files] = process.argv.slice(2);
const SIZE = 8;
const SHOWN = 10;

const dataset = ({ count, images, labels }: Digits) =>
  new ArrayDataset({
    images: { shape: [count, 1, 28, 28], data: images },
    labels: { shape: [count], data: labels },
  });
const parts = split(loadDigits(...files));
const test = dataset(parts.test);

/** Trains a network; returns it and the share of held-out digits that it reads right, as the mean of five looks at each. */
function train(places: 'learnt' | 'random', seed: number): [GlimpseClassifier, number] {
  const rng = streams(seed, ['init', 'looks', 'test']);
  const network = new GlimpseClassifier({ size: SIZE, glimpses: 4, places, rng: rng.init });
  const optimizer = new Adam(network, { lr: 2e-3 });
  const augment = { images: [randomAffine({ degrees: 10, translate: 1 })] };
  const loader = new DataLoader(dataset(parts.train), { batchSize: 50, shuffle: true, augment, seed });
  for (let epoch = 0; epoch < Number(epochs); epoch++) {
    for (const { images, labels } of loader) {
      optimizer.zeroGrad();
      scope(() => network.loss(images, labels, rng.looks).loss.backward());
      optimizer.step();
    }
  }
  let right = 0;
  for (let look = 0; look < 5; look++) {
    for (const { images, labels } of new DataLoader(test, { batchSize: 50 })) {
      right += scope(() =>
        noGrad(() =>
          network.forward(images, rng.test, { greedy: true }).logits.argmax(1).eq(labels).sum().item(),
        ),
      );
    }
  }
  return [network, right / (5 * test.length)];
}

const percent = (share: number) => `${(100 * share).toFixed(1)} %`;
let shown: GlimpseClassifier | undefined;
for (let seed = 0; seed < Number(seeds); seed++) {
  const [network, learnt] = train('learnt', seed);
  const [, random] = train('random', seed);
  shown ??= network;
  console.log(
    `seed ${seed}: learnt places ${percent(learnt)}, random places ${percent(random)} of held-out digits`,
  );
}

/** A digit, the squares that were looked at, and the way between their middles. */
function way(pixels: ArrayLike<number>, places: readonly [number, number][], left: number): string {
  const dot = 4;
  const dots = Array.from({ length: 784 }, (_, i) => {
    const at = `x="${left + (i % 28) * dot}" y="${4 + Math.floor(i / 28) * dot}"`;
    return `<rect ${at} width="${dot}" height="${dot}" opacity="${pixels[i]!.toFixed(2)}"/>`;
  });
  const middle = (place: number) => (Math.round(((place + 1) / 2) * 27) + 0.5) * dot;
  const points = places.map(([y, x]) => [left + middle(x), 4 + middle(y)] as const);
  const squares = points.map(([x, y], t) => {
    const [side, colour] = [SIZE * dot, t === 0 ? '#888' : '#d33'];
    const at = `x="${x - side / 2 - dot / 2}" y="${y - side / 2 - dot / 2}" width="${side}" height="${side}"`;
    return `<rect ${at} fill="none" stroke="${colour}" stroke-width="1.5"/><text x="${x + 4}" y="${y - 3}" font-size="12" fill="#06c">${t + 1}</text>`;
  });
  const line = points.map((point) => point.join(',')).join(' ');
  return `${dots.join('')}<polyline points="${line}" fill="none" stroke="#06c" stroke-width="2"/>${squares.join('')}`;
}

const [digits] = new DataLoader(test.subset(Array.from({ length: SHOWN }, (_, i) => 20 * i + 3)), {
  batchSize: SHOWN,
});
const { places } = scope(() =>
  noGrad(() => shown!.forward(digits!.images, streams(0, ['picture']).picture, { greedy: true })),
);
const drawn = Array.from({ length: SHOWN }, (_, i) =>
  way(
    digits!.images.data.subarray(784 * i, 784 * (i + 1)),
    places.map((of) => [of[2 * i]!, of[2 * i + 1]!]),
    120 * i + 4,
  ),
);
const size = `width="${120 * SHOWN}" height="120"`;
const svg = `<svg xmlns="http://www.w3.org/2000/svg" font-family="sans-serif" ${size}><rect ${size} fill="white"/>${drawn.join('')}</svg>`;
writeFileSync(picture, svgToPng(svg, { width: 120 * SHOWN }));
console.log(
  `wrote ${picture}: four glimpses of each digit in their order, the first one drawn from everywhere`,
);
