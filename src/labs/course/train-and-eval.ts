// A lecture's loop: batches of a data set to learn from, in the mode of training, then others to test with, in that of use.
import { DataLoader, sampleDigits } from '../../data/index.js';
import { crossEntropy, Dropout, Flatten, Linear, ReLU, Sequential } from '../../nn/index.js';
import { Adam } from '../../optim/index.js';
import { streams } from '../../random/index.js';
import { noGrad, scope, type Tensor } from '../../tensor/index.js';
import { atLeast, defineLab, exactly, mean } from '../index.js';

export const lab = defineLab({
  name: 'train-and-eval',
  chapter: 'course',
  title: 'Batches, and two modes',
  asks: 'Does every image come once in an epoch, and does dropout act in the mode of training only?',
  settings: { epochs: 30, batch: 50, dropout: 0.5, evaluates: true },
  quick: { epochs: 8 },
  flaw: { what: 'the network is never put into the mode of use', settings: { evaluates: false } },
  needs: 'files',
  async program({ epochs, batch, dropout, evaluates }, lab) {
    const { train, test } = await sampleDigits();
    const { init: rng, order } = streams(100, ['init', 'order']);
    const network = new Sequential(
      new Flatten(),
      new Linear(784, 128, { rng }),
      new ReLU(),
      new Dropout(dropout, { rng }),
      new Linear(128, 64, { rng }),
      new ReLU(),
      new Linear(64, 10, { rng }),
    );
    const optimizer = new Adam(network, { lr: 1e-3 });
    const batches = new DataLoader(train, {
      batchSize: batch,
      shuffle: true,
      seed: order.integers(0, 2 ** 31),
    });
    const others = new DataLoader(test, { batchSize: 100 });

    const teach = () => {
      network.train();
      let seen: number[] = [];
      const losses: number[] = [];
      for (const { images, labels } of batches) {
        const loss = crossEntropy(network.forward(images), labels);
        optimizer.zeroGrad();
        loss.backward();
        optimizer.step();
        losses.push(loss.item());
        seen = seen.concat(rowSums(images));
      }
      return { loss: mean(losses), seen };
    };
    /** Loss and share read right of images that it does not learn from, without gradients. */
    const evaluate = () => {
      if (evaluates) network.eval();
      const found = [...others].map(({ images, labels }) =>
        scope(() =>
          noGrad(() => {
            const scores = network.forward(images);
            const right = scores.argmax(1).eq(labels).float().mean().item();
            return { loss: crossEntropy(scores, labels).item(), right };
          }),
        ),
      );
      return {
        loss: mean(found.map(({ loss }) => loss)),
        right: 100 * mean(found.map(({ right }) => right)),
      };
    };
    const curve = Array.from({ length: epochs }, () => ({ taught: teach(), tested: evaluate() }));

    const sums = curve.map(({ taught }) => taught.seen);
    const whole = [...new DataLoader(train, { batchSize: train.length })].flatMap(({ images }) =>
      rowSums(images),
    );
    const sorted = (values: number[]) => `${values.toSorted((a, b) => a - b)}`;
    const complete = sums.filter((each) => sorted(each) === sorted(whole)).length;
    lab.check('epochs with every image once', complete, exactly(epochs), epochs);
    lab.check('epochs in an order of their own', new Set(sums.map(String)).size, exactly(epochs), epochs);
    lab.check('tested twice: loss - loss', evaluate().loss - evaluate().loss, exactly(0), 0);
    const { images } = [...others][0]!;
    network.train();
    const apart = network.forward(images).sub(network.forward(images)).abs().max().item();
    lab.check('in training: one batch twice, difference', apart, atLeast(1e-3));
    const right = curve.at(-1)!.tested.right;
    lab.check('held-out digits read right (%)', right, atLeast(85, { quick: 80 }));
    const x = curve.map((_, epoch) => epoch + 1);
    lab.plot({
      title: 'Cross-entropy',
      xLabel: 'epoch',
      series: [
        { label: 'training, with dropout', x, y: curve.map(({ taught }) => taught.loss) },
        { label: 'held out', x, y: curve.map(({ tested }) => tested.loss) },
      ],
    });
  },
});

/** The sum of each image: next to no two images have the same. */
function rowSums(images: Tensor): number[] {
  return [...images.reshape([images.shape[0]!, 784]).sum(1).data];
}
