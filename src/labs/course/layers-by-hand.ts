// Layers of a recitation beside the formulas that they stand for.
import {
  GRUCell,
  Linear,
  LSTMCell,
  MultiheadAttention,
  RNNCell,
  scaledDotProductAttention,
} from '../../nn/index.js';
import { Generator } from '../../random/index.js';
import { cat, randn, type Tensor, tensor } from '../../tensor/index.js';
import { atMost, defineLab, exactly } from '../index.js';

export const lab = defineLab({
  name: 'layers-by-hand',
  chapter: 'course',
  title: 'Layers and their formulas',
  asks: 'Do perceptron, recurrent cells and attention compute what their formulas say?',
  settings: { batch: 3, inputs: 5, hidden: 4, scaled: true },
  flaw: { what: 'scores of attention are not divided by √d', settings: { scaled: false } },
  program({ batch, inputs, hidden, scaled }, lab) {
    const rng = new Generator(1);
    const [x, h, c] = [randn([batch, inputs], rng), randn([batch, hidden], rng), randn([batch, hidden], rng)];
    const differs = (a: Tensor, b: Tensor) => a.sub(b).abs().max().item();
    /** W x + b, with rows of W for each output. */
    const affine = (of: Tensor, weight: Tensor, bias: Tensor) =>
      of.matmul(weight, { transposeB: true }).add(bias);

    const [first, second] = [new Linear(inputs, hidden, { rng }), new Linear(hidden, 2, { rng })];
    const z = affine(x, first.weight, first.bias!).relu();
    lab.check(
      'perceptron: z₂ = W₂ relu(W₁ x + b₁) + b₂',
      differs(second.forward(first.forward(x).relu()), affine(z, second.weight, second.bias!)),
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

    const many = new MultiheadAttention(8, 2, { rng, batchFirst: true });
    const part = (of: Tensor, from: number) =>
      affine(of, many.inProjWeight.slice(0, from, from + 8), many.inProjBias!.slice(0, from, from + 8));
    const [pq, pk, pv] = [part(q, 0), part(k, 8), part(v, 16)];
    const head = (from: number) => {
      const [hq, hk, hv] = [pq, pk, pv].map((each) => each.slice(1, from, from + 4));
      return attend(hq!, hk!, hv!);
    };
    const byHand = affine(cat([head(0), head(4)], 1), many.outProj.weight, many.outProj.bias!);
    const crossed = many.forward(q.unsqueeze(0), k.unsqueeze(0), v.unsqueeze(0)).squeeze(0);
    lab.check('two heads, queries of one sequence, keys of another', differs(crossed, byHand), atMost(1e-5));

    const before = scaledDotProductAttention(k, k, v, { isCausal: true });
    const changed = scaledDotProductAttention(k, k, v.add(tensor([0, 0, 0, 0, 0, 0, 9]).reshape([7, 1])), {
      isCausal: true,
    });
    const rows = Array.from(
      { length: 7 },
      (_, row) => differs(before.select(0, row), changed.select(0, row)) > 0,
    );
    lab.check('causal: rows that see a change of the last', rows.filter(Boolean).length, exactly(1), 1);
  },
});

/** W x + b and U h + b of a cell, gate by gate. */
function gates(cell: RNNCell | LSTMCell | GRUCell, x: Tensor, h: Tensor, count: number) {
  const of = (input: Tensor, weight: Tensor, bias: Tensor) =>
    input.matmul(weight, { transposeB: true }).add(bias);
  const size = h.shape[1]!;
  return [of(x, cell.weightIh, cell.biasIh!), of(h, cell.weightHh, cell.biasHh!)].map((all) =>
    Array.from({ length: count }, (_, gate) => all.slice(1, gate * size, (gate + 1) * size)),
  );
}
