// Attention before it had the name: a mean of neighbours, weighted by how near they are.
import { Generator } from '../../random/index.js';
import { linspace, randn, type Tensor } from '../../tensor/index.js';
import { atMost, defineLab, near } from '../index.js';

export const lab = defineLab({
  name: 'kernel-regression',
  chapter: '10',
  title: 'Kernel regression is attention',
  asks: 'Is a mean of all points, weighted by softmax(-d²/h), a better guess than the mean of the k nearest?',
  settings: { points: 60, neighbours: 10, width: 0.02, noise: 0.2 },
  flaw: { what: 'all points weigh the same', settings: { width: 1e6 } },
  program({ points, neighbours, width, noise }, lab) {
    const rng = new Generator(4);
    const curve = (x: Tensor) => x.mul(2).sin().add(x.mul(5).cos().mul(0.5));
    const keys = linspace(0, 5, points);
    const values = curve(keys).add(randn([points], rng).mul(noise));
    const queries = linspace(0.2, 4.8, 200);
    const truth = curve(queries);

    const distances = queries
      .reshape([200, 1])
      .sub(keys.reshape([1, points]))
      .pow(2);
    const weights = distances.div(-width).softmax(-1);
    const soft = weights.matmul(values.reshape([points, 1])).reshape([200]);
    const [d, v] = [distances.toArray() as Float32Array, [...values.data]];
    const hard = Array.from({ length: 200 }, (_, q) => {
      const row = d.subarray(q * points, (q + 1) * points);
      const nearest = [...row.keys()].sort((a, b) => row[a]! - row[b]!).slice(0, neighbours);
      return nearest.reduce((sum, i) => sum + v[i]!, 0) / neighbours;
    });
    const error = (guess: ArrayLike<number>) => {
      const exact = truth.data;
      return Array.from(guess).reduce((sum, y, i) => sum + (y - exact[i]!) ** 2 / 200, 0);
    };
    lab.check('sum of the weights of a query', weights.sum(-1).data[17]!, near(1, 1e-5), 1);
    lab.check('squared error, weighted / k nearest', error(soft.data) / error(hard), atMost(0.95));
    lab.plot({
      title: 'A curve and two guesses',
      series: [
        { label: 'the curve', x: [...queries.data], y: [...truth.data] },
        { label: 'softmax(-d²/h)', x: [...queries.data], y: [...soft.data] },
        { label: `mean of ${neighbours} nearest`, x: [...queries.data], y: hard },
      ],
    });
  },
});
