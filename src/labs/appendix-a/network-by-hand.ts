// A network of two layers forward and backward, written out, and the same by the engine.
import { crossEntropy } from '../../nn/index.js';
import { Generator } from '../../random/index.js';
import { tensor } from '../../tensor/index.js';
import { atLeast, atMost, defineLab, near } from '../index.js';

type Matrix = number[][];

export const lab = defineLab({
  name: 'network-by-hand',
  chapter: 'A',
  title: 'A network and its gradients by hand',
  asks: 'Are gradients that are written out by the chain rule those of the engine, and do they lead downhill?',
  settings: { rows: 20, inputs: 6, hidden: 8, classes: 3, steps: 300, learningRate: 0.2, passes: true },
  flaw: { what: 'ReLU passes back what it did not pass', settings: { passes: false } },
  program({ rows, inputs, hidden, classes, steps, learningRate, passes }, lab) {
    const rng = new Generator(7);
    const draw = (n: number, m: number): Matrix =>
      Array.from({ length: n }, () => Array.from({ length: m }, () => rng.standardNormal()));
    const [x, w1, w2] = [draw(rows, inputs), draw(inputs, hidden), draw(hidden, classes)];
    const labels = Array.from({ length: rows }, () => rng.integers(0, classes));

    /** Loss, and its gradients by both matrices. */
    const byHand = () => {
      const z = times(x, w1);
      const h = map(z, (each) => Math.max(each, 0));
      const p = times(h, w2).map((row) => {
        const total = row.reduce((sum, each) => sum + Math.exp(each), 0);
        return row.map((each) => Math.exp(each) / total);
      });
      const loss = p.reduce((sum, row, i) => sum - Math.log(row[labels[i]!]!) / rows, 0);
      // Of softmax and logarithm together: p - 1 for the class that it is, p for all others.
      const dLogits = map(p, (each, i, j) => (each - Number(j === labels[i])) / rows);
      const dH = times(dLogits, transposed(w2));
      const dZ = map(dH, (each, i, j) => (!passes || z[i]![j]! > 0 ? each : 0));
      return { loss, dW1: times(transposed(x), dZ), dW2: times(transposed(h), dLogits) };
    };

    const { loss, dW1, dW2 } = byHand();
    const [a, b] = [tensor(w1, { requiresGrad: true }), tensor(w2, { requiresGrad: true })];
    const value = crossEntropy(tensor(x).matmul(a).relu().matmul(b), tensor(labels, { dtype: 'int32' }));
    value.backward();
    const differs = (grad: Matrix, engine: ArrayLike<number>) =>
      Math.max(...grad.flat().map((each, i) => Math.abs(each - engine[i]!)));
    lab.check('loss by hand / by the engine', loss / value.item(), near(1, 1e-5));
    lab.check('gradient by W₁: difference, at most', differs(dW1, a.grad!.data), atMost(1e-5));
    lab.check('gradient by W₂: difference, at most', differs(dW2, b.grad!.data), atMost(1e-5));
    lab.check('size of the gradient by W₁', Math.max(...dW1.flat().map(Math.abs)), atLeast(0.01));

    const losses = [loss];
    for (let step = 0; step < steps; step++) {
      const { dW1, dW2 } = byHand();
      descend(w1, dW1, learningRate);
      descend(w2, dW2, learningRate);
      losses.push(byHand().loss);
    }
    lab.check(`loss after ${steps} steps / before`, losses.at(-1)! / loss, atMost(0.1));
    lab.plot({
      title: 'Cross-entropy, descended by hand',
      xLabel: 'step',
      series: [{ label: 'loss', x: losses.map((_, i) => i), y: losses }],
    });
  },
});

const map = (m: Matrix, f: (value: number, i: number, j: number) => number): Matrix =>
  m.map((row, i) => row.map((value, j) => f(value, i, j)));

const transposed = (m: Matrix): Matrix => m[0]!.map((_, j) => m.map((row) => row[j]!));

const times = (a: Matrix, b: Matrix): Matrix =>
  a.map((row) => b[0]!.map((_, j) => row.reduce((sum, value, k) => sum + value * b[k]![j]!, 0)));

function descend(m: Matrix, gradient: Matrix, learningRate: number): void {
  for (const [i, row] of gradient.entries())
    for (const [j, value] of row.entries()) m[i]![j]! -= learningRate * value;
}
