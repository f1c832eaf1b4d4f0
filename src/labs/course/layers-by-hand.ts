// Layers of a recitation beside the formulas that they stand for.
import { Conv2d, GRUCell, Linear, LSTMCell, RNNCell, scaledDotProductAttention } from '../../nn/index.js';
import { Generator } from '../../random/index.js';
import { randn, type Tensor, tensor } from '../../tensor/index.js';
import { atMost, defineLab } from '../index.js';
import { affine, differs } from './formulas.js';

export const lab = defineLab({
  name: 'layers-by-hand',
  chapter: 'course',
  title: 'Layers and their formulas',
  asks: 'Do perceptron, convolution, recurrent cells and attention compute what their formulas say?',
  settings: { batch: 3, inputs: 5, hidden: 4, scaled: true },
  flaw: { what: 'scores of attention are not divided by √d', settings: { scaled: false } },
  program({ batch, inputs, hidden, scaled }, lab) {
    const rng = new Generator(1);
    const [x, h, c] = [randn([batch, inputs], rng), randn([batch, hidden], rng), randn([batch, hidden], rng)];

    const [first, second] = [new Linear(inputs, hidden, { rng }), new Linear(hidden, 2, { rng })];
    const z = affine(x, first.weight, first.bias!).relu();
    lab.check(
      'perceptron: z₂ = W₂ relu(W₁ x + b₁) + b₂',
      differs(second.forward(first.forward(x).relu()), affine(z, second.weight, second.bias!)),
      atMost(1e-5),
    );

    const [image, conv] = [randn([1, 2, 5, 6], rng), new Conv2d(2, 3, 3, { stride: 2, padding: 1, rng })];
    const filtered = [0, 1, 2].flatMap((to) => grid(3, 3, (y, x) => convolved(image, conv, to, y, x)));
    lab.check(
      'convolution: b + Σ W(c, i, j) x(c, 2y + i - 1, 2x + j - 1)',
      differs(conv.forward(image), tensor(filtered).reshape([1, 3, 3, 3])),
      atMost(1e-5),
    );

    const rnn = new RNNCell(inputs, hidden, { rng });
    const [drive, recall] = gates(rnn, x, h, 1);
    lab.check(
      'RNN: tanh(W x + U h)',
      differs(rnn.forward(x, h), drive![0]!.add(recall![0]!).tanh()),
      atMost(1e-5),
    );

    const lstm = new LSTMCell(inputs, hidden, { rng });
    const [wx, uh] = gates(lstm, x, h, 4);
    const [i, f, g, o] = wx!.map((each, k) => each.add(uh![k]!));
    const cell = f!.sigmoid().mul(c).add(i!.sigmoid().mul(g!.tanh()));
    const [out, memory] = lstm.forward(x, [h, c]);
    lab.check("LSTM: c' = σ(f) c + σ(i) tanh(g)", differs(memory, cell), atMost(1e-5));
    lab.check("LSTM: h' = σ(o) tanh(c')", differs(out, o!.sigmoid().mul(cell.tanh())), atMost(1e-5));

    const gru = new GRUCell(inputs, hidden, { rng });
    const [a, b] = gates(gru, x, h, 3);
    const [reset, update] = [0, 1].map((k) => a![k]!.add(b![k]!).sigmoid());
    const fresh = a![2]!.add(reset!.mul(b![2]!)).tanh();
    const mixed = fresh.add(update!.mul(h.sub(fresh)));
    lab.check("GRU: h' = n + u (h - n)", differs(gru.forward(x, h), mixed), atMost(1e-5));

    const [q, k, v] = [randn([6, 8], rng), randn([7, 8], rng), randn([7, 8], rng)];
    const attend = (q: Tensor, k: Tensor, v: Tensor) =>
      q
        .matmul(k, { transposeB: true })
        .div(scaled ? Math.sqrt(q.shape[1]!) : 1)
        .softmax(-1)
        .matmul(v);
    lab.check(
      'attention: softmax(Q Kᵀ/√d) V',
      differs(scaledDotProductAttention(q, k, v), attend(q, k, v)),
      atMost(1e-5),
    );
  },
});

/** `of` each place of a grid, row by row. */
const grid = <T>(rows: number, columns: number, of: (y: number, x: number) => T): T[] =>
  Array.from({ length: rows * columns }, (_, i) => of(Math.floor(i / columns), i % columns));

/** One output of a 3 × 3 convolution of stride 2 with a border of zeros. */
function convolved(image: Tensor, { weight, bias }: Conv2d, to: number, y: number, x: number): number {
  const [, channels, height, width] = image.shape;
  let sum = bias!.data[to]!;
  for (let c = 0; c < channels!; c++)
    for (const [i, j] of grid(3, 3, (i, j) => [i, j] as const)) {
      const [row, column] = [2 * y + i - 1, 2 * x + j - 1];
      if (row < 0 || row >= height! || column < 0 || column >= width!) continue;
      sum +=
        weight.data[((to * channels! + c) * 3 + i) * 3 + j]! *
        image.data[(c * height! + row) * width! + column]!;
    }
  return sum;
}

/** W x + b and U h + b of a cell, gate by gate. */
function gates(cell: RNNCell | LSTMCell | GRUCell, x: Tensor, h: Tensor, count: number) {
  const size = h.shape[1]!;
  return [affine(x, cell.weightIh, cell.biasIh!), affine(h, cell.weightHh, cell.biasHh!)].map((all) =>
    Array.from({ length: count }, (_, gate) => all.slice(1, gate * size, (gate + 1) * size)),
  );
}
