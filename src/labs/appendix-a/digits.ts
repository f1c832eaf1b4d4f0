// A network of 200 units reads digits: by plain gradient descent, and by Adam.
import { DataLoader, sampleDigits } from '../../data/index.js';
import { crossEntropy, Flatten, Linear, ReLU, Sequential } from '../../nn/index.js';
import { Adam, SGD } from '../../optim/index.js';
import { streams } from '../../random/index.js';
import { noGrad, scope } from '../../tensor/index.js';
import { atLeast, atMost, defineLab, smoothed } from '../index.js';

export const lab = defineLab({
  name: 'digits',
  chapter: 'A',
  title: 'Digits by gradient descent and by Adam',
  asks: 'How well are digits read after as many steps of plain gradient descent and of Adam, with and without clearing gradients?',
  // 800 digits of MNIST to learn from and 200 to test with, where the book has 60,000 and 10,000.
  settings: { steps: 600, batch: 100, learningRate: 1e-3 },
  quick: { steps: 200 },
  flaw: { what: 'steps of Adam are far too small', settings: { learningRate: 1e-7 } },
  needs: 'files',
  async program({ steps, batch, learningRate }, lab) {
    const { train, test } = await sampleDigits();
    const learn = (kind: 'Adam' | 'SGD', clears: boolean) => {
      const { init: rng, order } = streams(100, ['init', 'order']);
      const network = new Sequential(
        new Flatten(),
        new Linear(784, 200, { rng }),
        new ReLU(),
        new Linear(200, 10, { rng }),
      );
      const optimizer =
        kind === 'Adam' ? new Adam(network, { lr: learningRate }) : new SGD(network, { lr: 1e-3 });
      const batches = new DataLoader(train, {
        batchSize: batch,
        shuffle: true,
        seed: order.integers(0, 2 ** 31),
      });
      const losses: number[] = [];
      while (losses.length < steps) {
        for (const { images, labels } of batches) {
          if (losses.length === steps) break;
          const loss = crossEntropy(network.forward(images), labels);
          if (clears) optimizer.zeroGrad();
          loss.backward();
          losses.push(loss.item());
          optimizer.step();
        }
      }
      const [held] = new DataLoader(test, { batchSize: test.length });
      const right = scope(() =>
        noGrad(() => network.forward(held!.images).argmax(1).eq(held!.labels).float().mean().item()),
      );
      return { losses, read: 100 * right };
    };
    const [adam, cleared, summed] = [learn('Adam', true), learn('SGD', true), learn('SGD', false)];
    lab.check(
      'Adam: held-out digits read right (%)',
      adam!.read,
      atLeast(85, { quick: 82 }),
      '> 95, of all of MNIST',
    );
    lab.check(
      'SGD: loss at the end / at first',
      cleared.losses.at(-1)! / cleared.losses[0]!,
      atMost(0.97, { quick: 0.99 }),
    );
    lab.check('Adam - SGD (points)', adam.read - cleared.read, atLeast(15));
    lab.tell('SGD: held-out digits read right (%)', cleared.read, 'around 70');
    // Gradients that add up are steps with undamped momentum: faster here, and slower on Fashion-MNIST.
    lab.tell('SGD whose gradients are never cleared (%)', summed.read);
    lab.plot({
      title: 'Cross-entropy, means of 10 steps',
      xLabel: 'step',
      series: [
        { label: 'Adam', ...smoothed(adam.losses, 10) },
        { label: 'SGD', ...smoothed(cleared.losses, 10) },
        { label: 'SGD, gradients never cleared', ...smoothed(summed.losses, 10) },
      ],
    });
  },
});
