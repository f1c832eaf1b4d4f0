// Kernel (linear) attention: the same sums in another order, and time that grows with the length alone.
import { eluPlusOne, linearAttention, scaledDotProductAttention } from '../../nn/index.js';
import { Generator } from '../../random/index.js';
import { randn, type Tensor } from '../../tensor/index.js';
import { atMost, defineLab } from '../index.js';
import { fastest, growth } from './fastest.js';

export const lab = defineLab({
  name: 'linear-attention',
  chapter: 'course',
  title: 'Attention without a matrix of all pairs',
  asks: 'Is linear attention what its kernel says, and does its time grow with the length while that of softmax attention grows with its square?',
  // The matrix of all pairs of 8192 takes 268 MB, and a few seconds each time.
  settings: { longest: 8192, width: 64, shift: 0 },
  quick: { longest: 2048 },
  flaw: { what: 'queries and keys have other features', settings: { shift: 0.5 } },
  program({ longest, width, shift }, lab) {
    const rng = new Generator(1);
    const draw = (n: number) => [0, 1, 2].map(() => randn([n, width], rng)) as [Tensor, Tensor, Tensor];
    const [q, k, v] = draw(40);
    const scores = eluPlusOne(q).matmul(eluPlusOne(k), { transposeB: true });
    const quadratic = scores.div(scores.sum(-1, true)).matmul(v);
    const difference = linearAttention(q.add(shift), k, v).sub(quadratic).abs().max().item();
    lab.check('difference from all pairs, at most', difference, atMost(1e-5), 0);

    const lengths = [256, 512, 1024, 2048, 4096, 8192].filter((n) => n <= longest);
    const time = (attend: (q: Tensor, k: Tensor, v: Tensor) => Tensor) =>
      lengths.map((n) => {
        const inputs = draw(n);
        return fastest(() => attend(...inputs));
      });
    const [softmax, linear] = [time(scaledDotProductAttention), time(linearAttention)];
    // Doubling the length doubles one and quadruples the other, give or take what the machine does besides.
    lab.tell('growth per doubling, softmax', growth(softmax), 4);
    lab.tell('growth per doubling, linear', growth(linear), 2);
    lab.tell(`${lengths.at(-1)} positions: softmax / linear`, softmax.at(-1)! / linear.at(-1)!);
    lab.plot({
      title: 'Milliseconds',
      xLabel: 'positions',
      series: [
        { label: 'softmax attention', x: lengths, y: softmax },
        { label: 'linear attention', x: lengths, y: linear },
      ],
    });
  },
});
