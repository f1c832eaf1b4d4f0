// Gradients by themselves, and a network that learns to give what is asked of it.
import { Linear, ReLU, Sequential } from '../../nn/index.js';
import { Adam } from '../../optim/index.js';
import { Generator } from '../../random/index.js';
import { ones, randn, tensor } from '../../tensor/index.js';
import { atMost, defineLab, near } from '../index.js';

export const lab = defineLab({
  name: 'network-primer',
  chapter: '2',
  title: 'A primer on networks',
  asks: 'Are gradients what finite differences say, and what does a last ReLU do to a network that fits ones?',
  settings: { seeds: 20, steps: 100, learningRate: 0.01, sign: 1 },
  quick: { seeds: 10 },
  flaw: { what: 'steps go uphill', settings: { sign: -1 } },
  program({ seedList, steps, learningRate, sign }, lab) {
    const [x, known, m0, b0] = [tensor([2, 4]), tensor([5, 9]), [0.3, -0.7], 0.2];
    const lossOf = (m: readonly number[]) => {
      const slope = tensor(m, { requiresGrad: true });
      return { slope, loss: known.sub(slope.mul(x).add(b0)).sum().pow(2) };
    };
    const { slope, loss } = lossOf(m0);
    loss.backward();
    const [first, second] = slope.grad!.data;
    // Of a square the central difference is exact: the larger the step, the less is rounded away.
    const h = 0.25;
    const around = [h, -h].map((shift) => lossOf([m0[0]! + shift, m0[1]!]).loss.item());
    lab.check('second gradient / first', second! / first!, near(2, 1e-5), '-90.4993 / 0.7734');
    lab.check(
      'first gradient / finite difference',
      first! / ((around[0]! - around[1]!) / (2 * h)),
      near(1, 1e-4),
    );

    /** Loss after training, as a share of the first one. */
    const learn = (seed: number, endsWithReLU: boolean) => {
      const rng = new Generator(seed);
      const layers = [new Linear(10, 150, { rng }), new ReLU(), new Linear(150, 4, { rng })];
      const model = new Sequential(...layers, ...(endsWithReLU ? [new ReLU()] : []));
      const optimizer = new Adam(model.parameters(), { lr: learningRate });
      const inputs = randn([10, 10], rng);
      const curve: number[] = [];
      for (let step = 0; step < steps; step++) {
        optimizer.zeroGrad();
        const loss = model
          .forward(inputs)
          .sub(ones([10, 4]))
          .pow(2)
          .mean();
        loss.mul(sign).backward();
        curve.push(loss.item());
        optimizer.step();
      }
      return curve.map((each) => each / curve[0]!);
    };
    const [linear, clipped] = [false, true].map((endsWithReLU) =>
      seedList.map((seed) => learn(seed, endsWithReLU)),
    );
    const worst = (curves: number[][]) => Math.max(...curves.map((curve) => curve.at(-1)!));
    lab.check('loss after 100 steps / before, worst seed', worst(linear!), atMost(1e-3));
    lab.tell('the same with a last ReLU', worst(clipped!));
    const xs = linear![0]!.map((_, i) => i);
    const curve = (curves: number[][]) => ({
      x: xs,
      y: xs.map((i) => Math.max(...curves.map((each) => each[i]!))),
    });
    lab.plot({
      title: 'Loss / first loss, worst seed',
      xLabel: 'step',
      series: [
        { label: 'linear output', ...curve(linear!) },
        { label: 'a last ReLU', ...curve(clipped!) },
      ],
    });
  },
});
