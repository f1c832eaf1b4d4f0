// Learning with answers, without them, and from rewards: one loop over one engine.
import { DataLoader, sampleDigits } from '../../data/index.js';
import {
  crossEntropy,
  Flatten,
  Linear,
  type Module,
  mseLoss,
  ReLU,
  Sequential,
  Sigmoid,
} from '../../nn/index.js';
import { Adam } from '../../optim/index.js';
import { streams } from '../../random/index.js';
import { noGrad, scope, type Tensor } from '../../tensor/index.js';
import { atLeast, atMost, defineLab, smoothed } from '../index.js';
import { trainCartPole } from './cartpole.js';
import { neighboursAlike } from './nearest.js';

export const lab = defineLab({
  name: 'three-kinds',
  chapter: 'course',
  title: 'Three kinds of learning, one loop',
  asks: 'Digits by their labels, digits by themselves, a pole by rewards: does the same loop teach all three?',
  settings: { epochs: 30, episodes: 600, code: 16, learningRate: 2e-3 },
  quick: { epochs: 8, episodes: 350 },
  flaw: { what: 'steps are far too small', settings: { learningRate: 1e-8 } },
  needs: 'files',
  async program({ epochs, episodes, code, learningRate }, lab) {
    const { train, test } = await sampleDigits();
    const { init: rng, order } = streams(100, ['init', 'order']);

    /** The loop: a loss, its gradients, a step. What the loss compares is all that differs. */
    const teach = (network: Module, lossOf: (images: Tensor, labels: Tensor) => Tensor) => {
      const optimizer = new Adam(network, { lr: learningRate });
      const losses: number[] = [];
      const seed = order.integers(0, 2 ** 31);
      const batches = new DataLoader(train, { batchSize: 50, shuffle: true, seed });
      for (let epoch = 0; epoch < epochs; epoch++) {
        for (const { images, labels } of batches) {
          const loss = lossOf(images, labels);
          optimizer.zeroGrad();
          loss.backward();
          losses.push(loss.item());
          optimizer.step();
        }
      }
      return losses;
    };
    const [held] = new DataLoader(test, { batchSize: test.length });
    const { images, labels } = held!;
    const pixels = (of: Tensor) => of.reshape([of.shape[0]!, 784]);

    const classifier = new Sequential(
      new Flatten(),
      new Linear(784, 64, { rng }),
      new ReLU(),
      new Linear(64, 10, { rng }),
    );
    const supervised = teach(classifier, (x, y) => crossEntropy(classifier.forward(x), y));
    const right = scope(() =>
      noGrad(() => classifier.forward(images).argmax(1).eq(labels).float().mean().item()),
    );
    lab.check('with answers: held-out digits read right (%)', 100 * right, atLeast(85, { quick: 80 }));

    const encoder = new Sequential(new Linear(784, 128, { rng }), new ReLU(), new Linear(128, code, { rng }));
    const decoder = new Sequential(
      new Linear(code, 128, { rng }),
      new ReLU(),
      new Linear(128, 784, { rng }),
      new Sigmoid(),
    );
    const autoencoder = new Sequential(encoder, decoder);
    const unsupervised = teach(autoencoder, (x) => mseLoss(autoencoder.forward(pixels(x)), pixels(x)));
    const [error, mean, codes] = scope(() =>
      noGrad(() => {
        const x = pixels(images);
        const rebuilt = mseLoss(autoencoder.forward(x), x).item();
        return [rebuilt, x.var(0, { ddof: 0 }).mean().item(), encoder.forward(x).toArray()] as const;
      }),
    );
    lab.check(
      `without: error of digits rebuilt from ${code} numbers / of their mean`,
      error / mean,
      atMost(0.5, { quick: 0.75 }),
    );
    const alike = neighboursAlike(codes as Float32Array, labels.data, code);
    lab.check(
      'without: digits whose nearest by code is the same one (%)',
      alike,
      atLeast(65, { quick: 55 }),
      '10 by chance',
    );

    // What a reward says is the target: r + γ max Q(s', a).
    const { best, returns } = await trainCartPole(
      'assignment',
      { seed: 100, learningRate: learningRate / 2 },
      episodes,
    );
    lab.check(
      'from rewards: steps that the pole stays up',
      best,
      atLeast(150, { quick: 80 }),
      '22 by chance',
    );
    for (const [title, values, xLabel] of [
      ['With answers: cross-entropy', supervised, 'step'],
      ['Without: squared error', unsupervised, 'step'],
      ['From rewards: return of an episode', returns, 'episode'],
    ] as const) {
      lab.plot({ title, xLabel, series: [{ label: 'training', ...smoothed(values, 8) }] });
    }
  },
});
