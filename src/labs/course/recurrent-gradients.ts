// Gradients through time: a sigmoid network forgets its beginning, LSTM and GRU less so.
import { svd } from '../../linalg/index.js';
import { GRUCell, LSTMCell } from '../../nn/index.js';
import { Generator } from '../../random/index.js';
import { cat, jacobian, randn, type Tensor, zeros } from '../../tensor/index.js';
import { atLeast, defineLab, exactly } from '../index.js';

export const lab = defineLab({
  name: 'recurrent-gradients',
  chapter: 'course',
  title: 'Gradients through time vanish',
  asks: 'How fast do gradients vanish through x ← sigmoid(W·x) when the largest singular value of W is 1/4?',
  settings: { steps: 30, width: 6, norm: 0.25 },
  quick: { steps: 16 },
  flaw: { what: 'W is larger than it is said to be', settings: { norm: 24 } },
  program({ steps, width, norm }, lab) {
    const rng = new Generator(3);
    const raw = randn([width, width], rng);
    const weights = raw.mul(norm / svd(raw).s.data[0]!);
    const largest = (step: (x: Tensor) => Tensor, from: Tensor) => {
      const values: number[] = [];
      // Layer by layer: the Jacobian of a chain is the product of those of its links.
      let [x, product] = [from, undefined as Tensor | undefined];
      for (let n = 1; n < steps; n++) {
        const link = jacobian(step, x);
        product = product ? link.matmul(product) : link;
        x = step(x);
        values.push(svd(product).s.data[0]!);
      }
      return values;
    };
    const ns = Array.from({ length: steps - 1 }, (_, i) => i + 2);
    const sigmoid = largest(
      (x) =>
        weights
          .matmul(x.reshape([width, 1]))
          .reshape([width])
          .sigmoid(),
      randn([width], rng),
    );
    const bound = ns.map((n) => (1 / 16) ** (n - 1));
    lab.check(
      'Jacobians above (1/16)ⁿ⁻¹',
      sigmoid.filter((value, i) => value > bound[i]! * (1 + 1e-3)).length,
      exactly(0),
      0,
    );

    const [lstm, gru] = [new LSTMCell(1, width, { rng }), new GRUCell(1, width, { rng })];
    const input = zeros([1, 1]);
    const ofLstm = largest(
      (state) => {
        const [h, c] = [state.slice(0, 0, width), state.slice(0, width, 2 * width)];
        const [nextH, nextC] = lstm.forward(input, [h.reshape([1, width]), c.reshape([1, width])]);
        return cat([nextH, nextC], 1).reshape([2 * width]);
      },
      zeros([2 * width]),
    );
    const ofGru = largest((h) => gru.forward(input, h.reshape([1, width])).reshape([width]), zeros([width]));
    lab.check('LSTM / sigmoid after the last step', ofLstm.at(-1)! / sigmoid.at(-1)!, atLeast(1e6));
    lab.check('GRU / sigmoid after the last step', ofGru.at(-1)! / sigmoid.at(-1)!, atLeast(1e6));
    const series = { sigmoid, bound, LSTM: ofLstm, GRU: ofGru };
    lab.plot({
      title: 'Largest singular value of the Jacobian',
      xLabel: 'steps',
      yLabel: 'powers of ten',
      series: Object.entries(series).map(([label, y]) => ({ label, x: ns, y: y.map(Math.log10) })),
    });
  },
});
