// Attention that decides: digits read by four glimpses, at places that are learnt or anywhere.
import { DataLoader, randomAffine, sampleDigits } from '../../data/index.js';
import { GlimpseClassifier } from '../../nn/index.js';
import { Adam } from '../../optim/index.js';
import { streams } from '../../random/index.js';
import { noGrad, scope } from '../../tensor/index.js';
import { atLeast, defineLab, mean } from '../index.js';
import { glimpsesDrawn } from './glimpses-drawn.js';

export const lab = defineLab({
  name: 'glimpses',
  chapter: '10',
  title: 'Hard attention: where to look next',
  asks: 'How many more digits are read by four glimpses of 8 x 8 pixels when REINFORCE teaches where to look?',
  settings: { seeds: 2, epochs: 80, learnsPlaces: true },
  quick: { seeds: 1, epochs: 14 },
  flaw: { what: 'it looks anywhere', settings: { learnsPlaces: false } },
  needs: 'files',
  async program({ seedList, epochs, learnsPlaces }, lab) {
    const { train, test } = await sampleDigits();
    const [held] = new DataLoader(test, { batchSize: test.length });
    const learn = (places: 'learnt' | 'random', seed: number) => {
      const rng = streams(seed, ['init', 'looks', 'test']);
      const network = new GlimpseClassifier({ size: 8, glimpses: 4, places, rng: rng.init });
      const optimizer = new Adam(network, { lr: 2e-3 });
      const augment = { images: [randomAffine({ degrees: 10, translate: 1 })] };
      const batches = new DataLoader(train, { batchSize: 50, shuffle: true, augment, seed });
      for (let epoch = 0; epoch < epochs; epoch++) {
        for (const { images, labels } of batches) {
          optimizer.zeroGrad();
          scope(() => network.loss(images, labels, rng.looks).loss.backward());
          optimizer.step();
        }
      }
      // The first glimpse falls anywhere: five looks at each digit.
      const looks = [1, 2, 3, 4, 5].map(() =>
        scope(() =>
          noGrad(() => {
            const { logits, places } = network.forward(held!.images, rng.test, { greedy: true });
            return { right: logits.argmax(1).eq(held!.labels).float().mean().item(), places };
          }),
        ),
      );
      return {
        read: 100 * mean(looks.map(({ right }) => right)),
        places: looks[0]!.places.map((each) => Array.from(each)),
      };
    };
    const runs = await lab.each('seed', seedList, (seed) => ({
      learnt: learn(learnsPlaces ? 'learnt' : 'random', seed),
      random: learn('random', seed),
    }));
    const read = (kind: 'learnt' | 'random') => runs.map((run) => run[kind].read);
    const least = Math.min(...runs.map(({ learnt, random }) => learnt.read - random.read));
    lab.check(
      'places it learnt: digits read right (%), mean',
      mean(read('learnt')),
      atLeast(68, { quick: 30 }),
    );
    lab.check('more than at random places, least (points)', least, atLeast(20, { quick: 15 }));
    lab.tell('random places: digits read right (%), mean', mean(read('random')));
    const shown = Array.from({ length: 8 }, (_, i) => 25 * i + 3);
    lab.picture(
      'The way of the eye',
      glimpsesDrawn(held!.images, runs[0]!.learnt.places, shown, { side: 28, size: 8 }),
    );
  },
});
