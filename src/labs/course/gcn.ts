// Graph convolution: papers are classified by their words and by those of the papers that they cite.
import { GCNConv } from '../../nn/index.js';
import { Generator } from '../../random/index.js';
import { CsrMatrix, randn, tensor } from '../../tensor/index.js';
import { atLeast, atMost, defineLab, mean, near } from '../index.js';
import { convolution, learnt, lossCurves, papers } from './papers.js';

export const lab = defineLab({
  name: 'gcn',
  chapter: 'course',
  title: 'Graph convolution on citations',
  asks: 'From the subjects of 140 papers and from who cites whom, how many other papers does graph convolution place right?',
  // A made-up graph of Cora's size; what Cora itself gives stands in docs/graphs.md.
  settings: { seeds: 5, nodes: 2708, classes: 7, features: 1433, cites: true },
  quick: { seeds: 2, nodes: 800, classes: 5, features: 400 },
  flaw: { what: 'nobody cites anybody', settings: { cites: false } },
  async program({ seedList, cites, ...sizes }, lab) {
    const rng = new Generator(1);
    const edges = [
      [0, 1],
      [0, 2],
      [1, 2],
      [2, 3],
    ].flatMap(
      ([a, b]) =>
        [
          [a!, b!],
          [b!, a!],
        ] as [number, number][],
    );
    const layer = new GCNConv(4, 3, { rng });
    const x = randn([4, 4], rng);
    const degrees = [2, 2, 3, 1].map((each) => each + 1);
    const hears = Array.from({ length: 4 }, (_, i) =>
      Array.from({ length: 4 }, (_, j) =>
        i === j || edges.some(([a, b]) => a === i && b === j) ? 1 / Math.sqrt(degrees[i]! * degrees[j]!) : 0,
      ),
    );
    const byHand = tensor(hears).matmul(layer.lin.forward(x)).add(layer.bias!);
    const difference = layer
      .forward(x, CsrMatrix.fromEdges([4, 4], edges))
      .sub(byHand)
      .abs()
      .max()
      .item();
    lab.check('D^-½ (A + I) D^-½ X W + b: difference, at most', difference, atMost(1e-5), 0);

    const data = papers(sizes, cites);
    const runs = await lab.each('seed', seedList, (seed) => learnt(convolution(sizes, seed), data, seed));
    const alone = learnt(convolution(sizes, 100), papers(sizes, false), 100).test;
    const test = mean(runs.map((run) => run.test));
    lab.check(
      'first loss',
      runs[0]!.losses[0]!,
      near(Math.log(sizes.classes), 0.02),
      'ln 7 = 1.946 for 7 subjects',
    );
    // Measured with 140 of 2708 papers: GCN 0.725 (seeds 0.690 to 0.755); of 800, as a quick run has it, 0.908 to 0.923.
    lab.check('papers placed right, mean over seeds', test, atLeast(0.7, { quick: 0.88 }), '0.652 of Cora');
    lab.tell('each seed', runs.map((run) => run.test.toFixed(3)).join(', '));
    lab.check('more than by their own words alone', test - alone, atLeast(0.3));
    lab.tell('milliseconds an epoch', mean(runs.map(({ milliseconds }) => milliseconds)));
    lab.plot(lossCurves(runs, seedList));
  },
});
